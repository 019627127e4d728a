"""Plans whose length is known before they are scheduled: a planted chain, and work that fits beside it."""

import random
from dataclasses import dataclass, field

from phases.plan.rules.schedule import LinkPlan, TaskPlan


@dataclass
class Planted:
    """A generated plan: ``makespan`` in working minutes, ``chain`` the keys that decide it, ``slack`` of the others."""

    tasks: list[TaskPlan]
    links: list[LinkPlan]
    makespan: int
    chain: list[int]
    slack: dict[int, int] = field(default_factory=dict)


def planted(count, seed, *, longest=4_800):
    """Make ``count`` tasks: a fifth of them in a chain, each other one beside a stretch of it with room to spare.

    Every link is written as any of the four kinds, with the working lag that makes it mean finish to start. A task
    beside the chain from the end of one of its tasks to the start of a later one may slip by exactly its ``slack``.
    """
    dice = random.Random(seed)
    size = max(3, count // 5)
    durations = [dice.randint(2, longest) for _ in range(size)]
    tasks = [TaskPlan(key, minutes) for key, minutes in enumerate(durations)]
    links = [_said(dice, key, key + 1, durations[key], durations[key + 1]) for key in range(size - 1)]
    starts = [sum(durations[:key]) for key in range(size)]
    slack = {}
    for key in range(size, count):
        first = dice.randrange(size - 2)
        last = dice.randint(first + 2, min(size - 1, first + 9))
        room = starts[last] - starts[first] - durations[first]
        minutes = dice.randint(1, room - 1)
        tasks.append(TaskPlan(key, minutes))
        links += [
            _said(dice, first, key, durations[first], minutes),
            _said(dice, key, last, minutes, durations[last]),
        ]
        slack[key] = room - minutes
    return Planted(tasks, links, sum(durations), list(range(size)), slack)


def _said(dice, earlier, later, before, after):
    """Write a finish-to-start link in one of its four equivalent ways."""
    kind = dice.choice(["FS", "SS", "FF", "SF"])
    lag = (before if kind[0] == "S" else 0) + (after if kind[1] == "F" else 0)
    return LinkPlan(earlier, later, kind, lag)
