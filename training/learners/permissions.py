"""Who may do what with learners."""

from typing import Any

from core.access import Predicate, has_role
from programme.people.choices import INSIDE_ROLES, Role


def can_see(user: Any, obj: Any) -> bool:
    """Inside roles see who needs what and who has passed."""
    return user.is_administrator or has_role(*INSIDE_ROLES)(user, obj)


def sees_everybody(user: Any, obj: Any) -> bool:
    """Who teaches, counts or audits sees the training of every person; others as far as the access matrix reaches."""
    return user.is_administrator or has_role(Role.PM, Role.CM, Role.TR, Role.DS, Role.WL, Role.AUD)(user, obj)


def can_teach(user: Any, obj: Any) -> bool:
    """The PMO, change managers and trainers give seats, take attendance and record results."""
    return has_role(Role.PM, Role.CM, Role.TR)(user, obj)


def can_waive(user: Any, obj: Any) -> bool:
    """The PMO and change managers waive courses and revoke certificates: not who teaches them."""
    return has_role(Role.PM, Role.CM)(user, obj)


def is_own(user: Any, row: Any) -> bool:
    """Tell whether the row is about this person, who is still in the programme."""
    entry = getattr(row, "entry", row)
    return bool(entry.user_id is not None and entry.user_id == user.pk and user.roles_in(entry.programme))


def can_move_seat(user: Any, enrolment: Any) -> bool:
    """Whoever gives seats, and the person whose seat it is, give it back."""
    return can_teach(user, enrolment) or is_own(user, enrolment)


def sees_scores(user: Any, row: Any) -> bool:
    """Scores are for those who teach, and for the person."""
    return can_teach(user, row) or is_own(user, row)


ACTIONS: dict[str, Predicate] = {
    "enrol": can_teach,
    "attendance": can_teach,
    "results": can_teach,
    "import": can_teach,
    "ask": is_own,
    "waive": can_waive,
}
ENROLMENT_ACTS: dict[str, Predicate] = {
    "seat": can_teach,
    "release": can_move_seat,
    "again": can_teach,
    "withdraw": can_teach,
    "revoke": can_waive,
}
