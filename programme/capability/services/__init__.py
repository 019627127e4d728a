"""Every write of what the company brings."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.access import require
from core.models import save_validated
from programme.capability import permissions
from programme.capability.choices import WEAK
from programme.capability.models import TeamSkill
from programme.capability.selectors import BOOKS
from programme.charter.services.books import change_in, take_out, write_in
from programme.governance.services.actions import agree_action
from programme.people.choices import Role
from programme.people.selectors import holders
from programme.records.services import change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

TERM = timedelta(days=30)  # to train or to hire


@writes
def create_row(programme: "Programme", kind: str, *, values: Mapping[str, Any], actor: "User | None") -> Any:
    """Write a row; a weak skill writes its action too."""
    require(permissions.can_write, actor, programme)
    row = write_in(BOOKS[kind], programme, values, action=f"capability.{kind}.created", actor=actor)
    return _acted(row, actor)


@writes
def update_row(
    row: Any, kind: str, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None
) -> Any:
    """Change a row; a skill that became weak gets its action."""
    require(permissions.can_write, actor, row)
    row = type(row).objects.select_related("programme").get(pk=row.pk)
    row = change_in(BOOKS[kind], row, values, action=f"capability.{kind}.changed", actor=actor, version=version)
    return _acted(row, actor)


@writes
def remove_row(row: Any, kind: str, *, actor: "User | None") -> None:
    """Take a row out; an action that it made stays."""
    require(permissions.can_write, actor, row)
    take_out(row, action=f"capability.{kind}.removed", actor=actor)


def _acted(row: Any, actor: "User | None") -> Any:
    """Write the action of a weak skill once, for the project manager, in the programme's language."""
    if not isinstance(row, TeamSkill) or row.score > WEAK or row.action_id is not None:
        return row
    owner = next(iter(holders(row.programme, Role.PM)), None) or actor
    if owner is None:
        return row
    with override(row.programme.language):
        text = _("Train or hire: the own team scores %(score)d of 5 in %(area)s") % {
            "score": row.score,
            "area": row.get_area_display(),
        }
    due = timezone.localdate() + TERM
    with change(row, "capability.team.acted", actor=actor):
        row.action = agree_action(row.programme, text=text, owner=owner, due_on=due, actor=None)
        save_validated(row)
    return row
