"""Readings for gates and KPIs: pilot feedback that nobody sorted, and answers given in time."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import seams
from core.seams import Evidence, EvidenceItem, Scope
from feedback.inbox.models import FeedbackItem
from feedback.inbox.selectors.clocks import late_keys, sla_share
from feedback.inbox.selectors.items import category_mix, pilot_items

NAMED = 20


@seams.evidence.provide("inbox.untriaged_pilot")
def untriaged_pilot(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Pilot items of which nobody has said what they are; undefined while the pilot has said nothing.

    What is missing names each of them; the counts of each category stand after them.
    """
    rows = pilot_items(programme)
    every, mix = category_mix(rows)
    here = reverse("inbox:item_list", args=[programme.slug])
    named = rows.untriaged().select_related("programme", "owner").order_by("received_at", "pk")
    left = list(named) if every else []
    missing = [
        EvidenceItem(_("Classify %(item)s") % {"item": item}, item.get_absolute_url(), str(item.owner or ""))
        for item in left[:NAMED]
    ]
    if not every:
        missing = [EvidenceItem(_("Collect feedback of the pilot group"), here)]
    if left:
        counted = ", ".join(f"{label} {n}" for label, n in mix if n)
        missing += [EvidenceItem(_("Classified so far: %(counts)s") % {"counts": counted}, here)] if counted else []
    reading = Evidence(
        value=len(left) if every else None,
        numerator=len(left),
        denominator=every,
        unit="count",
        as_of=timezone.now(),
        source_url=f"{here}?untriaged=true",
        detail=missing,
    )
    return [reading for _scope in scopes]


@seams.evidence.provide("inbox.sla_share")
def answered_in_time(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """F22: items answered in time ÷ items answered or late; undefined while nothing is decided."""
    share = sla_share(programme)
    here = reverse("inbox:item_list", args=[programme.slug])
    late = (
        FeedbackItem.objects.filter(pk__in=late_keys(programme)).select_related("programme", "owner").order_by("code")
    )
    reading = Evidence(
        value=share.value,
        numerator=share.met,
        denominator=share.decided,
        unit="share",
        as_of=timezone.now(),
        source_url=here,
        detail=[
            EvidenceItem(_("Answer %(item)s") % {"item": item}, item.get_absolute_url(), str(item.owner or ""))
            for item in late[:NAMED]
        ],
    )
    return [reading for _scope in scopes]
