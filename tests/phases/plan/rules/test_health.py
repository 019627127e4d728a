"""The fourteen tests of a schedule, each with a plan that passes and one that fails."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.calendar import plain
from phases.plan.rules.health import Facts, assess, loose_ends
from phases.plan.rules.schedule import Hold, LinkPlan, TaskPlan, schedule
from phases.plan.rules.worktime import of_days

DAY = 480
MONDAY = date(2026, 3, 2)
CHAIN = [TaskPlan(key, 2 * DAY) for key in "abcd"]
LINKS = [LinkPlan("a", "b"), LinkPlan("b", "c"), LinkPlan("c", "d")]


def facts(tasks=CHAIN, links=LINKS, *, status=MONDAY, **more):
    result = schedule(tasks, links, of_days(plain()), MONDAY)
    return Facts(tasks, links, result.slots, status, **more)


def check(key, found):
    return next(one for one in assess(found) if one.key == key)


def verdict(key, found):
    one = check(key, found)
    return one.met, one.tasks


def test_there_are_fourteen_in_their_usual_order():
    assert [one.key for one in assess(facts())] == [
        "logic", "leads", "lags", "kinds", "constraints", "high_float", "negative_float", "long", "dates",
        "resources", "missed", "critical_path", "cpli", "bei",
    ]  # fmt: skip


def test_tasks_without_a_link_on_one_side_are_named_and_gates_count_as_links():
    one = check("logic", facts())
    assert (one.value, one.limit, one.counted, one.of, one.tasks) == (
        Decimal("0.5"), Decimal("0.05"), 2, 4, ("a", "d"),
    )  # fmt: skip
    tied = Facts(CHAIN, LINKS, facts().slots, MONDAY, holds=[Hold("g", ["d"], ["a"])])
    assert verdict("logic", tied) == (True, ())


@pytest.mark.parametrize(
    ("key", "link", "value", "met"),
    [
        ("leads", LinkPlan("a", "d", lag=-DAY), "0.25", False),
        ("leads", LinkPlan("a", "d", lag=DAY), "0", True),
        ("lags", LinkPlan("a", "d", lag=DAY), "0.25", False),
        ("lags", LinkPlan("a", "d", lag=-DAY), "0", True),
        ("kinds", LinkPlan("a", "d", "SS"), "0.75", False),
        ("kinds", LinkPlan("a", "d"), "1", True),
    ],
)
def test_links_are_counted_by_lag_and_kind(key, link, value, met):
    one = check(key, facts(links=[*LINKS, link]))
    assert (one.value, one.met) == (Decimal(value), met)
    assert one.links == (() if met else (link,))


def test_a_share_on_its_limit_is_met():
    links = [LinkPlan("a", f"t{n}") for n in range(20)]
    tasks = [TaskPlan("a", DAY), *(TaskPlan(f"t{n}", DAY) for n in range(20))]
    assert check("lags", facts(tasks, [replace(links[0], lag=DAY), *links[1:]])).met
    assert not check("lags", facts(tasks, [*(replace(link, lag=DAY) for link in links[:2]), *links[2:]])).met


@pytest.mark.parametrize(
    ("changes", "hard"),
    [
        ({"constraint": "mso", "constraint_at": date(2026, 3, 4)}, True),
        ({"constraint": "mfo", "constraint_at": date(2026, 3, 5)}, True),
        ({"constraint": "snlt", "constraint_at": date(2026, 3, 4)}, True),
        ({"constraint": "fnlt", "constraint_at": date(2026, 3, 5)}, True),
        ({"manual": True, "manual_start": date(2026, 3, 4)}, True),
        ({"constraint": "snet", "constraint_at": date(2026, 3, 4)}, False),
        ({"constraint": "alap"}, False),
    ],
)
def test_hard_dates_are_named(changes, hard):
    tasks = [CHAIN[0], replace(CHAIN[1], **changes), *CHAIN[2:]]
    assert verdict("constraints", facts(tasks)) == (not hard, ("b",) if hard else ())


def test_much_float_is_named_from_the_forty_fifth_day():
    for days, found in ((44, ()), (45, ("x",))):
        tasks = [TaskPlan("a", (days + 2) * DAY), TaskPlan("x", 2 * DAY)]
        assert verdict("high_float", facts(tasks, []))[1] == found


def test_missing_a_deadline_is_negative_float():
    tasks = [*CHAIN[:3], replace(CHAIN[3], deadline=date(2026, 3, 10))]
    assert verdict("negative_float", facts(tasks)) == (False, ("a", "b", "c", "d"))
    assert verdict("negative_float", facts()) == (True, ())


def test_long_work_is_named_from_the_forty_fifth_day_elapsed_work_by_the_clock():
    for minutes, elapsed, found in (
        (44 * DAY, False, ()), (44 * DAY + 1, False, ("a",)), (44 * 1440, True, ()), (45 * 1440, True, ("a",)),
    ):  # fmt: skip
        assert verdict("long", facts([TaskPlan("a", minutes, elapsed=elapsed), CHAIN[1]], []))[1] == found


def test_what_happened_tomorrow_or_is_forecast_for_yesterday_cannot_be():
    tasks = [replace(CHAIN[0], actual_start=date(2026, 3, 2), actual_finish=date(2026, 3, 12)), *CHAIN[1:]]
    assert verdict("dates", facts(tasks, status=date(2026, 3, 11))) == (False, ("a",))
    assert verdict("dates", facts(tasks, status=date(2026, 3, 12))) == (True, ())
    assert verdict("dates", facts(status=date(2026, 3, 5))) == (False, ("a", "b"))
    begun = [replace(CHAIN[0], actual_start=date(2026, 3, 2)), *CHAIN[1:]]
    assert verdict("dates", facts(begun, status=date(2026, 3, 3))) == (True, ())


def test_work_of_nobody_is_named_milestones_need_none():
    tasks = [*CHAIN, TaskPlan("m", 0)]
    assert verdict("resources", facts(tasks, resourced=frozenset("abc"))) == (False, ("d",))
    assert verdict("resources", facts(tasks, resourced=frozenset("abcd"))) == (True, ())


PROMISED = {"a": date(2026, 3, 3), "b": date(2026, 3, 5), "c": date(2026, 3, 9), "d": date(2026, 3, 11)}


def done(task, finish):
    return replace(task, actual_start=MONDAY, actual_finish=finish)


def test_what_was_promised_by_now_and_came_later_is_missed():
    tasks = [done(CHAIN[0], date(2026, 3, 3)), done(CHAIN[1], date(2026, 3, 6)), *CHAIN[2:]]
    found = facts(tasks, status=date(2026, 3, 9), promised=PROMISED)
    one = check("missed", found)
    assert (one.counted, one.of, one.tasks, one.met) == (2, 3, ("b", "c"), False)
    index = check("bei", found)
    assert (index.counted, index.of, index.tasks, index.met) == (2, 3, ("c",), False)
    early = facts(tasks, status=date(2026, 3, 5), promised=PROMISED)
    assert check("bei", early).value == 1
    assert check("missed", facts(tasks, status=MONDAY, promised=PROMISED)).met is None
    assert check("bei", facts(tasks, status=MONDAY, promised=PROMISED)).met is None


@pytest.mark.parametrize(
    ("left", "margin", "value", "met"),
    [
        (100, -5, "0.95", True), (100, -6, "0.94", False), (100, 10, "1.1", True), (0, 3, None, None),
        (100, None, None, None),
    ],
)  # fmt: skip
def test_the_length_index_weighs_the_margin_against_what_is_left(left, margin, value, met):
    one = check("cpli", facts(days_left=left, margin=margin))
    assert (one.value, one.met) == (value and Decimal(value), met)


@pytest.mark.parametrize(("pushed", "met"), [(None, None), (Decimal(1), True), (Decimal("0.4"), False)])
def test_a_broken_critical_path_does_not_move_the_finish(pushed, met):
    assert check("critical_path", facts(pushed=pushed)).met is met


def test_what_has_ended_does_not_count_and_nothing_to_test_is_no_failure():
    ended = [done(task, date(2026, 3, 4)) for task in CHAIN]
    found = {one.key: one.met for one in assess(facts(ended, [], status=date(2026, 3, 20)))}
    assert {key: met for key, met in found.items() if met is not None} == {"dates": True}


def test_links_of_tasks_that_do_not_count_do_not_count():
    tasks = [*CHAIN, TaskPlan("x", DAY, active=False)]
    assert check("leads", facts(tasks, [*LINKS, LinkPlan("a", "x", lag=-DAY)])).of == 3


def test_loose_ends_are_tied_tasks_whose_start_or_finish_hangs():
    links = [LinkPlan("a", "b", "SS"), LinkPlan("b", "c"), LinkPlan("c", "d", "FF")]
    assert loose_ends(facts(links=links)) == ["a", "d"]
    assert loose_ends(facts()) == []
