"""The process library in the map, and processes that nobody owns."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from core import seams
from core.seams import AttentionItem, PageEntry
from phases.redesign.models import ProcessNode
from phases.redesign.permissions import can_edit, can_see


@seams.attention.provide("redesign.owners")
def unowned(programme: Any, user: Any) -> list[AttentionItem]:
    """Processes without an owner, in one item; one query."""
    if not can_edit(user, programme):
        return []
    count = ProcessNode.objects.filter(programme=programme).unowned().count()
    if not count:
        return []
    text = ngettext("%(n)s process has no owner", "%(n)s processes have no owner", count) % {"n": count}
    return [AttentionItem("warn", text, reverse("redesign:library", args=[programme.slug]))]


seams.pages.add(
    "redesign",
    PageEntry(
        label=gettext_lazy("Redesign"), url_name="redesign:library", icon="route", order=60, group=2, visible=can_see
    ),
)
