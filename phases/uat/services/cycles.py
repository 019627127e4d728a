"""Writes of cycles: plan, entry, running, and putting to signature."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from phases.uat import permissions
from phases.uat.choices import COMPUTED_ENTRY, PLANNING, CaseState, CycleState, EntryItem, RunState
from phases.uat.models import Defect, EntryStatement, Execution, TestCase, UatConcession, UatCycle
from phases.uat.selectors import lack_text
from phases.uat.selectors.acts import cycle_reasons
from phases.uat.selectors.counts import exit_of, lapsed_cycles
from phases.uat.services.common import apply, locked, needed, require_member, require_open
from programme.charter.services.rows import require_alive
from programme.people.choices import Role
from programme.people.selectors import holders
from programme.records.services import append_event, change, writes
from programme.signoff.choices import SignDecision
from programme.signoff.selectors import requests_of
from programme.signoff.services import request_signature, withdraw

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User
    from programme.signoff.models import Signature

CYCLE_FIELDS = frozenset(
    {"number", "name", "scope", "build", "environment", "data_set", "wave", "lead", "starts_on", "ends_on"}
)
MEANING = gettext_lazy(
    "I have read the results, the open defects and the concessions above, and accept this cycle for my business."
)


@writes
def create_cycle(programme: "Programme", *, values: Mapping[str, Any], actor: "User | None") -> UatCycle:
    """Plan a cycle; it takes the next number unless one is given."""
    require(permissions.leads, actor, programme)
    require_alive(programme)
    cycle = UatCycle(programme=programme)
    with change(cycle, "uat.cycle_planned", actor=actor):
        apply(cycle, values, CYCLE_FIELDS)
        require_member(cycle.lead, programme, "lead")
        if not cycle.number:
            last = UatCycle.objects.filter(programme=programme).aggregate(last=Max("number"))["last"]
            cycle.number = (last or 0) + 1
        save_validated(cycle)
    return cycle


@writes
def update_cycle(
    cycle: UatCycle, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None
) -> UatCycle:
    """Change a cycle; another build makes what passed before it invalid."""
    require(permissions.leads, actor, cycle)
    require_alive(cycle.programme)
    cycle = locked(cycle)
    expect_version(cycle, version, dict(values))
    require_open(cycle)
    build = cycle.build
    with change(cycle, "uat.cycle_changed", actor=actor):
        apply(cycle, values, CYCLE_FIELDS)
        require_member(cycle.lead, cycle.programme, "lead")
        save_validated(cycle)
    if build and cycle.build != build:
        _invalidate_passed(cycle, actor)
    return cycle


def _invalidate_passed(cycle: UatCycle, actor: "User | None") -> None:
    reason = _("The build changed to %(build)s.") % {"build": cycle.build}
    for row in Execution.objects.filter(cycle=cycle, state=RunState.PASSED).counting().for_list():
        with change(row, "uat.invalidated", actor=actor, reason=reason):
            row.invalidate()
            save_validated(row)


@writes
def plan_cases(
    cycle: UatCycle, *, cases: Iterable[TestCase], actor: "User | None", tester: "User | None" = None
) -> int:
    """Put cases into the cycle that are not in it yet, perhaps with a tester; returns how many. One audit event."""
    require(permissions.leads, actor, cycle)
    cycle = locked(cycle)
    if cycle.state not in PLANNING:
        raise IllegalNowError(_("Cases are planned before execution is closed."))
    require_member(tester, cycle.programme, "tester")
    chosen = sorted({case.pk: case for case in cases}.values(), key=lambda case: case.code)
    loose = [
        case.code for case in chosen if case.state != CaseState.CONFIRMED or case.programme_id != cycle.programme_id
    ]
    if loose:
        raise BadInputError(
            {"cases": [_("Only confirmed cases enter a cycle: %(codes)s.") % {"codes": ", ".join(loose)}]}
        )
    there = set(Execution.objects.filter(cycle=cycle).values_list("case_id", flat=True))
    new = [case for case in chosen if case.pk not in there]
    Execution.objects.bulk_create(
        Execution(programme=cycle.programme, cycle=cycle, case=case, tester=tester) for case in new
    )
    if new:
        append_event("uat.cases_planned", cycle, actor=actor, changes={"cases": [None, [case.code for case in new]]})
    return len(new)


@writes
def state_entry(
    cycle: UatCycle, *, item: str, actor: "User | None", met: bool = False, waived: bool = False, note: str = ""
) -> EntryStatement:
    """State an item of the entry as met (test lead), or waive it with a reason (business owner)."""
    require(permissions.owns if waived else permissions.leads, actor, cycle)
    cycle = locked(cycle)
    if cycle.state not in {CycleState.PLANNED, CycleState.ENTRY_CHECK}:
        raise IllegalNowError(_("The entry was checked before the cycle began."))
    if item not in EntryItem.values:
        raise BadInputError({"item": [_("Choose one of the items.")]})
    if waived:
        needed(note=note)
    elif item in COMPUTED_ENTRY:
        raise BadInputError({"item": [_("This is read from the records; nobody states it.")]})
    row = EntryStatement.objects.filter(cycle=cycle, item=item).first()
    row = row or EntryStatement(cycle=cycle, programme=cycle.programme, item=item)
    with change(row, "uat.entry_waived" if waived else "uat.entry_stated", actor=actor):
        row.met, row.waived, row.note, row.by = met and not waived, waived, note, actor
        save_validated(row)
    return row


@writes
def move_cycle(cycle: UatCycle, *, name: str, actor: "User | None", reason: str = "") -> UatCycle:
    """Move a cycle along its life; suspending and taking back need a reason."""
    require(permissions.CYCLE_ACTS[name], actor, cycle)
    require_alive(cycle.programme)
    cycle = locked(cycle)
    if name in {"suspend", "take_back", "reopen"}:
        needed(reason=reason)
    if reasons := cycle_reasons(cycle, name):
        raise IllegalNowError(*reasons)
    with change(cycle, f"uat.cycle_{name}", actor=actor, reason=reason):
        getattr(cycle, name)()
        cycle.state_reason = reason[:300]
        _stamp(cycle, name)
        save_validated(cycle)
    if name == "submit":
        ask_owners(cycle, actor)
    elif name == "take_back":
        for request in requests_of(cycle):
            withdraw(request, actor=actor if actor and request.requested_by_id == actor.pk else None, reason=reason)
    return cycle


def _stamp(cycle: UatCycle, name: str) -> None:
    now = timezone.now()
    if name == "run":
        cycle.started_at = now
    elif name == "execute":
        cycle.executed_at = now
    elif name == "submit":
        cycle.submitted_at = now


def ask_owners(cycle: UatCycle, actor: "User | None") -> None:
    """Ask every business owner of the programme to sign; raises where there is none."""
    owners = list(holders(cycle.programme, Role.BO))
    if not owners:
        raise IllegalNowError(_("Nobody is business owner in this programme."))
    for owner in owners:
        request_signature(
            cycle.programme, subject=cycle, meaning=MEANING, signer=owner, role=Role.BO,
            capacity=owner.unit.name if owner.unit else "", actor=actor,
        )  # fmt: skip


@writes
def concede(
    cycle: UatCycle, *, defect: Defect, expires_on: date, owner: "User", actor: "User | None", workaround: str = ""
) -> UatConcession:
    """Write down what a conditional acceptance lets stand; while the cycle is executed and nobody signed yet."""
    require(permissions.owns, actor, cycle)
    cycle = locked(cycle)
    if cycle.state not in {CycleState.EXECUTED, CycleState.SIGN_OFF}:
        raise IllegalNowError(_("A concession is made between the end of the execution and the signature."))
    text = workaround.strip() or defect.workaround
    needed(workaround=text)
    fields: dict[str, list[Any]] = {}
    if defect.cycle_id != cycle.pk or not (defect.is_open or defect.state == "deferred"):
        fields["defect"] = [_("Choose an open defect of this cycle.")]
    if defect.severity == 1:
        fields["defect"] = [_("Severity 1 is never conceded.")]
    if expires_on <= timezone.localdate():
        fields["expires_on"] = [_("A concession ends in the future.")]
    if fields:
        raise BadInputError(fields)
    require_member(owner, cycle.programme, "owner")
    row = UatConcession(cycle=cycle, programme=cycle.programme, defect=defect, workaround=text, owner=owner,
                        expires_on=expires_on)  # fmt: skip
    with change(row, "uat.conceded", actor=actor):
        save_validated(row)
    return row


def refuses(cycle: UatCycle, decision: str) -> list[str]:
    """Say why an owner's decision is not open: exit criteria that are missed, concessions that are needed or there."""
    if cycle.state != CycleState.SIGN_OFF:
        return [_("%(cycle)s is %(state)s.") % {"cycle": cycle, "state": cycle.get_state_display()}]
    if decision == SignDecision.DECLINE:
        return []
    conceded = UatConcession.objects.filter(cycle=cycle).alive(timezone.localdate()).exists()
    reasons = [lack_text(lack) for lack in exit_of(cycle)]
    if decision == SignDecision.SIGN and conceded:
        reasons.append(_("There are concessions: accept with conditions."))
    if decision == SignDecision.CONDITIONAL:
        reasons = [lack_text(lack) for lack in exit_of(cycle) if lack.rule in {"empty", "sev1", "sev2", "musts"}]
        if not conceded:
            reasons.append(_("Write the concessions down first, each with the day on which it ends."))
    return reasons


@writes
def settle(cycle: UatCycle, *, signature: "Signature", actor: "User") -> UatCycle:
    """Bring the cycle to what its owners decided: one refusal rejects, all signatures accept."""
    cycle = locked(cycle)
    if cycle.state != CycleState.SIGN_OFF:
        return cycle
    requests = requests_of(cycle)
    if signature.decision == SignDecision.DECLINE:
        return _decide(cycle, "reject", actor, signature.comment)
    if any(request.is_open for request in requests):
        return cycle
    conditional = any(
        request.is_signed and request.signature.decision == SignDecision.CONDITIONAL for request in requests
    )
    return _decide(cycle, "accept_conditionally" if conditional else "accept", actor, signature.comment)


def _decide(cycle: UatCycle, name: str, actor: "User | None", reason: str) -> UatCycle:
    with change(cycle, f"uat.cycle_{name}", actor=actor, reason=reason):
        getattr(cycle, name)()
        cycle.decided_at = timezone.now()
        cycle.state_reason = reason[:300]
        save_validated(cycle)
    return cycle


@writes
def lapse_concessions(programme: "Programme", *, today: date, actor: "User | None" = None) -> int:
    """Send conditionally accepted cycles with an ended concession back to signature; returns how many."""
    ended = lapsed_cycles(programme, today)
    rows = UatCycle.objects.filter(programme=programme, pk__in=ended, state=CycleState.CONDITIONAL)
    for cycle in rows.for_list():
        with change(cycle, "uat.cycle_lapsed", actor=actor):
            cycle.lapse()
            cycle.decided_at = None
            save_validated(cycle)
        ask_owners(cycle, actor)
    return len(ended)
