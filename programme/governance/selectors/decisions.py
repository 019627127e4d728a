"""Reads of decisions and meetings, shaped for pages and the pack."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import Action, allows
from core.documents.words import money_text
from core.errors import BadInputError
from core.fsm import can_move
from core.memo import read_once
from core.money import Money
from programme.governance import rules
from programme.governance.choices import DecisionState, MeetingKind, Presence
from programme.governance.models import Attendance, Decision, Meeting
from programme.governance.permissions import ACTIONS
from programme.governance.rules.meetings import cost_of_waiting, waited

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.charter.models import Goal, Programme
    from programme.governance.querysets import DecisionQuerySet

ORDER = ("request", "answer", "ask_back", "reject", "approve")
PRIMARY = frozenset({"request", "answer", "approve"})


def decisions(programme: "Programme") -> "DecisionQuerySet":
    """All decisions of the programme."""
    return Decision.objects.filter(programme=programme).for_list()


def goals_named(programme: "Programme", codes: "Sequence[str]") -> "list[Goal]":
    """The goals with these codes; raises ``BadInputError`` naming those that no goal has. One query."""
    found = {goal.code: goal for goal in programme.goals.filter(code__in=codes)}
    unknown = [code for code in codes if code not in found]
    if unknown:
        raise BadInputError({"goals": [_("No goal has the code %(codes)s.") % {"codes": ", ".join(unknown)}]})
    return list(found.values())


def asked(programme: "Programme", limit: int = 3) -> list[Decision]:
    """Decisions requested now, the soonest needed first."""
    return list(decisions(programme).open()[:limit])


@dataclass(frozen=True, slots=True)
class Waiting:
    """A decision with the days it waited, and the days until it is needed (negative: late by so many)."""

    row: Decision
    waited: int | None
    left: int | None

    @property
    def used(self) -> int:
        """The share of its time that is used, in per cent."""
        if self.left is None or self.waited is None:
            return 0
        whole = self.waited + self.left
        return 100 if whole <= 0 or self.left < 0 else round(self.waited / whole * 100)

    @property
    def late(self) -> int:
        """Days past the day it was needed."""
        return max(-(self.left or 0), 0)

    @property
    def cost(self) -> str:
        """What waiting has cost so far, in the programme's currency; empty where no figure is known."""
        return waiting_cost(self.row, self.waited)


def per_week(row: Decision) -> str:
    """Write what a week of waiting costs; empty where no figure is known."""
    return "" if row.delay_week_minor is None else money_text(Money(row.delay_week_minor, row.programme.currency))


def waiting_cost(row: Decision, days: int | None) -> str:
    """Write what so many days of waiting cost; empty where no figure is known."""
    minor = cost_of_waiting(row.delay_week_minor, days)
    return "" if minor is None else money_text(Money(minor, row.programme.currency))


def age(row: Decision, today: date) -> int | None:
    """Days from the day it was asked to the decision, or to today."""
    return waited(row.asked_on, row.decided_on or today)


def waiting_line(row: Decision, today: date) -> Waiting:
    """Count the days of one open decision."""
    waited = (today - row.asked_on).days if row.asked_on else None
    return Waiting(row, waited, (row.due_on - today).days if row.due_on else None)


def decision_actions(decision: Decision, user: Any) -> list[Action]:
    """What this person may do with the decision now."""
    labels = {name: transition_label(decision, name) for name in ORDER if can_move(decision, name)}
    return [
        Action(name, label, primary=name in PRIMARY, danger=name == "reject")
        for name, label in labels.items()
        if allows(ACTIONS[name], user, decision)
    ]


def answers(decision: Decision, user: Any) -> list[Action]:
    """Approve, reject, ask back, as far as this person may; the usual one first."""
    order = {"approve": 0, "reject": 1, "ask_back": 2}
    found = [act for act in decision_actions(decision, user) if act.name in order]
    return sorted(found, key=lambda act: order[act.name])


def transition_label(decision: Decision, name: str) -> Any:
    """Say a transition as its button does."""
    moves = decision.get_all_state_transitions()  # type: ignore[attr-defined]
    return next(move.custom["label"] for move in moves if move.name == name)


@read_once()
def followed_up(programme: "Programme", since: datetime | None) -> list[Decision]:
    """Decisions made since a moment (all of them without one), and those still open: the follow-up of the last pack."""
    rows = decisions(programme).exclude(state=DecisionState.DRAFT)
    day = since.date() if since else None
    return [row for row in rows if row.is_open or day is None or (row.decided_on and row.decided_on >= day)]


@read_once()
def on_time(programme: "Programme", today: date) -> tuple[int, int]:
    """How many decisions were made on time, of those made or late."""
    pairs = []
    for row in decisions(programme).exclude(state=DecisionState.DRAFT):
        until = row.decided_on or today
        pairs.append((row.decided_on is not None, row.due_on is None or until <= row.due_on))
    return rules.closed_on_time(pairs)


@read_once()
def kickoff(programme: "Programme") -> Meeting | None:
    """The latest kick-off that was held; one query."""
    rows = Meeting.objects.filter(programme=programme, kind=MeetingKind.KICKOFF).took_place()
    return rows.order_by("-held_on", "-pk").first()


@read_once()
def executive_attended(programme: "Programme") -> bool:
    """Tell whether the top executive was at a kick-off."""
    there = Attendance.objects.filter(
        meeting__in=Meeting.objects.filter(programme=programme, kind=MeetingKind.KICKOFF).took_place(),
        presence=Presence.PRESENT,
        stakeholder__top_executive=True,
    )
    return there.exists()
