"""Granted changes put into the plan: all edits as one act, or none of them."""

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from core.errors import DomainError, IllegalNowError, NotVisibleError
from phases.plan.models import Task, TaskLink
from phases.plan.rules.edits import Edit, in_order
from phases.plan.selectors.ripple import compute_ripple
from phases.plan.services.links import link_tasks, unlink_tasks
from phases.plan.services.tasks import add_task, delete_task, update_task
from programme.governance.choices import ChangeState
from programme.governance.models import ChangeRequest
from programme.governance.selectors.changes import still_true, touched_now
from programme.governance.services.granting import record_applied, send_back_change
from programme.records.services import append_event, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

DUE = (ChangeState.APPROVED, ChangeState.EMERGENCY)


@writes
def apply_change(change: ChangeRequest, *, actor: "User | None") -> bool:
    """Put a granted change's edits into the plan as one act; returns whether it was done.

    Refused as a whole where what was told to the deciders is no longer true: then the change goes back to be assessed.
    Doing it twice does nothing. Raises what the services of the plan raise, with nothing written.
    """
    change = ChangeRequest.objects.for_list().get(pk=change.pk)
    if not change.edits or change.applied_at is not None or change.state not in DUE:
        return False
    programme = change.programme
    computed = compute_ripple(programme, change.edits)  # first: what it refuses is said in the reader's language
    if not still_true(change, touched_now(change)):
        raise IllegalNowError(_("The plan changed since the impact was assessed."))
    write_edits(programme, computed.edits, actor=None)
    append_event(
        "plan.change_applied",
        change,
        actor=actor,
        changes={"edits": [None, len(computed.edits)], "tasks moved": [None, len(computed.ripple.moved)]},
        reason=str(change),
    )
    record_applied(change, actor=actor)
    return True


def carry_out(change: ChangeRequest, *, actor: "User | None") -> bool:
    """Apply the change; where that is refused, send it back with the reason instead. Returns whether it was applied."""
    with translation.override(change.programme.language):  # the reason is kept, for whoever reads it
        try:
            return apply_change(change, actor=actor)
        except DomainError as error:
            send_back_change(change, actor=actor, why=str(error))
            return False


@writes
def write_edits(programme: "Programme", edits: Sequence[Edit], *, actor: "User | None") -> None:
    """Make the edits through the plan's own services; as the system where whoever granted them need not keep the plan.

    Raises what those raise; costs theirs.
    """
    made: dict[Hashable, Task] = {}

    def task(key: Hashable) -> Task:
        rows = Task.objects.filter(programme=programme)
        found = rows.filter(pk=key).for_list().first() if isinstance(key, int) else made.get(key)
        if found is None:
            raise NotVisibleError(_("This task was deleted meanwhile."))
        return found

    for edit in in_order(edits):
        match edit.op:
            case "add":
                said = dict(edit.values)
                above = said.pop("parent")
                parent = None if above is None else task(above)
                made[edit.key] = add_task(programme, name=edit.name, parent=parent, actor=actor, **said)
            case "set":
                update_task(task(edit.key), actor=actor, **edit.values)
            case "remove":
                delete_task(task(edit.key), actor=actor)
            case "unlink":
                pair = edit.links[0]
                unlink_tasks(TaskLink.objects.get(earlier=task(pair.earlier), later=task(pair.later)), actor=actor)
        if edit.op in {"add", "link"}:
            for link in edit.links:
                link_tasks(task(link.later), earlier=task(link.earlier), kind=link.kind, lag=link.lag, actor=actor)
