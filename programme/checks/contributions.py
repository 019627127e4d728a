"""The plan check in the map, and waivers that are about to run out."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import seams
from core.seams import AttentionItem, PageEntry
from programme.checks.models import RuleWaiver
from programme.checks.permissions import can_see, waives

SOON = timedelta(days=7)

seams.pages.add(
    "checks.overview",
    PageEntry(
        label=gettext_lazy("Plan check"),
        url_name="checks:overview",
        icon="list-check",
        order=145,
        group=3,
        key="k",
        visible=can_see,
    ),
)


@seams.attention.provide("checks.waivers")
def ending(programme: Any, user: Any) -> list[AttentionItem]:
    """Waivers that run out within a week, for those who may grant them; one query."""
    if user is not None and not waives(user, programme):
        return []
    today = timezone.localdate()
    url = reverse("checks:overview", args=[programme.slug])
    rows = RuleWaiver.objects.filter(programme=programme, until__lte=today + SOON).alive(today).order_by("until", "pk")
    book = seams.plan_rules.book
    return [
        AttentionItem(
            "warn",
            _("Waiver ends: %(rule)s") % {"rule": book[row.rule].label if row.rule in book else row.rule},
            url,
            row.until,
            verb=_("Look"),
        )
        for row in rows
    ]
