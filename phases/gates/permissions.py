"""Who may do what at a gate and with a deliverable."""

from typing import Any

from core.access import Predicate, has_role
from programme.people.choices import INSIDE_ROLES, Role

WORKING = (
    Role.PM, Role.BO, Role.PO, Role.IT, Role.DS, Role.CM, Role.TL, Role.TR, Role.WL, Role.CL, Role.REL, Role.FIN,
)  # fmt: skip


def can_see(user: Any, obj: Any) -> bool:
    """Inside roles read gates and deliverables."""
    return user.is_administrator or has_role(*INSIDE_ROLES)(user, obj)


def can_run(user: Any, obj: Any) -> bool:
    """The PMO starts phases, submits gates and schedules them again."""
    return has_role(Role.PM)(user, obj)


def can_keep(user: Any, gate: Any) -> bool:
    """Keepers of the gate assess and decide it."""
    return bool(gate.keepers) and has_role(*gate.keepers)(user, gate)


def can_sign_exception(user: Any, gate: Any) -> bool:
    """Only the sponsor signs that in a small firm one person does two things."""
    return has_role(Role.SP)(user, gate)


def can_concede(user: Any, gate: Any) -> bool:
    """Sponsor and business owner accept a departure."""
    return has_role(Role.SP, Role.BO)(user, gate)


def can_state(user: Any, criterion: Any) -> bool:
    """Those who work in the programme state that a criterion holds."""
    return has_role(*WORKING)(user, criterion)


def can_close_condition(user: Any, condition: Any) -> bool:
    """The condition's owner or the PMO."""
    return condition.owner_id == user.pk or can_run(user, condition)


def _deliverable(work: Any) -> Any:
    return getattr(work, "deliverable", work)


def can_submit_work(user: Any, work: Any) -> bool:
    """The roles that do the work, or the PMO for them."""
    return has_role(*_deliverable(work).doer_roles, Role.PM)(user, work)


def can_approve_work(user: Any, work: Any) -> bool:
    """The accountable role."""
    role = _deliverable(work).approver_role
    return bool(role) and has_role(role)(user, work)


def can_check(user: Any, check: Any) -> bool:
    """Those who work in the programme tick the stage's checklist."""
    return has_role(*WORKING)(user, check)


ACTIONS: dict[str, Predicate] = {
    "start": can_run,
    "submit": can_run,
    "assess": can_keep,
    "decide": can_keep,
    "reschedule": can_run,
    "exception": can_sign_exception,
    "concede": can_concede,
    "state": can_state,
    "close_condition": can_close_condition,
    "submit_work": can_submit_work,
    "approve_work": can_approve_work,
    "reject_work": can_approve_work,
    "revise_work": can_submit_work,
    "check": can_check,
    "repeat": can_run,
}
