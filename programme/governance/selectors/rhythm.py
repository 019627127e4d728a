"""How the programme keeps the rhythm of operation: since when it is live, and which review is overdue."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Max

from programme.charter.choices import ProgrammeState
from programme.governance.models import Meeting
from programme.governance.rules.rhythm import CADENCE, Review, reviews
from programme.governance.selectors.lights import reading

if TYPE_CHECKING:
    from programme.charter.models import Programme

ASKED = frozenset({ProgrammeState.ACTIVE, ProgrammeState.OPERATING})


def live_since(programme: "Programme", *, live: bool = True) -> date | None:
    """The day on which the first wave went live, as the rollout tells it."""
    found = reading(programme, "rollout.first_live", live=live)
    return date.fromisoformat(str(found.value)) if found is not None and found.value else None


def rhythm(programme: "Programme", today: date, *, live: bool = True) -> list[Review]:
    """Every review of a running programme that is live; one query beside the evidence."""
    since = live_since(programme, live=live) if programme.state in ASKED else None
    if since is None:
        return []
    rows = Meeting.objects.filter(programme=programme, kind__in=list(CADENCE), held_on__lte=today).took_place()
    held = dict(rows.order_by().values_list("kind").annotate(Max("held_on")))
    return reviews(since, held, today)


def overdue_reviews(programme: "Programme", today: date, *, live: bool = True) -> list[Review]:
    """Those that should have been held."""
    return [one for one in rhythm(programme, today, live=live) if one.overdue]
