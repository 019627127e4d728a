import datetime as dt
from decimal import Decimal

import pytest

from core import seams
from core.imports.kinds import Batch, Change
from programme.charter.models import Goal, Kpi
from tests.factories.charter import KpiFactory, StrategyFactory
from tests.factories.programme import member_of

GOAL = {
    "code": "GL09", "statement": "Raise conversion from 25 % to 35 % in 6 months", "metric": "Conversion", "unit": "%",
    "unit_kind": "pp", "direction": "up", "baseline": Decimal(25), "baseline_on": dt.date(2026, 1, 1),
    "baseline_n": 412, "baseline_source": "CRM", "target": Decimal(35), "starts_on": dt.date(2026, 1, 1),
    "due_on": dt.date(2026, 7, 1), "achievability": "Pilot", "strategy": "ST09", "kpi": "K09", "owner_role": "BO",
}  # fmt: skip


def written(kind, programme, row, actor):
    outcome = kind.write(programme, Batch([Change(2, row)]), actor)[0]
    assert not outcome.refused, outcome.refused
    return outcome.ref


def test_a_goal_goes_in_and_comes_back_the_same(programme, pmo):
    owner = member_of(programme, "BO", email="Owner@Example.com")
    StrategyFactory(programme=programme, code="ST09")
    KpiFactory(programme=programme, code="K09")
    kind = seams.kinds["goals"]
    row = GOAL | {"owner": owner.email.lower()}
    assert list(kind.check(programme, [row])) == []
    ref = written(kind, programme, row, pmo)
    kept = kind.existing(programme)[ref]
    assert kept == row
    kind.write(programme, Batch([Change(2, row | {"metric": "New", "owner": None}, ref, kept)]), pmo)
    goal = Goal.objects.get()
    assert (goal.metric, goal.owner) == ("New", None)
    kind.remove(programme, [ref], pmo)
    assert Goal.objects.count() == 0


def test_unknown_people_and_codes_are_named_with_what_is_accepted(programme, pmo):
    KpiFactory(programme=programme, code="K09")
    found = list(seams.kinds["goals"].check(programme, [GOAL | {"owner": "x@y.z", "kpi": "K99"}]))
    assert {(index, key) for index, key, _text, _accepted in found} == {(0, "owner"), (0, "kpi"), (0, "strategy")}
    assert next(accepted for _i, key, _t, accepted in found if key == "kpi") == ["K09"]


def test_a_refused_goal_is_refused_at_its_column(programme, pmo):
    kind = seams.kinds["goals"]
    outcome = kind.write(programme, Batch([Change(2, {"statement": "7月系统成功上线", "owner_role": "IT"})]), pmo)[0]
    assert set(outcome.refused) == {"statement", "owner_role"}
    assert Goal.objects.count() == 0


def test_kpis_and_readings_go_in_and_come_back(programme, pmo):
    kpis, readings = seams.kinds["kpis"], seams.kinds["kpi-readings"]
    row = {"code": "K31", "name_zh": "周期", "name_en": "Cycle", "family": "value", "unit": "days", "direction": "down",
           "target_note": "-10 days", "is_example": False}  # fmt: skip
    ref = written(kpis, programme, row, pmo)
    kept = kpis.existing(programme)[ref]
    assert {key: kept[key] for key in row} == row
    kpis.write(programme, Batch([Change(2, row | {"unit": None}, ref, kept)]), pmo)
    assert Kpi.objects.get().unit == ""
    reading = {"kpi": "K31", "read_on": dt.date(2026, 4, 1), "value": Decimal("27.5"), "n": 412, "source": "CRM"}
    read = written(readings, programme, reading, pmo)
    assert readings.existing(programme)[read] == reading
    readings.write(programme, Batch([Change(2, reading | {"value": Decimal(28)}, read, reading)]), pmo)
    assert readings.existing(programme)[read]["value"] == Decimal(28)
    future = readings.write(programme, Batch([Change(2, reading | {"read_on": dt.date(2999, 1, 1)})]), pmo)[0]
    assert set(future.refused) == {"read_on"}
    readings.remove(programme, [read], pmo)
    kpis.remove(programme, [ref], pmo)
    assert Kpi.objects.count() == 0


@pytest.mark.requirement("S4-02")
def test_undeployed_functions_go_in_and_come_back(programme, pmo):
    kind = seams.kinds["feature-gaps"]
    row = {"name": "Approval", "module": "Sales", "needed": True, "planned_on": dt.date(2026, 9, 1)}
    ref = written(kind, programme, row, pmo)
    kept = kind.existing(programme)[ref]
    assert {key: kept[key] for key in row} == row
    kind.write(programme, Batch([Change(2, row | {"module": "Service", "needed": None}, ref, kept)]), pmo)
    assert kind.existing(programme)[ref]["module"] == "Service"
    kind.remove(programme, [ref], pmo)
    assert kind.existing(programme) == {}
