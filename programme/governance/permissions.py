"""Who may declare lights, ask and decide."""

from typing import Any

from core.access import Predicate, has_role
from programme.people.choices import Role
from programme.people.selectors import sees_inside


def can_see_governance(user: Any, obj: Any) -> bool:
    """Inside roles read lights, decisions and meetings."""
    return sees_inside(user, obj.programme)


def can_decide(user: Any, obj: Any) -> bool:
    """Sponsor and steering members decide, never on what they asked for themselves."""
    return has_role(Role.SP, Role.SC)(user, obj) and getattr(obj, "asked_by_id", None) != user.pk


def can_confirm(user: Any, obj: Any) -> bool:
    """A second person of weight confirms a light that was declared better than computed."""
    return has_role(Role.SP, Role.SC, Role.BO, Role.FIN)(user, obj) and obj.declared_by_id != user.pk


asks = has_role(Role.PM, Role.SP, Role.BO, Role.IT, Role.CM, Role.FIN)
declares = has_role(Role.PM, Role.SP, Role.SC, Role.BO)
minutes = has_role(Role.PM, Role.SP)

ACTIONS: dict[str, Predicate] = {
    "ask": asks,
    "edit": asks,
    "request": asks,
    "answer": asks,
    "ask_back": can_decide,
    "approve": can_decide,
    "reject": can_decide,
    "declare": declares,
    "end_declaration": declares,
    "confirm": can_confirm,
    "hold_meeting": minutes,
}
