"""Who may write, approve and drop needs."""

from typing import Any

from core.access import Predicate, has_role
from programme.people.choices import INSIDE_ROLES, Role

can_read: Predicate = has_role(*INSIDE_ROLES, Role.ADM)
can_write: Predicate = has_role(Role.PM, Role.BO, Role.PO, Role.CM)
approves: Predicate = has_role(Role.SP, Role.BO, Role.PO, Role.PM)


def can_approve(user: Any, row: Any) -> bool:
    """Business roles and the project manager approve what somebody else wrote."""
    return approves(user, row) and getattr(row, "written_by_id", None) != user.pk


ACTIONS: dict[str, Predicate] = {"approve": can_approve, "drop": can_write}
