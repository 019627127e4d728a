"""A gate's way from submission to its one decision: votes of all keepers, frozen evidence, conditions."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from core.models import save_validated
from phases.gates.choices import Decision
from phases.gates.models import Concession, Condition, Gate, GateDecision, GateVote
from phases.gates.permissions import ACTIONS
from phases.gates.rules.decisions import Term, condition_problems, seat_of, tally
from phases.gates.selectors.evaluation import GateStatus, evaluate_gate
from phases.gates.selectors.standing import (
    assess_blocked,
    ballots_of,
    decide_blocked,
    options_of,
    submit_blocked,
)
from phases.gates.services.phases import follow_decision, follow_rescheduling, follow_submission
from phases.gates.services.telling import tell_decided, tell_keepers
from programme.people.models import User
from programme.records.choices import Occasion
from programme.records.services import change, writes
from programme.records.services.audit import canonical
from programme.records.services.snapshots import take_snapshot

if TYPE_CHECKING:
    from programme.charter.models import Programme


def current(gate: Gate) -> Gate:
    """Read the gate again, as it is under the lock."""
    return Gate.objects.filter(pk=gate.pk).for_list().get()


def _refuse(reasons: Sequence[str], status: GateStatus) -> None:
    if reasons:
        raise IllegalNowError(*reasons, actions=[action.text for action in status.actions])


@writes
def submit_gate(gate: Gate, *, actor: User | None) -> Gate:
    """Hand a gate to its keepers; every must needs evidence, the PM's seat a holder, earlier gates their pass."""
    require(ACTIONS["submit"], actor, gate)
    gate = current(gate)
    status = evaluate_gate(gate)
    _refuse(submit_blocked(status), status)
    with change(gate, "gate.submitted", actor=actor):
        gate.submit()
        gate.submitted_by, gate.submitted_at = actor, timezone.now()
        save_validated(gate)
    follow_submission(gate, actor=actor)
    tell_keepers(gate, actor=actor)
    return gate


@writes
def assess_gate(gate: Gate, *, actor: User | None) -> Gate:
    """Begin the review; the assessor has not made what the gate reads."""
    require(ACTIONS["assess"], actor, gate)
    gate = current(gate)
    status = evaluate_gate(gate)
    _refuse(assess_blocked(status, actor), status)
    with change(gate, "gate.assessed", actor=actor):
        gate.assess()
        gate.assessed_by, gate.assessed_at = actor, timezone.now()
        save_validated(gate)
    return gate


@writes
def decide_gate(
    gate: Gate,
    *,
    decision: str,
    actor: User | None,
    note: str = "",
    conditions: Sequence[Mapping[str, Any]] = (),
    review_on: date | None = None,
) -> GateDecision | None:
    """Give a keeper's vote; with the last keeper's equal vote, record the round's one decision and return it.

    ``conditions`` are mappings of text, owner (public id), due (date) and criterion (key or ""); without any, the
    terms another keeper proposed in this round are taken over. Evidence is read again and frozen at the decision.
    """
    require(ACTIONS["decide"], actor, gate)
    if actor is None:
        raise ForbiddenError(_("Only a keeper decides a gate."))
    gate = current(gate)
    status = evaluate_gate(gate)
    _refuse(decide_blocked(status, actor), status)
    option = {each.decision: each for each in options_of(status)}.get(decision)
    if option is None:
        raise BadInputError({"decision": [_("Choose one of the five decisions.")]})
    _refuse(option.reasons, status)
    terms = _terms(status, conditions) if decision == Decision.CONDITIONAL else []
    _check_words(decision, note, review_on)
    _vote(gate, actor=actor, decision=decision, note=note, terms=terms)
    outcome = tally(gate.keepers, ballots_of(current(gate)))
    if outcome.agreed is None:
        return None
    return _record(current(gate), status, decision=decision, note=note, terms=terms, review_on=review_on, actor=actor)


def _check_words(decision: str, note: str, review_on: date | None) -> None:
    problems: dict[str, list[Any]] = {}
    if decision != Decision.GO and not note.strip():
        problems["note"] = [_("Give the reason; it is printed in the gate report.")]
    if decision == Decision.HOLD and (review_on is None or review_on <= timezone.localdate()):
        problems["review_on"] = [_("Name the day after today on which the hold is looked at again.")]
    if problems:
        raise BadInputError(problems)


def _terms(status: GateStatus, conditions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    gate = status.gate
    if not conditions:
        proposed = [vote.terms for vote in gate.votes.all() if vote.round == gate.round and vote.terms]
        if proposed:
            return list(proposed[-1])
    owners = _owners(gate.programme, conditions)
    terms = [
        Term(
            text=str(row.get("text", "")).strip(),
            owner=owners.get(str(row.get("owner", ""))),
            due=row.get("due") or None,
            criterion=str(row.get("criterion", "") or ""),
        )
        for row in conditions
    ]
    unmet = {line.criterion.key: line.criterion.label for line in status.unmet}
    problems = condition_problems(unmet, terms, timezone.localdate())
    if problems:
        raise BadInputError({"conditions": problems})
    return sorted((asdict(term) | {"due": term.due.isoformat() if term.due else ""} for term in terms), key=canonical)


def _owners(programme: "Programme", conditions: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    wanted = [str(row.get("owner", "")) for row in conditions]
    rows = User.objects.active().filter(
        public_id__in=wanted, memberships__programme=programme, memberships__ended_on=None
    )
    return dict(rows.values_list("public_id", "pk"))


def _vote(gate: Gate, *, actor: User, decision: str, note: str, terms: list[dict[str, Any]]) -> None:
    own = actor.own_roles_in(gate.programme)  # who keeps the gate by an own role votes for that one
    roles = actor.roles_in(gate.programme) if own.isdisjoint(gate.keepers) else own
    seats = seat_of(actor.pk, roles, gate.keepers, ballots_of(gate), several=gate.exception_at is not None)
    given = {vote.role: vote for vote in gate.votes.all() if vote.round == gate.round}
    for role in seats:
        vote = given.get(role) or GateVote(programme=gate.programme, gate=gate, round=gate.round, role=role)
        if (vote.person_id, vote.decision, vote.terms, vote.note) == (actor.pk, decision, terms, note):
            continue  # the same vote from another browser
        with change(vote, "gate.voted", actor=actor, reason=note):
            vote.person, vote.decision, vote.note = actor, decision, note
            vote.deputy_of = _place(gate, role, actor)
            vote.terms, vote.terms_hash = terms, fingerprint(terms) if terms else ""
            vote.at = timezone.now()
            save_validated(vote)


def _place(gate: Gate, role: str, actor: User) -> str:
    """Name whose place a deputy votes in; empty for a keeper."""
    holder = actor.holder_of(role, gate.programme)
    return "" if holder in {None, actor.pk} else User.objects.get(pk=holder).name


def fingerprint(content: Any) -> str:
    """Hash content in its canonical JSON form."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def _record(
    gate: Gate,
    status: GateStatus,
    *,
    decision: str,
    note: str,
    terms: list[dict[str, Any]],
    review_on: date | None,
    actor: User,
) -> GateDecision:
    evidence = frozen_evidence(gate, status)
    row = GateDecision(
        programme=gate.programme,
        gate=gate,
        round=gate.round,
        decision=decision,
        note=note,
        decided_at=timezone.now(),
        review_on=review_on,
        evidence=evidence,
        sha256=fingerprint(evidence),
    )
    with change(row, "gate.decided", actor=actor, reason=note):
        save_validated(row)
    criteria = {line.criterion.key: line.criterion for line in status.lines}
    for term in terms:
        condition = Condition(
            programme=gate.programme,
            decision=row,
            criterion=criteria.get(term["criterion"]),
            text=term["text"],
            owner_id=term["owner"],
            due_on=date.fromisoformat(term["due"]),
        )
        with change(condition, "condition.made", actor=actor):
            save_validated(condition)
    with change(gate, f"gate.{decision}", actor=actor, reason=note):
        moves = {
            Decision.GO: gate.decide_go,
            Decision.CONDITIONAL: gate.decide_conditional,
            Decision.RECYCLE: gate.decide_recycle,
            Decision.HOLD: gate.decide_hold,
            Decision.STOP: gate.decide_stop,
        }
        moves[Decision(decision)]()
        gate.review_on = review_on or gate.review_on
        save_validated(gate)
    follow_decision(gate, decision, actor=actor)
    take_snapshot(gate.programme, occasion=Occasion.DECISION, actor=actor)
    tell_decided(row, actor=actor)
    return row


def frozen_evidence(gate: Gate, status: GateStatus) -> dict[str, Any]:
    """Return what was known at the decision in both languages, the votes, and the exception where one was signed."""
    said = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            said[language] = status.as_json()
    return {
        "read": said,
        "votes": [
            {"role": vote.role, "name": vote.who, "decision": vote.decision, "note": vote.note,
             "at": vote.at.isoformat()}
            for vote in gate.votes.all() if vote.round == gate.round
        ],
        "exception": {"by": gate.exception_by.name if gate.exception_by else "", "reason": gate.exception_reason}
        if gate.exception_at else None,
    }  # fmt: skip


@writes
def reschedule_gate(gate: Gate, *, actor: User | None, review_on: date | None = None) -> Gate:
    """Open the next round of a gate that was sent back or held."""
    require(ACTIONS["reschedule"], actor, gate)
    gate = current(gate)
    with change(gate, "gate.rescheduled", actor=actor):
        gate.reschedule()
        gate.review_on = review_on
        save_validated(gate)
    follow_rescheduling(gate, actor=actor)
    return gate


@writes
def sign_exception(gate: Gate, *, actor: User | None, reason: str) -> Gate:
    """Let one person keep the gate and make what it reads: the sponsor signs, the gate report prints it."""
    require(ACTIONS["exception"], actor, gate)
    gate = current(gate)
    if gate.exception_at:
        raise IllegalNowError(_("The exception is signed already."))
    if not reason.strip():
        raise BadInputError({"reason": [_("Say why one person has to do both.")]})
    with change(gate, "gate.exception_signed", actor=actor, reason=reason):
        gate.exception_by, gate.exception_at, gate.exception_reason = actor, timezone.now(), reason
        save_validated(gate)
    return gate


@writes
def add_concession(gate: Gate, *, actor: User | None, item: str, limit: str, expires_on: date) -> Concession:
    """Accept a departure within a limit, until a date."""
    require(ACTIONS["concede"], actor, gate)
    row = Concession(programme=gate.programme, gate=gate, item=item, limit=limit, expires_on=expires_on, by=actor)
    with change(row, "gate.concession", actor=actor):
        save_validated(row)
    return row


@writes
def close_condition(condition: Condition, *, actor: User | None, note: str) -> Condition:
    """Close a condition, with how it was met."""
    require(ACTIONS["close_condition"], actor, condition)
    if condition.done_at is not None:
        raise IllegalNowError(_("This condition is closed already."))
    if not note.strip():
        raise BadInputError({"note": [_("Say how the condition was met.")]})
    with change(condition, "condition.closed", actor=actor, reason=note):
        condition.done_at, condition.done_by, condition.done_note = timezone.now(), actor, note
        save_validated(condition)
    return condition
