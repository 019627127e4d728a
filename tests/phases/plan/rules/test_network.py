"""Both passes against a slow twin that counts minute by minute, and what must hold in every network."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phases.plan.rules.activity import Node
from phases.plan.rules.circles import CircularError, circle_in
from phases.plan.rules.network import Network
from phases.plan.rules.worktime import DAY, WorkTime

MONDAY = date(2026, 3, 2).toordinal() * DAY
# Tiny days, so that minutes can be counted one by one: two shifts, one shift, and the night between two days.
SHIFTS = {
    "office": [((480, 483), (485, 487))] * 5 + [()] * 2,
    "half": [((480, 482),), ((481, 486),), (), ((480, 487),), ((479, 481), (1438, 1440)), ((0, 2),), ()],
}
CALENDARS = {name: WorkTime(tuple(week), name=name) for name, week in SHIFTS.items()}
KINDS, UNITS = ["FS", "SS", "FF", "SF"], ["work", "elapsed", "percent", "epercent"]


def works(name, minute):
    """Tell whether the minute that begins at the moment is worked."""
    day, at = divmod(minute, DAY)
    return any(a <= at < b for a, b in SHIFTS[name][date.fromordinal(day).weekday()])


def walk(name, at, minutes):
    """Move by working minutes, one at a time."""
    step = 1 if minutes > 0 else -1
    left = abs(minutes)
    while left:
        left -= works(name, at if step > 0 else at - 1)
        at += step
    return at


def opening(name, at, *, point=False):
    if point and works(name, at - 1):
        return at
    while not works(name, at):
        at += 1
    return at


def closing(name, at):
    while not works(name, at - 1):
        at -= 1
    return at


def count(name, start, finish):
    sign = 1 if finish >= start else -1
    low, high = sorted((start, finish))
    return sign * sum(works(name, minute) for minute in range(low, high))


def lagged(tasks, link, at, sign=1):
    earlier, later, _kind, lag, unit = link
    if unit in {"percent", "epercent"}:
        lag = round(tasks[earlier][0] * lag / 100)
    return at + sign * lag if unit in {"elapsed", "epercent"} else walk(tasks[later][1], at, sign * lag)


def slow(tasks, links):
    """Early and late starts by relaxing every link until nothing moves."""
    length = {i: minutes for i, (minutes, _name) in enumerate(tasks)}
    name = {i: calendar for i, (_minutes, calendar) in enumerate(tasks)}
    early = {i: opening(name[i], MONDAY, point=not length[i]) for i in length}
    while True:
        was = dict(early)
        for link in links:
            a, b, kind = link[:3]
            at = early[a] if kind[0] == "S" else walk(name[a], early[a], length[a])
            at = lagged(tasks, link, at)
            if kind[1] == "F":
                at = walk(name[b], at, -length[b])
            early[b] = max(early[b], opening(name[b], max(at, MONDAY), point=not length[b]))
        if was == early:
            break
    finish = {i: walk(name[i], early[i], length[i]) for i in length}
    end = max(finish.values())
    latest = dict.fromkeys(length, end)
    while True:
        latest = {i: closing(name[i], at) for i, at in latest.items()}
        was = dict(latest)
        for link in links:
            a, b, kind = link[:3]
            at = latest[b] if kind[1] == "F" else walk(name[b], latest[b], -length[b])
            if kind == "SS":
                at = opening(name[b], at)
            own = early[a] if kind[0] == "S" else finish[a]
            night = lagged(tasks, link, opening(name[b], at), -1)
            if link[4] in {"work", "percent"}:
                night = opening(name[b], night)
            at = lagged(tasks, link, at, -1)
            at = own if at < own <= night else at  # the night of b is as late as its morning
            if kind[0] == "S":
                at = walk(name[a], at, length[a])
            latest[a] = min(latest[a], closing(name[a], at))
        if was == latest:
            break
    late = {i: walk(name[i], latest[i], -length[i]) for i in length}
    return early, finish, late, latest


@st.composite
def networks(draw, size=8):
    """Tasks as (minutes, calendar), acyclic links as (earlier, later, kind, lag, unit)."""
    number = draw(st.integers(1, size))
    tasks = draw(
        st.lists(st.tuples(st.integers(1, 12), st.sampled_from(list(SHIFTS))), min_size=number, max_size=number)
    )
    if number == 1:
        return tasks, []
    pairs = st.tuples(st.integers(0, number - 1), st.integers(0, number - 1)).filter(lambda pair: pair[0] < pair[1])
    lags = st.one_of(
        st.tuples(st.integers(-8, 12), st.just("work")),
        st.tuples(st.integers(-2000, 3000), st.just("elapsed")),
        st.tuples(st.integers(-100, 200), st.sampled_from(["percent", "epercent"])),
    )
    found = draw(st.lists(st.tuples(pairs, st.sampled_from(KINDS), lags), max_size=14))
    return tasks, [(a, b, kind, *lag) for (a, b), kind, lag in found]


def build(tasks, links, **options):
    network = Network(MONDAY, **options)
    for key, (minutes, name) in enumerate(tasks):
        network.add(key, Node(minutes, CALENDARS[name]))
    for link in links:
        network.link(*link)
    return network


def passed(tasks, links, **options):
    network = build(tasks, links, **options)
    network.passes()
    return network


@given(networks())
def test_early_and_late_dates_equal_the_slow_twin(case):
    tasks, links = case
    network = passed(tasks, links)
    early, finish, late, latest = slow(tasks, links)
    assert dict(enumerate(network.early)) == early
    assert dict(enumerate(network.finish)) == finish
    assert [CALENDARS[name].work(network.latest[i]) for i, (_m, name) in enumerate(tasks)] == [
        CALENDARS[name].work(latest[i]) for i, (_m, name) in enumerate(tasks)
    ]
    assert dict(enumerate(network.late)) == late


@given(networks())
def test_total_float_is_what_lies_between_early_and_late(case):
    tasks, links = case
    network = passed(tasks, links)
    for i, (_minutes, name) in enumerate(tasks):
        starts = count(name, network.early[i], network.late[i])
        assert network.total[i] == min(starts, count(name, network.finish[i], network.latest[i]))
        assert network.free[i] >= 0


@given(networks())
def test_nothing_is_late_without_promises_and_the_last_one_has_no_float(case):
    tasks, links = case
    network = passed(tasks, links)
    assert min(network.total) >= 0
    assert all(network.total[i] == 0 for i in range(len(tasks)) if network.finish[i] == network.end)
    alike = passed([(minutes, "office") for minutes, _name in tasks], [link for link in links if link[4] == "work"])
    assert min(alike.total) == 0


@given(networks(), st.data())
def test_one_change_computed_alone_equals_the_full_passes(case, data):
    tasks, links = case
    network = passed(tasks, links)
    for _ in range(3):
        position = data.draw(st.integers(0, len(tasks) - 1))
        minutes = data.draw(st.integers(1, 30))
        was = [network.early[:], network.finish[:], network.late[:], network.latest[:]]
        moved = network.change(position, minutes)
        tasks = [(minutes, name) if i == position else (m, name) for i, (m, name) in enumerate(tasks)]
        whole = passed(tasks, links)
        for name in ("early", "finish", "late", "latest", "must", "total", "free", "end"):
            assert getattr(network, name) == getattr(whole, name), name
        now = [network.early, network.finish, network.late, network.latest]
        differing = {i for i in range(len(tasks)) if any(a[i] != b[i] for a, b in zip(was, now, strict=True))}
        assert moved == differing


@given(networks())
def test_a_delay_within_the_free_float_moves_nobody(case):
    tasks, links = [(minutes, "office") for minutes, _name in case[0]], [
        link for link in case[1] if link[4] == "work"
    ]  # fmt: skip
    network = passed(tasks, links)
    for i in range(len(tasks)):
        delayed = build(tasks, links)
        delayed.nodes[i].delay = network.free[i]
        delayed.passes()
        assert [delayed.early[j] for j in range(len(tasks)) if j != i] == [
            network.early[j] for j in range(len(tasks)) if j != i
        ]


@given(networks(), st.randoms(use_true_random=False))
def test_the_order_of_tasks_and_links_does_not_matter(case, random):
    tasks, links = case
    network = passed(tasks, links)
    order = list(range(len(tasks)))
    random.shuffle(order)
    place = {old: new for new, old in enumerate(order)}
    shuffled = [(place[a], place[b], *rest) for a, b, *rest in links]
    random.shuffle(shuffled)
    again = passed([tasks[i] for i in order], shuffled)
    for name in ("early", "late", "total", "free"):
        found = getattr(again, name)
        assert [found[place[i]] for i in range(len(order))] == getattr(network, name)


@given(st.integers(2, 9), st.randoms(use_true_random=False))
def test_a_circle_is_refused_and_named(size, random):
    keys = list(range(size))
    links = [*pairwise(keys), (size - 1, 0), (0, size)]
    random.shuffle(links)
    with pytest.raises(CircularError) as caught:
        passed([(1, "office")] * (size + 1), links)
    cycle = list(caught.value.cycle)
    start = cycle.index(0)
    assert cycle[start:] + cycle[:start] == keys
    assert str(caught.value).count("→") == size
    found = list(circle_in(links))
    start = found.index(0)
    assert found[start:] + found[:start] == keys


def test_links_without_a_circle_have_none():
    assert circle_in([("a", "b"), ("b", "c"), ("a", "c")]) == ()


def test_a_promise_makes_float_negative():
    network = build([(5, "office"), (5, "office")], [(0, 1)])
    network.nodes[1].not_after = MONDAY + 480 + 2
    network.passes()
    assert network.total == [-3, -3]


def test_a_fixed_date_is_kept_where_dates_come_before_links():
    network = build([(5, "office"), (5, "office")], [(0, 1)])
    network.nodes[1].not_before = network.nodes[1].not_after = MONDAY + 480
    network.nodes[1].exact = network.nodes[1].honours = True
    network.passes()
    assert network.early == [MONDAY + 480, MONDAY + 480]
    assert network.total == [-5, 0]


def test_a_started_task_is_not_moved_by_its_links():
    network = build([(5, "office"), (5, "office")], [(0, 1)])
    network.nodes[1].start, network.nodes[1].begun = MONDAY + 482, True
    network.passes()
    assert network.early == [MONDAY + 480, MONDAY + 482]
    assert network.finish[1] == MONDAY + DAY + 482


def test_finished_work_has_no_float_and_holds_nobody():
    network = build([(5, "office"), (5, "office")], [(0, 1)])
    node = network.nodes[0]
    node.start, node.finish, node.done, node.begun = MONDAY - 7 * DAY, MONDAY - 6 * DAY, True, True
    network.passes()
    assert (network.late[0], network.total[0], network.free[0]) == (MONDAY - 7 * DAY, 0, 0)
    assert network.early[1] == MONDAY + 480


def test_work_as_late_as_possible_moves_what_follows_it():
    network = build([(5, "office"), (5, "office"), (20, "office")], [(0, 1)])
    network.nodes[0].alap = True
    network.passes()
    assert network.late[0] == MONDAY + 2 * DAY + 480
    assert network.early[1] == MONDAY + 3 * DAY + 480
    assert network.total[0] == 0


def test_an_empty_network_has_no_length():
    network = Network(7)
    network.passes()
    assert (network.early, network.end) == ([], 7)
