"""Link tasks and unlink them; a link that closes a circle is refused with the circle named."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError
from core.models import save_validated
from phases.plan.choices import LagUnit, LinkType
from phases.plan.models import Task, TaskLink
from phases.plan.permissions import ACTIONS
from phases.plan.services.dates import refresh_dates
from programme.records.services import append_event, writes

if TYPE_CHECKING:
    from programme.people.models import User


@writes
def link_tasks(
    later: Task,
    *,
    earlier: Task,
    actor: "User | None",
    kind: str = LinkType.FS,
    lag: int = 0,
    unit: str = LagUnit.WORK,
) -> TaskLink:
    """Let a task wait for another; ``unit`` says what the lag counts. Raises ``IllegalNowError`` for a circle."""
    require(ACTIONS["link"], actor, later)
    if earlier.programme_id != later.programme_id:
        raise BadInputError({"earlier": [_("This task belongs to another programme.")]})
    if later.pk in _above(earlier) or earlier.pk in _above(later):
        raise BadInputError({"earlier": [_("A summary cannot be linked to a task under it.")]})
    if later.summary and kind in {LinkType.FF, LinkType.SF}:
        raise BadInputError({"kind": [_("A summary cannot wait with its finish for another task.")]})
    link = TaskLink(programme=later.programme, earlier=earlier, later=later, type=kind, lag=lag, unit=unit)
    save_validated(link)
    append_event("plan.linked", later, actor=actor, changes={"waits for": [None, link.facts()]})
    refresh_dates(later.programme)
    return link


def _above(task: Task) -> set[int]:
    """Return the summaries over a task; a query for each level."""
    found: set[int] = set()
    parent = task.parent_id
    while parent is not None and parent not in found:
        found.add(parent)
        parent = Task.objects.filter(pk=parent).values_list("parent_id", flat=True).first()
    return found


@writes
def unlink_tasks(link: TaskLink, *, actor: "User | None") -> None:
    """Remove a link."""
    require(ACTIONS["unlink"], actor, link)
    append_event("plan.unlinked", link.later, actor=actor, changes={"waits for": [link.facts(), None]})
    programme = link.programme
    link.delete()
    refresh_dates(programme)
