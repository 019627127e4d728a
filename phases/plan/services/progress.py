"""What has really happened: starts, finishes, per cent; the status date moves with the facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from phases.plan.models import PlanBasis, Task
from phases.plan.permissions import ACTIONS
from phases.plan.selectors import holding_gate
from phases.plan.services.dates import CHUNK, fresh, kept_basis, refresh_dates
from programme.records.services import append_event, change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

COMPLETE = 100


@dataclass(frozen=True, slots=True)
class Progress:
    """What happened to one task, named by its code."""

    code: str
    actual_start: date | None = None
    actual_finish: date | None = None
    percent: int = 0


@writes
def record_progress(
    task: Task,
    *,
    actor: "User | None",
    actual_start: date | None,
    actual_finish: date | None = None,
    percent: int = 0,
    version: int | None = None,
) -> Task:
    """Record start, finish and per cent of a task; work not begun by the latest of these dates moves after it.

    Raises ``IllegalNowError`` while a gate that is not passed holds the task.
    """
    task = fresh(task)
    require(ACTIONS["progress"], actor, task)
    expect_version(task, version, {"actual_start": actual_start, "actual_finish": actual_finish, "percent": percent})
    _check(task, actual_start, actual_finish, percent, today=timezone.localdate())
    _check_gate(task, actual_start or actual_finish)
    with change(task, "plan.progress_recorded", actor=actor):
        _take(task, actual_start, actual_finish, percent)
        save_validated(task)
    _status(task.programme, [actual_start, actual_finish])
    refresh_dates(task.programme)
    task.refresh_from_db()
    return task


def _check(task: Task, start: date | None, finish: date | None, percent: int, *, today: date) -> None:
    wrong: dict[str, list[str]] = {}
    if task.summary:
        wrong[""] = [_("Progress is recorded on the tasks under a summary.")]
    for name, day in (("actual_start", start), ("actual_finish", finish)):
        if day is not None and day > today:
            wrong[name] = [_("This day is still to come.")]
    if finish is not None and start is None and not task.milestone:
        wrong["actual_start"] = [_("Finished work has a start.")]
    if finish is not None and start is not None and finish < start:
        wrong["actual_finish"] = [_("Work cannot finish before it starts.")]
    if not 0 <= percent <= COMPLETE:
        wrong["percent"] = [_("Between 0 and 100 %.")]
    elif percent == COMPLETE and finish is None:
        wrong["actual_finish"] = [_("Complete work has a finish.")]
    elif percent and start is None and finish is None:
        wrong["actual_start"] = [_("Work that has progressed has a start.")]
    if wrong:
        raise BadInputError(wrong)


def _check_gate(task: Task, begun: date | None) -> None:
    """Refuse to begin work that an undecided gate holds."""
    gate = None if begun is None or task.started else holding_gate(task)
    if gate is not None:
        raise IllegalNowError(_("Gate %(gate)s is not passed; this task may not begin before.") % {"gate": gate})


def _take(task: Task, start: date | None, finish: date | None, percent: int) -> None:
    task.actual_start, task.actual_finish = start, finish
    task.percent = COMPLETE if finish is not None else percent


def _status(programme: "Programme", days: Sequence[date | None]) -> None:
    basis = kept_basis(programme)
    latest = max([day for day in [basis.status_on, *days] if day is not None], default=None)
    if latest != basis.status_on:
        PlanBasis.objects.filter(pk=basis.pk).update(status_on=latest)


@writes
def record_history(programme: "Programme", *, facts: Sequence[Progress], actor: "User | None") -> int:
    """Record what happened to many tasks at once, as one event; returns how many. Unknown codes are refused."""
    require(ACTIONS["edit"], actor, programme)
    tasks = {task.code: task for task in Task.objects.filter(programme=programme, summary=False).exclude(code="")}
    missing = [fact.code for fact in facts if fact.code not in tasks]
    if missing:
        raise BadInputError(_("No task has the code %(codes)s.") % {"codes": ", ".join(missing)})
    today = timezone.localdate()
    for fact in facts:
        _check(tasks[fact.code], fact.actual_start, fact.actual_finish, fact.percent, today=today)
        _take(tasks[fact.code], fact.actual_start, fact.actual_finish, fact.percent)
    changed = [tasks[fact.code] for fact in facts]
    Task.objects.bulk_update(changed, ["actual_start", "actual_finish", "percent"], batch_size=CHUNK)
    _status(programme, [day for fact in facts for day in (fact.actual_start, fact.actual_finish)])
    basis = kept_basis(programme)
    append_event("plan.progress_recorded", basis, actor=actor, changes={"tasks": [None, len(changed)]})
    refresh_dates(programme)
    return len(changed)
