"""Who may do what with the process library."""

from typing import Any

from core.access import Predicate, has_role
from programme.people.choices import INSIDE_ROLES, Role


def can_see(user: Any, obj: Any) -> bool:
    """Inside roles read the library."""
    return user.is_administrator or has_role(*INSIDE_ROLES)(user, obj)


def can_edit(user: Any, node: Any) -> bool:
    """The PMO, process owners, and the process's own owner."""
    return getattr(node, "owner_id", None) == user.pk or has_role(Role.PM, Role.PO, Role.BO)(user, node)


ACTIONS: dict[str, Predicate] = {"edit": can_edit}
