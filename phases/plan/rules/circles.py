"""Circles of links: found, and named in their order."""

from collections.abc import Hashable, Iterable, Sequence


class CircularError(ValueError):
    """Links form a circle; ``cycle`` names it, in the order of the links."""

    def __init__(self, cycle: Sequence[Hashable]) -> None:
        """Keep the circle's nodes, each once."""
        self.cycle = tuple(cycle)
        super().__init__(" → ".join(str(key) for key in [*self.cycle, self.cycle[0]]))


def cycle_in(pairs: Iterable[tuple[int, int]], waiting: Sequence[int]) -> list[int]:
    """Walk backwards among the activities that were never free, until one comes again."""
    before: dict[int, int] = {}
    for earlier, later in pairs:
        if waiting[earlier] and waiting[later]:
            before[later] = min(earlier, before.get(later, earlier))
    walked: list[int] = []
    seen: dict[int, int] = {}
    node = min(before)
    while node not in seen:
        seen[node] = len(walked)
        walked.append(node)
        node = before[node]
    circle = walked[seen[node] :][::-1]
    first = circle.index(min(circle))
    return circle[first:] + circle[:first]


def circle_in(links: Sequence[tuple[Hashable, Hashable]]) -> tuple[Hashable, ...]:
    """Return a circle among (earlier, later) links, in their order; empty where there is none."""
    places: dict[Hashable, int] = {}
    for pair in links:
        for key in pair:
            places.setdefault(key, len(places))
    keys = list(places)
    pairs = [(places[earlier], places[later]) for earlier, later in links]
    after: list[list[int]] = [[] for _ in keys]
    waiting = [0] * len(keys)
    for earlier, later in pairs:
        after[earlier].append(later)
        waiting[later] += 1
    free = [i for i, count in enumerate(waiting) if not count]
    for i in free:  # the list grows while it is read
        for j in after[i]:
            waiting[j] -= 1
            if not waiting[j]:
                free.append(j)
    return () if len(free) == len(keys) else tuple(keys[i] for i in cycle_in(pairs, waiting))
