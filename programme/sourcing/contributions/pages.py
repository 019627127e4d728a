"""The entry of the map, and who is asked to score or to look again."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import presence, seams
from core.kept import kept
from core.presence import rows_of
from core.seams import AttentionItem, PageEntry
from programme.sourcing import permissions
from programme.sourcing.choices import SourcingState
from programme.sourcing.contributions.evidence import page, stale
from programme.sourcing.models import Sourcing
from programme.sourcing.selectors import standing

DECIDED = presence.ask("sourcing.in_force", rows_of(Sourcing, state=SourcingState.DECIDED))


@seams.attention.provide("sourcing.stale")
def changed(programme: Any, user: Any) -> list[AttentionItem]:
    """A signed decision that says something else by now, for the project manager."""
    if not permissions.can_propose(user, programme) or not presence.stand(programme, DECIDED)[0]:
        return []
    row = standing(programme).row
    if row is None or not kept(programme, "sourcing.stale", lambda: stale(row)):
        return []
    text = _("The sourcing decision changed after it was signed")
    return [AttentionItem("stale", text, page(programme), verb=_("Look"))]


seams.pages.add(
    "sourcing.overview",
    PageEntry(
        label=gettext_lazy("Sourcing"),
        url_name="sourcing:overview",
        icon="scale",
        order=24,
        visible=permissions.can_read,
    ),
)
