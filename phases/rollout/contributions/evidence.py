"""What gates read of the rollout: how far it covers its scope."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import seams
from core.memo import afresh
from core.seams import Evidence, EvidenceItem, Scope
from phases.rollout.selectors import covered, waves_of


@seams.evidence.provide("rollout.coverage")
def units(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Live units of those in scope; four queries for all scopes."""
    found = covered(programme, timezone.localdate())
    return [_share(programme, found.live_units, found.units) for _scope in scopes]


@seams.evidence.provide("rollout.headcount")
def people(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Licensed persons in a live wave of all licensed persons."""
    found = covered(programme, timezone.localdate())
    return [_share(programme, found.live_people, found.people) for _scope in scopes]


def _share(programme: Any, part: int, whole: int) -> Evidence:
    value = Decimal(part) / Decimal(whole) if whole else None
    detail = [
        EvidenceItem(_("The wave %(wave)s is not live.") % {"wave": wave}, wave.get_absolute_url(), "", wave.planned_on)
        for wave in waves_of(programme)
        if wave.live_on is None
    ]
    url = reverse("rollout:waves", args=[programme.slug])
    return Evidence(value, part, whole, "share", timezone.now(), url, detail)


@seams.evidence.provide("rollout.first_live")
def first_live(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """ISO day on which the first wave went live; None before."""
    day = min((wave.live_on for wave in waves_of(afresh(programme)) if wave.live_on), default=None)
    url = reverse("rollout:waves", args=[programme.slug])
    reading = Evidence(day.isoformat() if day else None, as_of=timezone.now(), source_url=url)
    return [reading for _scope in scopes]
