"""Who may do what with feedback."""

from typing import Any

from core.access import Predicate, has_role
from feedback.inbox.choices import (
    DECLINE_ROLES,
    HANDLER_ROLES,
    READER_ROLES,
    REVIEW_ROLES,
    TRIAGE_ROLES,
)
from feedback.inbox.querysets import circles_of
from programme.people.choices import Role

reads: Predicate = has_role(*READER_ROLES, Role.ADM)
can_triage: Predicate = has_role(*TRIAGE_ROLES)
can_review: Predicate = has_role(*REVIEW_ROLES)
can_decline: Predicate = has_role(*DECLINE_ROLES)
can_plan: Predicate = has_role(Role.PM, Role.CM, Role.REL, Role.PO, Role.IT)
can_set_targets: Predicate = has_role(Role.PM, Role.CM)
can_import: Predicate = has_role(Role.PM, Role.CM)
_handles = has_role(*HANDLER_ROLES)


def takes_part(user: Any, row: Any) -> bool:
    """Tell whether the person is in the programme at all, reading included."""
    return bool(user.roles_in(getattr(row, "programme", row)))


def can_send(user: Any, row: Any) -> bool:
    """Tell whether the person may say something and vote: everybody in the programme but its auditors."""
    return bool(user.roles_in(getattr(row, "programme", row)) - {Role.AUD})


def is_submitter(user: Any, item: Any) -> bool:
    """Tell whether the person sent it, and is still in the programme."""
    return bool(item.submitter_id == user.pk and can_send(user, item))


def can_handle(user: Any, item: Any) -> bool:
    """Tell whether the person may answer it: a handling role, or who was named to handle it."""
    return _handles(user, item) or bool(item.owner_id == user.pk and can_send(user, item))


def can_confirm(user: Any, item: Any) -> bool:
    """Tell whether the person may say that it is settled: the submitter; one without account tells who triages."""
    if item.submitter_id is not None or item.anonymous:
        return is_submitter(user, item)
    return can_triage(user, item)


def can_reply(user: Any, item: Any) -> bool:
    """Tell whether the person may answer what was asked back: the submitter, or who writes down what one said."""
    return can_confirm(user, item)


def can_reopen(user: Any, item: Any) -> bool:
    """Tell whether the person may reopen: the submitter, or who triages."""
    return is_submitter(user, item) or can_triage(user, item)


def sees_submitter(user: Any, item: Any) -> bool:
    """Tell whether the person may read who sent it: the sender, who handles it, and a reader whom nothing bounds."""
    if item.submitter_id == user.pk:
        return True
    return reads(user, item) and (item.owner_id == user.pk or _is_near(user, item))


def _is_near(user: Any, item: Any) -> bool:
    """Tell whether the access matrix lets the person know who sent it; an anonymous item is nobody's."""
    circle = None if user.is_administrator else circles_of(user).get(item.programme_id)
    return circle is None or circle.holds(item)


ITEM_ACTS: dict[str, Predicate] = {
    "acknowledge": can_triage,
    "classify": can_triage,
    "ask": can_handle,
    "reply": can_reply,
    "answer": can_handle,
    "link_defect": can_handle,
    "backlog": can_handle,
    "plan": can_plan,
    "release": can_plan,
    "decline": can_decline,
    "review": can_review,
    "confirm": can_confirm,
    "reopen": can_reopen,
    "merge": can_triage,
    "split": can_triage,
}
