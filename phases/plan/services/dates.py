"""Compute and store the plan's dates; promise them as the baseline."""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import IllegalNowError, NotVisibleError
from core.models import save_validated
from phases.plan.models import PlanBasis, Task
from phases.plan.permissions import ACTIONS
from phases.plan.rules.network import CircularError
from phases.plan.rules.schedule import Schedule, Slot
from phases.plan.rules.worktime import CalendarError
from phases.plan.selectors import basis_of, schedule_of
from programme.records.services import append_event, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

COMPUTED = (
    "early_start", "early_finish", "late_start", "late_finish", "total_float", "free_float", "critical",
)  # fmt: skip
CHUNK = 500


def fresh(task: Task) -> Task:
    """Read the task again under the lock, so that nothing others wrote is overwritten; raises ``NotVisibleError``."""
    found = Task.objects.filter(pk=task.pk).for_list().first()
    if found is None:
        raise NotVisibleError(_("This task was deleted meanwhile."))
    return found


def kept_basis(programme: "Programme") -> PlanBasis:
    """Return the programme's basis, saved."""
    basis = basis_of(programme)
    if basis.pk is None:
        save_validated(basis)
    return basis


@writes
def reschedule(programme: "Programme", *, actor: "User | None") -> Schedule:
    """Compute all dates, floats and the critical path, and store what changed.

    Raises ``IllegalNowError`` naming the tasks of a circle of links. Costs about seven queries and one for each 500
    changed rows.
    """
    require(ACTIONS["reschedule"], actor, programme)
    return refresh_dates(programme)


def refresh_dates(programme: "Programme") -> Schedule:
    """Do what ``reschedule`` does inside a service that has asked for permission already."""
    try:
        result = schedule_of(programme)
    except CircularError as error:
        names = {task.pk: str(task) for task in Task.objects.filter(programme=programme).for_list()}
        walk = [names.get(key, str(key)) if isinstance(key, int) else str(key) for key in error.cycle]
        raise IllegalNowError(
            _("The links form a circle: %(walk)s") % {"walk": " → ".join([*walk, *walk[:1]])}
        ) from error
    except CalendarError as error:
        raise IllegalNowError(_calendar_words(error)) from error
    changed = [
        task
        for task in Task.objects.filter(programme=programme).only("pk", *COMPUTED)
        if _place(task, result.slots[task.pk])
    ]
    Task.objects.bulk_update(changed, COMPUTED, batch_size=CHUNK)
    basis = kept_basis(programme)
    PlanBasis.objects.filter(pk=basis.pk).update(scheduled_at=timezone.now())
    return result


def _calendar_words(error: CalendarError) -> str:
    if error.empty:
        return _("The calendar “%(name)s” has no working time; nothing can be placed in it.") % {"name": error.name}
    return _("The plan would last for centuries; a duration, a lag or a date must be wrong.")


def _place(task: Task, slot: Slot) -> bool:
    """Put the slot's dates on the task; tell whether anything differs."""
    values = (
        slot.start, slot.finish, slot.latest_start, slot.latest_finish,
        slot.total_float, slot.free_float, slot.critical,
    )  # fmt: skip
    if values == tuple(getattr(task, name) for name in COMPUTED):
        return False
    for name, value in zip(COMPUTED, values, strict=True):
        setattr(task, name, value)
    return True


@writes
def set_baseline(programme: "Programme", *, actor: "User | None") -> int:
    """Promise the dates as they are now: every task's start and finish become its baseline; returns how many."""
    require(ACTIONS["baseline"], actor, programme)
    refresh_dates(programme)
    tasks = list(Task.objects.filter(programme=programme))
    for task in tasks:
        task.baseline_start = task.actual_start or task.early_start
        task.baseline_finish = task.actual_finish or task.early_finish
    Task.objects.bulk_update(tasks, ["baseline_start", "baseline_finish"], batch_size=CHUNK)
    basis = kept_basis(programme)
    before, basis.baselined_on = basis.baselined_on, timezone.localdate()
    save_validated(basis)
    append_event(
        "plan.baseline_set",
        basis,
        actor=actor,
        changes={
            "tasks": [None, len(tasks)],
            "baselined_on": [before and before.isoformat(), basis.baselined_on.isoformat()],
        },
    )
    return len(tasks)
