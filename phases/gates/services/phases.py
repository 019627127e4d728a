"""Phases follow their gates; stages and phases may be made lighter, never deleted."""

from typing import TYPE_CHECKING, NoReturn

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import IllegalNowError
from core.models import save_validated
from phases.gates.choices import Decision, PhaseState
from phases.gates.models import Gate, Phase, Stage
from phases.gates.permissions import ACTIONS
from phases.gates.selectors.lists import start_blocked
from programme.records.services import change, writes

if TYPE_CHECKING:
    from programme.people.models import User

STARTS = (PhaseState.PLANNED, PhaseState.RECYCLED, PhaseState.HELD)


def phase_before(phase: Phase) -> Phase | None:
    """Return the phase before this one."""
    rows = Phase.objects.filter(programme=phase.programme, position__lt=phase.position)
    return rows.order_by("-position").first()


@writes
def start_phase(phase: Phase, *, actor: "User | None") -> Phase:
    """Start a phase; the one before it must have passed its last gate."""
    require(ACTIONS["start"], actor, phase)
    reasons = start_blocked(phase_before(phase))
    if reasons:
        raise IllegalNowError(*reasons)
    _start(phase, actor=actor)
    return phase


@writes
def remove_stage(stage: Stage | Phase, *, actor: "User | None") -> NoReturn:
    """Refuse: a step may be made lighter by the profile, never skipped."""
    require(ACTIONS["start"], actor, stage)
    raise IllegalNowError(_("%(stage)s may be made lighter, never skipped.") % {"stage": stage})


def _start(phase: Phase, *, actor: "User | None") -> None:
    with change(phase, "phase.started", actor=actor):
        phase.start()
        phase.started_on = phase.started_on or timezone.localdate()
        save_validated(phase)


def is_last_gate(gate: Gate) -> bool:
    """Tell whether the gate ends its phase."""
    return not Gate.objects.filter(phase=gate.phase, position__gt=gate.position).exists()


def follow_submission(gate: Gate, *, actor: "User | None") -> None:
    """Start a phase whose first gate comes in; let it wait for the decision with its last."""
    phase = gate.phase
    if phase.state in STARTS and not start_blocked(phase_before(phase)):
        _start(phase, actor=actor)
    if phase.state == PhaseState.IN_PROGRESS and is_last_gate(gate):
        with change(phase, "phase.submitted", actor=actor):
            phase.submit()
            save_validated(phase)


def follow_decision(gate: Gate, decision: str, *, actor: "User | None") -> None:
    """Move the phase with the decision of its last gate; a passed one starts the next."""
    phase = gate.phase
    if phase.state != PhaseState.GATE_PENDING:
        return
    with change(phase, f"phase.{decision}", actor=actor):
        moves = {
            Decision.GO: phase.pass_,
            Decision.CONDITIONAL: phase.pass_conditionally,
            Decision.RECYCLE: phase.recycle,
            Decision.HOLD: phase.hold,
            Decision.STOP: phase.stop,
        }
        moves[Decision(decision)]()
        if decision in {Decision.GO, Decision.CONDITIONAL, Decision.STOP}:
            phase.ended_on = timezone.localdate()
        save_validated(phase)
    following = (
        Phase.objects.filter(programme=phase.programme, position__gt=phase.position).order_by("position").first()
    )
    if decision in {Decision.GO, Decision.CONDITIONAL} and following and following.state == PhaseState.PLANNED:
        _start(following, actor=actor)


def follow_rescheduling(gate: Gate, *, actor: "User | None") -> None:
    """Go on with the work of a phase that was sent back or held."""
    if gate.phase.state in {PhaseState.RECYCLED, PhaseState.HELD}:
        _start(gate.phase, actor=actor)
