"""Compute and store the plan's dates."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import IllegalNowError, NotVisibleError
from core.models import save_validated
from core.rows import write_rows
from phases.plan.models import PlanBasis, Task
from phases.plan.permissions import ACTIONS
from phases.plan.rules.circles import CircularError
from phases.plan.rules.schedule import Schedule
from phases.plan.rules.slots import Slot
from phases.plan.rules.worktime import CalendarError, day_of
from phases.plan.selectors import PlanInput, basis_of, plan_input
from phases.plan.services.forecasts import keep_forecasts
from programme.records.services import writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

COMPUTED = (
    "early_start", "early_finish", "late_start", "late_finish", "total_float", "free_float", "critical",
)  # fmt: skip
POINTS = ("public_id", "milestone", "summary", "active", "actual_finish")
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

    Raises ``IllegalNowError`` naming the tasks of a circle of links. Costs about eight queries.
    """
    require(ACTIONS["reschedule"], actor, programme)
    return refresh_dates(programme)


def refresh_dates(programme: "Programme") -> Schedule:
    """Do what ``reschedule`` does inside a service that has asked for permission already."""
    plan = plan_input(programme)
    try:
        result = plan.schedule()
    except CircularError as error:
        names = {task.pk: str(task) for task in Task.objects.filter(programme=programme).for_list()}
        walk = [names.get(key, str(key)) if isinstance(key, int) else str(key) for key in error.cycle]
        raise IllegalNowError(
            _("The links form a circle: %(walk)s") % {"walk": " → ".join([*walk, *walk[:1]])}
        ) from error
    except CalendarError as error:
        raise IllegalNowError(_calendar_words(error)) from error
    rows = list(Task.objects.filter(programme=programme).only("pk", *POINTS, *COMPUTED))
    changed = [task for task in rows if _place(task, result.slots[task.pk])]
    write_rows(changed, COMPUTED)
    keep_forecasts(programme, _forecasts(rows, plan, result))
    basis = kept_basis(programme)
    PlanBasis.objects.filter(pk=basis.pk).update(scheduled_at=timezone.now())
    return result


def _forecasts(rows: Sequence[Task], plan: PlanInput, result: Schedule) -> dict[str, date]:
    """Say when each milestone and gate that is not reached is forecast, never before today."""
    soonest = day_of(plan.calendar.begin_of(timezone.localdate()))
    found = {
        row.public_id: result.slots[row.pk]
        for row in rows
        if row.milestone and not row.summary and row.active and row.actual_finish is None
    }
    gates = [hold for hold in plan.holds if hold.after and hold.decided is None]
    found |= {str(hold.key): result.slots[hold.key] for hold in gates}
    return {subject: max(slot.finish, soonest) for subject, slot in found.items()}


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
