"""The days on which the programme works, where no plan says more."""

from typing import TYPE_CHECKING

from core.calendar import WorkCalendar, china, plain

if TYPE_CHECKING:
    from programme.charter.models import Programme


def working_calendar(programme: "Programme") -> WorkCalendar:
    """Give the calendar that the programme chose; no query."""
    return plain() if programme.calendar == "plain" else china()
