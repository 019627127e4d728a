"""What decides a start: links with the slack of the others, dates, the status date, what has happened."""

from datetime import date

import pytest

from core.calendar import plain
from phases.plan.rules.drivers import Reason, why
from phases.plan.rules.schedule import Hold, LinkPlan, TaskPlan, schedule
from phases.plan.rules.worktime import of_days

DAY = 480
MONDAY = date(2026, 3, 2)
CALENDAR = of_days(plain())


def told(tasks, links=(), of="z", **options):
    result = schedule(tasks, links, CALENDAR, MONDAY, **options)
    return why(result.network, result.positions[of])


def days(ties):
    return [(tie.key, tie.kind, tie.slack / DAY, tie.drives) for tie in ties]


def test_the_longest_way_drives_and_the_others_have_slack():
    tasks = [TaskPlan("a", 3 * DAY), TaskPlan("b", 5 * DAY), TaskPlan("c", 2 * DAY), TaskPlan("z", DAY)]
    found = told(tasks, [LinkPlan(key, "z") for key in "abc"])
    assert found.reasons == (Reason.LINK,)
    assert days(found.before) == [("b", "FS", 0, True), ("a", "FS", 2, False), ("c", "FS", 3, False)]


@pytest.mark.parametrize(
    ("link", "slack"),
    [
        (LinkPlan("a", "z", lag=DAY), 1),
        (LinkPlan("a", "z", lag=-DAY), 3),
        (LinkPlan("a", "z", "SS", 4 * DAY), 1),
        (LinkPlan("a", "z", "FF", DAY), 3),
        (LinkPlan("a", "z", "FS", 50, "percent"), 0.5),
        (LinkPlan("a", "z", "SF", 5 * DAY), 2),
    ],
)
def test_lags_and_kinds_count_in_the_slack(link, slack):
    tasks = [TaskPlan("a", 3 * DAY), TaskPlan("b", 5 * DAY), TaskPlan("z", 2 * DAY)]
    found = told(tasks, [LinkPlan("b", "z"), link])
    assert [(tie.key, tie.slack / DAY) for tie in found.before] == [("b", 0), ("a", slack)]


@pytest.mark.parametrize(
    ("task", "options", "reasons"),
    [
        (TaskPlan("z", DAY), {}, (Reason.START,)),
        (TaskPlan("z", DAY, constraint="snet", constraint_at=date(2026, 3, 10)), {}, (Reason.CONSTRAINT,)),
        (TaskPlan("z", DAY, constraint="mfo", constraint_at=date(2026, 3, 10)), {}, (Reason.CONSTRAINT,)),
        (TaskPlan("z", DAY), {"status": date(2026, 3, 16)}, (Reason.STATUS,)),
        (TaskPlan("z", DAY, actual_start=date(2026, 3, 5)), {}, (Reason.HAPPENED,)),
        (TaskPlan("z", DAY, actual_finish=date(2026, 3, 5)), {}, (Reason.HAPPENED,)),
        (TaskPlan("z", DAY, manual=True, manual_start=date(2026, 3, 12)), {}, (Reason.KEPT,)),
        (TaskPlan("z", DAY, delay=2 * DAY), {}, (Reason.DELAY,)),
        (TaskPlan("z", DAY, constraint="alap"), {}, (Reason.LATE, Reason.START)),
    ],
)
def test_what_stands_alone_says_why(task, options, reasons):
    assert told([task], **options).reasons == reasons


def test_a_date_that_comes_before_its_links_drives_only_where_dates_are_honoured():
    tasks = [TaskPlan("a", 5 * DAY), TaskPlan("z", DAY, constraint="snlt", constraint_at=date(2026, 3, 4))]
    assert told(tasks, [LinkPlan("a", "z")]).reasons == (Reason.LINK,)
    held = told(tasks, [LinkPlan("a", "z")], honours=True)
    assert held.reasons == (Reason.CONSTRAINT,)
    assert [tie.slack / DAY for tie in held.before] == [-3]
    ends = [tasks[0], TaskPlan("z", DAY, constraint="fnlt", constraint_at=date(2026, 3, 4))]
    assert told(ends, [LinkPlan("a", "z")], honours=True).reasons == (Reason.CONSTRAINT,)


def test_a_link_on_a_summary_is_seen_from_what_lies_under_it():
    tasks = [TaskPlan("a", 3 * DAY), TaskPlan("s"), TaskPlan("z", DAY, parent="s"), TaskPlan("y", 2 * DAY, parent="s")]
    found = told([*tasks, TaskPlan("b", DAY)], [LinkPlan("a", "s"), LinkPlan("s", "b")])
    assert days(found.before) == [("a", "FS", 0, True)]
    assert found.after == ()
    last = told([*tasks, TaskPlan("b", DAY)], [LinkPlan("a", "s"), LinkPlan("s", "b")], of="y")
    assert days(last.after) == [("b", "FS", 0, True)]
    floor = TaskPlan("s", constraint="snet", constraint_at=date(2026, 3, 9))
    assert told([floor, TaskPlan("z", DAY, parent="s")]).reasons == (Reason.CONSTRAINT,)


def test_a_gate_drives_what_it_holds():
    found = told([TaskPlan("a", 3 * DAY), TaskPlan("z", DAY)], holds=[Hold("gate:G1", after=["a"], held=["z"])])
    assert days(found.before) == [("gate:G1", "FS", 0, True)]


def test_work_done_as_late_as_possible_pulls_what_follows():
    tasks = [TaskPlan("a", DAY, constraint="alap"), TaskPlan("b", 5 * DAY), TaskPlan("z", DAY)]
    assert days(told(tasks, [LinkPlan("a", "z"), LinkPlan("b", "z")]).before) == [
        ("a", "FS", 0, True), ("b", "FS", 0, True),
    ]  # fmt: skip
    begun = told([TaskPlan("a", DAY, constraint="alap"), TaskPlan("z", 5 * DAY)], [LinkPlan("a", "z", "SS")])
    assert begun.before[0].kind == "SS"


def test_what_follows_says_how_far_it_can_wait():
    tasks = [TaskPlan("z", DAY), TaskPlan("a", 4 * DAY), TaskPlan("b", DAY), TaskPlan("c", DAY)]
    found = told(tasks, [LinkPlan("z", "b"), LinkPlan("z", "c"), LinkPlan("a", "c")])
    assert days(found.after) == [("b", "FS", 0, True), ("c", "FS", 3, False)]
