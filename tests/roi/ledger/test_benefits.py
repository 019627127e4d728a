import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import timezone

from core import seams
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from core.imports.kinds import Batch, Change
from programme.charter.services import sign_baseline
from roi.ledger import selectors
from roi.ledger.choices import BenefitState
from roi.ledger.models import Benefit, BenefitActual
from roi.ledger.rules import money, profile
from roi.ledger.services import (
    approve_benefit,
    close_benefit,
    conclude_benefit,
    create_benefit,
    enable_benefit,
    profile_benefit,
    record_actual,
    reject_actual,
    remove_benefits,
    restate_actual,
    review_benefit,
    sustain_benefit,
    update_benefit,
    validate_actual,
)
from tests.factories.charter import KpiFactory
from tests.factories.roi import ActualFactory, BenefitFactory
from tests.factories.rollout import WaveFactory

JAN = dt.date(2026, 1, 1)


def ago(months):
    """The first day of a month before this one."""
    number = money.month_of(timezone.localdate()) - months
    return money.first_of(number)


def running(programme, owner, **values):
    started = {"state": "enabled", "owner": owner, "first_value_on": ago(6), "ends_on": ago(-30)}
    return BenefitFactory(programme=programme, **(started | values))


def test_value_multiplies_every_part():
    worth = money.Worth(20, 540_000_00, margin=50, attribution=40, correction=80)
    assert worth.yearly == Fraction(20 * 540_000_00) * Fraction(1, 2) * Fraction(2, 5) * Fraction(4, 5)
    assert money.Worth(None, 5).yearly == 0


def test_plan_rises_over_the_ramp_and_takes_the_risk_off():
    plan = money.Plan(1200, 25, JAN, dt.date(2026, 6, 30), ramp=3)
    months = plan.months(money.month_of(dt.date(2030, 1, 1)))
    assert list(months.values()) == [25, 50, 75, 75, 75, 75]
    assert money.Plan(1200, 0, None, None).months(99999) == {}


def test_shares_of_one_kpi_stay_within_the_whole(programme, pmo):
    kpi = KpiFactory(programme=programme)
    first = {"title": "CRM", "kpi": kpi, "attribution_percent": Decimal(70)}
    create_benefit(programme, values=first, actor=pmo)
    campaign = {"title": "Price", "kpi": kpi, "attribution_percent": Decimal("30.01"), "initiative": "Price campaign"}
    with pytest.raises(BadInputError) as refusal:
        create_benefit(programme, values=campaign, actor=pmo)
    assert refusal.value.fields == {
        "attribution_percent": [
            f"The shares of {kpi}'s change would add up to 100.01%; at most 100% can be claimed. Others: BN01 70%."
        ]
    }
    create_benefit(programme, values=campaign | {"attribution_percent": Decimal(30)}, actor=pmo)
    row = Benefit.objects.get(code="BN01")
    with pytest.raises(BadInputError):
        update_benefit(row, values={"attribution_percent": Decimal(71)}, actor=pmo)
    update_benefit(row, values={"attribution_percent": Decimal(69)}, actor=pmo)


def test_profile_takes_unit_baseline_and_target_from_the_kpi(programme, pmo):
    kpi = KpiFactory(programme=programme)
    row = create_benefit(programme, values={"title": "x", "kpi": kpi}, actor=pmo)
    assert (row.baseline, row.target, row.unit, row.target_on) == (25, 35, "%", kpi.due_on)


def test_rows_of_another_programme_and_strangers_are_refused(programme, other_programme, pmo, outsider):
    values = {
        "title": "x", "kpi": KpiFactory(programme=other_programme), "wave": WaveFactory(programme=other_programme),
        "owner": outsider,
    }  # fmt: skip
    with pytest.raises(BadInputError) as refusal:
        create_benefit(programme, values=values, actor=pmo)
    assert set(refusal.value.fields) == {"kpi", "wave", "owner"}


def test_a_profile_names_everything_that_is_missing(programme, pmo):
    row = create_benefit(programme, values={"title": "x"}, actor=pmo)
    assert set(profile.missing_to_profile(row.profile())) == {
        "owner", "measure", "volume", "first_value_on", "next_review_on", "grade", "baseline",
    }  # fmt: skip
    with pytest.raises(IllegalNowError) as refusal:
        profile_benefit(row, actor=pmo)
    assert len(refusal.value.reasons) == 7


def test_a_baseline_is_fixed_before_the_first_value(programme, owner):
    kpi = KpiFactory(programme=programme, baseline_on=JAN, baseline_n=5, baseline_source="CRM", owner_role="BO")
    row = BenefitFactory(programme=programme, kpi=kpi, owner=owner, first_value_on=ago(2), ends_on=ago(-9))
    assert profile.missing_to_profile(row.profile()) == {"baseline": "The baseline of the KPI is not signed."}
    sign_baseline(kpi, actor=owner)
    row = Benefit.objects.get(pk=row.pk)
    assert "after the first value" in profile.missing_to_profile(row.profile())["baseline"]
    row.first_value_on = ago(-1)
    assert profile.missing_to_profile(row.profile()) == {}


def test_a_benefit_lives_from_identified_to_closed(programme, pmo, owner, finance, sponsor, analyst):
    row = BenefitFactory(programme=programme, owner=owner, first_value_on=ago(3), ends_on=ago(-20))
    row = profile_benefit(row, actor=owner)
    with pytest.raises(ForbiddenError):
        approve_benefit(row, actor=pmo)
    row = approve_benefit(row, actor=finance)
    assert (row.state, row.endorsed_by) == ("profiled", finance)
    with pytest.raises(IllegalNowError) as refusal:
        approve_benefit(row, actor=finance)
    assert refusal.value.reasons == ("Your approval is recorded; it waits for the sponsor.",)
    row = approve_benefit(row, actor=sponsor)
    assert (row.state, row.approved_by) == ("approved", sponsor)
    with pytest.raises(IllegalNowError):
        update_benefit(row, values={"volume": Decimal(9)}, actor=pmo)
    row = update_benefit(row, values={"volume": Decimal(240)}, actor=finance)
    row = enable_benefit(row, actor=pmo)
    actual = record_actual(row, month=ago(2), volume=Decimal(25), evidence="List", actor=analyst)
    row.refresh_from_db()
    assert (row.state, actual.amount_minor) == ("realising", 250_000)
    with pytest.raises(IllegalNowError):
        conclude_benefit(row, actor=finance)
    validate_actual(actual, actor=finance, note="Seen")
    row = conclude_benefit(row, actor=finance)
    assert row.state == BenefitState.PARTLY
    with pytest.raises(IllegalNowError):
        record_actual(row, month=ago(1), volume=Decimal(1), actor=analyst)
    row = sustain_benefit(row, actor=owner)
    with pytest.raises(BadInputError):
        close_benefit(row, reason=" ", actor=pmo)
    assert close_benefit(row, reason="Handed over", actor=pmo).state == "closed"


def test_an_edit_before_approval_takes_the_approval_back(programme, pmo, owner, finance):
    row = profile_benefit(BenefitFactory(programme=programme, owner=owner), actor=pmo)
    row = approve_benefit(row, actor=finance)
    row = update_benefit(row, values={"title": "Other words"}, actor=pmo)
    assert row.endorsed_by == finance
    row = update_benefit(row, values={"risk_percent": Decimal(20)}, actor=pmo)
    assert row.endorsed_by is None


def test_a_benefit_is_enabled_when_its_wave_is_live(programme, pmo, owner):
    wave = WaveFactory(programme=programme, live_on=None)
    row = BenefitFactory(programme=programme, owner=owner, wave=wave, state="approved")
    with pytest.raises(IllegalNowError) as refusal:
        enable_benefit(row, actor=pmo)
    assert refusal.value.reasons == (f"Wave {wave.code} is not live yet.",)
    wave.live_on = timezone.localdate()
    wave.save()
    assert enable_benefit(row, actor=pmo).enabled_on == timezone.localdate()


def test_finance_validates_what_others_recorded_and_only_with_evidence(programme, owner, finance, analyst):
    row = running(programme, owner)
    bare = record_actual(row, month=ago(2), volume=Decimal(10), actor=analyst)
    with pytest.raises(IllegalNowError, match="no evidence"):
        validate_actual(bare, actor=finance)
    own = ActualFactory(benefit=row, month=ago(3), recorded_by=finance)
    with pytest.raises(ForbiddenError):
        validate_actual(own, actor=finance)
    with pytest.raises(ForbiddenError):
        validate_actual(bare, actor=analyst)
    with pytest.raises(BadInputError):
        reject_actual(bare, note="", actor=finance)
    assert reject_actual(bare, note="No list", actor=finance).state == "rejected"
    assert record_actual(row, month=ago(2), volume=Decimal(11), actor=analyst).stands


def test_a_restatement_keeps_the_old_value(programme, owner, finance, analyst):
    row = running(programme, owner)
    old = validate_actual(
        record_actual(row, month=ago(2), volume=Decimal(10), evidence="List", actor=analyst), actor=finance
    )
    with pytest.raises(BadInputError):
        restate_actual(old, volume=Decimal(8), reason="", actor=analyst)
    new = restate_actual(old, volume=Decimal(8), reason="Two came back", actor=analyst)
    old = BenefitActual.objects.get(pk=old.pk)
    assert (old.state, old.amount_minor, old.validated_by) == ("restated", 100_000, finance)
    assert (new.state, new.amount_minor, new.replaces, new.evidence) == ("claimed", 80_000, old, "List")
    with pytest.raises(IllegalNowError):
        restate_actual(old, volume=Decimal(1), reason="x", actor=analyst)
    with pytest.raises(BadInputError):
        record_actual(row, month=ago(2), volume=Decimal(1), actor=analyst)
    with pytest.raises(BadInputError):
        record_actual(row, month=ago(-2), volume=Decimal(1), actor=analyst)


def test_at_risk_below_80_percent_of_the_plan_to_date(programme, owner):
    row = running(programme, owner, state="realising")
    due = selectors.standing_of(row, timezone.localdate())
    assert due.at_risk
    months = len([month for month in due.planned_months if month <= due.until])
    ActualFactory(benefit=row, month=ago(3), amount_minor=int(due.planned * 80 / 100) - 1)
    row = Benefit.objects.for_list().get(pk=row.pk)
    assert selectors.standing_of(row, timezone.localdate()).at_risk
    ActualFactory(benefit=row, month=ago(4), amount_minor=1)
    row = Benefit.objects.for_list().get(pk=row.pk)
    standing = selectors.standing_of(row, timezone.localdate())
    assert (standing.at_risk, standing.planned) == (False, months * 100_000)


def test_a_review_sets_the_next_one(programme, owner):
    row = running(programme, owner)
    with pytest.raises(BadInputError) as refusal:
        review_benefit(row, finding="", next_review_on=timezone.localdate(), actor=owner)
    assert set(refusal.value.fields) == {"finding", "next_review_on"}
    review_benefit(row, finding="On its way", next_review_on=ago(-3), actor=owner)
    row.refresh_from_db()
    assert row.next_review_on == ago(-3)
    assert seams.evidence["statements.benefit_reviews"](programme, [{}])[0].value == 1


def test_outcome_follows_the_validated_value():
    found = [profile.outcome(value, 100) for value in (95, 94, 1, 0)]
    assert found == ["realised", "partly", "partly", "not_realised"]


def test_evidence_counts_benefits_without_owner_or_date(programme, owner):
    read = seams.evidence["ledger.benefits_without_owner_or_date"]
    assert read(programme, [{}])[0].value is None
    BenefitFactory(programme=programme, owner=owner)
    lacking = BenefitFactory(programme=programme, owner=None)
    BenefitFactory(programme=programme, owner=None, initiative="Elsewhere")
    reading = read(programme, [{}, {}])[1]
    assert (reading.value, reading.numerator, reading.denominator) == (1, 1, 2)
    assert [item.url for item in reading.detail] == [lacking.get_absolute_url()]


def test_forecast_share_lights_the_benefit_light(programme, owner):
    read = seams.evidence["ledger.benefit_forecast_share"]
    assert read(programme, [{}])[0].value is None
    row = running(programme, owner, state="realising")
    planned = selectors.standing_of(row, timezone.localdate()).planned
    ActualFactory(benefit=row, month=ago(2), amount_minor=round(planned * 9 / 10))
    reading = read(programme, [{}])[0]
    assert (reading.value, reading.unit) == (Decimal("0.9000"), "share")
    from programme.governance.choices import Colour, Dimension
    from programme.governance.selectors.lights import board

    light = next(one for one in board(programme).lights if one.dimension == Dimension.BENEFIT)
    assert light.computed.colour == Colour.AMBER


def test_attention_tells_reviews_and_unvalidated_figures(programme, owner, finance, analyst):
    row = running(programme, owner, next_review_on=timezone.localdate() - dt.timedelta(1))
    ActualFactory(benefit=row, month=ago(2))
    due = seams.attention["ledger.reviews_due"](programme, owner)
    assert [(item.severity, item.due) for item in due] == [("warn", row.next_review_on)]
    assert seams.attention["ledger.reviews_due"](programme, analyst) == []
    assert [item.severity for item in seams.attention["ledger.unvalidated"](programme, finance)] == ["wait"]
    assert seams.attention["ledger.unvalidated"](programme, owner) == []


def test_actions_say_why_they_are_blocked(programme, finance, owner):
    row = running(programme, owner)
    own = ActualFactory(benefit=row, month=ago(3), recorded_by=finance)
    found = {action.name: action.reasons for action in selectors.actual_actions(own, finance)}
    assert found == {"validate": ("Whoever recorded a figure does not validate it.",)}
    names = [action.name for action in selectors.benefit_actions(row, owner)]
    assert names == ["record", "review"]


def test_the_benefit_kind_writes_and_reads_the_same_row(programme, pmo):
    kind = seams.kinds["benefits"]
    KpiFactory(programme=programme, code="K03")
    row = {
        "code": "BN07", "title": "More renewals", "kpi": "K03", "volume": Decimal(100), "unit_value": Decimal(20000),
        "margin_percent": Decimal(40), "owner": pmo.email, "grade": "B", "worth": "cashable", "disbenefit": False,
        "first_value_on": JAN, "ramp_months": 6,
    }  # fmt: skip
    outcome = kind.write(programme, Batch([Change(2, dict(row))]), pmo)[0]
    assert not outcome.refused
    kept = kind.existing(programme)[outcome.ref]
    assert {key: kept[key] for key in row} == row
    wrong = [row | {"kpi": "K99"}, row | {"owner": "nobody@example.com"}]
    assert [(index, key) for index, key, _text, _ok in kind.check(programme, wrong)] == [(0, "kpi"), (1, "owner")]
    kind.remove(programme, [outcome.ref], pmo)
    assert kind.existing(programme) == {}


def test_only_what_is_identified_is_removed(programme, pmo, owner):
    row = running(programme, owner)
    with pytest.raises(IllegalNowError):
        remove_benefits(programme, refs=[row.public_id], actor=pmo)
