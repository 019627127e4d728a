"""Work done as late as possible, in every run: by hand, and against a slow twin that counts minutes."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from phases.plan.rules.montecarlo.draws import Estimate
from phases.plan.rules.montecarlo.forward import Dates
from phases.plan.rules.montecarlo.late import push
from phases.plan.rules.montecarlo.program import compile_plan
from phases.plan.rules.montecarlo.simulation import Assumptions, simulate
from phases.plan.rules.schedule import LinkPlan, TaskPlan, schedule
from phases.plan.rules.worktime import DAY, WorkTime
from tests.phases.plan.rules.test_network import CALENDARS, lagged, networks, opening, slow, walk

ALWAYS = WorkTime([((0, 1440),)] * 7, {}, "always")
START = date(2026, 3, 2)
RUNS = 400
SURE = Estimate(2 * DAY, 2 * DAY)
WIDE = Estimate(3 * DAY, 12 * DAY)


def late(key, minutes=2 * DAY, **more):
    return TaskPlan(key, minutes, constraint="alap", **more)


def ran(tasks, links, estimates, **points):
    plan = schedule(tasks, [LinkPlan(*link) for link in links], ALWAYS, START)
    assumed = Assumptions(runs=RUNS, estimates=estimates)
    return plan, simulate(plan, assumed, points or {str(task.key): [task.key] for task in tasks})


def test_it_ends_where_its_successor_begins_in_every_run():
    tasks = [late("a"), TaskPlan("b", 5 * DAY), TaskPlan("c", DAY)]
    estimates = {"a": SURE, "b": WIDE, "c": Estimate(DAY, DAY)}
    _plan, told = ran(tasks, [("a", "c"), ("b", "c")], estimates)
    assert len(set(told.points["b"])) > RUNS // 2
    assert np.array_equal(told.points["a"], told.points["b"])
    assert np.array_equal(told.finish, told.points["b"] + DAY)
    assert (told.criticality["a"], told.criticality["b"]) == (0, 1)  # it waits; it never holds


def test_with_nothing_after_it_it_ends_with_the_run():
    _plan, told = ran([late("a"), TaskPlan("b", 5 * DAY)], [], {"a": SURE, "b": WIDE})
    assert np.array_equal(told.points["a"], told.finish)
    assert told.criticality == {"a": 0, "b": 1}


def test_what_follows_it_with_float_moves_behind_it():
    tasks = [late("a"), TaskPlan("next", DAY), TaskPlan("b", 5 * DAY)]
    estimates = {"a": SURE, "next": Estimate(DAY, DAY), "b": WIDE}
    _plan, told = ran(tasks, [("a", "next")], estimates)
    assert np.array_equal(told.points["next"], told.finish)
    assert np.array_equal(told.points["a"], told.finish - DAY)


def test_where_it_is_longest_it_drives_the_finish():
    tasks = [late("a", 20 * DAY), TaskPlan("b", 5 * DAY), TaskPlan("c", DAY)]
    estimates = {"a": Estimate(20 * DAY, 30 * DAY), "b": WIDE}
    plan, told = ran(tasks, [("a", "c"), ("b", "c")], estimates)
    assert (told.criticality["a"], told.criticality["b"], told.criticality["c"]) == (1, 0, 1)
    assert set(told.points["a"]) != {plan.slots["a"].ends}


def test_where_paths_meet_is_told_as_if_it_waited_for_nobody():
    tasks = [late("a", 5 * DAY), TaskPlan("b", 5 * DAY), TaskPlan("c", DAY)]
    _plan, told = ran(tasks, [("a", "c"), ("b", "c")], {"a": WIDE, "b": WIDE})
    (merge,) = told.merges
    assert (merge.key, merge.paths) == ("c", 2)
    assert merge.together - merge.single > DAY / 2


def test_two_in_a_row_stand_back_to_back():
    tasks = [late("a"), late("b", 3 * DAY), TaskPlan("long", 30 * DAY)]
    estimates = {"a": SURE, "b": WIDE, "long": Estimate(25 * DAY, 40 * DAY)}
    plan = schedule(tasks, [LinkPlan("a", "b")], ALWAYS, START)
    told = simulate(plan, Assumptions(runs=1, estimates=estimates), {"a": ["a"], "b": ["b"]})
    assert told.points["b"] == told.finish
    assert told.points["a"] < told.points["b"] - 3 * DAY + 1


def test_its_deadline_comes_before_its_successors():
    end = date(2026, 3, 4)
    tasks = [late("a", deadline=end), TaskPlan("b", 30 * DAY), TaskPlan("c", DAY)]
    _plan, told = ran(tasks, [("a", "c"), ("b", "c")], {"a": SURE, "b": WIDE})
    limit = (end.toordinal() + 1) * DAY
    assert set(told.points["a"]) == {limit}


def test_a_summary_that_leads_on_ends_with_it():
    tasks = [TaskPlan("s"), late("a", parent="s"), TaskPlan("next", DAY), TaskPlan("b", 30 * DAY)]
    plan, told = ran(tasks, [("s", "next")], {"a": SURE, "next": Estimate(DAY, DAY), "b": WIDE})
    assert plan.slots["next"].begins >= plan.slots["a"].ends
    assert np.array_equal(told.points["a"], told.finish - DAY)
    assert np.array_equal(told.points["next"], told.finish)


def slow_and_late(tasks, links, alap):
    """Where everything lies: late what is done late, the rest once more behind it, by relaxing."""
    _early, _finish, late_start, latest = slow(tasks, links)
    start, end = dict(_early), dict(_finish)
    for i in alap:
        start[i], end[i] = late_start[i], latest[i]
    first = {i: opening(name, 739_677 * DAY) for i, (_minutes, name) in enumerate(tasks)}
    for i, (minutes, name) in enumerate(tasks):  # the links lead from lower to higher numbers
        if i in alap:
            continue
        begin = first[i]
        for link in links:
            if link[1] == i:
                at = lagged(tasks, link, start[link[0]] if link[2][0] == "S" else end[link[0]])
                begin = max(begin, walk(name, at, -minutes) if link[2][1] == "F" else at)
        start[i] = opening(name, begin)
        end[i] = walk(name, start[i], minutes)
    return start, end


@given(networks(), st.data())
def test_every_run_equals_a_slow_twin_that_counts_minutes(case, data):
    tasks, links = case
    alap = data.draw(st.sets(st.integers(0, len(tasks) - 1), min_size=1))
    plan = schedule(
        [TaskPlan(i, minutes, calendar=name, constraint="alap" if i in alap else "asap")
         for i, (minutes, name) in enumerate(tasks)],
        [LinkPlan(*link) for link in links], CALENDARS["office"], START, calendars=CALENDARS,
    )  # fmt: skip
    length = st.lists(st.integers(1, 30), min_size=3, max_size=3)
    drawn = {i: np.array(data.draw(length), np.int32) for i in range(len(tasks))}
    dates = Dates(compile_plan(plan), 3, {plan.positions[i]: minutes for i, minutes in drawn.items()}, {})
    dates.place_all()
    push(dates)
    for run in range(3):
        mine = [(int(drawn[i][run]), name) for i, (_minutes, name) in enumerate(tasks)]
        start, end = slow_and_late(mine, links, alap)
        for i in start:
            assert dates.begin_moments(plan.positions[i])[run] == start[i], (i, run)
            assert dates.end_moments(plan.positions[i])[run] == end[i], (i, run)
