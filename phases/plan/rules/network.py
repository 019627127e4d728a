"""The critical path over integers: a forward and a backward pass in time linear in tasks and links.

A point of time is a count of working minutes, so the end of one day is the beginning of the next worked one.
With fixed durations each link says ``start of later >= start of earlier + weight``; both passes use only that.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field


class CircularError(ValueError):
    """Links form a circle; ``cycle`` names it, in the order of the links."""

    def __init__(self, cycle: Sequence[Hashable]) -> None:
        """Keep the circle's nodes, each once."""
        self.cycle = tuple(cycle)
        super().__init__(" → ".join(str(key) for key in [*self.cycle, self.cycle[0]]))


@dataclass(slots=True)
class Node:
    """One activity: its length, and what binds it beside links. All times are working minutes."""

    duration: int
    not_before: int | None = None  # earliest start
    not_after: int | None = None  # latest start, a promise that may make float negative
    fixed: int | None = None  # actual start: links no longer move it
    done: bool = False
    through: bool = False  # a point of a summary: float passes through it


@dataclass(slots=True)
class Network:
    """Activities by position and links between positions; ``weights`` follow ``links``."""

    keys: list[Hashable] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    links: list[tuple[int, int, int]] = field(default_factory=list)  # (earlier, later, weight)

    def add(self, key: Hashable, node: Node) -> int:
        """Add an activity and return its position."""
        self.keys.append(key)
        self.nodes.append(node)
        return len(self.nodes) - 1

    def link(self, earlier: int, later: int, kind: str = "FS", lag: int = 0) -> None:
        """Add a link of kind FS, SS, FF or SF with a lag in working minutes, negative for a lead."""
        weight = lag
        if kind[0] == "F":
            weight += self.nodes[earlier].duration
        if kind[1] == "F":
            weight -= self.nodes[later].duration
        self.links.append((earlier, later, weight))


@dataclass(frozen=True, slots=True)
class Passes:
    """Both passes by position: starts, floats, and the project's two ends."""

    start: int
    finish: int
    early: list[int]
    late: list[int]
    free: list[int]
    closing: list[bool]  # whether earlier work ends at the early start: a milestone there closes its day

    def total(self, position: int) -> int:
        """Total float of an activity in working minutes."""
        return self.late[position] - self.early[position]


def passes(network: Network, *, start: int = 0) -> Passes:
    """Compute early and late starts and floats; raises ``CircularError``. Cost: O(tasks + links)."""
    order, after = _order(network)
    early, closing = _forward(network, order, after, start)
    nodes = network.nodes
    finish = max((early[i] + nodes[i].duration for i in order), default=start)
    late, free = _backward(network, order, after, early, finish)
    return Passes(min(early, default=start), finish, early, late, free, closing)


After = list[list[tuple[int, int]]]


def _order(network: Network) -> tuple[list[int], After]:
    count = len(network.nodes)
    after: After = [[] for _ in range(count)]
    waiting = [0] * count
    for earlier, later, weight in network.links:
        after[earlier].append((later, weight))
        waiting[later] += 1
    order = [i for i in range(count) if not waiting[i]]
    for i in order:  # the list grows while it is read
        for j, _weight in after[i]:
            waiting[j] -= 1
            if not waiting[j]:
                order.append(j)
    if len(order) < count:
        raise CircularError([network.keys[i] for i in _cycle(network, waiting)])
    return order, after


def _cycle(network: Network, waiting: Sequence[int]) -> list[int]:
    """Walk backwards among the activities that were never free, until one comes again."""
    before: dict[int, int] = {}
    for earlier, later, _weight in network.links:
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


def _forward(network: Network, order: list[int], after: After, start: int) -> tuple[list[int], list[bool]]:
    nodes = network.nodes
    early = [
        node.fixed if node.fixed is not None else start if node.not_before is None else max(start, node.not_before)
        for node in nodes
    ]
    moves = [node.fixed is None for node in nodes]
    closing = [False] * len(nodes)
    for i in order:
        begins, closes = early[i], closing[i] and not nodes[i].duration
        for j, weight in after[i]:
            reached = begins + weight
            if reached >= early[j] and moves[j]:
                closing[j] = weight > 0 or (closes and weight == 0) or (closing[j] and reached == early[j])
                early[j] = reached
    return early, closing


def _backward(
    network: Network, order: list[int], after: After, early: list[int], finish: int
) -> tuple[list[int], list[int]]:
    nodes = network.nodes
    late = [finish - node.duration for node in nodes]
    free = [finish - node.duration - begins for node, begins in zip(nodes, early, strict=True)]
    bound = early.copy()  # what a link into the activity runs against
    for i in reversed(order):
        node, latest, slack = nodes[i], late[i], free[i]
        for j, weight in after[i]:
            if nodes[j].fixed is None:
                latest = min(latest, late[j] - weight)
                slack = min(slack, bound[j] - weight - early[i])
        if node.not_after is not None:
            latest = min(latest, node.not_after)
        late[i], free[i] = (early[i], 0) if node.done else (latest, max(0, slack))
        if node.through:
            bound[i] = early[i] + slack
    return late, free


def circle_in(links: Sequence[tuple[Hashable, Hashable]]) -> tuple[Hashable, ...]:
    """Return a circle among (earlier, later) links, in their order; empty where there is none."""
    network = Network()
    places: dict[Hashable, int] = {}
    for pair in links:
        for key in pair:
            if key not in places:
                places[key] = network.add(key, Node(0))
        network.link(places[pair[0]], places[pair[1]])
    try:
        _order(network)
    except CircularError as error:
        return error.cycle
    return ()
