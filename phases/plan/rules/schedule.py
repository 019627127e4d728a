"""From tasks with dates to a network of moments and back: summaries, constraints, progress and gate holds."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from phases.plan.rules.activity import Node, Part
from phases.plan.rules.circles import CircularError
from phases.plan.rules.network import Network
from phases.plan.rules.slots import Slot, gathered
from phases.plan.rules.worktime import DAY, WorkTime, moment, narrowed

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class WorkPlan:
    """What a resource gives a task: its calendar's key, and how many minutes of that calendar the task needs of it."""

    calendar: Hashable
    minutes: int


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """What the scheduler needs of one task; times are dates, or moments of the clock where they are known."""

    key: Hashable
    duration: int = 0  # working minutes; minutes of the clock where elapsed
    parent: Hashable = None
    elapsed: bool = False
    milestone: bool = False
    active: bool = True
    constraint: str = "asap"
    constraint_at: date | datetime | None = None
    deadline: date | datetime | None = None
    actual_start: date | datetime | None = None
    actual_finish: date | datetime | None = None
    percent: int = 0
    remaining: int | None = None  # minutes; None: what the per cent leaves
    calendar: Hashable = None  # None: the plan's own
    manual: bool = False
    manual_start: date | datetime | None = None
    manual_finish: date | datetime | None = None
    work: Sequence[WorkPlan] = ()  # empty: the duration sets the length
    ignores_resources: bool = False
    delay: int = 0  # minutes after the links allow the start
    delay_elapsed: bool = False  # they are minutes of the clock
    priority: int = 500
    inserted: Hashable = None  # key of the inserted plan that the task came with; None: the plan itself


@dataclass(frozen=True, slots=True)
class LinkPlan:
    """A link between two tasks; ``unit`` is work, elapsed (both minutes), percent or epercent of the earlier task."""

    earlier: Hashable
    later: Hashable
    kind: str = "FS"
    lag: int = 0
    unit: str = "work"


@dataclass(frozen=True, slots=True)
class Hold:
    """A gate: it falls when the last of ``after`` ends, and what follows waits for it."""

    key: Hashable
    after: Sequence[Hashable]
    held: Sequence[Hashable]
    decided: date | None = None


@dataclass(frozen=True, slots=True)
class Inserted:
    """A plan inside the plan, with its own first moment, calendar, rules and critical path, as it was in its file.

    Its late dates end by its own finish, not the whole plan's; the status date does not move its work.
    """

    calendar: WorkTime
    start: date | datetime
    honours: bool = False
    critical_slack: int = 0


@dataclass(frozen=True, slots=True)
class Schedule:
    """Slots by key of task or gate, the two ends of the plan, and the network they came from."""

    calendar: WorkTime
    slots: Mapping[Hashable, Slot]
    start: date
    finish: date
    network: Network
    positions: Mapping[Hashable, int]  # of tasks without tasks under them, and of gates

    def official(self, slot: Slot) -> bool:
        """Tell whether the slot's days lie in the published part of the calendar."""
        return self.calendar.is_official(slot.finish)


@dataclass(slots=True)
class Builder:
    """Makes the network of a plan; ``starts`` and ``ends`` say which positions a task's links join."""

    calendar: WorkTime
    tasks: Sequence[TaskPlan]
    calendars: Mapping[Hashable, WorkTime]
    network: Network
    honours: bool = False
    critical_slack: int = 0
    inserted: Mapping[Hashable, Inserted] = field(default_factory=dict)
    starts: dict[Hashable, int] = field(default_factory=dict)
    ends: dict[Hashable, int] = field(default_factory=dict)
    opens: dict[Hashable, int] = field(default_factory=dict)
    children: dict[Hashable, list[TaskPlan]] = field(default_factory=dict)
    _narrowed: dict[tuple[int, int], WorkTime] = field(default_factory=dict)
    _numbers: dict[Hashable, int] = field(init=False)

    def __post_init__(self) -> None:
        """Number the inserted plans; 0 is the plan itself."""
        self._numbers = {key: number for number, key in enumerate(self.inserted, start=1)}

    def build(self, links: Sequence[LinkPlan], holds: Sequence[Hold]) -> None:
        """Fill the network; a summary that is linked becomes points that hold and gather what lies under it."""
        for task in self.tasks:
            if task.parent is not None:
                self.children.setdefault(task.parent, []).append(task)
        bound = {key for link in links for key in (link.earlier, link.later)}
        bound |= {key for hold in holds for key in (*hold.after, *hold.held)}
        linked = []
        for task in self.tasks:
            if task.key not in self.children:
                position = self.network.add(task.key, self._node(task))
                self.starts[task.key] = self.ends[task.key] = self.opens[task.key] = position
            elif task.key in bound or task.constraint in {"snet", "mso"}:
                linked.append(task)
                self._summary(task)
        for task in linked:
            self._gather(task.key)
        for link in links:
            self._link(link)
        for hold in holds:
            self._hold(hold)

    def _summary(self, task: TaskPlan) -> None:
        floor, time = None, self.time_of(task)
        if task.constraint in {"snet", "mso"} and task.constraint_at is not None:
            floor = time.next_start(moment(task.constraint_at))
        add = self.network.add
        self.opens[task.key] = add(task.key, self._insert(Node(0, time, part=Part.OPEN, not_before=floor), task))
        self.starts[task.key] = add(task.key, self._insert(Node(0, time, part=Part.BEGIN), task))
        self.ends[task.key] = add(task.key, self._insert(Node(0, time, part=Part.CLOSE), task))
        self.network.link(self.opens[task.key], self.ends[task.key])

    def _gather(self, key: Hashable) -> None:
        """Join a summary's points with what lies under it, down to the next linked summaries."""
        for child in self._under(key):
            if child.active:
                self.network.link(self.opens[key], self.opens[child.key], "SS")
                self.network.link(self.starts[child.key], self.starts[key], "SS")
                self.network.link(self.ends[child.key], self.ends[key], "FF")

    def _under(self, key: Hashable) -> Iterable[TaskPlan]:
        walk = list(self.children[key])
        for child in walk:  # the list grows while it is read
            if child.key in self.opens:
                yield child
            else:
                walk.extend(self.children[child.key])

    def leaves(self, key: Hashable) -> list[Hashable]:
        """Return the keys of the tasks under a summary that have none under them; of a task, its own."""
        found = [key]
        for one in found:  # the list grows while it is read
            found.extend(child.key for child in self.children.get(one, ()))
        return [one for one in found if one not in self.children]

    def _link(self, link: LinkPlan) -> None:
        earlier = (self.starts if link.kind[0] == "S" else self.ends)[link.earlier]
        if self.network.nodes[earlier].aside:
            return
        whole = link.kind[1] == "F"  # every task under a summary ends so
        for position in [self.ends[key] for key in self.leaves(link.later)] if whole else [self.opens[link.later]]:
            if not self.network.nodes[position].aside:
                self.network.link(earlier, position, link.kind, link.lag, link.unit)

    def _hold(self, hold: Hold) -> None:
        at = None if hold.decided is None else self.calendar.end_of(hold.decided)
        node = Node(0, self.calendar, start=at, finish=at, done=at is not None, begun=at is not None)
        gate = self.network.add(hold.key, node)
        self.starts[hold.key] = self.ends[hold.key] = self.opens[hold.key] = gate
        for key in hold.after:
            self.network.link(self.ends[key], gate)
        for key in hold.held:
            self.network.link(gate, self.opens[key])

    def _node(self, task: TaskPlan) -> Node:
        time = self.calendars.get(task.calendar, self.time_of(task))
        duration = task.duration
        node = Node(duration, time, task.elapsed, work=self._work(task, time), aside=not task.active)
        self._insert(node, task)
        finished = task.actual_finish or (None if duration else task.actual_start)
        if finished is not None:
            node.done = node.begun = True
            node.finish = self._end(time, finished)
            begun = node.start_of(node.finish) if task.actual_start is None else self._begin(time, task.actual_start)
            node.start = min(begun, node.finish) if duration else node.finish
        elif task.actual_start is not None:
            self._running(node, task, time, task.actual_start)
        elif task.manual and (task.manual_start or task.manual_finish):
            self._kept(node, task, time)
        else:
            self._constrain(node, task, time)
            node.delay, node.delay_elapsed = task.delay, task.delay_elapsed
        if task.deadline is not None:
            node.deadline = self._end(time, task.deadline)
        return node

    def time_of(self, task: TaskPlan) -> WorkTime:
        """Return the calendar of the plan that the task belongs to."""
        plan = self.inserted.get(task.inserted)
        return self.calendar if plan is None else plan.calendar

    def _insert(self, node: Node, task: TaskPlan) -> Node:
        """Note on a node which inserted plan it belongs to, and where that one begins."""
        if task.inserted in self.inserted:
            plan = self.inserted[task.inserted]
            node.inserted = self._numbers[task.inserted]
            node.origin = plan.calendar.next_start(moment(plan.start))
        return node

    def _work(self, task: TaskPlan, time: WorkTime) -> tuple[tuple[WorkTime, int], ...]:
        """Return each resource's calendar, narrowed to the task's own where it has one, with the minutes needed."""
        if task.elapsed or not task.duration or task.ignores_resources:
            return ()
        found = [(self.calendars.get(one.calendar, self.time_of(task)), one.minutes) for one in task.work]
        if task.calendar is not None:
            found = [(self._both(time, theirs), minutes) for theirs, minutes in found]
        plain = all(theirs is time and minutes == task.duration for theirs, minutes in found)
        return () if plain else tuple(found)

    def _both(self, task: WorkTime, resource: WorkTime) -> WorkTime:
        if task is resource:
            return task
        key = (id(task), id(resource))
        if key not in self._narrowed:
            self._narrowed[key] = narrowed(task, resource)
        return self._narrowed[key]

    def _running(self, node: Node, task: TaskPlan, time: WorkTime, started: date | datetime) -> None:
        node.begun, node.start = True, self._begin(time, started)
        left = task.duration - task.duration * task.percent // HUNDRED
        node.left = left if task.remaining is None else task.remaining
        now = None if node.inserted else self.network.now
        node.resume = node.start if now is None and task.remaining is not None else now
        self._constrain(node, task, time)
        node.alap, node.not_before = False, None  # begun work is where it is; only when it must end still counts
        if task.constraint != "fnet":
            node.not_before_finish = None

    def _kept(self, node: Node, task: TaskPlan, time: WorkTime) -> None:
        """Keep the dates that were set by hand; the one that is missing follows from the duration."""
        if task.manual_finish is not None:
            node.finish = self._end(time, task.manual_finish)
        if task.manual_start is not None:
            node.start = self._begin(time, task.manual_start)
        elif node.finish is not None:
            node.start = node.start_of(node.finish)

    def _constrain(self, node: Node, task: TaskPlan, time: WorkTime) -> None:
        plan = self.inserted.get(task.inserted)
        node.honours, node.alap = self.honours if plan is None else plan.honours, task.constraint == "alap"
        if task.constraint_at is None:
            return
        begin, end = self._begin(time, task.constraint_at), self._end(time, task.constraint_at)
        if task.constraint in {"snet", "mso"}:
            node.not_before = begin
        if task.constraint in {"snlt", "mso"}:
            node.not_after = begin
        if task.constraint in {"fnet", "mfo"}:
            node.not_before_finish = end
        if task.constraint in {"fnlt", "mfo"}:
            node.not_after_finish = end
        node.exact = task.constraint in {"mso", "mfo"}

    @staticmethod
    def _begin(time: WorkTime, at: date | datetime) -> int:
        return moment(at) if isinstance(at, datetime) else time.begin_of(at)

    @staticmethod
    def _end(time: WorkTime, at: date | datetime) -> int:
        return moment(at) if isinstance(at, datetime) else time.end_of(at)


def schedule(
    tasks: Sequence[TaskPlan],
    links: Iterable[LinkPlan],
    calendar: WorkTime,
    start: date | datetime,
    *,
    calendars: Mapping[Hashable, WorkTime] | None = None,
    holds: Iterable[Hold] = (),
    status: date | datetime | None = None,
    honours: bool = False,
    critical_slack: int = 0,
    inserted: Mapping[Hashable, Inserted] | None = None,
) -> Schedule:
    """Place every task and gate; work not begun by the status date is placed after it.

    ``honours`` keeps fixed dates even against the links, as Microsoft Project does unless told otherwise. ``inserted``
    gives plans inside the plan by the key that their tasks name. Raises
    ``CircularError`` with the keys of the circle, ``CalendarError`` for a calendar without work or a plan of
    centuries. Cost: O(tasks + links).
    """
    begin = calendar.next_start(moment(start))
    network = Network(begin, None if status is None else calendar.next_start(moment(status)))
    builder = Builder(calendar, tasks, calendars or {}, network, honours, critical_slack, inserted or {})
    builder.build(list(links), list(holds))
    try:
        network.passes()
    except CircularError as error:
        raise CircularError(list(dict.fromkeys(error.cycle))) from None
    return read(builder)


def read(builder: Builder) -> Schedule:
    """Read the slots of a network whose passes were made; summaries gather what lies under them."""
    network = builder.network
    positions = {key: position for key, position in builder.starts.items() if key not in builder.children}
    slacks = [builder.critical_slack, *(plan.critical_slack for plan in builder.inserted.values())]
    slots = {key: _slot(network, position, slacks) for key, position in positions.items()}
    times = {task.key: builder.time_of(task) for task in builder.tasks if task.key in builder.children}
    for key in _deepest_first(builder):
        slots[key] = gathered([slots[child.key] for child in builder.children[key]], times[key])
    counted = [slot for key, slot in slots.items() if key not in positions or not network.nodes[positions[key]].aside]
    first = min((slot.start for slot in counted), default=date.fromordinal(network.start // DAY))
    last = max((slot.finish for slot in counted), default=first)
    return Schedule(builder.calendar, slots, first, last, network, positions)


def _slot(network: Network, position: int, slacks: Sequence[int]) -> Slot:
    node, total = network.nodes[position], network.total[position]
    early, finish = network.early[position], network.finish[position]
    late, latest = network.late[position], network.latest[position]
    begins, ends = (late, latest) if node.alap else (early, finish)
    critical = not node.done and not node.aside and total <= slacks[node.inserted]
    return Slot(early, finish, late, latest, total, network.free[position] or 0, critical, begins, ends)


def _deepest_first(builder: Builder) -> list[Hashable]:
    order = [task.key for task in builder.tasks if task.parent is None]
    for key in order:  # the list grows while it is read
        order.extend(child.key for child in builder.children.get(key, ()))
    return [key for key in reversed(order) if key in builder.children]


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
