"""Plans in dates: the Chinese calendar, summaries, constraints, progress and gates."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import china, plain
from phases.plan.rules.circles import CircularError
from phases.plan.rules.schedule import Hold, LinkPlan, TaskPlan, held_by, schedule
from phases.plan.rules.worktime import clock, of_days

CHINA = china()
DAY = 480
START = date(2026, 3, 2)  # a Monday


def place(tasks, links=(), **options):
    return schedule(tasks, links, of_days(options.pop("calendar", plain())), options.pop("start", START), **options)


def dates(result, key):
    return result.slots[key].start, result.slots[key].finish


def test_a_one_day_task_starts_and_finishes_the_same_day():
    assert dates(place([TaskPlan("a", DAY)]), "a") == (START, START)


def test_work_skips_the_spring_festival_and_uses_the_make_up_day():
    result = place(
        [TaskPlan("a", 2 * DAY), TaskPlan("b", 2 * DAY)],
        [LinkPlan("a", "b")],
        calendar=CHINA,
        start=date(2026, 2, 12),
    )
    assert dates(result, "a") == (date(2026, 2, 12), date(2026, 2, 13))
    assert dates(result, "b") == (date(2026, 2, 14), date(2026, 2, 24))


def test_dates_after_the_published_calendar_are_marked():
    result = place(
        [TaskPlan("a", 5 * DAY), TaskPlan("b", 10 * DAY)],
        [LinkPlan("a", "b")],
        calendar=CHINA,
        start=date(2026, 12, 21),
    )
    assert result.official(result.slots["a"])
    assert not result.official(result.slots["b"])


@pytest.mark.parametrize(
    ("kind", "lag", "begins", "ends"),
    [
        ("FS", 0, date(2026, 3, 5), date(2026, 3, 6)),
        ("FS", 2 * DAY, date(2026, 3, 9), date(2026, 3, 10)),
        ("FS", -DAY, date(2026, 3, 4), date(2026, 3, 5)),
        ("SS", 0, date(2026, 3, 2), date(2026, 3, 3)),
        ("FF", 0, date(2026, 3, 3), date(2026, 3, 4)),
        ("SF", 4 * DAY, date(2026, 3, 4), date(2026, 3, 5)),
    ],
)
def test_each_kind_of_link_places_the_later_task(kind, lag, begins, ends):
    result = place([TaskPlan("a", 3 * DAY), TaskPlan("b", 2 * DAY)], [LinkPlan("a", "b", kind, lag)])
    assert dates(result, "b") == (begins, ends)


def test_a_milestone_closes_the_day_of_the_work_before_it():
    tasks = [TaskPlan("start"), TaskPlan("a", 3 * DAY), TaskPlan("end"), TaskPlan("same")]
    result = place(tasks, [LinkPlan("start", "a"), LinkPlan("a", "end"), LinkPlan("end", "same")])
    assert dates(result, "start") == (START, START)
    assert dates(result, "end") == (date(2026, 3, 4), date(2026, 3, 4))
    assert dates(result, "same") == dates(result, "end")


def test_half_days_share_a_day():
    result = place([TaskPlan("a", 240), TaskPlan("b", 240)], [LinkPlan("a", "b")])
    assert dates(result, "b") == (START, START)


def test_a_summary_spans_its_tasks_and_passes_links_on():
    tasks = [TaskPlan("s"), TaskPlan("a", 2 * DAY, parent="s"), TaskPlan("b", 4 * DAY, parent="s"), TaskPlan("c", DAY)]
    result = place(tasks, [LinkPlan("s", "c")])
    assert dates(result, "s") == (START, date(2026, 3, 5))
    assert dates(result, "c") == (date(2026, 3, 6), date(2026, 3, 6))
    assert result.slots["a"].free_float == 2 * DAY
    assert result.slots["a"].total_float == 2 * DAY
    assert result.slots["s"].critical


def test_free_float_passes_through_a_summary_that_nobody_waits_for():
    tasks = [TaskPlan("s"), TaskPlan("a", DAY, parent="s"), TaskPlan("b", 3 * DAY, parent="s"), TaskPlan("c", 9 * DAY)]
    assert place(tasks).slots["a"].free_float == 8 * DAY


def test_a_milestone_opening_a_summary_stays_on_its_first_day():
    tasks = [TaskPlan("s"), TaskPlan("m", parent="s"), TaskPlan("a", DAY, parent="s")]
    assert dates(place(tasks), "m") == (START, START)


def test_links_into_a_summary_hold_all_its_tasks():
    tasks = [TaskPlan("a", 2 * DAY), TaskPlan("s"), TaskPlan("t", parent="s"), TaskPlan("b", DAY, parent="t")]
    result = place(tasks, [LinkPlan("a", "s")])
    assert dates(result, "b") == (date(2026, 3, 4), date(2026, 3, 4))
    assert dates(result, "t") == dates(result, "s") == dates(result, "b")


def test_a_summary_may_start_late():
    tasks = [TaskPlan("s", constraint="snet", constraint_at=date(2026, 3, 5)), TaskPlan("a", DAY, parent="s")]
    assert dates(place(tasks), "a") == (date(2026, 3, 5), date(2026, 3, 5))


def test_a_circle_through_a_summary_is_named_once_per_task():
    tasks = [TaskPlan("s"), TaskPlan("a", DAY, parent="s")]
    with pytest.raises(CircularError) as caught:
        place(tasks, [LinkPlan("s", "a")])
    assert sorted(caught.value.cycle) == ["a", "s"]


@pytest.mark.parametrize(
    ("constraint", "at", "begins", "total"),
    [
        ("snet", date(2026, 3, 4), date(2026, 3, 4), 7),
        ("snet", datetime(2026, 3, 4, 9), date(2026, 3, 4), 7),
        ("fnet", date(2026, 3, 6), date(2026, 3, 6), 5),
        ("fnet", datetime(2026, 3, 6, 18), date(2026, 3, 6), 5),
        ("mso", date(2026, 3, 4), date(2026, 3, 4), 0),
        ("mfo", date(2026, 3, 6), date(2026, 3, 6), 0),
        ("snlt", date(2026, 3, 4), START, 2),
        ("fnlt", date(2026, 3, 6), START, 4),
        ("asap", date(2026, 3, 6), START, 9),
    ],
)
def test_constraints_bind_from_both_sides(constraint, at, begins, total):
    tasks = [TaskPlan("a", DAY, constraint=constraint, constraint_at=at), TaskPlan("long", 10 * DAY)]
    result = place(tasks)
    assert result.slots["a"].start == begins
    assert result.slots["a"].total_float == total * DAY


@pytest.mark.parametrize(
    ("constraint", "at", "honours", "total"),
    [
        ("fnlt", date(2026, 3, 4), False, -1),
        ("mfo", date(2026, 3, 4), False, -1),
        ("mfo", date(2026, 3, 10), True, 3),
        ("mfo", date(2026, 3, 10), False, 3),
        ("snlt", date(2026, 3, 2), False, 0),
        ("mso", date(2026, 3, 3), True, 1),
        ("snet", date(2026, 3, 9), True, 6),
        ("fnet", date(2026, 3, 4), True, 6),
    ],
)
def test_the_date_by_which_begun_work_must_end_still_counts(constraint, at, honours, total):
    begun = TaskPlan("a", 4 * DAY, constraint=constraint, constraint_at=at, actual_start=START, percent=50)
    result = place([begun, TaskPlan("long", 10 * DAY)], honours=honours)
    assert dates(result, "a") == (START, date(2026, 3, 5))
    assert (result.slots["a"].total_float, result.slots["a"].critical) == (total * DAY, total <= 0)


def test_work_as_late_as_possible_keeps_its_early_dates_behind_other_such_work():
    tasks = [TaskPlan(key, DAY, constraint="alap") for key in "ab"] + [TaskPlan("c", DAY), TaskPlan("long", 10 * DAY)]
    result = place(tasks, [LinkPlan("a", "b"), LinkPlan("b", "c")])
    b, c = result.slots["b"], result.slots["c"]
    days = [clock(at).date() for at in (b.early_start, b.late_start, b.begins, c.early_start)]
    assert days == [date(2026, 3, 3), date(2026, 3, 12), date(2026, 3, 12), date(2026, 3, 13)]


def test_a_missed_deadline_shows_as_negative_float():
    result = place([TaskPlan("a", 5 * DAY, deadline=date(2026, 3, 4))])
    assert result.slots["a"].total_float == -2 * DAY
    assert result.slots["a"].critical


def test_finished_work_keeps_its_real_dates():
    tasks = [TaskPlan("a", 2 * DAY, actual_start=date(2026, 2, 26), actual_finish=date(2026, 3, 4)), TaskPlan("b", DAY)]
    result = place(tasks, [LinkPlan("a", "b")])
    assert dates(result, "a") == (date(2026, 2, 26), date(2026, 3, 4))
    assert dates(result, "b") == (date(2026, 3, 5), date(2026, 3, 5))
    assert not result.slots["a"].critical
    assert result.start == date(2026, 2, 26)


def test_a_finish_without_a_start_lasts_as_planned():
    result = place(
        [TaskPlan("a", 2 * DAY, actual_finish=date(2026, 3, 4)), TaskPlan("m", actual_finish=date(2026, 3, 5))]
    )
    assert dates(result, "a") == (date(2026, 3, 3), date(2026, 3, 4))
    assert dates(result, "m") == (date(2026, 3, 5), date(2026, 3, 5))


def test_what_is_left_of_started_work_follows_the_status_date():
    tasks = [TaskPlan("a", 4 * DAY, actual_start=START, percent=25), TaskPlan("m", actual_start=START)]
    assert dates(place(tasks), "a") == (START, date(2026, 3, 5))
    late = place(tasks, status=date(2026, 3, 9))
    assert dates(late, "a") == (START, date(2026, 3, 11))
    assert dates(late, "m") == (START, START)


def test_work_not_begun_waits_for_the_status_date():
    result = place([TaskPlan("a", DAY)], status=date(2026, 3, 9))
    assert dates(result, "a") == (date(2026, 3, 9), date(2026, 3, 9))


def test_a_gate_falls_when_its_last_task_ends_and_holds_what_follows():
    tasks = [TaskPlan(key, days * DAY) for key, days in [("a", 2), ("b", 4), ("c", 1)]]
    links = [LinkPlan("a", "c")]
    gate = Hold("G", ["a", "b"], ["c"])
    result = place(tasks, links, holds=[gate])
    assert dates(result, "G") == (date(2026, 3, 5), date(2026, 3, 5))
    assert result.slots["c"].start == date(2026, 3, 6)
    decided = place(tasks, links, holds=[Hold("G", ["a", "b"], ["c"], decided=date(2026, 3, 11))])
    assert dates(decided, "G") == (date(2026, 3, 11), date(2026, 3, 11))
    assert decided.slots["c"].start == date(2026, 3, 12)


def test_held_tasks_are_the_first_that_follow():
    links = [
        LinkPlan("a", "b"),
        LinkPlan("b", "g"),
        LinkPlan("g", "x"),
        LinkPlan("a", "p"),
        LinkPlan("g", "s", "SS"),
        LinkPlan("g", "x"),
    ]
    assert held_by(["g"], links) == ["x"]
    assert held_by(["a", "g"], links) == ["x", "p"]


def test_an_empty_plan_starts_and_ends_on_its_first_day():
    result = place([], start=date(2026, 3, 7))
    assert (result.start, result.finish) == (date(2026, 3, 9), date(2026, 3, 9))


@given(st.lists(st.integers(0, 20), min_size=1, max_size=8))
def test_a_chain_is_as_long_as_its_tasks(days):
    tasks = [TaskPlan(i, n * DAY) for i, n in enumerate(days)]
    result = place(tasks, [LinkPlan(i, i + 1) for i in range(len(days) - 1)], calendar=CHINA)
    last = result.slots[len(days) - 1]
    assert result.calendar.between(result.calendar.begin_of(START), last.early_finish) == sum(days) * DAY
    assert all(slot.critical and slot.total_float == 0 for slot in result.slots.values())
    assert result.finish == CHINA.finish_of(START, sum(days))
