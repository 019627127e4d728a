"""What waits for a person over all programmes, as one screen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from core import seams
from core.kept import kept
from core.seams import AttentionItem
from programme.charter.choices import ProgrammeState
from programme.charter.models import Programme
from programme.people.choices import Home
from programme.people.selectors import homes_of

if TYPE_CHECKING:
    from programme.people.models import User

SCREEN = 14  # lines of one screen
LEAST = 3  # lines of each programme, however many there are
SEVERITIES = {"bad": 0, "stale": 1, "warn": 2, "wait": 3}
# What is asked of a member who reads and decides: their home shows no list of all that ails the programme either.
DECIDERS = frozenset({
    "budget.draws", "gates.votes", "governance.actions", "governance.changes", "governance.decisions",
    "governance.meetings", "signoff.requests",
})  # fmt: skip
OVER = (ProgrammeState.CLOSED, ProgrammeState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Part:
    """One programme's lines: the gravest first, and how many more there are."""

    programme: Programme
    items: Sequence[AttentionItem]
    more: int

    @property
    def count(self) -> int:
        """All of them."""
        return len(self.items) + self.more


def digest_of(person: "User", *, live: bool = True) -> list[Part]:
    """What asks for this person in each programme in which a role is held, in the language that is active.

    Live it costs what all providers cost in each programme; pages take what is kept since the last event.
    """
    rows = Programme.objects.filter(memberships__user=person, memberships__ended_on=None).exclude(state__in=OVER)
    found = [(programme, _waiting(programme, person, live=live)) for programme in rows.distinct().order_by("name")]
    filled = [(programme, items) for programme, items in found if items]
    room = max(LEAST, SCREEN // max(len(filled), 1))
    return [Part(programme, items[:room], max(len(items) - room, 0)) for programme, items in filled]


def _waiting(programme: Programme, person: "User", *, live: bool) -> list[AttentionItem]:
    reads_only = homes_of(person, programme)[:1] in ([Home.STEERING], [Home.LEARNER])
    wanted = [(name, give) for name, give in seams.attention.items() if not reads_only or name in DECIDERS]
    items = [item for name, give in wanted for item in _asked(programme, person, name, give, live=live)]
    return sorted(items, key=lambda item: (SEVERITIES.get(item.severity, len(SEVERITIES)), item.due or date.max))


def _asked(
    programme: Programme, person: "User", name: str, give: Callable[[Any, Any], Sequence[AttentionItem]], *, live: bool
) -> Sequence[AttentionItem]:
    """One provider's items; what a home page kept is read from there."""
    if live:
        return give(programme, person)
    return kept(programme, f"home:attention:{name}:{person.pk}", lambda: list(give(programme, person)))
