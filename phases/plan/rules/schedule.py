"""From tasks with dates to a network of minutes and back: summaries, constraints, progress and gate holds."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from core.calendar import WorkCalendar
from phases.plan.rules.axis import Axis
from phases.plan.rules.network import CircularError, Network, Node, Passes, passes

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """What the scheduler needs of one task; times are dates, or moments where a file gave hours."""

    key: Hashable
    duration: int = 0  # working minutes
    parent: Hashable = None
    constraint: str = "asap"
    constraint_at: date | datetime | None = None
    deadline: date | None = None
    actual_start: date | None = None
    actual_finish: date | None = None
    percent: int = 0


@dataclass(frozen=True, slots=True)
class LinkPlan:
    """A link between two tasks; the lag is in working minutes."""

    earlier: Hashable
    later: Hashable
    kind: str = "FS"
    lag: int = 0


@dataclass(frozen=True, slots=True)
class Hold:
    """A gate: it falls when the last of ``after`` ends, and what follows waits for it."""

    key: Hashable
    after: Sequence[Hashable]
    held: Sequence[Hashable]
    decided: date | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a task lies: points in working minutes, and the days people read."""

    early_start: int
    early_finish: int
    late_start: int
    late_finish: int
    free_float: int
    critical: bool
    start: date
    finish: date
    latest_start: date
    latest_finish: date
    closes: bool = True  # whether a point without length ends its day instead of opening the next

    @property
    def total_float(self) -> int:
        """Working minutes the task may slip before the finish does."""
        return self.late_finish - self.early_finish


@dataclass(frozen=True, slots=True)
class Schedule:
    """Slots by key of task or gate, and the two ends of the plan."""

    axis: Axis
    slots: Mapping[Hashable, Slot]
    start: date
    finish: date

    def official(self, slot: Slot) -> bool:
        """Tell whether the slot's days lie in the published part of the calendar."""
        return self.axis.calendar.is_official(slot.finish)


@dataclass(slots=True)
class _Builder:
    axis: Axis
    tasks: Sequence[TaskPlan]
    now: int | None
    network: Network = field(default_factory=Network)
    starts: dict[Hashable, int] = field(default_factory=dict)
    ends: dict[Hashable, int] = field(default_factory=dict)
    children: dict[Hashable, list[Hashable]] = field(default_factory=dict)

    def build(self, links: Iterable[LinkPlan], holds: Iterable[Hold]) -> None:
        """Fill the network; a summary becomes two points that hold and gather what lies under it."""
        for task in self.tasks:
            if task.parent is not None:
                self.children.setdefault(task.parent, []).append(task.key)
        for task in self.tasks:
            if task.key in self.children:
                self._summary(task)
            else:
                self.starts[task.key] = self.ends[task.key] = self.network.add(task.key, self._node(task))
        for parent, children in self.children.items():
            for child in children:
                self.network.link(self.starts[parent], self.starts[child], "SS")
                self.network.link(self.ends[child], self.ends[parent], "FF")
        for link in links:
            self._link(link)
        for hold in holds:
            self._hold(hold)

    def _summary(self, task: TaskPlan) -> None:
        not_before = self._not_before(task, 0) if task.constraint in {"snet", "mso"} else None
        self.starts[task.key] = self.network.add(task.key, Node(0, not_before, through=True))
        self.ends[task.key] = self.network.add(task.key, Node(0, through=True))

    def _link(self, link: LinkPlan) -> None:
        earlier = (self.starts if link.kind[0] == "S" else self.ends)[link.earlier]
        later = (self.ends if link.kind[1] == "F" else self.starts)[link.later]
        self.network.link(earlier, later, link.kind, link.lag)

    def _hold(self, hold: Hold) -> None:
        fixed = None if hold.decided is None else self.axis.end_of(hold.decided)
        gate = self.network.add(hold.key, Node(0, self.now, fixed=fixed, done=fixed is not None))
        self.starts[hold.key] = self.ends[hold.key] = gate
        for key in hold.after:
            self.network.link(self.ends[key], gate)
        for key in hold.held:
            self.network.link(gate, self.starts[key])

    def _node(self, task: TaskPlan) -> Node:
        axis = self.axis
        finished = task.actual_finish or (None if task.duration else task.actual_start)
        if finished is not None:
            end = axis.end_of(finished)
            begin = end - task.duration if task.actual_start is None else min(end, axis.begin_of(task.actual_start))
            return Node(end - begin if task.duration else 0, fixed=begin if task.duration else end, done=True)
        if task.actual_start is not None:
            begin = axis.begin_of(task.actual_start)
            left = task.duration - task.duration * task.percent // HUNDRED
            reach = begin if self.now is None else max(begin, self.now)
            return Node(max(task.duration, reach + left - begin), fixed=begin)
        return Node(task.duration, self._not_before(task, task.duration), self._not_after(task))

    def _not_before(self, task: TaskPlan, duration: int) -> int | None:
        bound = self.now
        if task.constraint_at is not None:
            if task.constraint in {"snet", "mso"}:
                bound = max(_begin(self.axis, task.constraint_at), bound or 0)
            elif task.constraint in {"fnet", "mfo"}:
                bound = max(_end(self.axis, task.constraint_at) - duration, bound or 0)
        return bound

    def _not_after(self, task: TaskPlan) -> int | None:
        bounds = [] if task.deadline is None else [self.axis.end_of(task.deadline) - task.duration]
        if task.constraint_at is not None:
            if task.constraint in {"snlt", "mso"}:
                bounds.append(_begin(self.axis, task.constraint_at))
            elif task.constraint in {"fnlt", "mfo"}:
                bounds.append(_end(self.axis, task.constraint_at) - task.duration)
        return min(bounds, default=None)


def _begin(axis: Axis, at: date | datetime) -> int:
    return axis.point(at) if isinstance(at, datetime) else axis.begin_of(at)


def _end(axis: Axis, at: date | datetime) -> int:
    return axis.point(at) if isinstance(at, datetime) else axis.end_of(at)


def schedule(
    tasks: Sequence[TaskPlan],
    links: Iterable[LinkPlan],
    calendar: WorkCalendar,
    start: date,
    *,
    holds: Iterable[Hold] = (),
    status: date | None = None,
) -> Schedule:
    """Place every task and gate; work not begun by the status date is placed after it.

    Raises ``CircularError`` with the keys of the circle. Cost: O(tasks + links).
    """
    axis = Axis(calendar, start)
    builder = _Builder(axis, tasks, None if status is None else axis.begin_of(status))
    builder.build(links, holds)
    try:
        result = passes(builder.network)
    except CircularError as error:
        raise CircularError(list(dict.fromkeys(error.cycle))) from None
    slots = _Reader(axis, builder, result).slots()
    finish = max((slot.finish for slot in slots.values()), default=axis.origin)
    begin = min((slot.start for slot in slots.values()), default=axis.origin)
    return Schedule(axis, slots, begin, finish)


@dataclass(slots=True)
class _Reader:
    axis: Axis
    builder: _Builder
    result: Passes

    def slots(self) -> dict[Hashable, Slot]:
        children = self.builder.children
        slots = {key: self._leaf(position) for key, position in self.builder.starts.items() if key not in children}
        for key in self._deepest_first():
            slots[key] = self._gather([slots[child] for child in children[key]])
        return slots

    def _deepest_first(self) -> list[Hashable]:
        children, order = self.builder.children, [t.key for t in self.builder.tasks if t.parent is None]
        for key in order:  # the list grows while it is read
            order.extend(children.get(key, ()))
        return [key for key in reversed(order) if key in children]

    def _leaf(self, position: int) -> Slot:
        axis, node = self.axis, self.builder.network.nodes[position]
        early, late = self.result.early[position], self.result.late[position]
        length, closes = node.duration, self._ends_a_day(position)
        first = axis.first_day if length or not closes else axis.last_day
        last = axis.last_day if length else first
        return Slot(
            early, early + length, late, late + length, self.result.free[position],
            late <= early and not node.done,
            first(early), last(early + length), first(late), last(late + length),
            closes,
        )  # fmt: skip

    def _ends_a_day(self, position: int) -> bool:
        """Tell whether a milestone closes the work before it instead of opening what follows."""
        return self.result.closing[position] or self.builder.network.nodes[position].done

    def _gather(self, parts: Sequence[Slot]) -> Slot:
        late = max(part.late_finish for part in parts)
        early = max(part.early_finish for part in parts)
        return Slot(
            min(part.early_start for part in parts),
            early,
            min(part.late_start for part in parts),
            late,
            min(part.free_float for part in parts),
            any(part.critical for part in parts),
            min(part.start for part in parts),
            max(part.finish for part in parts),
            min(part.latest_start for part in parts),
            max(part.latest_finish for part in parts),
        )


def held_by(after: Iterable[Hashable], links: Sequence[LinkPlan]) -> list[Hashable]:
    """Return the first tasks that follow a gate: successors of ``after`` that do not themselves lead to it."""
    gate = set(after)
    before: dict[Hashable, list[Hashable]] = {}
    for link in links:
        before.setdefault(link.later, []).append(link.earlier)
    leading, walk = set(gate), list(gate)
    for key in walk:  # the list grows while it is read
        for earlier in before.get(key, ()):
            if earlier not in leading:
                leading.add(earlier)
                walk.append(earlier)
    held = (link.later for link in links if link.earlier in gate and link.kind == "FS" and link.later not in leading)
    return list(dict.fromkeys(held))
