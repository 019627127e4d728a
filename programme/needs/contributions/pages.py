"""The needs' entry of the map, and what waits for whom."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import seams
from core.seams import AttentionItem, PageEntry
from programme.needs import permissions
from programme.needs.choices import NeedState
from programme.needs.models import Requirement
from programme.needs.selectors import approval_lacks

WAITING = 10  # of one person's list; the register has the rest


@seams.attention.provide("needs.requirements")
def waiting(programme: Any, user: Any) -> list[AttentionItem]:
    """Requirements that are complete and wait for this person's approval; four queries."""
    if not permissions.approves(user, programme):
        return []
    rows = Requirement.objects.filter(programme=programme, state=NeedState.PROPOSED).exclude(written_by=user)
    ready = [row for row in rows.for_list()[: WAITING * 5] if row.in_scope and not approval_lacks(row)]
    return [
        AttentionItem(
            "wait",
            _("Approve the requirement %(row)s") % {"row": row},
            reverse("needs:requirement", args=[programme.slug, row.public_id]),
            verb=_("Approve"),
        )
        for row in ready[:WAITING]
    ]


seams.pages.add(
    "needs.overview",
    PageEntry(
        label=gettext_lazy("Requirements"),
        url_name="needs:overview",
        icon="list-check",
        order=25,
        visible=permissions.can_read,
    ),
)
