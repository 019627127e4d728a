"""A network prepared for many runs: what is constant is computed once, what is not becomes a step over arrays.

Work in the plan's own calendar runs on its axis of working minutes, where a date is a small whole number and a link an
addition. Tasks in other calendars, in elapsed time or as late as possible are placed by moments; what joins the two is
converted.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field

import numpy as np

from phases.plan.rules.activity import ELAPSED, FF, FS, TO_FINISH, Link, Node, Part
from phases.plan.rules.montecarlo.axis import Axis, same_hours
from phases.plan.rules.network import HUNDRED, Network
from phases.plan.rules.schedule import Schedule
from phases.plan.rules.worktime import WorkTime

PERCENT = {"percent", "epercent"}
UNKNOWN = -(10**9)  # before every plan, on its axis


@dataclass(slots=True)
class Step:
    """One activity: how it is placed, and from where on nothing holds it but its links."""

    place: int
    node: Node
    links: list[Link]
    plain: bool  # on the plan's own axis
    fixed: bool = False  # both dates stand
    drawn: bool = False
    need: int = 0  # what the activity takes on its axis: the longest of its resources' work, else its duration
    closes: bool = True  # a point without length ends its shift instead of opening the next
    floor: int | None = None  # on the axis; None where the links hold it anyway
    floor_finish: int | None = None
    ceiling: int | None = None
    ceiling_finish: int | None = None
    start: int = 0  # of what has begun, on the axis
    finish: int = 0
    resume: int | None = None
    simple: bool = False  # one link holds it, in every run


@dataclass(slots=True)
class Program:
    """The steps in order, the axis they run on, and what ends the plan."""

    network: Network
    axis: Axis
    base: int  # work before the plan's start
    steps: list[Step]
    positions: dict[Hashable, int]
    ends: list[int] = field(default_factory=list)  # activities whose finish may be the plan's
    axes: dict[int, Axis] = field(default_factory=dict)
    by_place: dict[int, Step] = field(default_factory=dict)
    late: list[Step] = field(default_factory=list)  # work done as late as possible and all that follows it, in order

    def axis_of(self, time: WorkTime) -> Axis:
        """Return the arrays of a calendar, made once for all that work the same hours."""
        if id(time) not in self.axes:
            same = next((axis for axis in self.axes.values() if same_hours(time, axis.time)), None)
            self.axes[id(time)] = same or Axis(time)
        return self.axes[id(time)]

    def at(self, moment: int) -> int:
        """Return where a moment lies on the axis."""
        return self.axis.time.work(moment) - self.base


def compile_plan(schedule: Schedule) -> Program:
    """Prepare a computed plan for many runs. Cost: O(tasks + links)."""
    network, axis = schedule.network, Axis(schedule.calendar)
    base = schedule.calendar.work(network.start)
    program = Program(network, axis, base, [], dict(schedule.positions), axes={id(schedule.calendar): axis})
    least = [UNKNOWN] * len(network.nodes)  # where each finish lies at the earliest, whatever is drawn
    plain = [False] * len(network.nodes)
    follow = _following(network)
    for place in network.order:
        step = _step(program, place, plain, follow)
        plain[place] = step.plain
        if step.plain and not step.fixed:
            _bounds(program, step, least)
        elif step.fixed:
            least[place] = min(step.start, step.finish)
        program.steps.append(step)
        program.by_place[place] = step
    program.late = [step for step in program.steps if step.place in follow]
    program.ends = [step.place for step in program.steps if _may_end(program, step)]
    return program


def _step(program: Program, place: int, plain: list[bool], follow: set[int]) -> Step:
    network, node = program.network, program.network.nodes[place]
    links = network.before[place]
    known = node.start is not None
    sided = not node.duration and place in follow  # a point that moves: at dusk or at dawn is not the same to it
    step = Step(place, node, [] if known else list(links), not sided and _is_plain(program, node, links, plain))
    step.fixed = node.done or (known and node.finish is not None)
    step.need = max(minutes for _time, minutes in node.work) if node.work and node.duration else node.duration
    step.drawn = bool(node.duration) and not step.fixed and not node.aside and not node.part
    finish = network.finish[place]
    step.closes = finish == program.axis.time.previous_finish(finish)
    if known:
        step.start, step.finish = program.at(network.early[place]), program.at(network.finish[place])
        step.resume = None if node.resume is None else program.at(max(node.start or 0, node.resume))
    return step


def _is_plain(program: Program, node: Node, links: list[Link], plain: list[bool]) -> bool:
    """Tell whether all that places the activity lies on the plan's own axis."""
    if node.elapsed or node.alap or (node.delay and node.delay_elapsed):
        return False
    if node.part:
        return all(plain[link.earlier] and not (link.lag and link.unit in ELAPSED) for link in links)
    times = [time for time, _minutes in node.work] if node.work and node.duration else [node.time]
    return all(program.axis_of(time) is program.axis for time in [node.time, *times])


def _bounds(program: Program, step: Step, least: list[int]) -> None:
    """Note the dates that hold an activity, except those that its links pass in every run."""
    node, network = step.node, program.network
    if node.start is not None:
        least[step.place] = step.start
        return
    own = node.not_before is not None or node.not_before_finish is not None
    floors = [program.at(node.first(network.start))] if step.links or node.part or not own else []
    if node.not_before is not None:
        floors.append(program.at(node.not_before))
    if network.now is not None and not (node.aside or node.part or node.inserted):
        floors.append(program.at(network.now))
    if node.not_before_finish is not None:
        step.floor_finish = program.at(node.not_before_finish)
    if node.honours:
        step.ceiling = None if node.not_after is None else program.at(node.not_after)
        step.ceiling_finish = None if node.not_after_finish is None else program.at(node.not_after_finish)
    held = [at for link in step.links if (at := _least_bound(network, link, least)) is not None]
    floor = max(floors, default=None)
    if node.part == Part.BEGIN:
        return
    sure = max(held, default=UNKNOWN)
    step.floor = floor if floor is not None and floor > sure else None
    others = (step.floor_finish, step.ceiling, step.ceiling_finish)
    if others == (None, None, None):
        least[step.place] = max(sure, UNKNOWN if floor is None else floor)
        step.simple = step.floor is None and len(step.links) == 1


def _least_bound(network: Network, link: Link, least: list[int]) -> int | None:
    """Return where a link holds its later activity at the earliest; None where that is not known."""
    if link.lag < 0 or link.kind in TO_FINISH:
        return None
    lag = link.lag if link.unit == "work" else 0
    return least[link.earlier] + lag if not network.nodes[link.earlier].aside else None


def _following(network: Network) -> set[int]:
    """Return the places of work done as late as possible, and of what follows it."""
    follow = {place for place, node in enumerate(network.nodes) if node.alap}
    walk = list(follow)
    for place in walk:  # the list grows while it is read
        for later in {link.later for link in network.after[place]} - follow:
            follow.add(later)
            if not network.nodes[later].done:
                walk.append(later)
    return follow


def _may_end(program: Program, step: Step) -> bool:
    """Tell whether nothing that counts always ends after the activity."""
    node, network = step.node, program.network
    if node.aside or node.part == Part.BEGIN:
        return False
    ends_shift = step.plain and (step.closes or bool(node.duration))
    for link in network.after[step.place]:
        later = network.nodes[link.later]
        moves = later.start is None and not (later.honours or later.aside or later.part or later.alap)
        after = link.kind == FS or (link.kind == FF and ends_shift and program.by_place[link.later].plain)
        if moves and after and link.lag >= 0:
            return False
    return True


def lag_minutes(link: Link, earlier: Node, drawn: "np.ndarray | int") -> tuple["np.ndarray | int", bool]:
    """Return a link's lag in minutes, of what was drawn where it is per cent, and whether it counts nights too."""
    if link.unit not in PERCENT:
        return link.lag, link.runs_on(earlier)
    share = np.asarray(drawn, np.float64) * link.lag / HUNDRED
    return np.rint(share).astype(np.int64), link.runs_on(earlier)
