"""The critical path over moments: a forward and a backward pass in time linear in tasks and links.

Every activity works in a calendar of its own. The passes follow what Microsoft Project is documented and seen to do;
``change`` computes again only what a changed duration reaches.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from heapq import heappop, heappush

from phases.plan.rules.activity import FROM_START, KINDS, SS, TO_FINISH, Link, Node, Part
from phases.plan.rules.circles import CircularError, cycle_in

HUNDRED = 100


@dataclass(slots=True)
class Network:
    """Activities by position, links between them, and, after ``passes``, their dates.

    ``early`` and ``late`` are starts, ``finish`` and ``latest`` finishes; ``total`` and ``free`` are floats in minutes
    of the activity's own time, ``free`` None where nothing follows.
    """

    start: int = 0
    now: int | None = None  # work not begun is placed after it
    keys: list[Hashable] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    order: list[int] = field(default_factory=list)
    before: list[list[Link]] = field(default_factory=list)
    after: list[list[Link]] = field(default_factory=list)
    early: list[int] = field(default_factory=list)
    finish: list[int] = field(default_factory=list)
    late: list[int] = field(default_factory=list)
    latest: list[int] = field(default_factory=list)
    must: list[int] = field(default_factory=list)  # late start of what is left, where begun
    total: list[int] = field(default_factory=list)
    free: list[int | None] = field(default_factory=list)
    end: int = 0
    ends: list[int] = field(default_factory=list)  # of the plan, then of each inserted plan: what late dates end by
    _rank: list[int] = field(default_factory=list)
    _alap: bool = False  # whether late dates of what is done as late as possible move what follows

    def add(self, key: Hashable, node: Node) -> int:
        """Add an activity and return its position."""
        self.keys.append(key)
        self.nodes.append(node)
        return len(self.nodes) - 1

    def link(self, earlier: int, later: int, kind: str = "FS", lag: int = 0, unit: str = "work") -> None:
        """Add a link of kind FS, SS, FF or SF; a negative lag is a lead."""
        self.links.append(Link(earlier, later, KINDS[kind], lag, unit))

    def passes(self) -> None:
        """Compute early and late dates and floats; raises ``CircularError``. Cost: O(tasks + links)."""
        self._arrange()
        count = len(self.nodes)
        self.early, self.finish = [self.start] * count, [self.start] * count
        self.late, self.latest, self.must = [0] * count, [0] * count, [0] * count
        self.total, self.free = [0] * count, [None] * count
        self._alap = False
        self._forward(self.order)
        self._backward(reversed(self.order))
        if any(node.alap for node in self.nodes):
            self._alap = True
            self._forward(self.order)
        self._floats(reversed(self.order))

    def _arrange(self) -> None:
        count = len(self.nodes)
        self.before, self.after = [[] for _ in range(count)], [[] for _ in range(count)]
        for link in self.links:
            self.after[link.earlier].append(link)
            self.before[link.later].append(link)
        waiting = [len(links) for links in self.before]
        self.order = [i for i in range(count) if not waiting[i]]
        for i in self.order:  # the list grows while it is read
            for link in self.after[i]:
                waiting[link.later] -= 1
                if not waiting[link.later]:
                    self.order.append(link.later)
        if len(self.order) < count:
            pairs = [(link.earlier, link.later) for link in self.links]
            raise CircularError([self.keys[i] for i in cycle_in(pairs, waiting)])
        self._rank = [0] * count
        for rank, i in enumerate(self.order):
            self._rank[i] = rank

    # The forward pass

    def _forward(self, order: Iterable[int]) -> None:
        for i in order:
            self.early[i], self.finish[i] = self.soonest(i)
            if self._alap and self.nodes[i].aside:  # what does not count has no float: it is late where it is
                self.late[i], self.latest[i], self.must[i] = self.early[i], self.finish[i], self.early[i]
        self._finishes()

    def _finishes(self) -> None:
        """Find the last moment of the whole, and that of each inserted plan."""
        ends: dict[int, int] = {}
        for node, finish in zip(self.nodes, self.finish, strict=True):
            if not node.aside and finish > ends.get(node.inserted, -1):
                ends[node.inserted] = finish
        self.end = max(ends.values(), default=self.start)
        count = max((node.inserted for node in self.nodes), default=0)
        self.ends = [self.end, *(ends.get(one, self.end) for one in range(1, count + 1))]

    def soonest(self, i: int) -> tuple[int, int]:
        """Return early start and finish of an activity whose predecessors have theirs."""
        node = self.nodes[i]
        if node.part:
            return self._point(i, node)
        if node.start is not None:
            return node.start, self._running(node, node.start)
        begin = self._bound(i, node)
        if self.now is not None and begin < self.now and not node.aside and not node.inserted:
            begin = node.next_start(self.now)
        begin = node.constrained(begin)
        begin = node.delayed(begin)
        return begin, node.finish_of(begin)

    def _bound(self, i: int, node: Node) -> int:
        links = self.before[i]
        begin = self.start if node.origin is None else node.origin
        if not links:
            begin = node.own_start(begin)
        for link in links:
            at = self._leads(link)
            if link.lag:
                at = self.lagged(link, at)
            if link.kind in TO_FINISH:
                at = node.start_of(at)
            begin = max(begin, at)
        return node.next_start(begin)

    def _leads(self, link: Link) -> int:
        """Return the date from which a link counts: of work done as late as possible, in the end, a late one.

        Between two such tasks it stays the early one: their late dates follow from the way back.
        """
        earlier = link.earlier
        late = self._alap and self.nodes[earlier].alap and not self.nodes[link.later].alap
        if link.kind in FROM_START:
            return self.late[earlier] if late else self.early[earlier]
        return self.latest[earlier] if late else self.finish[earlier]

    def lagged(self, link: Link, at: int, sign: int = 1) -> int:
        """Move a moment by a link's lag, which counts in the later activity's calendar."""
        lag, earlier = link.lag, self.nodes[link.earlier]
        if link.unit in {"percent", "epercent"}:
            lag = round(earlier.duration * lag / HUNDRED)
        return at + sign * lag if link.runs_on(earlier) else self.nodes[link.later].time.add(at, sign * lag)

    def _point(self, i: int, node: Node) -> tuple[int, int]:
        """Place a point of a summary: the latest of what leads to it, for its beginning the earliest."""
        bounds = [self.lagged(link, self._leads(link)) for link in self.before[i]]
        if node.part == Part.BEGIN:
            begin = min(bounds, default=node.first(self.start))
        else:
            floor = node.not_before if node.not_before is not None else node.first(self.start)
            begin = max([floor, *bounds])
        return begin, begin

    @staticmethod
    def _running(node: Node, start: int) -> int:
        """Return where work ends that has begun, or is kept by hand."""
        if node.finish is not None:
            return node.finish
        finish = node.finish_of(start)
        if node.resume is not None and node.left is not None:
            resume = max(start, node.resume)
            left = resume + node.left if node.elapsed else node.time.add(resume, node.left)
            finish = max(finish, left)
        return finish if node.not_before_finish is None else max(finish, node.not_before_finish)

    # The backward pass

    def _backward(self, order: Iterable[int]) -> None:
        for i in order:
            self.late[i], self.latest[i], self.must[i] = self._tardiest(i)

    def _tardiest(self, i: int) -> tuple[int, int, int]:
        """Return late start, late finish and late start of what is left, successors having theirs."""
        node = self.nodes[i]
        if node.done or node.aside:
            return self.early[i], self.finish[i], self.early[i]
        latest = self.ends[node.inserted]
        for link in self.after[i]:
            if not self.nodes[link.later].done:
                latest = min(latest, self._limit(link, node))
        if not node.part:
            latest = node.limited(latest)
            if node.duration:
                latest = node.previous_finish(latest)
            elif not node.between(self.finish[i], latest):
                latest = self.finish[i]  # a point stays on the side of the night on which it lies
        must = node.start_of(latest, left=True)
        return (self.early[i] if node.begun else must), latest, must

    def _limit(self, link: Link, node: Node) -> int:
        """Return the latest finish of the earlier activity that a link allows."""
        later, kind = self.nodes[link.later], link.kind
        if kind in FROM_START and (node.begun or later.begun):
            return self.ends[node.inserted]
        if later.part == Part.BEGIN and self.early[link.earlier] != self.early[link.later]:
            return self.ends[node.inserted]  # another one begins the summary
        at = self.latest[link.later] if kind in TO_FINISH else self.must[link.later]
        if kind == SS:
            at = later.next_start(at)
        own = self.early[link.earlier] if kind in FROM_START else self.finish[link.earlier]
        limit = self.lagged(link, at, -1) if link.lag else at
        at = own if limit < own <= self._night(link, later, at) else limit
        return node.finish_of(at) if kind in FROM_START and not node.part else at

    def _night(self, link: Link, later: Node, at: int) -> int:
        """Return the limit where the later activity's night is taken as its morning: the same work lies before both."""
        at = self.lagged(link, later.last(at), -1) if link.lag else later.last(at)
        return at if link.runs_on(self.nodes[link.earlier]) else later.last(at)

    # Floats

    def _floats(self, order: Iterable[int]) -> None:
        for i in order:
            self.total[i], self.free[i] = self._float(i)

    def _float(self, i: int) -> tuple[int, int | None]:
        node = self.nodes[i]
        if node.done or node.alap or node.aside:
            return 0, 0
        total = node.between(self.finish[i], self.latest[i])
        if not node.begun and node.start is None:
            total = min(total, node.between(self.early[i], self.late[i]))
        slacks = [
            slack
            for link in self.after[i]
            if not self.nodes[link.later].done and (slack := self._slack(link, node)) is not None
        ]
        if slacks:
            return total, max(0, min(slacks))
        return total, None if node.part else max(0, total)

    def _slack(self, link: Link, node: Node) -> int | None:
        """Return how far the earlier activity may move before the link moves the later one; None: no say."""
        later = self.nodes[link.later]
        at = self.early[link.earlier] if link.kind in FROM_START else self.finish[link.earlier]
        reached = self.finish[link.later] if link.kind in TO_FINISH else self.early[link.later]
        slack = node.between(self.lagged(link, at) if link.lag else at, reached)
        if not later.part:
            return slack
        further = self.free[link.later]
        return None if further is None else slack + further

    # One change

    def change(self, position: int, duration: int) -> set[int]:
        """Give an activity another duration and compute again what that reaches; returns the positions that moved.

        The result equals ``passes``. Late dates of everything follow where the plan's finish moves.
        """
        node = self.nodes[position]
        node.duration = duration
        if any(one.alap for one in self.nodes):
            before = [*zip(self.early, self.finish, self.late, self.latest, strict=True)]
            self.passes()
            now = zip(self.early, self.finish, self.late, self.latest, strict=True)
            return {i for i, (was, one) in enumerate(zip(before, now, strict=True)) if was != one}
        ends = self.ends
        moved = self._spread(position)
        if self.ends != ends:
            return moved | self._again()
        late = self._back(moved | {position})
        touched = moved | late | {position}
        near = {link.earlier for i in touched for link in self.before[i]}
        self._floats(sorted(touched | near, key=self._rank.__getitem__, reverse=True))
        self._pass_on(near)
        return moved | late

    def _spread(self, position: int) -> set[int]:
        """Run the forward pass from one activity on, as far as dates change."""
        heap, queued, moved = [(self._rank[position], position)], {position}, set()
        percent = {link.later for link in self.after[position] if link.unit in {"percent", "epercent"}}
        while heap:
            _rank, i = heappop(heap)
            dates = self.soonest(i)
            if dates == (self.early[i], self.finish[i]) and i != position:
                continue
            follow = self.after[i] if dates != (self.early[i], self.finish[i]) else ()
            if dates != (self.early[i], self.finish[i]):
                moved.add(i)
            self.early[i], self.finish[i] = dates
            for j in {link.later for link in follow} | (percent if i == position else set()):
                if j not in queued:
                    queued.add(j)
                    heappush(heap, (self._rank[j], j))
        self._finishes()
        return moved

    def _back(self, seeds: Iterable[int]) -> set[int]:
        """Run the backward pass from some activities on, as far as dates change."""
        queued = set(seeds) | {link.earlier for i in seeds for link in self.before[i]}
        heap = [(-self._rank[i], i) for i in queued]
        heap.sort()
        changed = set()
        while heap:
            _rank, i = heappop(heap)
            dates = self._tardiest(i)
            if dates == (self.late[i], self.latest[i], self.must[i]):
                continue
            changed.add(i)
            self.late[i], self.latest[i], self.must[i] = dates
            for link in self.before[i]:
                if link.earlier not in queued:
                    queued.add(link.earlier)
                    heappush(heap, (-self._rank[link.earlier], link.earlier))
        return changed

    def _again(self) -> set[int]:
        """Run the backward pass over everything; returns what moved."""
        was = [*zip(self.late, self.latest, strict=True)]
        self._backward(reversed(self.order))
        self._floats(reversed(self.order))
        return {i for i, pair in enumerate(zip(self.late, self.latest, strict=True)) if pair != was[i]}

    def _pass_on(self, near: Iterable[int]) -> None:
        """Carry a changed free float of a summary's points to what leads to them."""
        todo = [i for i in near if self.nodes[i].part]
        while todo:
            i = todo.pop()
            for link in self.before[i]:
                found = self._float(link.earlier)
                if found != (self.total[link.earlier], self.free[link.earlier]):
                    self.total[link.earlier], self.free[link.earlier] = found
                    if self.nodes[link.earlier].part:
                        todo.append(link.earlier)
