"""Reads of assumptions: what may be done with one, and how the register stands."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from core.access import Action, allows
from core.fsm import can_move
from core.memo import read_once
from programme.raid import permissions
from programme.raid.choices import UNTESTED, AssumptionState
from programme.raid.models import Assumption

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

ASSUMPTION_LABELS: dict[str, Any] = {
    "confirm": _("It holds"),
    "renew": _("Test it by another day"),
    "refute": _("It does not hold"),
}


@dataclass(frozen=True, slots=True)
class AssumptionCounts:
    """How the register of assumptions stands."""

    every: int
    untested: int
    mine: int
    past: int
    confirmed: int
    broken: int

    @property
    def tested(self) -> int:
        """How many have been tested, whatever came of it."""
        return self.confirmed + self.broken


def assumption_possible(row: Assumption, act: str) -> bool:
    """Tell whether the assumption's state allows the act."""
    return can_move(row, act)


def assumption_actions(row: Assumption, user: "User") -> list[Action]:
    """List what this person may do with the assumption now."""
    return [
        Action(act, label, primary=act == "confirm" and row.is_untested, danger=act == "refute")
        for act, label in ASSUMPTION_LABELS.items()
        if assumption_possible(row, act) and allows(permissions.ASSUMPTION_ACTS[act], user, row)
    ]


def assumption_counts(programme: "Programme", user: "User | None", today: date) -> AssumptionCounts:
    """Count the register as this person (None: a document) sees it; one query."""
    untested = Q(state__in=UNTESTED)
    rows = Assumption.objects.filter(programme=programme)
    found = (rows if user is None else rows.visible_to(user)).aggregate(
        every=Count("pk"),
        untested=Count("pk", filter=untested),
        mine=Count("pk", filter=untested & Q(owner=user)),
        past=Count("pk", filter=untested & Q(expires_on__lt=today)),
        confirmed=Count("pk", filter=Q(state=AssumptionState.CONFIRMED)),
        broken=Count("pk", filter=Q(state=AssumptionState.BROKEN)),
    )
    return AssumptionCounts(**found)


@read_once()
def open_assumptions(programme: "Programme", limit: int = 10) -> list[Assumption]:
    """Give those that nobody has tested, the soonest first; one query."""
    return list(Assumption.objects.filter(programme=programme).untested().for_list()[:limit])
