"""Levelling as a proposal: by hand, and what must hold in every network."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from phases.plan.rules.levelling import Need, Stuck, level
from phases.plan.rules.load import Capacity
from phases.plan.rules.network import Network, Node
from phases.plan.rules.worktime import WorkTime

OFFICE = WorkTime((((480, 720), (780, 1020)),) * 5 + ((), ()), name="office")
DAY = 480
START = OFFICE.begin_of(date(2026, 3, 2))
ONE = {"ann": Capacity(OFFICE)}
FULL = Fraction(100)


def network(days, links=()):
    made = Network(START)
    for key, length in enumerate(days):
        made.add(key, Node(length * DAY, OFFICE))
    for earlier, later in links:
        made.link(earlier, later)
    return made


def needs(*positions, units=FULL):
    return {i: [Need("ann", units)] for i in positions}


def day(moment):
    return OFFICE.between(START, moment) // DAY


def test_the_task_with_float_waits_for_the_one_without():
    plan = network([3, 2, 5], [])
    found = level(plan, needs(0, 1), ONE, {})
    assert [(one.key, day(one.before), day(one.after), one.delay) for one in found.moved] == [(1, 0, 3, 3 * DAY)]
    assert (len(found.before), found.after, found.stuck) == (1, [], {})
    assert found.finish_before == found.finish_after


def test_priority_comes_before_float():
    plan = network([3, 2, 5], [])
    found = level(plan, needs(0, 1), ONE, {0: 900, 1: 500})
    assert [(one.key, day(one.after)) for one in found.moved] == [(1, 3)]


def test_without_float_a_task_stays_and_is_named_unless_the_finish_may_move():
    found = level(network([3, 3]), needs(0, 1), ONE, {})
    assert (found.moved, found.stuck) == ([], {1: Stuck.NO_FLOAT})
    assert [one.tasks for one in found.after] == [(0, 1)]
    free = level(network([3, 3]), needs(0, 1), ONE, {}, within_float=False)
    assert [(one.key, day(one.after)) for one in free.moved] == [(1, 3)]
    assert (free.after, day(free.finish_after)) == ([], 6)


def test_one_task_that_asks_for_more_than_there_is_stays():
    found = level(network([3, 5]), needs(0, units=Fraction(120)), ONE, {})
    assert (found.moved, found.stuck) == ([], {0: Stuck.TOO_MUCH})


def test_begun_kept_and_highest_priority_work_stays_and_is_reserved():
    plan = network([3, 2, 9])
    plan.nodes[0].start, plan.nodes[0].begun = START, True
    found = level(plan, needs(0, 1), ONE, {})
    assert [(one.key, day(one.after)) for one in found.moved] == [(1, 3)]
    found = level(network([3, 2, 9]), needs(0, 1), ONE, {0: 1000})
    assert [(one.key, day(one.after)) for one in found.moved] == [(1, 3)]


def test_a_task_waits_until_who_is_away_comes_back():
    away = {"ann": Capacity(OFFICE, away=((START, START + 2 * 1440),))}
    found = level(network([1, 9]), needs(0), away, {})
    assert [(one.key, day(one.after)) for one in found.moved] == [(0, 2)]


@st.composite
def cases(draw):
    size = draw(st.integers(2, 8))
    days = draw(st.lists(st.integers(1, 4), min_size=size, max_size=size))
    pairs = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)).filter(lambda pair: pair[0] < pair[1])
    links = draw(st.lists(pairs, max_size=6, unique=True))
    asked = {
        i: [Need("ann", Fraction(draw(st.sampled_from([40, 50, 100]))))] for i in range(size) if draw(st.booleans())
    }
    return days, links, asked, {i: draw(st.sampled_from([100, 500, 900])) for i in range(size)}


@given(cases(), st.booleans())
def test_what_a_proposal_promises_holds(case, within_float):
    days, links, asked, priorities = case
    plan = network(days, links)
    found = level(plan, asked, ONE, priorities, within_float=within_float)
    again = level(network(days, links), asked, ONE, priorities, within_float=within_float)
    assert found == again
    if within_float:
        assert found.finish_after == found.finish_before
    else:
        assert (found.after, found.stuck) == ([], {})
    assert {key for one in found.after for key in one.tasks} >= set(found.stuck)
    for earlier, later in links:
        assert OFFICE.between(plan.finish[earlier], plan.early[later]) >= 0
    written = network(days, links)
    for one in found.moved:
        written.nodes[one.key].delay = one.delay
    written.passes()
    assert written.early == plan.early
