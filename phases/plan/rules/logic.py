"""What is wrong with the links themselves: ends that hang loose, links that say nothing new."""

from collections import deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from phases.plan.rules.schedule import Hold, LinkPlan, TaskPlan


@dataclass(frozen=True, slots=True)
class Ties:
    """Which kinds of link come into and go out of each task, its summaries' links and gates included."""

    into: Mapping[Hashable, frozenset[str]]
    out: Mapping[Hashable, frozenset[str]]

    def loose(self, key: Hashable) -> bool:
        """Tell whether nothing leads to the task, or nothing follows it."""
        return not self.into.get(key) or not self.out.get(key)

    def dangling(self, key: Hashable) -> bool:
        """Tell whether the task is tied, yet nothing holds its start, or nothing waits for its finish."""
        into, out = self.into.get(key, frozenset()), self.out.get(key, frozenset())
        starts = any(kind[1] == "S" for kind in into)
        finishes = any(kind[0] == "F" for kind in out)
        return bool(into and not starts) or bool(out and not finishes)


def ties(tasks: Sequence[TaskPlan], links: Iterable[LinkPlan], holds: Iterable[Hold] = ()) -> Ties:
    """Gather the kinds of links at each task; O(tasks × depth + links)."""
    into: dict[Hashable, set[str]] = {}
    out: dict[Hashable, set[str]] = {}
    for link in links:
        out.setdefault(link.earlier, set()).add(link.kind)
        into.setdefault(link.later, set()).add(link.kind)
    for hold in holds:
        for key in hold.after:
            out.setdefault(key, set()).add("FS")
        for key in hold.held:
            into.setdefault(key, set()).add("FS")
    parents = {task.key: task.parent for task in tasks}
    return Ties(_inherited(parents, into), _inherited(parents, out))


def _inherited(
    parents: Mapping[Hashable, Hashable], own: Mapping[Hashable, set[str]]
) -> dict[Hashable, frozenset[str]]:
    found: dict[Hashable, frozenset[str]] = {}
    for key in parents:
        kinds: set[str] = set()
        at: Hashable = key
        seen: set[Hashable] = set()
        while at is not None and at not in seen:
            kinds |= own.get(at, set())
            seen.add(at)
            at = parents.get(at)
        if kinds:
            found[key] = frozenset(kinds)
    return found


def redundant(links: Sequence[LinkPlan]) -> list[LinkPlan]:
    """Return the plain finish-to-start links that a chain of others says already; none where links form a circle.

    Cost: links × tasks ÷ 64 machine words, and one bit for each pair of linked tasks.
    """
    chain = [link for link in links if link.kind == "FS" and link.lag >= 0]
    numbers = {
        key: n for n, key in enumerate(dict.fromkeys(key for link in chain for key in (link.earlier, link.later)))
    }
    after: list[list[int]] = [[] for _ in numbers]
    waiting = [0] * len(numbers)
    for link in chain:
        after[numbers[link.earlier]].append(numbers[link.later])
        waiting[numbers[link.later]] += 1
    order = _ordered(after, waiting)
    if len(order) < len(numbers):
        return []
    beyond = [0] * len(numbers)  # what is reached from here, as bits
    longer = [0] * len(numbers)  # what is reached over at least one other task
    for i in reversed(order):
        for j in after[i]:
            beyond[i] |= 1 << j | beyond[j]
            longer[i] |= beyond[j]
    return [
        link for link in chain if not link.lag and longer[numbers[link.earlier]] >> numbers[link.later] & 1
    ]  # fmt: skip


def _ordered(after: Sequence[Sequence[int]], waiting: list[int]) -> list[int]:
    free = deque(i for i, count in enumerate(waiting) if not count)
    order = []
    while free:
        i = free.popleft()
        order.append(i)
        for j in after[i]:
            waiting[j] -= 1
            if not waiting[j]:
                free.append(j)
    return order
