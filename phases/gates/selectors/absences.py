"""Who is needed while away with nobody in the place: for a seat, a signature, a decision or a vote at a gate."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from phases.gates.choices import DECIDED, GateState
from phases.gates.models import GateVote
from phases.plan.selectors.gates import gate_dates, gate_rows
from programme.governance.models import Decision
from programme.people.choices import COMMITTEE
from programme.people.models import Away
from programme.people.selectors import people_by_role, seats_of, unreplaced
from programme.signoff.models import SignatureRequest

if TYPE_CHECKING:
    from programme.charter.models import Programme

IN_REVIEW = frozenset({GateState.SUBMITTED, GateState.IN_REVIEW})


@dataclass(frozen=True, slots=True)
class Act:
    """A signature, a decision or a vote that waits for certain people and nobody else."""

    what: str
    due: date | None
    people: AbstractSet[int]


@dataclass(frozen=True, slots=True)
class Missed:
    """An absence with what needs the person: acts due in these days, and what else does."""

    row: Away
    due: list[Act]
    needed: list[str]

    def __str__(self) -> str:
        said = [f"{act.what} {act.due.isoformat()}" if act.due else act.what for act in self.due]
        return f"{self.row}: {' · '.join(said + self.needed)}"


def missed(programme: "Programme", last: date) -> list[Missed]:
    """Give the absences from today to the day that leave a seat, a signature, a decision or a vote to nobody.

    An act counts where it is due until the absence or the span ends, or has no day. Four queries, beside seats, roles
    held, gates and their dates, which an evaluation has read; one where nobody is away with nobody in the place.
    """
    today = timezone.localdate()
    rows = list(unreplaced(programme, last).for_list())
    if not rows:
        return []
    away = {row.person_id for row in rows}
    acts = [*_signatures(programme, away), *_decisions(programme, away), *_votes(programme, away, today)]
    found = [_missed(programme, row, acts, today, last) for row in rows]
    return [one for one in found if one.due or one.needed]


def _missed(programme: "Programme", row: Away, acts: list[Act], today: date, last: date) -> Missed:
    own = [act for act in acts if row.person_id in act.people]
    due = [act for act in own if act.due is not None and row.first_on <= max(act.due, today) <= row.last_on]
    seats = [str(seat) for seat in seats_of(programme) if seat.mandatory and seat.holder_id == row.person_id]
    near = [act.what for act in own if act not in due and (act.due is None or act.due <= max(last, row.last_on))]
    return Missed(row, due, seats + near)


def _signatures(programme: "Programme", away: AbstractSet[int]) -> Iterator[Act]:
    """Open requests that nobody can sign but who is away; one query."""
    held = people_by_role(programme)
    for one in SignatureRequest.objects.filter(programme=programme).open().order_by("due_on", "pk"):
        people = held.get(one.role, set()) if one.signer_id is None else {one.signer_id}
        if people <= away:
            yield Act(one.title, min(filter(None, (one.due_on, one.expires_on)), default=None), people)


def _decisions(programme: "Programme", away: AbstractSet[int]) -> Iterator[Act]:
    """Questions to a committee of which everybody is away who did not ask it; one query."""
    held = people_by_role(programme)
    committee = set().union(*(held.get(role, set()) for role in COMMITTEE))
    for one in Decision.objects.filter(programme=programme).open().order_by("due_on", "pk"):
        if committee - {one.asked_by_id} <= away:
            yield Act(str(one), one.due_on, committee - {one.asked_by_id})


def _votes(programme: "Programme", away: AbstractSet[int], today: date) -> Iterator[Act]:
    """Votes that wait, or are forecast to, and that nobody can give but who is away; one query."""
    held, days = people_by_role(programme), gate_dates(programme)
    gates = [gate for gate in gate_rows(programme) if gate.state not in DECIDED]
    given = set(GateVote.objects.filter(gate__in=gates).values_list("gate_id", "round", "role"))
    for gate in gates:
        due = days.get(gate.key, today if gate.state in IN_REVIEW else None)
        roles = [role for role in gate.keepers if (gate.pk, gate.round, role) not in given]
        people = {one for role in roles if held.get(role, set()) <= away for one in held.get(role, set())}
        if due is not None and people:
            yield Act(str(gate), due, people)
