"""Who may do what with the catalogue."""

from typing import Any

from core.access import Predicate, has_role
from programme.people.choices import INSIDE_ROLES, Role


def can_see(user: Any, obj: Any) -> bool:
    """Inside roles read the catalogue."""
    return user.is_administrator or has_role(*INSIDE_ROLES)(user, obj)


def can_edit(user: Any, obj: Any) -> bool:
    """The PMO, change managers and trainers write it."""
    return has_role(Role.PM, Role.CM, Role.TR)(user, obj)


def can_publish(user: Any, obj: Any) -> bool:
    """A change manager or a business owner publishes."""
    return has_role(Role.CM, Role.BO)(user, obj)


ACTIONS: dict[str, Predicate] = {
    "edit": can_edit,
    "import": can_edit,
    "submit": can_edit,
    "send_back": can_publish,
    "publish": can_publish,
    "revise": can_edit,
    "retire": can_edit,
}
COURSE_ACTS = {name: ACTIONS[name] for name in ("submit", "send_back", "publish", "revise", "retire")}
