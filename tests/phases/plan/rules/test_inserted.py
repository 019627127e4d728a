"""Plans inside the plan: own calendar, own beginning, own critical path; links across hold."""

from datetime import date, datetime

import pytest

from core.calendar import plain
from phases.plan.rules.schedule import Inserted, LinkPlan, TaskPlan, schedule
from phases.plan.rules.worktime import WorkTime, clock, of_days

DAY = 480
MAIN = of_days(plain())
EARLY = WorkTime([((360, 840),)] * 5 + [()] * 2, {}, "Early")  # 6:00 to 14:00
MONDAY = date(2026, 3, 2)
THEIRS = {"theirs": Inserted(EARLY, datetime(2026, 4, 6, 6))}
TASKS = [
    TaskPlan("own", 100 * DAY),
    TaskPlan("a", 2 * DAY, inserted="theirs"),
    TaskPlan("b", DAY, inserted="theirs"),
    TaskPlan("c", DAY, inserted="theirs"),
]
LINKS = [LinkPlan("a", "b")]


def planned(links=LINKS, tasks=TASKS, **options):
    return schedule(tasks, links, MAIN, MONDAY, **{"inserted": THEIRS} | options)


def told(result, key):
    slot = result.slots[key]
    return clock(slot.early_start), clock(slot.late_finish), slot.total_float, slot.critical


def test_it_begins_and_ends_by_itself():
    result = planned()
    assert told(result, "a") == (datetime(2026, 4, 6, 6), datetime(2026, 4, 7, 14), 0, True)
    assert told(result, "b") == (datetime(2026, 4, 8, 6), datetime(2026, 4, 8, 14), 0, True)
    assert told(result, "c") == (datetime(2026, 4, 6, 6), datetime(2026, 4, 8, 14), 2 * DAY, False)
    assert result.slots["own"].critical
    assert result.finish == result.slots["own"].finish


def test_without_it_the_same_tasks_count_by_the_plan():
    result = planned(inserted={})
    assert told(result, "c")[0] == datetime(2026, 3, 2, 9)
    assert not result.slots["a"].critical


def test_the_status_date_moves_the_plan_but_not_what_is_inserted():
    result = planned(status=date(2026, 5, 4))
    assert clock(result.slots["own"].early_start).date() == date(2026, 5, 4)
    assert clock(result.slots["c"].early_start) == datetime(2026, 4, 6, 6)


def test_links_across_hold_in_both_directions():
    result = planned([*LINKS, LinkPlan("gate", "c"), LinkPlan("b", "after")], [
        *TASKS, TaskPlan("gate", 40 * DAY), TaskPlan("after", 200 * DAY),
    ])  # fmt: skip
    assert clock(result.slots["c"].early_start) == datetime(2026, 4, 27, 6)
    assert result.slots["c"].critical  # it ends its plan
    assert result.slots["gate"].critical  # c waits for it
    assert result.slots["b"].critical  # what follows ends the whole
    assert not result.slots["own"].critical


def test_a_summary_of_it_gathers_in_its_calendar():
    tasks = [TaskPlan("sum", inserted="theirs"), *(
        TaskPlan(one.key, one.duration, "sum" if one.inserted else None, inserted=one.inserted) for one in TASKS
    )]  # fmt: skip
    result = planned([*LINKS, LinkPlan("sum", "next")], [*tasks, TaskPlan("next", DAY, inserted="theirs")])
    assert clock(result.slots["sum"].early_start) == datetime(2026, 4, 6, 6)
    assert told(result, "next") == (datetime(2026, 4, 9, 6), datetime(2026, 4, 9, 14), 0, True)


@pytest.mark.parametrize(("key", "days"), [("c", 1), ("c", 9), ("b", 3), ("a", 1), ("own", 120)])
def test_one_change_equals_the_whole_pass(key, days):
    result = planned()
    result.network.change(result.positions[key], days * DAY)
    again = planned(tasks=[TaskPlan(one.key, days * DAY if one.key == key else one.duration, inserted=one.inserted)
                           for one in TASKS])  # fmt: skip
    for name in ("early", "finish", "late", "latest", "total", "free", "ends"):
        assert getattr(result.network, name) == getattr(again.network, name), name
