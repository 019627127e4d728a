"""The landscape's entry of the map, and what waits for whom."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import seams
from core.seams import AttentionItem, PageEntry
from programme.landscape import permissions
from programme.landscape.selectors import unapproved_data

WAITING = 10


@seams.attention.provide("landscape.test_data")
def waiting(programme: Any, user: Any) -> list[AttentionItem]:
    """Test data that are not anonymised and wait for this person's approval; one query."""
    if not permissions.approves(user, programme):
        return []
    return [
        AttentionItem(
            "wait",
            _("Test data are not anonymised: %(row)s") % {"row": row},
            row.get_absolute_url(),
            verb=_("Approve"),
        )
        for row in unapproved_data(programme)[:WAITING]
        if permissions.can_approve(user, row)
    ]


seams.pages.add(
    "landscape.overview",
    PageEntry(
        label=gettext_lazy("Systems and data"),
        url_name="landscape:overview",
        icon="list-check",
        order=26,
        visible=permissions.can_read,
    ),
)
