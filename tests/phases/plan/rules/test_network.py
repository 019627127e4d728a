"""Both passes against worked examples, a slow twin, and what must hold in every network."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phases.plan.rules.network import CircularError, Network, Node, passes


def build(durations, links):
    network = Network()
    for key, duration in enumerate(durations):
        network.add(key, Node(duration))
    for link in links:
        network.link(*link)
    return network


@st.composite
def networks(draw):
    """Durations and acyclic links of every kind."""
    count = draw(st.integers(1, 12))
    durations = draw(st.lists(st.integers(0, 9), min_size=count, max_size=count))
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda pair: pair[0] < pair[1])
    links = (
        draw(st.lists(st.tuples(pairs, st.sampled_from(["FS", "SS", "FF", "SF"]), st.integers(-3, 5)), max_size=25))
        if count > 1
        else []
    )
    return durations, [(a, b, kind, lag) for (a, b), kind, lag in links]


def slow_early(durations, links):
    """Relax every link until nothing moves."""
    early = [0] * len(durations)
    for _ in range(len(durations) + 1):
        for a, b, kind, lag in links:
            source = early[a] + (durations[a] if kind[0] == "F" else 0) + lag
            early[b] = max(early[b], source - (durations[b] if kind[1] == "F" else 0))
    return early


@given(networks())
def test_early_starts_equal_the_slow_twin(case):
    durations, links = case
    assert passes(build(durations, links)).early == slow_early(durations, links)


@given(networks())
def test_floats_are_never_negative_without_promises(case):
    durations, links = case
    result = passes(build(durations, links))
    for i in range(len(durations)):
        assert result.total(i) >= 0
        assert 0 <= result.free[i] <= result.total(i)


@given(networks())
def test_something_critical_reaches_the_finish(case):
    durations, links = case
    result = passes(build(durations, links))
    last = [i for i in range(len(durations)) if result.early[i] + durations[i] == result.finish]
    assert last
    assert all(result.total(i) == 0 for i in last)


@given(networks())
def test_a_delay_within_the_total_float_keeps_the_finish(case):
    durations, links = case
    result = passes(build(durations, links))
    for i in range(len(durations)):
        network = build(durations, links)
        network.nodes[i].not_before = result.late[i]
        assert passes(network).finish == result.finish
        network.nodes[i].not_before = result.late[i] + 1
        assert passes(network).finish > result.finish


@given(networks())
def test_a_delay_within_the_free_float_moves_nobody(case):
    durations, links = case
    result = passes(build(durations, links))
    for i in range(len(durations)):
        network = build(durations, links)
        network.nodes[i].not_before = result.early[i] + result.free[i]
        moved = passes(network).early
        assert [moved[j] for j in range(len(durations)) if j != i] == [
            result.early[j] for j in range(len(durations)) if j != i
        ]


@given(networks(), st.randoms(use_true_random=False))
def test_the_order_of_tasks_and_links_does_not_matter(case, random):
    durations, links = case
    result = passes(build(durations, links))
    order = list(range(len(durations)))
    random.shuffle(order)
    place = {old: new for new, old in enumerate(order)}
    shuffled = [(place[a], place[b], kind, lag) for a, b, kind, lag in links]
    random.shuffle(shuffled)
    again = passes(build([durations[i] for i in order], shuffled))
    assert [again.early[place[i]] for i in range(len(order))] == result.early
    assert [again.late[place[i]] for i in range(len(order))] == result.late
    assert [again.free[place[i]] for i in range(len(order))] == result.free


def test_the_longest_chain_is_the_length_of_the_project():
    result = passes(build([3, 2, 4, 1], [(0, 1), (0, 2), (1, 3), (2, 3)]))
    assert (result.early, result.finish) == ([0, 3, 3, 7], 8)
    assert [result.total(i) for i in range(4)] == [0, 2, 0, 0]
    assert result.free == [0, 2, 0, 0]


@given(st.integers(2, 9), st.randoms(use_true_random=False))
def test_a_circle_is_refused_and_named(size, random):
    keys = list(range(size))
    links = [*pairwise(keys), (size - 1, 0), (0, size)]
    random.shuffle(links)
    with pytest.raises(CircularError) as caught:
        passes(build([1] * (size + 1), links))
    cycle = list(caught.value.cycle)
    start = cycle.index(0)
    assert cycle[start:] + cycle[:start] == keys
    assert str(caught.value).count("→") == size


def test_a_promise_makes_float_negative():
    network = build([5, 5], [(0, 1)])
    network.nodes[1].not_after = 2
    result = passes(network)
    assert [result.total(0), result.total(1)] == [-3, -3]


def test_a_started_task_is_not_moved_by_its_links():
    network = build([5, 5], [(0, 1)])
    network.nodes[1].fixed = 2
    result = passes(network)
    assert result.early == [0, 2]
    assert result.total(0) == 2


def test_finished_work_has_no_float_and_holds_nobody():
    network = build([5, 5], [(0, 1)])
    network.nodes[0].fixed, network.nodes[0].done = -7, True
    result = passes(network)
    assert (result.early, result.late, result.free) == ([-7, 0], [-7, 0], [0, 0])


def test_an_empty_network_has_no_length():
    result = passes(Network(), start=7)
    assert (result.start, result.finish) == (7, 7)
