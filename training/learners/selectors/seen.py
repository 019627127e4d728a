"""Whose training a person sees: everybody's where the work needs it, else as far as the access matrix reaches."""

from typing import TYPE_CHECKING

from django.db.models import Q

from core.access import allows
from phases.rollout.selectors import sight_of
from training.learners.permissions import sees_everybody

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User


def seen_by(programme: "Programme", user: "User", at: str = "") -> Q:
    """Give a filter; ``at`` leads from the rows to the roster. A role of which the matrix says nothing sees all."""
    if allows(sees_everybody, user, programme):
        return Q()
    sight = sight_of(programme, user)
    return sight.rows(at) if sight.reach else Q()
