"""Phases with what is in them, deliverables with their acts, and how a gate is found by name."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import Action, allows
from core.errors import IllegalNowError, NotVisibleError
from core.memo import once
from phases.gates import permissions
from phases.gates.choices import DECIDED, DeliverableState, Depth, PhaseState
from phases.gates.models import Deliverable, DeliverablePart, Gate, Phase, Stage, StageCheck
from phases.gates.selectors.evaluation import GateStatus, evaluate_gate
from programme.charter.choices import Profile

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User


def phases_of(programme: "Programme") -> list[Phase]:
    """Return the phases with stages, checks, deliverables and gates; a constant number of queries."""
    return list(Phase.objects.filter(programme=programme).for_list())


def visible_checks(stage: Stage, programme: "Programme") -> list[StageCheck]:
    """Return the checklist in the depth of the programme's profile; nothing is deleted."""
    core_only = programme.profile == Profile.SME
    return [check for check in stage.checks.all() if not core_only or check.depth == Depth.CORE]


def find_gate(programme: "Programme", name: str, wave: str = "") -> Gate:
    """Return a gate by its code, or code and wave; raises where there is none, or several without a wave."""
    code, _dash, own = name.partition("-")
    wanted = wave or own
    rows = Gate.objects.filter(programme=programme, code__iexact=code).for_list()
    found = [gate for gate in rows if not wanted or gate.wave.lower() == wanted.lower()]
    if not found:
        raise NotVisibleError(_("There is no gate %(name)s.") % {"name": f"{name} {wave}".strip()})
    if len(found) > 1:
        waves = ", ".join(gate.wave for gate in found)
        raise IllegalNowError(_("%(name)s is kept per wave; name one of %(waves)s.") % {"name": name, "waves": waves})
    return found[0]


def next_gate(programme: "Programme") -> Gate | None:
    """Return the first gate that waits for its decision, with its criteria; two queries."""
    return Gate.objects.filter(programme=programme).exclude(state__in=DECIDED).for_evaluation().first()


def next_status(programme: "Programme") -> GateStatus | None:
    """Evaluate the next gate once for all parts of a page; None where all are decided."""

    def evaluated() -> GateStatus | None:
        gate = next_gate(programme)
        return None if gate is None else evaluate_gate(gate, live=False)

    return once(programme, "gates.next", evaluated)


def deliverable_actions(work: Deliverable | DeliverablePart, user: "User | None") -> list[Action]:
    """Return the acts on a deliverable or one of its parts for this person, with reasons."""
    whole = isinstance(work, Deliverable) and bool(work.parts.all())
    parts = (_("Its outputs are approved one by one."),) if whole else ()
    own = user is not None and work.author_id == user.pk
    wanted = {
        "submit": (_("Submit"), "submit_work", {DeliverableState.DRAFT, DeliverableState.REJECTED}, ()),
        "approve": (_("Approve"), "approve_work", {DeliverableState.SUBMITTED}, _not_own(own=own)),
        "reject": (_("Reject"), "reject_work", {DeliverableState.SUBMITTED}, _not_own(own=own)),
        "revise": (_("New version"), "revise_work", {DeliverableState.APPROVED}, ()),
    }
    return [
        Action(name, label, parts + reasons, primary=name in {"submit", "approve"})
        for name, (label, act, states, reasons) in wanted.items()
        if work.state in states and allows(permissions.ACTIONS[act], user, work)
    ]


def _not_own(*, own: bool) -> tuple[Any, ...]:
    return (_("Whoever made a deliverable does not approve it."),) if own else ()


def phase_actions(phase: Phase, user: "User | None", before: Phase | None = None) -> list[Action]:
    """Return the acts on a phase for this person."""
    if phase.state not in {PhaseState.PLANNED, PhaseState.RECYCLED, PhaseState.HELD}:
        return []
    if not allows(permissions.ACTIONS["start"], user, phase):
        return []
    return [Action("start", _("Start"), tuple(start_blocked(before)), primary=True)]


def start_blocked(before: Phase | None) -> list[str]:
    """Return why the phase cannot start: the one before it has not passed its gate."""
    if before is None or before.state in {PhaseState.PASSED, PhaseState.CONDITIONAL}:
        return []
    return [_("%(phase)s has not passed its gate.") % {"phase": f"{before.code} {before.name}"}]
