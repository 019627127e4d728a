"""Milestones with slip, and the plan in numbers."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Min, Q
from django.urls import reverse

from core.calendar import WorkCalendar
from core.memo import read_once
from phases.plan.models import Task
from phases.plan.rules.slip import slip_days
from phases.plan.rules.tokens import days_of
from phases.plan.selectors.basis import calendar_of
from phases.plan.selectors.gates import gate_dates, gate_rows, passed_gates
from phases.plan.selectors.tasks import task_rows

if TYPE_CHECKING:
    from programme.charter.models import Programme


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone or a gate as homes and packs show it; slip and float in working days.

    The forecast of what is not reached never lies before today.
    """

    name: str
    url: str
    baseline: date | None
    forecast: date | None
    actual: date | None
    slip: int | None
    float_days: Decimal | None
    official: bool
    gate: str = ""
    subject: str = ""  # what its forecasts are kept under

    @property
    def reached(self) -> date | None:
        """When it was reached, else when it is forecast to be."""
        return self.actual or self.forecast


def _line(
    calendar: WorkCalendar,
    today: date,
    *,
    name: str,
    url: str,
    baseline: date | None,
    forecast: date | None,
    actual: date | None,
    floats: list[int],
    subject: str,
    gate: str = "",
) -> MilestoneLine:
    if actual is None and forecast is not None:
        forecast = max(forecast, calendar.next_working(today))
    day = actual or forecast
    return MilestoneLine(
        name=name,
        url=url,
        baseline=baseline,
        forecast=forecast,
        actual=actual,
        slip=slip_days(baseline, day, calendar),
        float_days=days_of(min(floats)) if floats and actual is None else None,
        official=day is None or calendar.is_official(day),
        gate=gate,
        subject=subject,
    )


def milestone_lines(programme: "Programme", today: date) -> list[MilestoneLine]:
    """Every gate and milestone in the order of its date; six queries."""
    calendar = calendar_of(programme)
    tasks = task_rows(programme)
    lines = [
        _line(
            calendar, today,
            name=task.name,
            url=reverse("plan:task_detail", args=[programme.slug, task.public_id]),
            baseline=task.baseline_finish,
            forecast=task.early_finish,
            actual=task.actual_finish,
            floats=[] if task.total_float is None else [task.total_float],
            subject=task.public_id,
        )
        for task in tasks
        if task.milestone and not task.summary
    ]  # fmt: skip
    lines += _gate_lines(programme, calendar, today, {task.code: task for task in tasks if task.code})
    return sorted(lines, key=lambda line: (line.reached or date.max, line.name))


def _gate_lines(
    programme: "Programme", calendar: WorkCalendar, today: date, tasks: dict[str, Task]
) -> list[MilestoneLine]:
    dates, passed = gate_dates(programme), passed_gates(programme)
    lines = []
    for gate in gate_rows(programme):
        before = [tasks[code] for code in gate.after if code in tasks]
        promised = [task.baseline_finish for task in before if task.baseline_finish]
        lines.append(
            _line(
                calendar, today,
                name=str(gate),
                url=reverse("gates:gate", args=[programme.slug, gate.key]),
                baseline=max(promised) if promised and len(promised) == len(before) else None,
                forecast=dates.get(gate.key),
                actual=passed.get(gate.pk),
                floats=[task.total_float for task in before if task.total_float is not None and not task.done],
                subject=f"gate:{gate.key}",
                gate=gate.key,
            )
        )  # fmt: skip
    return lines


def milestones_ahead(programme: "Programme", today: date, *, days: int = 30) -> list[MilestoneLine]:
    """Gates and milestones not reached that are due or overdue within so many days; six queries."""
    until = today + timedelta(days=days)
    lines = milestone_lines(programme, today)
    return [line for line in lines if line.actual is None and line.forecast is not None and line.forecast <= until]


def next_gate_slip(programme: "Programme", today: date) -> MilestoneLine | None:
    """Return the line of the first gate that is not passed; None where all are."""
    return next((line for line in milestone_lines(programme, today) if line.gate and line.actual is None), None)


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """The plan in numbers."""

    tasks: int
    summaries: int
    milestones: int
    done: int
    critical: int
    late: int
    start: date | None
    finish: date | None
    baseline_finish: date | None
    slip: int | None
    official: bool


@read_once()
def plan_figures(programme: "Programme", today: date) -> PlanFigures:
    """Count the plan, and say how far its finish lies from the baseline; three queries."""
    leaf, open_work = Q(summary=False), Q(summary=False, actual_finish=None)
    due = Q(baseline_finish__lt=today) | Q(baseline_finish=None, early_finish__lt=today)
    found = Task.objects.filter(programme=programme).aggregate(
        tasks=Count("pk", filter=leaf),
        summaries=Count("pk", filter=Q(summary=True)),
        milestones=Count("pk", filter=leaf & Q(milestone=True)),
        done=Count("pk", filter=leaf & ~Q(actual_finish=None)),
        critical=Count("pk", filter=open_work & Q(critical=True)),
        late=Count("pk", filter=open_work & due),
        start=Min("early_start", filter=leaf),
        finish=Max("early_finish", filter=leaf),
        baseline_finish=Max("baseline_finish", filter=leaf),
    )
    calendar = calendar_of(programme)
    return PlanFigures(
        **found,
        slip=slip_days(found["baseline_finish"], found["finish"], calendar),
        official=found["finish"] is None or calendar.is_official(found["finish"]),
    )


def finish_by_code(programme: "Programme") -> dict[str, date | None]:
    """Forecast, or actual finish, of every task that has a code; one query."""
    rows = Task.objects.filter(programme=programme).exclude(code="").order_by("wave", "position")
    return {code: actual or early for code, actual, early in rows.values_list("code", "actual_finish", "early_finish")}


def late_critical(programme: "Programme", today: date) -> list[Task]:
    """Unfinished critical work whose baseline, or forecast without one, lies before the day; one query."""
    return list(Task.objects.filter(programme=programme, critical=True).overdue(today).for_list())


def ownerless_milestones(programme: "Programme") -> list[Task]:
    """Milestones that are not reached and for which nobody is responsible, no person and no role; one query."""
    return [
        task
        for task in task_rows(programme)
        if task.milestone and not task.summary and task.active and task.actual_finish is None
        and task.responsible_id is None and not task.responsible_role
    ]  # fmt: skip


def rows_for_gantt(programme: "Programme", *, limit: int = 1000) -> list[Task]:
    """The first rows of the plan as the Gantt draws them; one query."""
    return list(Task.objects.filter(programme=programme).for_list()[:limit])
