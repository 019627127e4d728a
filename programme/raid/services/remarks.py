"""Comments on the registers."""

from core.access import require
from programme.people.models import User
from programme.raid import permissions
from programme.raid.models import Assumption, Dependency, Issue, Risk
from programme.records.models import Comment
from programme.records.services.notes import add_comment


def comment(row: Risk | Issue | Assumption | Dependency, *, text: str, actor: User | None) -> Comment:
    """Say something about a row of a register: whoever may raise one, and its owner."""
    require(permissions.can_comment, actor, row)
    return add_comment(row, text=text, actor=actor)
