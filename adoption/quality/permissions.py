"""Who may do what with quality rules."""

from typing import Any

from core.access import Predicate, has_role
from programme.people.choices import INSIDE_ROLES, Role


def can_see(user: Any, obj: Any) -> bool:
    """Inside roles read the rules."""
    return user.is_administrator or has_role(*INSIDE_ROLES)(user, obj)


def can_edit(user: Any, obj: Any) -> bool:
    """The PMO and the data analyst write them."""
    return has_role(Role.PM, Role.DS)(user, obj)


ACTIONS: dict[str, Predicate] = {"edit": can_edit, "import": can_edit}
