"""Saved views of the registers."""

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from core.access import require
from core.models import save_validated
from programme.people.models import User
from programme.raid import permissions
from programme.raid.models import RaidView
from programme.records.services import append_event, change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme


@writes
def save_view(programme: "Programme", *, register: str, name: str, query: str, actor: User) -> RaidView:
    """Keep the filters of a register under a name, for this person only; the page number is left out."""
    require(permissions.reads, actor, programme)
    kept = [(key, value) for key, value in parse_qsl(query) if key != "page"]
    view = RaidView(programme=programme, user=actor, register=register, name=name.strip(), query=urlencode(kept))
    with change(view, "raid.view_saved", actor=actor):
        save_validated(view)
    return view


@writes
def forget_view(view: RaidView, *, actor: User) -> None:
    """Remove one's own saved view."""
    require(lambda user, row: bool(row.user_id == user.pk), actor, view)
    append_event("raid.view_forgotten", view, actor=actor)
    view.delete()
