"""What a simulation takes from the programme: estimates, teams, history, risks, and the points it tells apart."""

import hashlib
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from phases.gates.models import Gate
from phases.plan.models import MINUTES_PER_DAY, Assignment, Task
from phases.plan.rules.montecarlo.draws import Estimate, Spread, spread_of
from phases.plan.rules.montecarlo.simulation import Event
from phases.plan.rules.schedule import Schedule
from phases.plan.rules.worktime import WorkTime
from phases.plan.selectors.basis import PlanInput, plan_input, worktimes_of
from programme.raid.selectors import TimeRisk, time_risks

if TYPE_CHECKING:
    from programme.charter.models import Programme


@dataclass(frozen=True, slots=True)
class Point:
    """What is told apart: a gate, a milestone or a wave; it is reached with the last of its tasks."""

    key: str  # gate:…, task:… (public id) or wave:…
    kind: str
    name_zh: str
    name_en: str
    tasks: tuple[Hashable, ...]
    promised: date | None


@dataclass(frozen=True, slots=True)
class Strike:
    """A risk and where it strikes; ``words`` of the place for people."""

    risk: TimeRisk
    event: Event
    place: str


@dataclass(frozen=True, slots=True)
class SimulationInput:
    """Everything a simulation is asked with, and the fingerprint of it."""

    plan: PlanInput
    schedule: Schedule
    tasks: Mapping[Hashable, Task]
    estimates: Mapping[Hashable, Estimate]
    spread: Spread
    strikes: Sequence[Strike]
    points: Sequence[Point]
    promised: date | None  # of the whole plan

    @property
    def fingerprint(self) -> str:
        """Hash of what the dates follow from; another one means that a simulation is out of date."""
        plan = self.plan
        parts: list[object] = [*plan.tasks, *plan.links, *plan.holds, plan.start, plan.status, plan.honours]
        parts += [_hours(plan.calendar), *[(key, _hours(time)) for key, time in plan.calendars.items()]]
        parts += [*self.estimates.items(), *[strike.event for strike in self.strikes]]
        parts += [self.spread, *[(point.key, point.promised) for point in self.points]]
        return hashlib.sha256("\n".join(map(repr, parts)).encode()).hexdigest()


def _hours(time: WorkTime) -> tuple[object, ...]:
    """Return what a calendar's hours follow from."""
    found: tuple[object, ...] = (time.week, sorted(time.days.items()))
    if time.source is None:
        return found
    source = time.source
    return (
        *found,
        source.code,
        source.weekdays,
        source.shifts,
        sorted(source.overrides.items()),
        source.official_until,
    )


def simulation_input(
    programme: "Programme", plan: PlanInput | None = None, schedule: Schedule | None = None
) -> SimulationInput:
    """Read what a simulation is made of; fifteen queries, six where the plan is given. Raises ``CircularError``."""
    plan = plan or plan_input(programme)
    schedule = schedule or plan.schedule()
    tasks: dict[Hashable, Task] = {task.pk: task for task in Task.objects.filter(programme=programme)}
    gates = list(Gate.objects.filter(programme=programme).order_by("position", "wave", "pk"))
    leaves = [task for task in tasks.values() if not task.summary]
    promised = [task.baseline_finish for task in leaves if task.baseline_finish]
    teams = _teams(programme)
    return SimulationInput(
        plan=plan,
        schedule=schedule,
        tasks=tasks,
        estimates={task.pk: _estimate(task, teams) for task in leaves},
        spread=spread_of(_ratios(programme, leaves, plan.calendar)),
        strikes=_strikes(programme, schedule, tasks, gates),
        points=[*_gate_points(gates, plan, tasks), *_milestone_points(leaves), *_wave_points(leaves)],
        promised=max(promised) if promised else None,
    )


def _teams(programme: "Programme") -> dict[int, str]:
    """The resource of each task that has exactly one; one query."""
    found: dict[int, set[int]] = {}
    rows = Assignment.objects.filter(programme=programme).working().order_by("pk")
    for task, resource in rows.values_list("task_id", "resource_id"):
        found.setdefault(task, set()).add(resource)
    return {task: f"resource:{min(resources)}" for task, resources in found.items() if len(resources) == 1}


def _estimate(task: Task, teams: Mapping[int, str]) -> Estimate:
    return Estimate(task.optimistic, task.pessimistic, teams.get(task.pk) or task.responsible_role or None)


def _ratios(programme: "Programme", tasks: Sequence[Task], calendar: WorkTime) -> list[float]:
    """What finished tasks took, over what was promised of them, or planned without a promise."""
    times = worktimes_of(programme)
    found = []
    for task in tasks:
        if not task.minutes or task.actual_start is None or task.actual_finish is None or task.elapsed:
            continue
        time = times.get(task.calendar_id or 0, calendar)
        planned = task.minutes
        if task.baseline_start is not None and task.baseline_finish is not None:
            planned = time.between(time.begin_of(task.baseline_start), time.end_of(task.baseline_finish)) or planned
        taken = time.between(time.begin_of(task.actual_start), time.end_of(task.actual_finish))
        if taken > 0:
            found.append(taken / planned)
    return found


def _gate_points(gates: Sequence[Gate], plan: PlanInput, tasks: Mapping[Hashable, Task]) -> list[Point]:
    dated = {hold.key for hold in plan.holds if hold.after or hold.decided}
    after = {hold.key: hold.after for hold in plan.holds}
    points = []
    for gate in gates:
        key = f"gate:{gate.key}"
        if key not in dated:
            continue
        days = [tasks[task].baseline_finish for task in after[key]]
        known = [day for day in days if day is not None]
        promised = max(known) if known and len(known) == len(days) else None
        points.append(Point(key, "gate", *_names(gate), (key,), promised))
    return points


def _names(gate: Gate) -> tuple[str, str]:
    wave = f" {gate.wave}" if gate.wave else ""
    return f"{gate.code}{wave} {gate.name_zh}".strip(), f"{gate.code}{wave} {gate.name_en}".strip()


def _milestone_points(tasks: Sequence[Task]) -> list[Point]:
    return [
        Point(f"task:{task.public_id}", "milestone", task.name_zh or task.name_en, task.name_en or task.name_zh,
              (task.pk,), task.baseline_finish)
        for task in tasks if task.milestone and task.active
    ]  # fmt: skip


def _wave_points(tasks: Sequence[Task]) -> list[Point]:
    waves: dict[str, list[Task]] = {}
    for task in tasks:
        if task.wave and task.active:
            waves.setdefault(task.wave, []).append(task)
    points = []
    for wave, members in sorted(waves.items()):
        days = [task.baseline_finish for task in members if task.baseline_finish]
        promised = max(days) if len(days) == len(members) else None
        points.append(Point(f"wave:{wave}", "wave", wave, wave, tuple(task.pk for task in members), promised))
    return points


def _strikes(
    programme: "Programme", schedule: Schedule, tasks: Mapping[Hashable, Task], gates: Sequence[Gate]
) -> list[Strike]:
    """Find where each risk strikes: the task or gate it names, else the first gate after the day it may happen."""
    found = []
    for risk in time_risks(programme):
        key, place = _struck(risk, schedule, tasks, gates)
        event = Event(risk.code, float(risk.probability), risk.days * MINUTES_PER_DAY, (key,) if key else ())
        found.append(Strike(risk, event, place))
    return found


def _struck(
    risk: TimeRisk, schedule: Schedule, tasks: Mapping[Hashable, Task], gates: Sequence[Gate]
) -> tuple[Hashable, str]:
    named = risk.delays.strip()
    if named:
        for gate in gates:
            if named in {gate.key, gate.code}:
                return f"gate:{gate.key}", gate.key
        task = next((one for one in tasks.values() if named in {one.code, one.wbs, one.uid, one.public_id}), None)
        if task is not None:
            return _last_under(task, tasks, schedule), named
    key = _first_gate(risk, schedule, gates)
    if key is not None:
        return f"gate:{key}", key
    last = max(schedule.positions, key=lambda one: schedule.slots[one].ends, default=None)
    return last, tasks[last].code or str(tasks[last].name) if last in tasks else ""


def _last_under(task: Task, tasks: Mapping[Hashable, Task], schedule: Schedule) -> Hashable:
    """Return the task itself, of a summary the one under it that ends last."""
    members = [task]
    for one in members:  # the list grows while it is read
        members.extend(child for child in tasks.values() if child.parent_id == one.pk)
    leaves = [one.pk for one in members if one.pk in schedule.positions]
    return max(leaves, key=lambda key: schedule.slots[key].ends, default=None)


def _first_gate(risk: TimeRisk, schedule: Schedule, gates: Sequence[Gate]) -> str | None:
    open_gates = []
    for gate in gates:
        slot = schedule.slots.get(f"gate:{gate.key}")
        node = schedule.network.nodes[schedule.positions[f"gate:{gate.key}"]] if slot else None
        if slot is not None and node is not None and not node.done:
            open_gates.append((slot.finish, gate.key))
    open_gates.sort()
    later = [key for finish, key in open_gates if risk.proximity is None or finish >= risk.proximity]
    return next(iter(later or [key for _finish, key in open_gates[-1:]]), None)
