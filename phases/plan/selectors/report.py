"""A computed plan as the command prints it."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from phases.plan.models import MINUTES_PER_DAY, Task
from phases.plan.rules.schedule import Schedule
from phases.plan.rules.slots import Slot
from phases.plan.rules.worktime import clock

if TYPE_CHECKING:
    from programme.charter.models import Programme


def schedule_report(programme: "Programme", result: Schedule) -> dict[str, Any]:
    """Give start, finish, critical count and every task; wall-clock times have no offset. One query."""
    tasks = list(Task.objects.filter(programme=programme).order_by("position", "pk"))
    rows = [_row(task, result.slots[task.pk], result) for task in tasks]
    leaves = [row for row in rows if not row["summary"]]
    return {
        "start": min((row["early_start"] for row in rows), default=None),
        "finish": max((row["early_finish"] for row in rows), default=None),
        "critical_count": sum(row["critical"] for row in leaves),
        "official_until": result.calendar.official_until and result.calendar.official_until.isoformat(),
        "tasks": rows,
    }


def _row(task: Task, slot: Slot, result: Schedule) -> dict[str, Any]:
    return {
        "uid": int(task.uid) if task.uid.isdigit() else task.ref,
        "name": task.name,
        "summary": task.summary,
        "early_start": _clock(slot.early_start),
        "early_finish": _clock(slot.early_finish),
        "late_start": _clock(slot.late_start),
        "late_finish": _clock(slot.late_finish),
        "total_float_minutes": slot.total_float,
        "free_float_minutes": slot.free_float,
        "critical": slot.critical,
        "official": result.official(slot),
    }


def _clock(moment: int) -> str:
    return clock(moment).isoformat(timespec="seconds")


def schedule_text(told: dict[str, Any]) -> str:
    """Write the report for people: the two ends, then the critical tasks in order."""
    lines = [
        _("%(start)s to %(finish)s, %(n)s critical tasks")
        % {"start": told["start"] or "–", "finish": told["finish"] or "–", "n": told["critical_count"]}
    ]
    for row in told["tasks"]:
        if row["critical"] and not row["summary"]:
            days = row["total_float_minutes"] / MINUTES_PER_DAY
            lines.append(f"{row['early_start']}  {row['early_finish']}  {days:+.1f}  {row['uid']}  {row['name']}")
    return "\n".join(lines)
