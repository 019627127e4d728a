"""In how many service hours an issue is solved by its severity, and to whom it goes afterwards. Plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.calendar import WorkCalendar
from programme.people.choices import Role
from programme.raid.choices import Level, Severity

MAX_HOURS = 2000  # a year of service hours
ROLES_OF_LEVEL: Mapping[int, tuple[Role, ...]] = {
    Level.MANAGER: (Role.PM,),
    Level.OWNERS: (Role.BO, Role.SP),
    Level.COMMITTEE: (Role.SC, Role.SP),
}


@dataclass(frozen=True, slots=True)
class Term:
    """Service hours in which an issue is solved, and the level that hears of it afterwards."""

    hours: int
    level: int


# Where a programme has set none: one service day of nine hours, three, ten, twenty.
USUAL: Mapping[str, Term] = {
    Severity.CRITICAL: Term(9, Level.COMMITTEE),
    Severity.HIGH: Term(27, Level.OWNERS),
    Severity.MEDIUM: Term(90, Level.MANAGER),
    Severity.LOW: Term(180, Level.MANAGER),
}


def due_at(start: datetime, hours: int, calendar: WorkCalendar) -> datetime:
    """Return when so many service hours after ``start`` (a local moment) are over."""
    return calendar.add_hours(start, hours)


def level_due(due: datetime, now: datetime, term: Term, calendar: WorkCalendar) -> int:
    """Return the level that should know by now: 0 within the term, then its own, one more for each further term."""
    if now <= due:
        return 0
    level, until = term.level, due
    while level < max(Level):
        until = calendar.add_hours(until, term.hours)
        if now <= until:
            break
        level += 1
    return level
