"""Who may do what with the timetable."""

from typing import Any

from core.access import Predicate, has_role
from programme.people.choices import INSIDE_ROLES, Role


def can_see(user: Any, obj: Any) -> bool:
    """Inside roles read the timetable."""
    return user.is_administrator or has_role(*INSIDE_ROLES)(user, obj)


def can_plan(user: Any, obj: Any) -> bool:
    """The PMO, change managers and trainers plan and hold sessions."""
    return has_role(Role.PM, Role.CM, Role.TR)(user, obj)


SESSION_ACTS: dict[str, Predicate] = dict.fromkeys(("open", "start", "complete", "evaluate", "cancel"), can_plan)
ACTIONS: dict[str, Predicate] = {"edit": can_plan, "import": can_plan} | SESSION_ACTS
