"""Who may be named on a task."""

from typing import TYPE_CHECKING

from programme.people.choices import Role
from programme.people.selectors import holders

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from programme.charter.models import Programme
    from programme.people.models import User


def people_of(programme: "Programme") -> "QuerySet[User]":
    """People who hold any role in the programme."""
    return holders(programme, *Role.values)
