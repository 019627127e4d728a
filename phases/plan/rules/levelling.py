"""Levelling: move work within its float until nobody has too much to do, by priority, as a proposal.

Tasks are placed one after another, each after what it waits for: of those that could be next, the one of the highest
priority, then of the least float, then the first of the plan. A task waits until all its resources are free for as long
as it takes. What has begun, is kept by hand, has a fixed date or priority 1000 stays where it is.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from heapq import heappop, heappush

from phases.plan.rules.activity import Node
from phases.plan.rules.load import Capacity, Overload, Use, overloads
from phases.plan.rules.network import Network

KEEP = 1000  # the priority of what is never moved
TRIES = 10_000


class Stuck(StrEnum):
    """Why a task stays where its resources have too much to do."""

    NO_FLOAT = "no float"
    TOO_MUCH = "too much"  # one task alone asks for more than there is
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Need:
    """What a task asks of a resource, in per cent."""

    resource: Hashable
    units: Fraction
    work: int | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A task that the proposal delays; moments, and the delay in minutes of its own time."""

    key: Hashable
    before: int
    after: int
    delay: int
    elapsed: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """What levelling would do: the tasks it moves, what stays and why, overloads and finish before and after."""

    moved: Sequence[Moved]
    stuck: Mapping[Hashable, Stuck]
    before: Sequence[Overload]
    after: Sequence[Overload]
    finish_before: int
    finish_after: int


@dataclass(slots=True)
class _Levelling:
    network: Network
    needs: Mapping[int, Sequence[Need]]
    resources: Mapping[Hashable, Capacity]
    within_float: bool
    limits: list[int] = field(default_factory=list)
    taken: dict[Hashable, list[Use]] = field(default_factory=lambda: defaultdict(list))
    stuck: dict[int, Stuck] = field(default_factory=dict)
    delays: dict[int, int] = field(default_factory=dict)

    def place(self, i: int) -> None:
        """Place one task whose predecessors are placed."""
        network, node = self.network, self.network.nodes[i]
        network.early[i], network.finish[i] = network.soonest(i)
        needs = self.needs.get(i)
        if not needs or node.part or node.start is not None:
            return
        begin = network.early[i]
        if self._alone(needs):
            self.stuck[i] = Stuck.TOO_MUCH
        else:
            self._move(i, node, begin, self._free_from(i, needs, begin))
        self._take(i, needs)

    def _move(self, i: int, node: Node, begin: int, free: int | None) -> None:
        if free == begin:
            return
        if node.exact or node.alap:
            self.stuck[i] = Stuck.FIXED
            return
        if free is None or (self.within_float and free > self.limits[i]):
            self.stuck[i] = Stuck.NO_FLOAT
            return
        self.delays[i] = node.delay = node.between(begin, free)
        node.delay_elapsed = node.elapsed
        self.network.early[i], self.network.finish[i] = self.network.soonest(i)

    def _alone(self, needs: Sequence[Need]) -> bool:
        return any(need.units > self.resources[need.resource].units for need in needs)

    def _free_from(self, i: int, needs: Sequence[Need], begin: int) -> int | None:
        """Return the first moment from which every resource is free for the whole task; None where there is none."""
        node, at = self.network.nodes[i], begin
        for _try in range(TRIES):
            uses = self._uses(i, needs, at, node.finish_of(at))
            wait = max((self._wait(use) for use in uses), default=0)
            if not wait:
                return at
            at = node.next_start(wait)
        return None

    def _wait(self, use: Use) -> int:
        """Return when to try again because the resource is taken, 0 where it is free."""
        capacity = self.resources[use.resource]
        near = [one for one in self.taken[use.resource] if one.begins < use.ends and one.ends > use.begins]
        over = [one for one in overloads([*near, use], {use.resource: capacity}) if use.task in one.tasks]
        if not over:
            return 0
        last = over[-1]
        ends = [one.ends for one in near if one.ends > last.begins] + [b for a, b in capacity.away if b > last.begins]
        return min((end for end in ends if end > use.begins), default=last.ends)

    def _take(self, i: int, needs: Sequence[Need]) -> None:
        for use in self._uses(i, needs, self.network.early[i], self.network.finish[i]):
            self.taken[use.resource].append(use)

    def _uses(self, i: int, needs: Sequence[Need], begin: int, end: int) -> list[Use]:
        return [Use(need.resource, i, begin, end, need.units, need.work) for need in needs]


def level(
    network: Network,
    needs: Mapping[int, Sequence[Need]],
    resources: Mapping[Hashable, Capacity],
    priorities: Mapping[int, int],
    *,
    within_float: bool = True,
) -> Proposal:
    """Propose delays, by position of the network; the network is changed to what is proposed.

    ``within_float`` keeps the plan's finish and every late date: a task without float stays and is named. Without it
    the finish may move. Equal input gives an equal proposal. Cost: near O(tasks · overlaps of their resources).
    """
    for i in needs:
        if _movable(network.nodes[i], priorities.get(i, 0)):
            network.nodes[i].delay = 0
    network.passes()
    before = overloads(_all_uses(network, needs), resources)
    early, finish_before = network.early[:], network.end
    work = _Levelling(network, needs, resources, within_float, limits=network.late[:])
    _reserve(work, priorities)
    for i in _order(network, priorities):
        if priorities.get(i, 0) >= KEEP and network.nodes[i].start is None:
            network.early[i], network.finish[i] = network.soonest(i)
        else:
            work.place(i)
    network.passes()
    uses = _all_uses(network, needs)
    moved = [
        Moved(network.keys[i], early[i], network.early[i], delay, network.nodes[i].elapsed)
        for i, delay in sorted(work.delays.items())
        if delay
    ]
    after = [_named(network, one) for one in overloads(uses, resources)]
    return Proposal(
        moved,
        {network.keys[i]: why for i, why in sorted(work.stuck.items())},
        [_named(network, one) for one in before],
        after,
        finish_before,
        network.end,
    )


def _movable(node: Node, priority: int) -> bool:
    return node.start is None and not node.exact and not node.alap and priority < KEEP


def _reserve(work: _Levelling, priorities: Mapping[int, int]) -> None:
    """Take first what never moves: begun, kept by hand, of the highest priority."""
    for i, needs in work.needs.items():
        if work.network.nodes[i].start is not None or priorities.get(i, 0) >= KEEP:
            for use in work._uses(i, needs, work.network.early[i], work.network.finish[i]):
                work.taken[use.resource].append(use)


def _order(network: Network, priorities: Mapping[int, int]) -> list[int]:
    """Return the positions in an order that respects the links and, where these leave a choice, priority and float."""
    waiting = [len(links) for links in network.before]
    heap: list[tuple[int, int, int]] = []

    def ready(i: int) -> None:
        heappush(heap, (-priorities.get(i, 0), network.late[i], i))

    for i, count in enumerate(waiting):
        if not count:
            ready(i)
    order = []
    while heap:
        _priority, _late, i = heappop(heap)
        order.append(i)
        for link in network.after[i]:
            waiting[link.later] -= 1
            if not waiting[link.later]:
                ready(link.later)
    return order


def _all_uses(network: Network, needs: Mapping[int, Sequence[Need]]) -> list[Use]:
    return [
        Use(need.resource, i, network.early[i], network.finish[i], need.units, need.work)
        for i, found in needs.items()
        for need in found
        if not network.nodes[i].done
    ]


def _named(network: Network, one: Overload) -> Overload:
    tasks = tuple(network.keys[i] for i in one.tasks if isinstance(i, int))
    return Overload(one.resource, one.begins, one.ends, one.units, one.capacity, tasks)
