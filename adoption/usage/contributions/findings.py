"""What the plan check finds in usage: nobody looks whether the CRM is used."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from adoption.usage.models import UsagePart
from core import presence
from core.seams import Finding, Rule, plan_rules
from phases.rollout.selectors import waves_of
from programme.charter.choices import Pitfall

QUIET = timedelta(days=14)
UNSEEN = Rule(
    "usage.nothing_imported", "bad", Pitfall.DATA,
    gettext_lazy("Usage of live waves was imported in the last 14 days"),
    gettext_lazy("Import the usage of the CRM; without it adoption is a guess."),
)  # fmt: skip


SEEN = presence.ask(
    UNSEEN.code, lambda programme: UsagePart.objects.filter(programme=programme, last_at__gte=timezone.now() - QUIET)
)


@plan_rules.provide("usage.recent", UNSEEN)
def recent(programme: Any) -> list[Finding]:
    """A wave that has been live for two weeks, and no usage of these weeks; one query, which others share."""
    today = timezone.localdate()
    live = any(wave.live_on and wave.live_on <= today - QUIET for wave in waves_of(programme))
    (seen,) = presence.stand(programme, SEEN)
    return UNSEEN.when(live and not seen, reverse("usage:overview", args=[programme.slug]))
