"""Accept what levelling proposes, and take it back."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.access import require
from core.errors import IllegalNowError
from phases.plan.models import Task
from phases.plan.permissions import ACTIONS
from phases.plan.selectors.load import levelling_of
from phases.plan.services.dates import CHUNK, kept_basis, refresh_dates
from programme.records.services import append_event, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User


@writes
def accept_levelling(programme: "Programme", *, stamp: str, actor: "User | None", within_float: bool = True) -> int:
    """Write the delays of the proposal with that stamp; returns how many tasks move.

    Raises ``IllegalNowError`` where the plan has changed since it was proposed, or nothing is proposed.
    """
    require(ACTIONS["level"], actor, programme)
    found = levelling_of(programme, within_float=within_float)
    if found.stamp != stamp:
        raise IllegalNowError(_("The plan has changed since this was proposed. Look at the new proposal."))
    delays = {one.key: one.delay for one in found.proposal.moved}
    elapsed = {one.key for one in found.proposal.moved if one.elapsed}
    if not delays:
        raise IllegalNowError(_("The proposal moves nothing."))
    before = {task.pk: task for task in Task.objects.filter(programme=programme)}
    levelled = [task for task in before.values() if task.delay and task.pk not in delays and not task.started]
    changes = {}
    for task in [*levelled, *(before[pk] for pk in delays if isinstance(pk, int))]:
        changes[str(task)] = [task.delay, delays.get(task.pk, 0)]
        task.delay, task.delay_elapsed = delays.get(task.pk, 0), task.pk in elapsed
        task.version += 1
    changed = [task for task in before.values() if str(task) in changes]
    Task.objects.bulk_update(changed, ["delay", "delay_elapsed", "version"], batch_size=CHUNK)
    append_event("plan.levelled", kept_basis(programme), actor=actor, changes=changes)
    refresh_dates(programme)
    return len(delays)


@writes
def clear_levelling(programme: "Programme", *, actor: "User | None") -> int:
    """Take all delays of levelling back; returns how many tasks had one."""
    require(ACTIONS["level"], actor, programme)
    tasks = list(Task.objects.filter(programme=programme, delay__gt=0))
    changes = {str(task): [task.delay, 0] for task in tasks}
    for task in tasks:
        task.delay, task.delay_elapsed = 0, False
        task.version += 1
    Task.objects.bulk_update(tasks, ["delay", "delay_elapsed", "version"], batch_size=CHUNK)
    append_event("plan.levelling_cleared", kept_basis(programme), actor=actor, changes=changes)
    refresh_dates(programme)
    return len(tasks)
