"""What a change moved: dates before against dates after, in working days."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date

from core.calendar import WorkCalendar

Span = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Move:
    """A row whose dates changed; ``days`` are working days its finish moved, or its start where that alone did."""

    key: Hashable
    before: Span
    after: Span
    days: int


def moves(before: Mapping[Hashable, Span], after: Mapping[Hashable, Span], calendar: WorkCalendar) -> list[Move]:
    """Return what has other dates than before, in the order of ``after``; rows that came or went are left out."""
    return [
        Move(key, before[key], span, _days(before[key], span, calendar))
        for key, span in after.items()
        if key in before and before[key] != span
    ]


def _days(before: Span, after: Span, calendar: WorkCalendar) -> int:
    """Count how far the finish moved, else the start."""
    found = shift(before[1], after[1], calendar)
    return found or shift(before[0], after[0], calendar) or 0


def shift(before: date | None, after: date | None, calendar: WorkCalendar) -> int | None:
    """Count the working days from one day to another, negative backwards; None where one is not known."""
    return None if before is None or after is None else calendar.days_between(before, after)
