"""Who may do what with risks, issues, assumptions and dependencies."""

from typing import Any

from core.access import Predicate, has_role
from programme.people.choices import INSIDE_ROLES, Role

reads: Predicate = has_role(*INSIDE_ROLES, Role.ADM)
can_raise: Predicate = has_role(*(INSIDE_ROLES - {Role.AUD}), Role.AMB)
is_pm: Predicate = has_role(Role.PM)
works_inside: Predicate = has_role(*(INSIDE_ROLES - {Role.AUD}))
can_import: Predicate = is_pm


def owns(user: Any, row: Any) -> bool:
    """Tell whether the row is this person's, who is still in the programme with more than reading rights."""
    return bool(row.owner_id == user.pk and user.roles_in(row.programme) - {Role.AUD})


def can_edit(user: Any, row: Any) -> bool:
    """Tell whether the person may edit and move the row: the PM or its owner."""
    return is_pm(user, row) or owns(user, row)


def can_edit_issue(user: Any, row: Any) -> bool:
    """Tell whether the person may edit the issue: the PM, its owner, or who raised it."""
    raised = row.raised_by_id == user.pk and bool(user.roles_in(row.programme) - {Role.AUD})
    return can_edit(user, row) or raised


def can_comment(user: Any, row: Any) -> bool:
    """Tell whether the person may speak about the row: whoever may raise one, and its owner."""
    return can_raise(user, row) or owns(user, row)


def can_verify(user: Any, row: Any) -> bool:
    """Tell whether the person may verify: who raised it, or the PM where nobody on record did; never the resolver."""
    if row.resolved_by_id == user.pk or not user.roles_in(row.programme):
        return False
    if row.raised_by_id is not None and row.raised_by.is_active and row.raised_by_id != row.resolved_by_id:
        return bool(row.raised_by_id == user.pk)
    return is_pm(user, row)


def can_reopen(user: Any, row: Any) -> bool:
    """Tell whether the person may reopen: who raised it, or the PM."""
    return is_pm(user, row) or bool(row.raised_by_id == user.pk and user.roles_in(row.programme) - {Role.AUD})


def can_convert(user: Any, row: Any) -> bool:
    """Tell whether the person may turn the issue into a change request: who may edit it and ask for changes."""
    return can_edit(user, row) and works_inside(user, row)


RISK_ACTS: dict[str, Predicate] = {
    "open": is_pm,
    "respond": can_edit,
    "monitor": can_edit,
    "finish_response": can_edit,
    "review": can_edit,
    "escalate": can_edit,
    "calm": is_pm,
    "occur": can_edit,
    "close": is_pm,
}
ISSUE_ACTS: dict[str, Predicate] = {
    "triage": is_pm,
    "assign": is_pm,
    "start": can_edit,
    "resolve": can_edit,
    "verify": can_verify,
    "close": is_pm,
    "reopen": can_reopen,
    "escalate": can_edit_issue,
    "convert": can_convert,
}
ASSUMPTION_ACTS: dict[str, Predicate] = {
    "confirm": can_edit,
    "refute": can_edit,
    "renew": can_edit,
}
DEPENDENCY_ACTS: dict[str, Predicate] = {
    "promise": can_edit,
    "deliver": can_edit,
    "drop": is_pm,
    "reopen": can_edit,
}
