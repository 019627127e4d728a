"""Who may do what with the plan."""

from typing import Any

from core.access import Predicate, has_role
from programme.people.choices import INSIDE_ROLES, Role


def can_see_plan(user: Any, obj: Any) -> bool:
    """Inside roles read the plan."""
    return user.is_administrator or has_role(*INSIDE_ROLES)(user, obj)


def can_edit_plan(user: Any, obj: Any) -> bool:
    """The PMO writes the plan."""
    return has_role(Role.PM)(user, obj)


def can_record_progress(user: Any, task: Any) -> bool:
    """The PMO, the person responsible, and the responsible role say what has happened."""
    if can_edit_plan(user, task) or task.responsible_id == user.pk:
        return True
    return bool(task.responsible_role) and has_role(task.responsible_role)(user, task)


def can_edit_calendar(user: Any, obj: Any) -> bool:
    """Administrators decide which days are worked."""
    return bool(user.is_administrator) or has_role(Role.ADM)(user, obj)


def can_write_edits(user: Any, change: Any) -> bool:
    """The PMO, and whoever asks for a change, say what it edits in the plan."""
    return can_edit_plan(user, change) or (can_see_plan(user, change) and change.requester_id == user.pk)


ACTIONS: dict[str, Predicate] = {
    "add_task": can_edit_plan,
    "edit": can_edit_plan,
    "scheduling": can_edit_plan,
    "serves": can_edit_plan,
    "move": can_edit_plan,
    "delete": can_edit_plan,
    "link": can_edit_plan,
    "unlink": can_edit_plan,
    "progress": can_record_progress,
    "reschedule": can_edit_plan,
    "baseline": can_edit_plan,
    "simulate": can_edit_plan,
    "import": can_edit_plan,
    "resource": can_edit_plan,
    "assign": can_edit_plan,
    "level": can_edit_plan,
    "calendar": can_edit_calendar,
    "edit_calendar": can_edit_plan,
}
