"""A canonical row put onto its task."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.imports.kinds import Change, Row
from phases.plan.models import PlanCalendar, Task
from phases.plan.rules.columns import minute_of
from phases.plan.rules.steps import read_step
from phases.plan.rules.tokens import DAY, ELAPSED_DAY, minutes_from_days
from phases.plan.selectors.rows import DATES
from programme.people.choices import Role

if TYPE_CHECKING:
    from programme.charter.models import Programme

PLAIN = ("wbs", "note")
YES_OR_NO = {"milestone": False, "elapsed": False, "manual": False, "active": True, "ignores_resources": False,
             "fixed": False, "delay_elapsed": False}  # fmt: skip
NUMBERS = {"percent": 0, "priority": 500}
WRITTEN = (
    "source", "uid", "name_zh", "name_en", "minutes", *PLAIN, *YES_OR_NO, *NUMBERS, *DATES.values(),
    *(f"{name}_minute" for name in DATES.values()), "constraint", "constraint_on", "constraint_minute", "delay",
    "earning", "steps",
    "remaining", "calendar_id", "responsible_id", "responsible_role",
)  # fmt: skip


def fill_task(task: Task, change: Change, programme: "Programme", people: Mapping[str, Any]) -> Task:
    """Put a row on a task, all but its calendar, links and resources; a column that is not there leaves its field."""
    row, planned = change.row, task.planned_start
    if row.get("uid") and not task.code:
        task.source, _hash, task.uid = row["uid"].rpartition("#")
    for key in PLAIN:
        setattr(task, key, row.get(key, getattr(task, key)))
    for key, usual in (YES_OR_NO | NUMBERS).items():
        if key in row:
            setattr(task, key, usual if row[key] is None else row[key])
    _fill_name(task, row, programme.language)
    _fill_lengths(task, row, new=not change.ref)
    _fill_dates(task, row)
    _fill_constraint(task, row, planned)
    if "responsible" in row:
        found = people.get(row["responsible"].casefold())
        task.responsible_role = found if found in Role.values else ""
        task.responsible = None if found is None or found in Role.values else found
    return task


def fill_calendar(task: Task, row: Row, found: PlanCalendar | None) -> None:
    """Put the task's own calendar on it."""
    if "calendar" in row:
        task.calendar = found


def _fill_name(task: Task, row: Row, language: str) -> None:
    name = row.get("name")
    if name is None:
        return
    own, other = ("name_zh", "name_en") if language.startswith("zh") else ("name_en", "name_zh")
    if getattr(task, other) in {"", getattr(task, own)}:
        setattr(task, other, name)
    setattr(task, own, name)


def _fill_lengths(task: Task, row: Row, *, new: bool) -> None:
    """Read days as working ones, or as those of the clock where the task runs day and night."""
    day = ELAPSED_DAY if task.elapsed else DAY
    if row.get("duration") is not None:
        task.minutes = minutes_from_days(row["duration"], day)
    elif task.milestone and new:
        task.minutes = 0
    if "remaining" in row:
        task.remaining = None if row["remaining"] is None else minutes_from_days(row["remaining"], day)
    if "delay" in row:
        task.delay = minutes_from_days(row["delay"] or Decimal(0), ELAPSED_DAY if task.delay_elapsed else DAY)
    if "earning" in row:
        task.earning = row["earning"] or ""
    if "steps" in row:
        found = [read_step(text) for text in row["steps"]]
        task.steps = [step.kept() for step in found if step is not None]


def _fill_dates(task: Task, row: Row) -> None:
    """Take dates and their times of day; a new date without a time has the day's own beginning or end."""
    for key, name in DATES.items():
        if key in row:
            if row[key] != getattr(task, name):
                setattr(task, f"{name}_minute", None)
            setattr(task, name, row[key])
        if f"{key}_at" in row:
            setattr(task, f"{name}_minute", minute_of(row[f"{key}_at"]) if getattr(task, name) else None)


def _fill_constraint(task: Task, row: Row, planned: date | None) -> None:
    """Take the constraint; a start without predecessors, in a file that knows no constraints, is one."""
    if "constraint" in row:
        task.constraint = row["constraint"] or "asap"
    if "constraint_date" in row:
        moment = datetime.fromisoformat(row["constraint_date"]) if row["constraint_date"] else None
        task.constraint_on = moment.date() if moment else None
        timed = moment is not None and "T" in row["constraint_date"]
        task.constraint_minute = moment.hour * 60 + moment.minute if moment and timed else None
    ours = task.constraint == "asap" or (task.constraint == "snet" and task.constraint_on == planned)
    if ours and row.get("start") and not task.manual and "constraint" not in row and not row.get("predecessors"):
        task.constraint, task.constraint_on = "snet", row["start"]
