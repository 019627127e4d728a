"""Who may do what with the waves, the roster and the cutover runbook."""

from typing import Any

from core.access import Predicate, has_role
from programme.people.choices import INSIDE_ROLES, Role


def can_see(user: Any, obj: Any) -> bool:
    """Inside roles read the runbook."""
    return user.is_administrator or has_role(*INSIDE_ROLES)(user, obj)


def can_edit(user: Any, obj: Any) -> bool:
    """The PMO and the cutover lead write the runbook."""
    return has_role(Role.PM, Role.CL)(user, obj)


def can_edit_waves(user: Any, obj: Any) -> bool:
    """The PMO and the wave lead plan the waves."""
    return has_role(Role.PM, Role.WL)(user, obj)


def can_plan_stage(user: Any, obj: Any) -> bool:
    """The PMO keeps the plan, and with it the stage that waves repeat."""
    return has_role(Role.PM)(user, obj)


def can_edit_roster(user: Any, obj: Any) -> bool:
    """The PMO and the wave lead keep the roster."""
    return has_role(Role.PM, Role.WL)(user, obj)


ACTIONS: dict[str, Predicate] = {
    "edit": can_edit,
    "edit_waves": can_edit_waves,
    "edit_roster": can_edit_roster,
    "explain_length": can_edit_waves,
    "plan_stage": can_plan_stage,
}
