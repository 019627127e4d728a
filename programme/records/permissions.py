"""Who may see and act on documents, jobs, the audit trail and what hangs on records."""

from typing import Any

from core.access import Predicate, has_role, is_administrator
from core.seams import kinds
from programme.people.choices import Role
from programme.people.selectors import sees_inside


def can_see_records(user: Any, obj: Any) -> bool:
    """Inside roles read the programme's papers, comments and attachments."""
    return sees_inside(user, obj.programme)


def can_see_imports(user: Any, programme: Any) -> bool:
    """Those inside see what was imported, by whom and how it ended."""
    return sees_inside(user, programme)


def can_import(user: Any, programme: Any) -> bool:
    """Those who may import at least one kind."""
    return any(kind.can(user, programme) for kind in kinds.values())


def can_see_audit(user: Any, obj: Any) -> bool:
    """The trail is read by who answers for the programme, auditors and administrators."""
    return bool(user.is_administrator) or has_role(Role.PM, Role.SP, Role.AUD, Role.IT)(user, obj)


def can_speak(user: Any, obj: Any) -> bool:
    """Inside roles attach and comment; auditors write nothing."""
    held = user.roles_in(obj.programme) - {Role.AUD}
    return bool(held) and sees_inside(user, obj.programme)


def can_approve(user: Any, obj: Any) -> bool:
    """Someone of weight other than the author approves."""
    return has_role(Role.SP, Role.SC, Role.PM, Role.BO, Role.FIN)(user, obj) and obj.author_id != user.pk


def is_asker(user: Any, obj: Any) -> bool:
    """Who asked for a job, and administrators, may stop it."""
    return bool(user.is_administrator) or obj.actor_id == user.pk


writes_papers = has_role(Role.PM, Role.SP, Role.BO, Role.FIN, Role.CM, Role.IT, Role.DS)
issues_papers = has_role(Role.PM, Role.SP)

ACTIONS: dict[str, Predicate] = {
    "draft": writes_papers,
    "submit": writes_papers,
    "send_back": can_approve,
    "approve": can_approve,
    "issue": issues_papers,
    "withdraw": issues_papers,
    "comment": can_speak,
    "attach": can_speak,
    "cancel": is_asker,
    "requeue": is_administrator,
}
