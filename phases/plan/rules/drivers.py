"""Why a task lies where it lies: which links, dates, or what has happened decide its start, and what it drives."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from phases.plan.rules.activity import FROM_START, TO_FINISH, Link, Node, Part
from phases.plan.rules.network import Network

KINDS = ("FS", "SS", "FF", "SF")


class Reason(StrEnum):
    """What can decide a start."""

    HAPPENED = "happened"  # it has begun
    KEPT = "kept"  # its dates are kept by hand
    LINK = "link"
    CONSTRAINT = "constraint"
    STATUS = "status"  # what is not begun lies after the status date
    START = "start"  # the first day of the plan
    DELAY = "delay"  # levelled away from its links
    LATE = "late"  # as late as possible


@dataclass(frozen=True, slots=True)
class Tie:
    """A link seen from one of its tasks: the other one, and the slack before the link decides (0: it does)."""

    key: Hashable
    kind: str
    lag: int
    unit: str
    slack: int  # minutes of the later task's own time

    @property
    def drives(self) -> bool:
        """Tell whether the later task starts where it does because of this link."""
        return self.slack == 0


@dataclass(frozen=True, slots=True)
class Why:
    """The reasons for a start, the links that lead to it, tightest first, and those that lead away."""

    reasons: tuple[Reason, ...]
    before: tuple[Tie, ...] = ()
    after: tuple[Tie, ...] = ()


def why(network: Network, position: int) -> Why:
    """Say what decides the start of an activity; O(its links), summaries' links looked through."""
    before = sorted(_before(network, position), key=lambda tie: tie.slack)
    after = sorted(_after(network, position), key=lambda tie: tie.slack)
    return Why(tuple(_reasons(network, position, before)), tuple(before), tuple(after))


def _reasons(network: Network, position: int, before: list[Tie]) -> Iterator[Reason]:
    node, early = network.nodes[position], network.early[position]
    if node.begun or node.done:
        yield Reason.HAPPENED
        return
    if node.start is not None:
        yield Reason.KEPT
        return
    if node.alap:
        yield Reason.LATE
    if any(tie.drives for tie in before):
        yield Reason.LINK
    bounds = list(_constraints(network, position))
    if any(node.between(bound, early) == 0 for bound in bounds):
        yield Reason.CONSTRAINT
    elif node.delay:
        yield Reason.DELAY
    if network.now is not None and not node.inserted and node.next_start(network.now) == early:
        yield Reason.STATUS
    elif node.next_start(node.first(network.start)) == early:
        yield Reason.START


def _constraints(network: Network, position: int) -> Iterator[int]:
    """Return the starts that the task's own dates, and those of the summaries above it, ask for."""
    node = network.nodes[position]
    if node.not_before is not None:
        yield node.next_start(node.not_before)
    if node.not_before_finish is not None:
        yield node.next_start(node.start_of(node.not_before_finish))
    if node.honours and node.not_after is not None:
        yield node.next_start(node.not_after)
    if node.honours and node.not_after_finish is not None:
        yield node.start_of(node.not_after_finish)
    for link in network.before[position]:
        if network.nodes[link.earlier].part == Part.OPEN:
            yield from (node.next_start(bound) for bound in _constraints(network, link.earlier))


def _incoming(network: Network, position: int) -> Iterator[Link]:
    for link in network.before[position]:
        if network.nodes[link.earlier].part == Part.OPEN:
            yield from _incoming(network, link.earlier)
        else:
            yield link


def _outgoing(network: Network, position: int) -> Iterator[Link]:
    """Return the links that lead away, through the points of the summaries above that this activity decides."""
    for link in network.after[position]:
        point = network.nodes[link.later].part
        if point not in {Part.BEGIN, Part.CLOSE}:
            yield link
        elif network.finish[position] == network.finish[link.later] or point == Part.BEGIN:
            yield from _outgoing(network, link.later)


def _before(network: Network, position: int) -> Iterator[Tie]:
    node = network.nodes[position]
    for link in _incoming(network, position):
        begin = _asked(network, link, node)
        yield _tie(network, link, link.earlier, node.between(begin, network.early[position]))


def _after(network: Network, position: int) -> Iterator[Tie]:
    for link in _outgoing(network, position):
        later = network.nodes[link.later]
        slack = later.between(_asked(network, link, later), network.early[link.later])
        yield _tie(network, link, link.later, slack)


def _asked(network: Network, link: Link, node: Node) -> int:
    """Return the start that a link asks of the activity it leads to."""
    late = network.nodes[link.earlier].alap and not node.alap
    if link.kind in FROM_START:
        at = network.late[link.earlier] if late else network.early[link.earlier]
    else:
        at = network.latest[link.earlier] if late else network.finish[link.earlier]
    if link.lag:
        at = network.lagged(link, at)
    return node.next_start(node.start_of(at) if link.kind in TO_FINISH else at)


def _tie(network: Network, link: Link, other: int, slack: int) -> Tie:
    return Tie(network.keys[other], KINDS[link.kind], link.lag, link.unit, slack)
