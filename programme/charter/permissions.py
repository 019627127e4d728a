"""Who may do what to the charter."""

from typing import Any

from core.access import Predicate, has_role
from programme.people.choices import INSIDE_ROLES, Role

can_read: Predicate = has_role(*INSIDE_ROLES, Role.ADM)
can_edit_charter: Predicate = has_role(Role.PM)
can_edit_goals: Predicate = has_role(Role.PM, Role.BO, Role.DS)
can_edit_kpis: Predicate = has_role(Role.PM, Role.DS)
can_answer_readiness: Predicate = has_role(Role.PM)
can_waive: Predicate = has_role(Role.SP)
can_manage: Predicate = has_role(Role.PM)
can_sponsor: Predicate = has_role(Role.SP)
can_move: Predicate = has_role(Role.PM, Role.SP)
can_cancel: Predicate = has_role(Role.SP)


def can_record_reading(user: Any, row: Any) -> bool:
    """Tell whether the person reads this KPI: its owner, the analyst or the project manager."""
    if getattr(row, "owner_id", None) == user.pk and can_read(user, row):
        return True
    return can_edit_kpis(user, row)


def can_sign_baseline(user: Any, row: Any) -> bool:
    """Tell whether the person owns the figure: the named owner, else whoever holds the owner's role."""
    roles = user.roles_in(row.programme)
    if row.owner_id is not None:
        return bool(row.owner_id == user.pk and roles)
    return bool((row.owner_role or Role.BO) in roles)


def can_ask_change(user: Any, row: Any) -> bool:
    """Tell whether the person may request a change of a signed charter; auditors write nothing."""
    roles: frozenset[str] = frozenset(user.roles_in(getattr(row, "programme", row)))
    return bool((roles & set(INSIDE_ROLES)) - {Role.AUD})


# The acts of the programme's life: name → who may.
MOVES: dict[str, Predicate] = {
    "assess": can_manage,
    "charter": can_manage,
    "activate": can_sponsor,
    "hold": can_sponsor,
    "resume": can_sponsor,
    "operate": can_manage,
    "begin_closing": can_manage,
    "close": can_sponsor,
    "cancel": can_cancel,
}
