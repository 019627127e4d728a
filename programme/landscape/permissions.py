"""Who writes the landscape, who tests interfaces, who approves test data as they are."""

from typing import Any

from core.access import Predicate, has_role
from programme.people.choices import INSIDE_ROLES, Role

can_read: Predicate = has_role(*INSIDE_ROLES, Role.ADM)
can_write: Predicate = has_role(Role.PM, Role.BO, Role.PO, Role.IT, Role.DS)
can_test: Predicate = has_role(Role.PM, Role.IT, Role.TL)
can_merge: Predicate = has_role(Role.PM, Role.BO, Role.DS)
can_export_personal: Predicate = has_role(Role.PM, Role.BO, Role.DS)
approves: Predicate = has_role(Role.SP, Role.BO, Role.PO)


def can_approve(user: Any, row: Any) -> bool:
    """Business roles approve what somebody else wrote."""
    return approves(user, row) and getattr(row, "written_by_id", None) != user.pk


ACTIONS: dict[str, Predicate] = {
    "specify": can_write,
    "pass": can_test,
    "fail": can_test,
    "merge": can_merge,
    "approve": can_approve,
    "export_personal": can_export_personal,
}
