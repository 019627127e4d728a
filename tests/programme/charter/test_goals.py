import datetime as dt
from decimal import Decimal

import pytest

from core.errors import BadInputError, ForbiddenError, IllegalNowError, StaleError
from programme.charter.selectors import figures_of_goal, target_hint
from programme.charter.services import (
    create_goal,
    create_kpi,
    record_reading,
    sign_baseline,
    supersede_baseline,
    update_goal,
    withdraw_goal,
)
from programme.records.models import AuditEvent
from tests.factories.charter import GoalFactory, KpiFactory, StrategyFactory
from tests.factories.programme import member_of

D = Decimal


@pytest.mark.requirement("S2-01")
def test_a_go_live_is_refused_and_offered_as_a_milestone(programme, pmo):
    with pytest.raises(BadInputError) as refusal:
        create_goal(programme, values={"statement": "7月系统成功上线"}, actor=pmo)
    assert list(refusal.value.fields) == ["statement"]
    assert "milestone" in str(refusal.value)


@pytest.mark.requirement("S2-03")
def test_it_cannot_own_a_goal(programme, pmo, it_lead):
    with pytest.raises(BadInputError) as refusal:
        create_goal(programme, values={"statement": "Raise NPS by 5 points", "owner_role": "IT"}, actor=pmo)
    assert "business role" in str(refusal.value.fields["owner_role"][0])
    with pytest.raises(BadInputError) as person:
        create_goal(programme, values={"statement": "Raise NPS by 5 points", "owner": it_lead}, actor=pmo)
    assert list(person.value.fields) == ["owner"]


@pytest.mark.requirement("S0-25")
def test_forty_per_cent_without_a_baseline_is_refused(programme, pmo):
    values = {"statement": "上线成功率提升40%", "unit": "%", "unit_kind": "relative", "change": D(40)}
    with pytest.raises(BadInputError) as refusal:
        create_goal(programme, values=values, actor=pmo)
    assert set(refusal.value.fields) == {"baseline", "baseline_n"}
    whole = values | {"baseline": D(60), "baseline_n": 50}
    assert create_goal(programme, values=whole, actor=pmo).target == D(84)
    assert create_goal(programme, values=whole | {"unit_kind": "pp"}, actor=pmo).target == D(100)


@pytest.mark.requirement("S1-03")
def test_a_bare_per_cent_must_choose_and_points_are_preset(programme, pmo):
    with pytest.raises(BadInputError) as refusal:
        create_goal(programme, values={"statement": "将线索转化率提升15%"}, actor=pmo)
    assert list(refusal.value.fields) == ["unit_kind"]
    goal = create_goal(programme, values={"statement": "实现客户满意度提升10个百分点"}, actor=pmo)
    assert (goal.unit_kind, goal.unit) == ("pp", "%")
    assert target_hint("实现客户满意度提升10个百分点")["unit_kind"] == "pp"


def test_a_stale_edit_is_refused(programme, pmo):
    goal = GoalFactory(programme=programme)
    with pytest.raises(StaleError):
        update_goal(goal, values={"metric": "x"}, actor=pmo, version=7)


def test_an_update_of_the_change_sets_the_target_again(programme, pmo):
    goal = GoalFactory(programme=programme)
    update_goal(goal, values={"change": D(5)}, actor=pmo)
    assert goal.target == D(30)


def test_an_outsider_and_a_member_write_no_goal(programme, member, outsider):
    for person in (member, outsider):
        with pytest.raises(ForbiddenError):
            create_goal(programme, values={"statement": "Raise NPS by 5 points"}, actor=person)


def test_a_link_into_another_programme_is_refused(programme, other_programme, pmo):
    foreign = StrategyFactory(programme=other_programme)
    with pytest.raises(BadInputError) as refusal:
        create_goal(programme, values={"statement": "Raise NPS by 5 points", "strategy": foreign}, actor=pmo)
    assert list(refusal.value.fields) == ["strategy"]


def test_a_withdrawn_goal_needs_a_reason_and_leaves_the_count(programme, pmo):
    goal = GoalFactory(programme=programme)
    with pytest.raises(BadInputError):
        withdraw_goal(goal, actor=pmo, reason=" ")
    withdraw_goal(goal, actor=pmo, reason="merged")
    assert programme.goals.filter(withdrawn_on=None).count() == 0
    assert AuditEvent.objects.get(action="goal.withdrawn").reason == "merged"


def test_the_owner_signs_the_baseline_and_only_superseding_changes_it(programme, pmo, owner, sponsor):
    goal = GoalFactory(programme=programme)
    with pytest.raises(ForbiddenError):
        sign_baseline(goal, actor=sponsor)
    signed = sign_baseline(goal, actor=owner)
    assert (signed.value, signed.n, goal.signed_baseline) == (D(25), 412, signed)
    with pytest.raises(IllegalNowError):
        update_goal(goal, values={"baseline": D(20)}, actor=pmo)
    supersede_baseline(
        goal, value=D(26), measured_on=dt.date(2025, 12, 28), n=500, source="Audit", reason="recount", actor=pmo
    )
    assert (goal.baseline, goal.signed_baseline, goal.baselines.count()) == (D(26), None, 1)
    sign_baseline(goal, actor=owner)
    assert goal.baselines.filter(superseded_at=None).count() == 1


def test_an_incomplete_baseline_is_not_signed(programme, owner):
    goal = GoalFactory(programme=programme, baseline_on=None, baseline_source="")
    with pytest.raises(BadInputError) as refusal:
        sign_baseline(goal, actor=owner)
    assert set(refusal.value.fields) == {"baseline_on", "baseline_source"}


@pytest.mark.requirement("S0-08")
def test_a_goal_follows_the_readings_of_its_kpi(programme, analyst):
    goal = GoalFactory(programme=programme, kpi=KpiFactory(programme=programme))
    record_reading(goal.kpi, read_on=dt.date(2026, 3, 31), value=D(31), n=412, actor=analyst)
    way = figures_of_goal(goal, dt.date(2026, 4, 1)).way
    assert (way.progress, way.planned_value, way.promised.absolute, way.promised.relative) == (
        D("0.6"), D(30), D(10), D("0.4"),
    )  # fmt: skip
    record_reading(goal.kpi, read_on=dt.date(2026, 3, 31), value=D(24), n=412, actor=analyst)
    assert figures_of_goal(goal, dt.date(2026, 4, 1)).way.progress == D("-0.1")
    assert goal.kpi.readings.count() == 1


@pytest.mark.requirement("S0-04")
def test_the_three_kpis_and_a_shorter_cycle(programme, pmo):
    base = {"owner_role": "BO", "source": "CRM", "due_on": dt.date(2027, 1, 1)}
    rows = [
        {"name_en": "Retention", "unit": "%", "direction": "up", "baseline": D(65), "target": D(78)},
        {"name_en": "Sales cycle", "unit": "days", "direction": "down", "baseline": D(45), "target": D(35)},
        {"name_en": "Response", "unit": "seconds", "direction": "down", "baseline": D(90), "target": D(30)},
    ]
    kpis = [create_kpi(programme, values=base | row, actor=pmo) for row in rows]
    assert [kpi.code for kpi in kpis] == ["K01", "K02", "K03"]
    record_reading(kpis[1], read_on=dt.date(2026, 5, 1), value=D(40), actor=pmo)
    from programme.charter.selectors import figures_of_kpi

    way = figures_of_kpi(kpis[1]).way
    assert (way.moved.absolute, way.moved.unit, way.moved.improved, way.progress) == (D(-5), "days", True, D("0.5"))


def test_a_reading_lies_not_in_the_future_and_converts_its_unit(programme, pmo):
    kpi = KpiFactory(programme=programme, unit="minutes", direction="down", baseline=D(120), target=D(5))
    with pytest.raises(BadInputError):
        record_reading(kpi, read_on=dt.date(2999, 1, 1), value=D(1), actor=pmo)
    row = record_reading(kpi, read_on=dt.date(2026, 5, 1), value=D("0.5"), unit="hours", actor=pmo)
    assert row.value == D(30)


def test_an_owner_records_the_own_kpi_only(programme):
    person = member_of(programme, "BO")
    mine, other = KpiFactory(programme=programme, owner=person), KpiFactory(programme=programme)
    record_reading(mine, read_on=dt.date(2026, 5, 1), value=D(30), actor=person)
    with pytest.raises(ForbiddenError):
        record_reading(other, read_on=dt.date(2026, 5, 1), value=D(30), actor=person)


@pytest.mark.requirement("S2-04")
def test_a_quarter_more_follow_ups_than_eight_a_day_are_ten(programme, pmo):
    from programme.charter.rules.smart import TEMPLATES

    chosen = next(one for one in TEMPLATES if one.key == "follow_ups")
    values = {
        "statement": chosen.en, "metric": chosen.metric_en, "unit": chosen.unit, "unit_kind": chosen.unit_kind,
        "change": chosen.change, "baseline": D("8.0"), "baseline_n": 640,
    }  # fmt: skip
    goal = create_goal(programme, values=values, actor=pmo)
    assert goal.target == D(10)
