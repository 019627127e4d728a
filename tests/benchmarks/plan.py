"""Dates and floats of a plan on the Chinese calendar against a bare integer critical path, in the same run.

Run with ``uv run python -m tests.benchmarks.plan``. The bare path knows no calendar, no constraints, no dates: it is the
floor of what two passes cost in Python. Growth is the time at the larger size over the time at the smaller one.
"""

import gc
import itertools
import os
import platform
import random
import resource
import statistics
import time
from collections import deque
from datetime import date

SIZES, ROUNDS, BAR, GROWTH = (500, 5_000, 50_000), 7, 20, 1.2
CHANGED, CHANGES, CHANGE_BAR = 5_000, 200, 0.2
DAY = 480
START = date(2026, 3, 2)


def network(count, seed=7):
    """Durations and one and a half times as many links, each to one of the 60 tasks after it."""
    dice = random.Random(seed)
    durations = [dice.randint(1, 10) * DAY for _ in range(count)]
    links = {(i, min(count - 1, i + dice.randint(1, 60))) for i in range(count - 1)}
    while len(links) < count * 3 // 2:
        earlier = dice.randrange(count - 1)
        links.add((earlier, min(count - 1, earlier + dice.randint(1, 60))))
    return durations, sorted(links)


def bare(durations, links):
    """Forward and backward pass over plain integers, total and free float."""
    count = len(durations)
    after, before, waiting = [[] for _ in range(count)], [[] for _ in range(count)], [0] * count
    for earlier, later in links:
        after[earlier].append(later)
        before[later].append(earlier)
        waiting[later] += 1
    queue, order = deque(i for i in range(count) if not waiting[i]), []
    while queue:
        i = queue.popleft()
        order.append(i)
        for j in after[i]:
            waiting[j] -= 1
            if not waiting[j]:
                queue.append(j)
    start = [0] * count
    for i in order:
        if before[i]:
            start[i] = max(start[j] + durations[j] for j in before[i])
    finish = max(start[i] + durations[i] for i in order)
    late = [0] * count
    free = [0] * count
    for i in reversed(order):
        late[i] = (min(late[j] for j in after[i]) if after[i] else finish) - durations[i]
        free[i] = (min(start[j] for j in after[i]) if after[i] else finish) - start[i] - durations[i]
    return finish, [late[i] - start[i] for i in range(count)], free


def timed(build):
    taken = []
    for _ in range(ROUNDS):
        gc.collect()
        begin = time.perf_counter()
        build()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def measure(count, calendar):
    from phases.plan.rules.schedule import LinkPlan, TaskPlan, schedule

    begin = calendar.begin_of(START)
    durations, pairs = network(count)
    tasks = [TaskPlan(key, duration) for key, duration in enumerate(durations)]
    links = [LinkPlan(*pair) for pair in pairs]
    result = schedule(tasks, links, calendar, START)
    finish, floats, free = bare(durations, pairs)
    slots = [result.slots[key] for key in range(count)]
    assert calendar.between(begin, max(slot.early_finish for slot in slots)) == finish
    assert [slot.total_float for slot in slots] == floats
    assert [slot.free_float for slot in slots] == free
    return timed(lambda: schedule(tasks, links, calendar, START)), timed(lambda: bare(durations, pairs)), len(pairs)


def one_change(calendar):
    """Median share of a full pass that one task's changed duration costs, and how many of the changes moved the finish."""
    from phases.plan.rules.schedule import LinkPlan, TaskPlan, schedule

    durations, pairs = network(CHANGED)
    tasks = [TaskPlan(key, duration) for key, duration in enumerate(durations)]
    plan = schedule(tasks, [LinkPlan(*pair) for pair in pairs], calendar, START).network
    full, dice, shares, moved = timed(plan.passes), random.Random(11), [], 0
    for _ in range(CHANGES):
        position, end = dice.randrange(CHANGED), plan.end
        begin = time.perf_counter()
        plan.change(position, plan.nodes[position].duration + DAY)
        taken = time.perf_counter() - begin
        moved += plan.end != end
        if plan.end == end:
            shares.append(taken / full)
    early, late = plan.early[:], plan.late[:]
    plan.passes()
    assert (early, late) == (plan.early, plan.late)
    return full, statistics.median(shares), statistics.quantiles(shares, n=20)[-1], moved


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
    import django

    django.setup()
    from core.calendar import china
    from phases.plan.rules.worktime import of_days

    calendar = of_days(china())
    print(f"{platform.python_version()} on {platform.machine()}, {os.cpu_count()} cores, median of {ROUNDS}")
    full, middle, most, moved = one_change(calendar)
    print(
        f"one change in {CHANGED}: {middle:.3f} of a full pass ({full:.4f} s), 95 % under {most:.3f}, bar {CHANGE_BAR}; "
        f"{moved} of {CHANGES} moved the finish and so all late dates"
    )
    rows = [(count, *measure(count, calendar)) for count in SIZES]
    for count, mine, floor, links in rows:
        print(
            f"{count:6} tasks {links:6} links  ours {mine:.4f} s  bare {floor:.4f} s  ratio {mine / floor:.1f}, bar {BAR}"
        )
    for (small, mine, floor, _), (large, more, ceiling, _) in itertools.pairwise(rows):
        ours, theirs = more / mine, ceiling / floor
        print(
            f"{small} → {large}: growth ours {ours:.1f}×, bare {theirs:.1f}×, {ours / theirs:.2f} of it, bar {GROWTH}"
        )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB with the largest plan")


if __name__ == "__main__":
    main()
