"""What the plan check finds in absences; gates are the lowest room that knows signatures, decisions and votes."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from core import presence
from core.seams import Finding, Rule, plan_rules
from phases.gates.selectors.absences import missed
from programme.charter.choices import Pitfall
from programme.people.selectors import unreplaced

NEAR = timedelta(days=14)  # an absence that begins later leaves time to find a deputy

ALONE = Rule(
    "gates.away_without_deputy", "warn", Pitfall.PROCESS,
    gettext_lazy("Who is needed soon has a deputy while away"),
    gettext_lazy("Name a deputy with a written authority for these days, or another holder or signer."),
)  # fmt: skip
DUE = Rule(
    "gates.due_while_away", "bad", Pitfall.PROCESS,
    gettext_lazy("No signature, decision or vote falls due while its only giver is away without a deputy"),
    gettext_lazy("Name a deputy today, let it be done before the absence, or move the day."),
)  # fmt: skip

AWAY = presence.ask("gates.away", lambda programme: unreplaced(programme, timezone.localdate() + NEAR))


@plan_rules.provide("gates.absences", ALONE, DUE)
def absences(programme: Any) -> list[Finding]:
    """Absences within two weeks that leave a seat or an act to nobody; no query where there is none."""
    (away,) = presence.stand(programme, AWAY)
    if not away:
        return []
    found = missed(programme, timezone.localdate() + NEAR)
    page = reverse("people:team", args=[programme.slug])
    return [
        *ALONE.over((one for one in found if not one.due), page),
        *DUE.over((one for one in found if one.due), page),
    ]
