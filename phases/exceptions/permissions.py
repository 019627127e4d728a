"""Who may raise, word and decide exceptions, and set the tolerances of stages."""

from typing import Any

from core.access import Predicate, has_role
from programme.people.choices import INSIDE_ROLES, Role

can_read: Predicate = has_role(*INSIDE_ROLES, Role.ADM)
raises: Predicate = has_role(Role.PM)
sets: Predicate = has_role(Role.PM, Role.SP)
watches: Predicate = has_role(Role.PM, Role.SP, Role.SC, Role.FIN)


def can_decide(user: Any, row: Any) -> bool:
    """Sponsor and steering members decide what somebody else raised."""
    return has_role(Role.SP, Role.SC)(user, row) and getattr(row, "raised_by_id", None) != user.pk


ACTIONS: dict[str, Predicate] = {"edit": raises, "raise": raises, "decide": can_decide, "close": raises}
