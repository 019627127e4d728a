"""Commitments, actual costs, locked months, draw-downs, forecasts and baselines, through their services."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine

from core import seams
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from programme.budget import services
from programme.budget.models import ActualCost, BudgetBaseline, BudgetLine, Commitment
from programme.budget.selectors import authorisation, baseline_of, money_stand
from programme.budget.selectors.changes import proposed_shares, waiting_changes
from programme.budget.selectors.findings import money_findings
from programme.charter.models import Tolerance
from programme.governance.choices import Dimension
from programme.governance.models import ChangeRequest
from programme.governance.selectors.lights import board
from programme.records.models import AuditEvent
from programme.signoff import selectors as signoff
from programme.signoff.services import mark_viewed, sign
from tests.factories.charter import BudgetLineFactory
from tests.factories.money import ActualCostFactory, CommitmentFactory, baselined
from tests.factories.programme import PASSWORD

pytestmark = pytest.mark.django_db
NOW = "2026-06-10T09:00:00+08:00"
ORDER = {"number": "PO-1", "supplier": "Lingyun", "amount": Decimal(5000), "currency": "CNY",
         "signed_on": dt.date(2026, 3, 4)}  # fmt: skip
BILL = {"number": "INV-1", "supplier": "Lingyun", "amount": Decimal("444.50"), "currency": "CNY",
        "dated_on": dt.date(2026, 4, 20)}  # fmt: skip


@pytest.fixture(autouse=True)
def june():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def line(programme):
    return BudgetLineFactory(programme=programme, nature="one_off", category="implementation", amount_minor=1_000_000)


@pytest.fixture
def reserve(programme):
    return BudgetLineFactory(programme=programme, nature="one_off", category="contingency", amount_minor=200_000)


def refused(call, *args, **kwargs):
    with pytest.raises(BadInputError) as caught:
        call(*args, **kwargs)
    return {name: str(texts[0]) for name, texts in caught.value.fields.items()}


def test_money_without_a_currency_is_refused(programme, line, pmo):
    for values in ({**ORDER, "currency": ""}, {key: value for key, value in ORDER.items() if key != "currency"}):
        bad = refused(services.create_commitment, programme, values=values | {"line": line}, actor=pmo)
        assert bad == {"currency": "Say the currency of the amount."}
    bad = refused(services.record_actual, programme, values=BILL | {"line": line, "currency": "yuan"}, actor=pmo)
    assert bad == {"currency": "A currency is its three-letter code, such as CNY."}
    assert not Commitment.objects.exists()
    assert not ActualCost.objects.exists()


def test_another_currency_comes_with_its_rate_and_stays_readable(programme, line, pmo):
    dollars = ORDER | {"line": line, "currency": "usd", "amount": Decimal("1200.50")}
    assert refused(services.create_commitment, programme, values=dollars, actor=pmo) == {
        "rate": "Say how much CNY one USD is worth."
    }
    row = services.create_commitment(programme, values=dollars | {"rate": Decimal("7.1")}, actor=pmo)
    assert (row.currency, row.stated_minor, row.amount_minor) == ("USD", 120_050, 852_355)
    yen = {**BILL, "line": line, "currency": "JPY", "amount": Decimal(1001), "rate": Decimal("0.05")}
    paid = services.record_actual(programme, values=yen, actor=pmo)
    assert (paid.stated_minor, paid.amount_minor) == (1001, 5005)
    assert refused(
        services.record_actual, programme, values=yen | {"number": "2", "amount": Decimal("1.5")}, actor=pmo
    ) == {"amount": "JPY has no such fraction: 1.5"}
    own = ORDER | {"line": line, "number": "PO-2", "rate": Decimal(2)}
    assert set(refused(services.create_commitment, programme, values=own, actor=pmo)) == {"rate"}


def test_an_invoice_takes_the_line_of_its_commitment(programme, line, pmo):
    order = services.create_commitment(programme, values=ORDER | {"line": line}, actor=pmo)
    row = services.record_actual(programme, values=BILL | {"commitment": order}, actor=pmo)
    assert (row.line, row.code, row.booked_on, row.amount_minor) == (line, "A0001", dt.date(2026, 4, 20), 44_450)
    other = BudgetLineFactory(programme=programme)
    bad = refused(
        services.record_actual, programme, values=BILL | {"number": "2", "commitment": order, "line": other}, actor=pmo
    )
    assert bad == {"commitment": f"This commitment is on line {line.code}."}
    with pytest.raises(IllegalNowError):
        services.remove_commitments(programme, refs=[order.public_id], actor=pmo)
    with pytest.raises(IllegalNowError):
        services.remove_lines(programme, refs=[line.public_id], actor=pmo)


def test_the_same_document_of_a_supplier_is_booked_once(programme, line, pmo):
    services.record_actual(programme, values=BILL | {"line": line}, actor=pmo)
    with pytest.raises(BadInputError):
        services.record_actual(programme, values=BILL | {"line": line}, actor=pmo)
    services.record_actual(programme, values=BILL | {"line": line, "supplier": "Mingdao"}, actor=pmo)


@pytest.mark.parametrize(
    ("kind", "amount", "wrong"),
    [
        ("invoice", "-1", True), ("invoice", "0", True), ("credit_note", "1", True), ("credit_note", "-1", False),
        ("adjustment", "-1", False), ("adjustment", "0", True),
    ],
)  # fmt: skip
def test_a_credit_note_is_negative_an_invoice_is_not(programme, line, pmo, kind, amount, wrong):
    values = BILL | {"line": line, "kind": kind, "amount": Decimal(amount)}
    if wrong:
        assert set(refused(services.record_actual, programme, values=values, actor=pmo)) == {"amount"}
    else:
        assert services.record_actual(programme, values=values, actor=pmo).amount_minor == int(amount) * 100


def test_a_time_sheet_is_hours_by_rate(programme, line, pmo):
    sheet = {"line": line, "kind": "time_sheet", "number": "T1", "supplier": "Sales", "dated_on": dt.date(2026, 5, 4),
             "hours": Decimal("12.5"), "hourly": Decimal(240), "currency": "CNY"}  # fmt: skip
    row = services.record_actual(programme, values=sheet, actor=pmo)
    assert row.amount_minor == 300_000
    bad = refused(services.record_actual, programme, values=sheet | {"number": "T2", "amount": Decimal(1)}, actor=pmo)
    assert bad == {"amount": "12.5 hours at this rate are 3000.00."}
    bad = refused(services.record_actual, programme, values=BILL | {"line": line, "hours": Decimal(2)}, actor=pmo)
    assert bad == {"hours": "Only a time sheet has hours."}
    row = services.update_actual(row, values={"hours": Decimal(10)}, actor=pmo)
    assert row.amount_minor == 240_000


@pytest.mark.parametrize("day", [dt.date(2026, 6, 11), dt.date(2011, 6, 1)])
def test_a_document_is_not_ahead_nor_far_off(programme, line, pmo, day):
    assert set(
        refused(services.record_actual, programme, values=BILL | {"line": line, "dated_on": day}, actor=pmo)
    ) == {"dated_on"}


def test_a_late_invoice_of_a_locked_month_is_an_adjustment_of_the_next(programme, line, finance):
    first = services.record_actual(programme, values=BILL | {"line": line}, actor=finance)
    services.lock_month(programme, month=dt.date(2026, 4, 30), actor=finance)
    late = services.record_actual(programme, values=BILL | {"line": line, "number": "INV-2"}, actor=finance)
    assert (late.booked_on, late.adjusts) == (dt.date(2026, 5, 1), dt.date(2026, 4, 1))
    assert (first.booked_on, first.adjusts) == (dt.date(2026, 4, 20), None)
    spent = seams.evidence["budget.actual_cost"]
    april, may = spent(programme, [{"until": "2026-04-30"}, {"until": "2026-05-31"}])
    assert (april.value, may.value) == (Decimal("444.50"), Decimal("889.00"))
    assert [item.text for item in may.detail] == ["2026-04: CNY 444.50", "2026-05: CNY 444.50"]


def test_a_locked_month_stays_but_for_the_commitment(programme, line, finance):
    row = services.record_actual(programme, values=BILL | {"line": line}, actor=finance)
    order = services.create_commitment(programme, values=ORDER | {"line": line}, actor=finance)
    services.lock_month(programme, month=dt.date(2026, 4, 1), actor=finance)
    with pytest.raises(IllegalNowError) as caught:
        services.update_actual(row, values={"amount": Decimal(1)}, actor=finance)
    assert caught.value.reasons == ("2026-04 is locked; write an adjustment instead.",)
    with pytest.raises(IllegalNowError):
        services.remove_actuals(programme, refs=[row.public_id], actor=finance)
    assert services.update_actual(row, values={"commitment": order}, actor=finance).commitment == order
    row.refresh_from_db()
    assert row.amount_minor == 44_450


def test_only_finance_locks_and_only_what_is_over(programme, finance, pmo):
    with pytest.raises(ForbiddenError):
        services.lock_month(programme, month=dt.date(2026, 4, 1), actor=pmo)
    assert refused(services.lock_month, programme, month=dt.date(2026, 6, 1), actor=finance) == {
        "month": "Lock a month once it is over."
    }
    services.lock_month(programme, month=dt.date(2026, 5, 9), actor=finance)
    assert refused(services.lock_month, programme, month=dt.date(2026, 4, 1), actor=finance) == {
        "month": "This month is locked already."
    }


def test_costs_beyond_commitment_and_line_are_findings(programme, line):
    order = CommitmentFactory(programme=programme, line=line, stated_minor=300_000)
    ActualCostFactory(programme=programme, line=line, commitment=order, stated_minor=300_000)
    stand = money_stand(programme)
    assert [one.rule for one in money_findings(stand, programme) if one.severity == "bad"] == []
    ActualCostFactory(programme=programme, line=line, commitment=order, stated_minor=800_000)
    stand = money_stand(programme)
    wrong = [one for one in money_findings(stand, programme) if one.severity == "bad"]
    assert [one.rule for one in wrong] == ["budget.beyond_commitment", "budget.beyond_line"]
    assert wrong[0].text == f"Invoices exceed {order} by ¥8,000.00."
    assert {"budget.beyond_commitment", "budget.beyond_line"} <= {
        one.rule for one in seams.plan_rules["budget.money"](programme)
    }


def test_a_closed_commitment_binds_nothing_more(programme, line, pmo):
    order = CommitmentFactory(programme=programme, line=line, stated_minor=300_000)
    ActualCostFactory(programme=programme, line=line, commitment=order, stated_minor=100_000)
    assert money_stand(programme).total.committed == 300_000
    services.close_commitment(order, actor=pmo)
    assert money_stand(programme).total.committed == 100_000
    services.reopen_commitment(order, actor=pmo)
    assert money_stand(programme).total.open == 200_000


def test_a_forecast_by_a_person_says_what_it_rests_on(programme, line, pmo, owner):
    with pytest.raises(ForbiddenError):
        services.set_forecast(line, amount=Decimal(1), note="x", actor=owner)
    assert set(refused(services.set_forecast, line, amount=Decimal(1), actor=pmo)) == {"note"}
    assert set(refused(services.set_forecast, line, amount=Decimal(-1), note="x", actor=pmo)) == {"amount"}
    services.set_forecast(line, amount=Decimal(12_000), note="Two more sprints", actor=pmo)
    ActualCostFactory(programme=programme, line=line, stated_minor=100_000)
    total = money_stand(programme).total
    assert (total.to_complete, total.at_completion) == (1_200_000, 1_300_000)
    services.set_forecast(line, amount=None, actor=pmo)
    assert money_stand(programme).total.at_completion == 1_000_000


def test_contingency_moves_when_somebody_else_grants_it(programme, line, reserve, pmo, finance, sponsor):
    ask = {"source": reserve, "line": line, "reason": "More interfaces", "actor": finance}
    assert refused(services.ask_draw, programme, amount=Decimal(2001), **ask) == {
        "amount": "Only CNY 2,000.00 of contingency is left."
    }
    first = services.ask_draw(programme, amount=Decimal(1500), **ask)
    second = services.ask_draw(programme, amount=Decimal(600), **ask)
    assert money_stand(programme).contingency == (200_000, 200_000)
    with pytest.raises(ForbiddenError):
        services.grant_draw(first, actor=finance)
    with pytest.raises(ForbiddenError):
        services.grant_draw(first, actor=pmo)
    services.grant_draw(first, actor=sponsor)
    stand = money_stand(programme)
    assert stand.contingency == (200_000, 50_000)
    assert (stand.total.budget, stand.of("implementation").budget) == (1_200_000, 1_150_000)
    with pytest.raises(IllegalNowError):
        services.grant_draw(second, actor=sponsor)
    assert set(refused(services.refuse_draw, second, note=" ", actor=sponsor)) == {"note"}
    assert services.refuse_draw(second, note="Nothing is left", actor=sponsor).state == "refused"
    assert [item.text for item in seams.attention["budget.draws"](programme, sponsor)] == []


def test_contingency_is_drawn_from_its_own_lines(programme, line, reserve, pmo):
    bad = refused(services.ask_draw, programme, source=line, line=reserve, amount=Decimal(0), reason=" ", actor=pmo)
    assert set(bad) == {"source", "line", "amount", "reason"}


def authorised(programme, pmo, sponsor):
    row = services.request_authorisation(programme, actor=pmo)
    request = signoff.requests_of(row)[0]
    mark_viewed(request, actor=sponsor)
    request.refresh_from_db()
    sign(request, actor=sponsor, seen_hash=request.sha256, decision="sign", password=PASSWORD)


def test_the_first_signature_sets_the_baseline_and_later_ones_do_not(programme, line, pmo, sponsor):
    authorised(programme, pmo, sponsor)
    first = baseline_of(programme)
    assert (first.number, first.total_minor, first.set_by) == (1, 1_000_000, sponsor)
    assert [(row.code, row.amount_minor) for row in first.lines.all()] == [(line.code, 1_000_000)]
    type(programme).objects.filter(pk=programme.pk).update(state="active")
    programme.refresh_from_db()
    services.update_line(BudgetLine.objects.get(), values={"amount_minor": 1_300_000}, actor=pmo)
    authorised(programme, pmo, sponsor)
    assert authorisation(programme).signed
    assert baseline_of(programme) == first
    stand = money_stand(programme)
    assert (stand.total.baseline, stand.total.at_completion, stand.overrun) == (1_000_000, 1_300_000, Decimal("0.3"))
    assert next(one.rule for one in money_findings(stand, programme)) == "budget.beside_baseline"


def test_before_the_charter_a_new_signature_sets_a_new_baseline(programme, line, pmo, sponsor):
    type(programme).objects.filter(pk=programme.pk).update(state="draft")
    programme.refresh_from_db()
    authorised(programme, pmo, sponsor)
    services.update_line(BudgetLine.objects.get(), values={"amount_minor": 900_000}, actor=pmo)
    authorised(programme, pmo, sponsor)
    assert (baseline_of(programme).number, baseline_of(programme).total_minor) == (2, 900_000)


@pytest.fixture
def change(programme, owner):
    return ChangeRequest.objects.create(
        programme=programme, code="CR-001", title="Interfaces", wanted="x", reason="y", requester=owner,
        cost_minor=300_000, computed={"cost": 300_000},
    )  # fmt: skip


def grant(change):
    ChangeRequest._base_manager.filter(pk=change.pk).update(state="approved")
    return ChangeRequest.objects.get(pk=change.pk)


def test_only_a_granted_change_moves_the_baseline(programme, line, change, pmo):
    shares = {line.public_id: 300_000}
    with pytest.raises(IllegalNowError):
        services.apply_change(programme, request=grant(change), shares=shares, actor=pmo)  # no baseline yet
    baselined(programme)
    ChangeRequest._base_manager.filter(pk=change.pk).update(state="assessed")
    change = ChangeRequest.objects.get()
    assert waiting_changes(programme) == []
    with pytest.raises(IllegalNowError) as caught:
        services.apply_change(programme, request=change, shares=shares, actor=pmo)
    assert caught.value.reasons == ("CR-001 Interfaces is not granted: only a granted change moves the baseline.",)
    assert BudgetBaseline.objects.count() == 1


def test_a_granted_change_moves_lines_and_baseline_as_one_act(programme, line, change, pmo):
    other = BudgetLineFactory(programme=programme, nature="annual", amount_minor=500_000)
    baselined(programme)
    change = grant(change)
    assert waiting_changes(programme) == [change]
    short = {line.public_id: 299_999}
    assert refused(services.apply_change, programme, request=change, shares=short, actor=pmo) == {
        "shares": "The shares of the lines add up to the cost of the change."
    }
    shares = {line.public_id: 350_000, other.public_id: -50_000}
    row = services.apply_change(programme, request=change, shares=shares, actor=pmo)
    assert (row.number, row.total_minor, row.change) == (2, 1_800_000, change)
    line.refresh_from_db()
    other.refresh_from_db()
    assert (line.amount_minor, other.amount_minor) == (1_350_000, 450_000)
    assert {one.line.public_id: one.amount_minor for one in row.lines.all()} == {
        line.public_id: 1_350_000, other.public_id: 450_000,
    }  # fmt: skip
    assert money_stand(programme).moved == []
    assert waiting_changes(programme) == []
    with pytest.raises(IllegalNowError):
        services.apply_change(programme, request=change, shares=shares, actor=pmo)
    assert AuditEvent.objects.filter(action="budget.baseline_set").count() == 1


def test_what_was_written_ahead_of_the_change_is_proposed_and_not_counted_twice(programme, line, change, pmo):
    baselined(programme)
    services.update_line(line, values={"amount_minor": 1_300_000}, actor=pmo)
    shares = proposed_shares(money_stand(programme), 300_000)
    assert shares == {line.public_id: 300_000}
    services.apply_change(programme, request=grant(change), shares=shares, actor=pmo)
    line.refresh_from_db()
    assert (line.amount_minor, baseline_of(programme).total_minor) == (1_300_000, 1_300_000)


def test_a_refused_share_leaves_everything_as_it_was(programme, line, change, pmo):
    small = BudgetLineFactory(programme=programme, nature="one_off", amount_minor=100)
    baselined(programme)
    bad = {line.public_id: 300_101, small.public_id: -101}
    assert set(refused(services.apply_change, programme, request=grant(change), shares=bad, actor=pmo)) == {"shares"}
    line.refresh_from_db()
    assert (line.amount_minor, BudgetBaseline.objects.count()) == (1_000_000, 1)


@pytest.mark.requirement("S1-06")
def test_every_category_has_a_value_or_a_zero_with_its_reason_and_the_totals_reconcile(programme, pmo):
    named = ("subscription", "implementation", "integration", "training", "support", "contingency")
    for number, category in enumerate(named):
        values = {"title": category, "category": category, "nature": "one_off", "amount_minor": number * 100}
        if not number:
            assert refused(services.create_line, programme, values=values, actor=pmo) == {
                "note": "An amount of 0 needs its reason here."
            }
            values["note"] = "Paid by the group"
        assert money_stand(programme).missing[0] == category
        services.create_line(programme, values=values, actor=pmo)
    baselined(programme)
    stand = money_stand(programme)
    assert stand.missing == []
    assert not [one for one in money_findings(stand, programme) if one.rule == "budget.no_category"]
    parts = [stand.of(category) for category in named]
    for column in ("baseline", "budget", "committed", "actual", "at_completion"):
        assert sum(getattr(part, column) for part in parts) == getattr(stand.total, column)
    assert stand.total.baseline == stand.baseline.total_minor == 1500


def test_a_forecast_above_the_tolerance_and_unmatched_invoices_need_attention(programme, line, pmo, owner):
    baselined(programme)
    Tolerance.objects.create(programme=programme, dimension="cost", limit=5, unit="%")
    ActualCostFactory(programme=programme, line=line, stated_minor=1_050_000)
    said = seams.attention["budget.money"]
    texts = [item.text for item in said(programme, pmo)]
    assert texts == [f"Actual costs exceed {line} by ¥500.00.", "Invoices without a commitment: 1"]
    programme.__dict__.pop("_once")
    ActualCostFactory(programme=programme, line=line, stated_minor=100, kind="adjustment")
    texts = [item.text for item in said(programme, pmo)]
    assert texts[1] == "The forecast exceeds the budget by ¥501.00, more than the charter's tolerance."
    assert said(programme, owner) == []


@pytest.mark.parametrize(
    ("spent", "colour"), [(1_050_000, "good"), (1_050_001, "warn"), (1_100_000, "warn"), (1_100_001, "bad")]
)
def test_the_cost_light_follows_the_forecast(programme, line, spent, colour):
    reading = seams.evidence["budget.overrun_share"]
    assert reading(programme, [{}])[0].value is None
    baselined(programme)
    line.actual_costs.create(
        programme=programme, code="A1", number="1", supplier="x", dated_on=dt.date(2026, 4, 1),
        booked_on=dt.date(2026, 4, 1), stated_minor=spent, amount_minor=spent, currency="CNY",
    )  # fmt: skip
    light = next(one for one in board(programme).lights if one.dimension == Dimension.COST)
    assert light.computed.colour == colour
