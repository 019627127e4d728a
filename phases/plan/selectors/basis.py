"""What the plan counts by, and the scheduler's view of it."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from core.calendar import OFFICE, WEEKDAYS, WorkCalendar, china, plain
from core.memo import read_once, shared, shares
from phases.plan.choices import CalendarKind, ResourceKind
from phases.plan.models import Assignment, CalendarDay, InsertedPlan, PlanBasis, PlanCalendar, Task, TaskLink
from phases.plan.rules.exceptions import in_line
from phases.plan.rules.schedule import Hold, Inserted, LinkPlan, Schedule, TaskPlan, WorkPlan, schedule
from phases.plan.rules.worktime import WorkTime, has_work, of_days
from phases.plan.selectors.gates import holds_of
from phases.plan.selectors.tasks import task_rows

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from programme.charter.models import Programme

DAYS_A_WEEK = 7
HUNDRED = 100


def basis_of(programme: "Programme") -> PlanBasis:
    """What the plan counts by; an unsaved default where nothing was set. One query."""
    found = shared(programme, "plan.basis", PlanBasis.objects.filter(programme=programme).first)
    if found is not None:
        return found
    kind = programme.calendar if programme.calendar in CalendarKind.values else CalendarKind.CHINA
    return PlanBasis(programme=programme, calendar=kind)


def calendar_of(programme: "Programme", basis: PlanBasis | None = None) -> WorkCalendar:
    """The programme's working days with what an administrator changed; one query, up to three without the basis.

    A calendar of a file is told by whole days here; ``worktime_of`` keeps its hours.
    """
    basis = basis or basis_of(programme)
    rows = CalendarDay.objects.filter(programme=programme).values_list("day", "works")
    days = shared(programme, "plan.days", lambda: dict(rows))
    if basis.calendar == CalendarKind.PLAIN:
        return plain(days)
    if basis.calendar == CalendarKind.FILE and basis.own_calendar_id:
        return _filed(worktimes_of(programme)[basis.own_calendar_id], days)
    return china(days)


def _filed(time: WorkTime, days: dict[date, bool]) -> WorkCalendar:
    working = [shifts for shifts in time.week if shifts]
    usual = Counter(tuple(shifts) for shifts in working).most_common(1)
    return WorkCalendar(
        "file",
        weekdays=tuple(number for number, shifts in enumerate(time.week) if shifts),
        shifts=usual[0][0] if usual else OFFICE,
        overrides={day: bool(shifts) for day, shifts in time.days.items()} | days,
    )


def calendars_of(programme: "Programme") -> "QuerySet[PlanCalendar]":
    """The calendars of the plan with what they are based on, in the order of their names."""
    return PlanCalendar.objects.filter(programme=programme).select_related("base").order_by("name", "pk")


def worktimes_of(programme: "Programme") -> dict[Hashable, WorkTime]:
    """The hours of every calendar of the plan, derived ones filled from their base, by primary key; one query."""

    def read() -> dict[Hashable, WorkTime]:
        rows = {row.pk: row for row in PlanCalendar.objects.filter(programme=programme)}
        return {pk: _hours(row, rows) for pk, row in rows.items()}

    return shared(programme, "plan.worktimes", read)


def _hours(row: PlanCalendar, rows: Mapping[int, PlanCalendar]) -> WorkTime:
    line = [row]
    while (base := rows.get(line[-1].base_id or 0)) is not None and base not in line:
        line.append(base)
    week = {int(day): shifts for one in reversed(line) for day, shifts in one.week.items()}
    days = in_line((map(int, one.week), one.exceptions) for one in reversed(line))
    hours = [tuple((begin, end) for begin, end in week.get(day, ())) for day in range(DAYS_A_WEEK)]
    if not has_work(hours, days):
        hours = [OFFICE if day in WEEKDAYS else () for day in range(DAYS_A_WEEK)]
    return WorkTime(hours, days, row.name)


def worktime_of(programme: "Programme", basis: PlanBasis | None = None) -> WorkTime:
    """The hours of the plan with what an administrator changed; up to three queries."""
    basis = basis or basis_of(programme)
    calendar = calendar_of(programme, basis)
    if calendar.code != "file":
        return of_days(calendar)
    found = worktimes_of(programme)[basis.own_calendar_id or 0]
    decided = CalendarDay.objects.filter(programme=programme).values_list("day", "works")
    changed = {day: calendar.shifts if works else () for day, works in decided if works != found.is_working(day)}
    return WorkTime(found.week, {**found.days, **changed}, found.name)


PLAN_FIELDS = (
    "pk", "parent_id", "minutes", "summary", "elapsed", "milestone", "active", "constraint", "constraint_on",
    "constraint_minute", "deadline", "deadline_minute", "actual_start", "actual_start_minute", "actual_finish",
    "actual_finish_minute", "percent", "remaining", "calendar_id", "manual", "planned_start", "planned_start_minute",
    "planned_finish", "planned_finish_minute", "ignores_resources", "fixed", "delay", "delay_elapsed", "priority",
    "source",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanInput:
    """Everything the scheduler is asked with; ``schedule`` asks it."""

    tasks: Sequence[TaskPlan]
    links: Sequence[LinkPlan]
    calendar: WorkTime
    start: date | datetime
    calendars: Mapping[Hashable, WorkTime]
    holds: Sequence[Hold]
    status: date | None
    honours: bool
    critical_slack: int
    inserted: Mapping[Hashable, Inserted] = field(default_factory=dict)

    def schedule(self) -> Schedule:
        """Compute the plan; raises ``CircularError``."""
        return schedule(
            self.tasks, self.links, self.calendar, self.start,
            calendars=self.calendars, holds=self.holds, status=self.status, honours=self.honours,
            critical_slack=self.critical_slack, inserted=self.inserted,
        )  # fmt: skip


def _taken(programme: "Programme", only: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    rows = Assignment.objects.filter(programme=programme, **only).exclude(units=0).order_by("pk")
    columns = ("task_id", "resource__kind", "resource__calendar_id", "units", "work", "task__minutes")
    return list(rows.values_list(*columns))


@read_once()
def assigned(programme: "Programme") -> list[tuple[Any, ...]]:
    """Task, kind and calendar of the resource, units, work, the task's length: all that takes units; one query."""
    return _taken(programme, {})


def work_plans(programme: "Programme", lengths: Mapping[int, int] | None = None) -> dict[int, list[WorkPlan]]:
    """What the assignments of each task need, as if tasks had other lengths; one query."""
    work: dict[int, list[WorkPlan]] = {}
    only = None if lengths is None else {"task__in": lengths, "task__fixed": False, "task__ignores_resources": False}
    for task, kind, calendar, units, minutes, length in (
        assigned(programme) if only is None else _taken(programme, only)
    ):
        if kind != ResourceKind.WORK:
            continue
        whole = length if lengths is None else lengths[task]
        needed = whole if minutes is None else round(minutes * HUNDRED / units)
        work.setdefault(task, []).append(WorkPlan(calendar, needed))
    return work


def task_plans(programme: "Programme") -> list[TaskPlan]:
    """The scheduler's view of all tasks; two queries."""
    work = work_plans(programme)
    if shares(programme):
        return [_plan({name: getattr(row, name) for name in PLAN_FIELDS}, work) for row in task_rows(programme)]
    tasks = Task.objects.filter(programme=programme).order_by("position", "pk").values_list(*PLAN_FIELDS)
    return [_plan(dict(zip(PLAN_FIELDS, row, strict=True)), work) for row in tasks]


def _plan(row: dict[str, Any], work: Mapping[int, Sequence[WorkPlan]]) -> TaskPlan:
    return TaskPlan(
        key=row["pk"],
        duration=0 if row["summary"] else row["minutes"],
        parent=row["parent_id"],
        elapsed=row["elapsed"],
        milestone=row["milestone"],
        active=row["active"],
        constraint=row["constraint"],
        constraint_at=_at(row["constraint_on"], row["constraint_minute"]),
        deadline=_at(row["deadline"], row["deadline_minute"]),
        actual_start=_at(row["actual_start"], row["actual_start_minute"]),
        actual_finish=_at(row["actual_finish"], row["actual_finish_minute"]),
        percent=row["percent"],
        remaining=row["remaining"],
        calendar=row["calendar_id"],
        manual=row["manual"],
        manual_start=_at(row["planned_start"], row["planned_start_minute"]) if row["manual"] else None,
        manual_finish=_at(row["planned_finish"], row["planned_finish_minute"]) if row["manual"] else None,
        work=() if row["fixed"] or row["ignores_resources"] else tuple(work.get(row["pk"], ())),
        ignores_resources=row["ignores_resources"],
        delay=row["delay"],
        delay_elapsed=row["delay_elapsed"],
        priority=row["priority"],
        inserted=row["source"],
    )


def _at(day: date | None, minute: int | None) -> date | datetime | None:
    if day is None or minute is None:
        return day
    return datetime.combine(day, time()) + timedelta(minutes=minute)


def link_plans(programme: "Programme") -> list[LinkPlan]:
    """The scheduler's view of all links; one query."""
    rows = TaskLink.objects.filter(programme=programme).order_by("pk")
    return [LinkPlan(*row) for row in rows.values_list("earlier_id", "later_id", "type", "lag", "unit")]


def plan_start(programme: "Programme", basis: PlanBasis) -> date | datetime:
    """When the plan begins: as an imported file or an administrator says, else with the programme."""
    return _at(basis.starts_on, basis.starts_minute) or programme.starts_on


def inserted_plans(programme: "Programme") -> dict[Hashable, Inserted]:
    """The plans inside the plan that stand apart, by their source; one query."""
    rows = shared(
        programme, "plan.inserted", lambda: list(InsertedPlan.objects.filter(programme=programme, apart=True))
    )
    if not rows:
        return {}
    times = worktimes_of(programme)
    return {
        row.source: Inserted(
            times[row.calendar_id],
            _at(row.starts_on, row.starts_minute) or row.starts_on,
            row.honours_constraints,
            row.critical_slack,
        )
        for row in rows
    }


def plan_input(programme: "Programme") -> PlanInput:
    """Read what the plan is computed from, gates included; ten queries."""
    basis = basis_of(programme)
    return PlanInput(
        tasks=task_plans(programme),
        links=link_plans(programme),
        calendar=worktime_of(programme, basis),
        start=plan_start(programme, basis),
        calendars=worktimes_of(programme),
        holds=holds_of(programme),
        status=basis.status_on if basis.status_moves else None,
        honours=basis.honours_constraints,
        critical_slack=basis.critical_slack,
        inserted=inserted_plans(programme),
    )


def schedule_of(programme: "Programme") -> Schedule:
    """Compute the plan as it stands, gates included; raises ``CircularError``. Ten queries."""
    return plan_input(programme).schedule()
