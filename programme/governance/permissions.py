"""Who may declare lights, ask, decide, and carry changes through."""

from typing import Any

from django.utils.translation import gettext_lazy

from core.access import Barred, Predicate, has_role
from programme.people.choices import COMMITTEE, INSIDE_ROLES, Role
from programme.people.selectors import sees_inside


def can_see_governance(user: Any, obj: Any) -> bool:
    """Inside roles read lights, decisions and meetings."""
    return sees_inside(user, obj.programme)


def can_decide(user: Any, obj: Any) -> bool:
    """Sponsor and steering members decide, never on what they asked for themselves."""
    return has_role(*COMMITTEE)(user, obj) and getattr(obj, "asked_by_id", None) != user.pk


def has_declared(user: Any, obj: Any) -> bool:
    """Tell whether this person declared the light."""
    return bool(obj.declared_by_id == user.pk)


can_confirm = Barred(
    has_role(Role.SP, Role.SC, Role.BO, Role.FIN),
    has_declared,
    gettext_lazy("A second person confirms a light that is better than computed."),
)
asks = has_role(Role.PM, Role.SP, Role.BO, Role.IT, Role.CM, Role.FIN)
declares = has_role(Role.PM, Role.SP, Role.SC, Role.BO)
minutes = has_role(Role.PM, Role.SP)
assesses = has_role(Role.PM, Role.IT, Role.DS, Role.CM)
decides_changes = has_role(Role.SP, Role.SC, Role.PM)
verifies = has_role(Role.PM, Role.BO, Role.PO, Role.IT, Role.TL)


def can_request_change(user: Any, obj: Any) -> bool:
    """Inside roles ask for changes; auditors write nothing."""
    programme = getattr(obj, "programme", obj)
    return bool((user.roles_in(programme) & set(INSIDE_ROLES)) - {Role.AUD})


def can_write_change(user: Any, row: Any) -> bool:
    """Who asked for the change, and the project manager, word it."""
    return has_role(Role.PM)(user, row) or (can_request_change(user, row) and row.requester_id == user.pk)


def can_handle_action(user: Any, row: Any) -> bool:
    """The owner of an action, and whoever keeps the minutes."""
    return minutes(user, row) or bool(row.owner_id == user.pk and user.roles_in(row.programme) - {Role.AUD})


MEETING_ACTS: dict[str, Predicate] = dict.fromkeys(
    ("edit", "agenda", "call", "cancel", "hold", "minutes", "send_out", "take_back"), minutes
)
ACTION_ACTS: dict[str, Predicate] = {
    "new": minutes,
    "edit": minutes,
    "finish": can_handle_action,
    "drop": minutes,
    "reopen": minutes,
}
CHANGE_ACTIONS: dict[str, Predicate] = {
    "new": can_request_change,
    "edit": can_write_change,
    "submit": can_write_change,
    "withdraw": can_write_change,
    "assess": assesses,
    "approve": decides_changes,
    "reject": decides_changes,
    "defer": decides_changes,
    "emergency": has_role(Role.PM),
    "implement": has_role(Role.PM),
    "verify": verifies,
    "close": has_role(Role.PM),
}

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
