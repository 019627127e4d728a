"""Reads of the views that a person saved."""

from typing import TYPE_CHECKING

from programme.people.models import User
from programme.savedviews.models import PersonalView

if TYPE_CHECKING:
    from programme.charter.models import Programme


def views_of(user: User, register: str, programme: "Programme | None") -> list[PersonalView]:
    """Give this person's own views of a register, by name; one query."""
    rows = PersonalView.objects.filter(programme=programme, user=user, register=register)
    return list(rows.order_by("name", "pk"))
