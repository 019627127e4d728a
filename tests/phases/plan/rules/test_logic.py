"""Loose ends and links that say nothing new."""

import random

from hypothesis import given
from hypothesis import strategies as st

from phases.plan.rules.logic import redundant, ties
from phases.plan.rules.schedule import Hold, LinkPlan, TaskPlan


def test_a_task_without_a_link_on_one_side_is_loose():
    tasks = [TaskPlan(key, 480) for key in "abc"]
    tied = ties(tasks, [LinkPlan("a", "b"), LinkPlan("b", "c")])
    assert [key for key in "abc" if tied.loose(key)] == ["a", "c"]


def test_links_of_a_summary_and_gates_tie_what_lies_under_or_beside_them():
    tasks = [TaskPlan("s"), TaskPlan("a", 480, parent="s"), TaskPlan("b", 480), TaskPlan("c", 480)]
    tied = ties(tasks, [LinkPlan("b", "s")], [Hold("gate:G1", after=["a"], held=["c"])])
    assert [key for key in "abc" if tied.loose(key)] == ["b", "c"]
    assert (tied.into["a"], tied.out["a"], tied.into["c"]) == ({"FS"}, {"FS"}, {"FS"})


def test_a_start_that_nothing_holds_and_a_finish_that_nothing_waits_for_dangle():
    tasks = [TaskPlan(key, 480) for key in "abcd"]
    tied = ties(tasks, [LinkPlan("a", "b", "SS"), LinkPlan("b", "c"), LinkPlan("c", "d", "FF")])
    assert [key for key in "abcd" if tied.dangling(key)] == ["a", "d"]


def test_a_link_that_a_chain_says_already_is_redundant():
    short = LinkPlan("a", "c")
    links = [LinkPlan("a", "b"), LinkPlan("b", "c", lag=480), short, LinkPlan("a", "b2"), LinkPlan("b2", "d", "SS")]
    assert redundant(links) == [short]


def test_a_lag_a_lead_or_another_kind_makes_a_link_say_something():
    chain = [LinkPlan("a", "b"), LinkPlan("b", "c")]
    for other in (LinkPlan("a", "c", lag=480), LinkPlan("a", "c", "SS"), LinkPlan("a", "c", lag=-480)):
        assert redundant([*chain, other]) == []
    assert redundant([LinkPlan("a", "b"), LinkPlan("b", "c", lag=-480), LinkPlan("a", "c")]) == []


def test_a_circle_has_no_redundant_links():
    assert redundant([LinkPlan("a", "b"), LinkPlan("b", "c"), LinkPlan("a", "c"), LinkPlan("c", "a")]) == []


@given(st.integers(0, 10_000))
def test_what_is_left_still_reaches_the_same(seed):
    draw = random.Random(seed)
    pairs = {(i, j) for i in range(12) for j in range(i + 1, 12) if draw.random() < 0.3}
    links = [LinkPlan(i, j) for i, j in sorted(pairs)]
    told = {(link.earlier, link.later) for link in redundant(links)}
    assert _closure(pairs) == _closure(pairs - told)
    for pair in pairs - told:
        assert pair not in _closure(pairs - told - {pair})


def _closure(pairs):
    found = set(pairs)
    for k in range(12):
        found |= {(i, j) for i, one in found if one == k for other, j in found if other == k}
    return found
