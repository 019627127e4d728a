"""What stands between the programme and its next state, and which acts a person is offered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Action, allows
from programme.charter import permissions
from programme.charter.choices import FINAL_STATES, Moment, ProgrammeState, VersionState
from programme.charter.models import Goal
from programme.charter.selectors.live import evidence_of
from programme.charter.selectors.papers import charter_gaps, latest_version
from programme.charter.selectors.readiness import readiness
from programme.people.choices import MANDATORY_SEATS
from programme.people.models import Seat

if TYPE_CHECKING:
    from programme.charter.models import Programme

S = ProgrammeState


@dataclass(frozen=True, slots=True)
class Proof:
    """A reading of another floor that a move needs; where nobody gives it, the thing counts as open."""

    name: str
    text: Any
    accepts: Callable[[Any], bool] = bool
    scope: dict[str, Any] = field(default_factory=dict)


def _zero(value: Any) -> bool:
    """Accept a count of nothing."""
    return value is not None and value == 0


PROOFS: dict[str, tuple[Proof, ...]] = {
    "operate": (Proof("rollout.unstable_waves", gettext_lazy("Not every wave is stabilised or cancelled."), _zero),),
    "begin_closing": (
        Proof(
            "gates.deliverable",
            gettext_lazy("The hand-over to the administrator (DEL-61) is not approved."),
            scope={"deliverable": "DEL-61"},
        ),
        Proof("statements.benefit_reviews", gettext_lazy("No benefit review was held.")),
    ),
    "close": (
        Proof("gates.open_final_stages", gettext_lazy("Stages after go-live are still open."), _zero),
        Proof(
            "ledger.benefits_without_owner_or_date",
            gettext_lazy("Benefit reviews have no owner or no date."),
            _zero,
        ),
        Proof("raid.open_without_receiver", gettext_lazy("Open items have no receiver."), _zero),
        Proof(
            "gates.deliverable",
            gettext_lazy("The closure report (DEL-64) is not signed."),
            scope={"deliverable": "DEL-64"},
        ),
    ),
}


def _unproved(programme: "Programme", name: str) -> list[str]:
    """Readings that do not carry the move, each with what is open."""
    reasons = []
    for proof in PROOFS.get(name, ()):
        found = evidence_of(programme, proof.name, **proof.scope)
        if found is None or found.value is None:
            reasons.append(_("%(what)s Nothing is recorded about it yet.") % {"what": proof.text})
        elif not proof.accepts(found.value):
            items = [item.text for item in found.detail]
            reasons += [f"{proof.text} {item}" for item in items] or [str(proof.text)]
    return reasons


def _assess(programme: "Programme") -> list[str]:
    reasons = []
    if not Goal.objects.current().filter(programme=programme).exists():
        reasons.append(_("Write at least one goal."))
    if Seat.objects.filter(programme=programme, mandatory=True).count() < len(MANDATORY_SEATS):
        reasons.append(_("Propose the five mandatory seats."))
    return reasons


def _activate(programme: "Programme") -> list[str]:
    reasons = []
    if not readiness(programme, Moment.START).signed:
        reasons.append(_("Readiness at start is neither passed nor waived by the sponsor."))
    attended = evidence_of(programme, "governance.kickoff_executive")
    if attended is not None and attended.value is True:
        return reasons
    if programme.kickoff_on is None:
        reasons.append(_("Record the kick-off."))
    elif not programme.kickoff_executive and not programme.kickoff_waiver.strip():
        reasons.append(_("The top executive was not at the kick-off; write down why it goes without."))
    return reasons


SOURCES: dict[str, Sequence[str]] = {
    "assess": [S.DRAFT],
    "submit_charter": [S.READINESS, S.CHARTERED, S.ACTIVE, S.ON_HOLD, S.OPERATING],
    "activate": [S.CHARTERED],
    "hold": [S.ACTIVE],
    "resume": [S.ON_HOLD],
    "operate": [S.ACTIVE],
    "begin_closing": [S.OPERATING],
    "close": [S.CLOSING],
    "cancel": [state for state in S.values if state not in FINAL_STATES],
}


def _state_reason(programme: "Programme", name: str) -> list[str]:
    """Say which state the move needs."""
    wanted = SOURCES[name]
    if programme.state in wanted:
        return []
    words = _(", ").join(str(S(state).label) for state in wanted)
    return [
        _("The programme is “%(now)s”; this needs “%(wanted)s”.")
        % {"now": programme.get_state_display(), "wanted": words}
    ]


def blocked_by(programme: "Programme", name: str) -> list[str]:
    """Everything that stands in the way of a move, in the language of the reader; empty where it may go."""
    reasons = _state_reason(programme, name)
    if name == "assess":
        reasons += _assess(programme)
    elif name == "activate":
        reasons += _activate(programme)
    elif name == "submit_charter":
        version = latest_version(programme)
        if version is not None and version.state == VersionState.IN_REVIEW:
            reasons.append(_("Version %(number)s is waiting for signatures.") % {"number": version.number})
        reasons += [text for texts in charter_gaps(programme).values() for text in texts]
    return reasons + _unproved(programme, name)


LABELS: dict[str, Any] = {
    "assess": gettext_lazy("Start the readiness check"),
    "submit_charter": gettext_lazy("Put the charter to its signers"),
    "activate": gettext_lazy("Activate"),
    "hold": gettext_lazy("Put on hold"),
    "resume": gettext_lazy("Resume"),
    "operate": gettext_lazy("Begin operating"),
    "begin_closing": gettext_lazy("Begin closing"),
    "close": gettext_lazy("Close"),
    "cancel": gettext_lazy("Cancel"),
}
PREDICATES = permissions.MOVES | {"submit_charter": permissions.can_manage}
NEXT: dict[str, Sequence[str]] = {
    S.DRAFT: ["assess"],
    S.READINESS: ["submit_charter"],
    S.CHARTERED: ["activate", "submit_charter"],
    S.ACTIVE: ["operate", "hold", "submit_charter", "close"],
    S.ON_HOLD: ["resume"],
    S.OPERATING: ["begin_closing", "close"],
    S.CLOSING: ["close"],
}


def available_actions(programme: "Programme", user: Any) -> list[Action]:
    """The acts that this state leads to and this person's roles allow, blocked ones with all their reasons."""
    names = list(NEXT.get(programme.state, ()))
    offered = [
        Action(name, LABELS[name], tuple(blocked_by(programme, name)), primary=position == 0)
        for position, name in enumerate(names)
        if allows(PREDICATES[name], user, programme)
    ]
    if programme.state not in FINAL_STATES and allows(PREDICATES["cancel"], user, programme):
        offered.append(Action("cancel", LABELS["cancel"], danger=True))
    return offered
