"""What stands in the way at a gate, who voted, what waits; and the acts that both fronts show."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import Action, allows
from phases.gates import permissions
from phases.gates.choices import PASSED, Decision, GateState
from phases.gates.models import Condition, Deliverable, Gate, GateDecision, GateVote
from phases.gates.rules.criteria import Gap
from phases.gates.rules.decisions import Ballot, Option, Tally, decision_options, tally
from phases.gates.selectors.evaluation import GateStatus
from phases.gates.selectors.readings import outputs_of
from phases.gates.selectors.words import joined
from programme.people.choices import Role
from programme.people.selectors import project_manager

if TYPE_CHECKING:
    from programme.people.models import User

BLOCKING_GAPS = frozenset({Gap.NO_EVIDENCE, Gap.UNDEFINED, Gap.STALE})


def ballots_of(gate: Gate) -> list[Ballot]:
    """Return the votes of the current round."""
    return [
        Ballot(vote.person_id, vote.role, vote.decision, vote.terms_hash)
        for vote in gate.votes.all()
        if vote.round == gate.round
    ]


def votes_of(gate: Gate) -> list[tuple[str, GateVote | None]]:
    """Return every keeper role with its vote of the current round, or None."""
    given = {vote.role: vote for vote in gate.votes.all() if vote.round == gate.round}
    return [(str(Role(role).label), given.get(role)) for role in gate.keepers]


def tally_of(gate: Gate) -> Tally:
    """Count the votes of the current round."""
    return tally(gate.keepers, ballots_of(gate))


def decision_of(gate: Gate) -> GateDecision | None:
    """Return the decision of the current round."""
    return next((row for row in gate.decisions.all() if row.round == gate.round), None)


def earlier_gates(gate: Gate) -> list[Gate]:
    """Return the gates before this one, in order; those of other waves stand beside it, not before."""
    rows = Gate.objects.filter(programme=gate.programme, position__lt=gate.position).for_list()
    return list(rows)


def is_breached(gate: Gate) -> bool:
    """Tell whether a condition of the standing decision is overdue."""
    decision = decision_of(gate)
    today = timezone.localdate()
    return decision is not None and any(row.is_breached(today) for row in decision.conditions.all())


def state_label(gate: Gate) -> tuple[str, str]:
    """Return level and word of the gate's state; an overdue condition has a word of its own."""
    if gate.state == GateState.CONDITIONAL and is_breached(gate):
        return "bad", _("condition breached")
    levels = {
        GateState.SCHEDULED: "wait",
        GateState.SUBMITTED: "run",
        GateState.IN_REVIEW: "run",
        GateState.GO: "good",
        GateState.CONDITIONAL: "warn",
        GateState.RECYCLE: "warn",
        GateState.HOLD: "block",
        GateState.STOP: "bad",
    }
    return levels[GateState(gate.state)], str(gate.get_state_display())


def way_blocked(gate: Gate, before: Sequence[Gate] | None = None) -> list[str]:
    """Return what outside the criteria closes the way: the PM's seat, earlier gates, breached conditions."""
    reasons = []
    if project_manager(gate.programme) is None:
        reasons.append(_("PM vacant: nobody is accountable for schedule, budget and risk."))
    for earlier in earlier_gates(gate) if before is None else before:
        if earlier.state not in PASSED:
            reasons.append(_("%(gate)s is not passed.") % {"gate": earlier.key})
        elif is_breached(earlier):
            reasons.append(_("A condition of %(gate)s is overdue.") % {"gate": earlier.key})
    return reasons


def submit_blocked(status: GateStatus) -> list[str]:
    """Return why the gate cannot be submitted now."""
    gate = status.gate
    if gate.state != GateState.SCHEDULED:
        return [_("The gate is %(state)s.") % {"state": state_label(gate)[1]}]
    reasons = way_blocked(gate)
    if not status.evaluation.musts:
        reasons.append(_("The gate has no must-criterion."))
    lacking = [line.criterion.label for line in status.unmet if line.result.gap in BLOCKING_GAPS]
    if lacking:
        reasons.append(_("Without evidence: %(keys)s.") % {"keys": joined(lacking)})
    return reasons + unapproved_of_phase(gate)


def unapproved_of_phase(gate: Gate) -> list[str]:
    """Return the reason why a phase's last gate waits: mandatory deliverables that are not approved."""
    last = Gate.objects.filter(phase=gate.phase).order_by("-position").first()
    if last is None or last.position != gate.position:
        return []
    rows = Deliverable.objects.open().filter(mandatory=True, stage__phase=gate.phase)
    codes = list(rows.values_list("code", flat=True))
    if not codes:
        return []
    shown = joined(codes[:6]) + (" …" if len(codes) > 6 else "")  # noqa: PLR2004
    return [_("Mandatory deliverables not approved: %(n)s (%(codes)s).") % {"n": len(codes), "codes": shown}]


def works_of(status: GateStatus) -> dict[int, set[str]]:
    """Return who made what the gate reads: person → codes of deliverables."""
    made: dict[int, set[str]] = {}
    for line in status.lines:
        for deliverable in line.bound.deliverables:
            for work in {deliverable, *outputs_of(deliverable)}:
                if work.author_id:
                    made.setdefault(work.author_id, set()).add(deliverable.code)
    return made


def keeper_blocked(status: GateStatus, user: "User | None") -> list[str]:
    """Return why this keeper may not decide: what the gate reads is this person's own work."""
    own = works_of(status).get(user.pk, set()) if user is not None else set()
    if not own or status.gate.exception_at:
        return []
    return [_("You made what this gate reads: %(codes)s. Another keeper decides, or the sponsor signs an exception.")
            % {"codes": joined(sorted(own))}]  # fmt: skip


def decide_blocked(status: GateStatus, user: "User | None") -> list[str]:
    """Return why no decision can be given now."""
    if status.gate.state != GateState.IN_REVIEW:
        return [_("Decisions are given in review; the gate is %(state)s.") % {"state": state_label(status.gate)[1]}]
    return keeper_blocked(status, user)


def options_of(status: GateStatus) -> tuple[Option, ...]:
    """Return the five decisions with the reasons of those that are not available."""
    return decision_options(status.evaluation, blocked=way_blocked(status.gate), unmet=status.unmet_labels)


def assess_blocked(status: GateStatus, user: "User | None") -> list[str]:
    """Return why the review cannot begin: wrong state, or the assessor owns the evidence."""
    if status.gate.state != GateState.SUBMITTED:
        return [_("The gate is %(state)s.") % {"state": state_label(status.gate)[1]}]
    return keeper_blocked(status, user)


def available_actions(status: GateStatus, user: "User | None") -> list[Action]:
    """Return the acts of a gate for this person, blocked ones with their reasons; both fronts show these."""
    gate = status.gate
    wanted = {
        "submit": (_("Submit for review"), submit_blocked),
        "assess": (_("Start review"), lambda s: assess_blocked(s, user)),
        "decide": (_("Decide"), lambda s: decide_blocked(s, user)),
        "reschedule": (_("Schedule again"), _reschedule_blocked),
        "exception": (_("Sign small-firm exception"), _exception_blocked),
        "concede": (_("Add concession"), lambda _s: []),
    }
    primary = {GateState.SCHEDULED: "submit", GateState.SUBMITTED: "assess", GateState.IN_REVIEW: "decide"}
    return [
        Action(name, label, tuple(blocked(status)), primary=name == primary.get(GateState(gate.state)))
        for name, (label, blocked) in wanted.items()
        if allows(permissions.ACTIONS[name], user, gate) and _shown(name, gate)
    ]


def _shown(name: str, gate: Gate) -> bool:
    states: dict[str, Collection[str]] = {
        "submit": {GateState.SCHEDULED},
        "assess": {GateState.SCHEDULED, GateState.SUBMITTED},
        "decide": {GateState.SCHEDULED, GateState.SUBMITTED, GateState.IN_REVIEW},
        "reschedule": {GateState.RECYCLE, GateState.HOLD},
        "exception": {GateState.SCHEDULED, GateState.SUBMITTED, GateState.IN_REVIEW},
    }
    return gate.state in states.get(name, {gate.state})


def _reschedule_blocked(status: GateStatus) -> list[str]:
    return [] if status.gate.state in {GateState.RECYCLE, GateState.HOLD} else [_("Nothing to schedule again.")]


def _exception_blocked(status: GateStatus) -> list[str]:
    return [_("The exception is signed already.")] if status.gate.exception_at else []


def earlier_conditions(gate: Gate) -> list[Condition]:
    """Return the conditions of the gates before this one."""
    rows = Condition.objects.filter(programme=gate.programme, decision__gate__position__lt=gate.position)
    return list(rows.for_list().order_by("due_on", "pk"))


def holding_gates(programme: Any) -> dict[str, Gate]:
    """Return the task codes that wait, each with the gate that holds it.

    A gate holds until it is decided go, or conditional with no condition overdue. Two queries more than gates.
    """
    held: dict[str, Gate] = {}
    for gate in Gate.objects.filter(programme=programme).with_conditions():
        if gate.state not in PASSED or (gate.state == Decision.CONDITIONAL and is_breached(gate)):
            held |= dict.fromkeys(gate.holds, gate)
    return held
