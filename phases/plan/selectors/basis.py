"""What the plan counts by, and the scheduler's view of it."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from core.calendar import WorkCalendar, china, plain
from core.memo import shared
from phases.plan.choices import CalendarKind
from phases.plan.models import CalendarDay, PlanBasis, Task, TaskLink
from phases.plan.rules.schedule import LinkPlan, Schedule, TaskPlan, schedule
from phases.plan.selectors.gates import holds_of

if TYPE_CHECKING:
    from programme.charter.models import Programme


def basis_of(programme: "Programme") -> PlanBasis:
    """What the plan counts by; an unsaved default where nothing was set. One query."""
    found = shared(programme, "plan.basis", PlanBasis.objects.filter(programme=programme).first)
    if found is not None:
        return found
    kind = programme.calendar if programme.calendar in CalendarKind.values else CalendarKind.CHINA
    return PlanBasis(programme=programme, calendar=kind)


def calendar_of(programme: "Programme", basis: PlanBasis | None = None) -> WorkCalendar:
    """The programme's working days with what an administrator changed; one query, two without the basis."""
    basis = basis or basis_of(programme)
    rows = CalendarDay.objects.filter(programme=programme).values_list("day", "works")
    days = shared(programme, "plan.days", lambda: dict(rows))
    if basis.calendar == CalendarKind.PLAIN:
        return plain(days)
    if basis.calendar == CalendarKind.FILE and basis.file_calendar:
        return _filed(basis.file_calendar, days)
    return china(days)


def _filed(kept: dict[str, Any], days: dict[date, bool]) -> WorkCalendar:
    exceptions = {date.fromisoformat(day): works for day, works in kept["exceptions"].items()}
    return WorkCalendar(
        "file",
        weekdays=tuple(kept["weekdays"]),
        shifts=tuple((begin, end) for begin, end in kept["shifts"]),
        overrides=exceptions | days,
    )


PLAN_FIELDS = (
    "pk", "parent_id", "minutes", "summary", "constraint", "constraint_on", "constraint_minute", "deadline",
    "actual_start", "actual_finish", "percent",
)  # fmt: skip


def task_plans(programme: "Programme") -> list[TaskPlan]:
    """The scheduler's view of all tasks; one query."""
    rows = Task.objects.filter(programme=programme).order_by("position", "pk").values_list(*PLAN_FIELDS)
    return [
        TaskPlan(
            key=pk,
            duration=0 if summary else minutes,
            parent=parent,
            constraint=constraint,
            constraint_at=_at(on, minute),
            deadline=deadline,
            actual_start=actual_start,
            actual_finish=actual_finish,
            percent=percent,
        )
        for (
            pk, parent, minutes, summary, constraint, on, minute, deadline, actual_start, actual_finish, percent
        ) in rows
    ]  # fmt: skip


def _at(day: date | None, minute: int | None) -> date | datetime | None:
    if day is None or minute is None:
        return day
    return datetime.combine(day, time()) + timedelta(minutes=minute)


def link_plans(programme: "Programme") -> list[LinkPlan]:
    """The scheduler's view of all links; one query."""
    rows = TaskLink.objects.filter(programme=programme).order_by("pk")
    return [LinkPlan(*row) for row in rows.values_list("earlier_id", "later_id", "type", "lag")]


def schedule_of(programme: "Programme") -> Schedule:
    """Compute the plan as it stands, gates included; raises ``CircularError``. Seven queries."""
    basis = basis_of(programme)
    return schedule(
        task_plans(programme),
        link_plans(programme),
        calendar_of(programme, basis),
        basis.starts_on or programme.starts_on,
        holds=holds_of(programme),
        status=basis.status_on,
    )
