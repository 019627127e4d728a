"""The clash list: what stands in the way of a session at this time, in this room, with this trainer."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

LOWEST_SCORE = Decimal("3.5")  # of 5 at level 1: below it a course is written anew
TOO_FEW = Decimal("0.5")  # of the seats; below it a session may not be worth holding


@dataclass(frozen=True, slots=True)
class Booking:
    """A session as the rules see it; ``key`` tells it from the others, ``label`` names it in a refusal."""

    key: str
    label: str
    starts: datetime
    ends: datetime
    room: str = ""
    trainer: str = ""
    people: frozenset[str] = frozenset()

    def meets(self, other: "Booking") -> bool:
        """Tell whether both share a moment; half-open, so one may begin when the other ends, and none meets itself."""
        return self.key != other.key and self.starts < other.ends and other.starts < self.ends


@dataclass(frozen=True, slots=True)
class Wanted:
    """A session to be booked, with what is known about its course, trainer, room and days."""

    booking: Booking
    capacity: int
    course: str = ""
    room_name: str = ""
    room_seats: int | None = None
    trainer_name: str = ""
    trainer_courses: frozenset[str] | None = None  # None: no trainer yet
    days_off: Sequence[date] = ()
    names: dict[str, str] = field(default_factory=dict)  # of its people


def clashes(wanted: Wanted, others: Iterable[Booking]) -> dict[str, list[str]]:
    """Return everything that stands in the way, by field; each sentence names the other session."""
    found: dict[str, list[str]] = {}
    for name, text in (*_alone(wanted), *_with_others(wanted, others)):
        found.setdefault(name, []).append(text)
    return found


def _alone(wanted: Wanted) -> Iterator[tuple[str, str]]:
    if wanted.booking.ends <= wanted.booking.starts:
        yield "ends_at", _("A session ends after it begins.")
    for day in wanted.days_off:
        yield "starts_at", _("%(day)s is no working day of the programme's calendar.") % {"day": day.isoformat()}
    if wanted.room_seats is not None and wanted.capacity > wanted.room_seats:
        told = {"room": wanted.room_name, "n": wanted.room_seats, "wanted": wanted.capacity}
        yield "capacity", _("%(room)s has %(n)d seats, the session offers %(wanted)d.") % told
    if wanted.trainer_courses is not None and wanted.course not in wanted.trainer_courses:
        told = {"trainer": wanted.trainer_name, "course": wanted.course}
        yield "trainer", _("%(trainer)s may not give %(course)s yet.") % told


def _with_others(wanted: Wanted, others: Iterable[Booking]) -> Iterator[tuple[str, str]]:
    mine = wanted.booking
    for other in others:
        if not mine.meets(other):
            continue
        if mine.room and mine.room == other.room:
            yield "room", _("%(room)s is taken by %(other)s.") % {"room": wanted.room_name, "other": other.label}
        if mine.trainer and mine.trainer == other.trainer:
            told = {"trainer": wanted.trainer_name, "other": other.label}
            yield "trainer", _("%(trainer)s gives %(other)s at that time.") % told
        for person in sorted(mine.people & other.people, key=lambda key: wanted.names.get(key, key)):
            told = {"name": wanted.names.get(person, person), "other": other.label}
            yield "starts_at", _("%(name)s sits in %(other)s at that time.") % told


def days_of(first: date, last: date) -> list[date]:
    """Return the days that a session touches, both ends included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def hours_between(starts: datetime, ends: datetime) -> Decimal:
    """Return the length in hours."""
    return Decimal((ends - starts).total_seconds()) / 3600


def mean_score(scores: Iterable[tuple[Decimal, int]]) -> tuple[Decimal | None, int]:
    """Return the mean of scores weighted by how many answered, and that number; None where nobody did."""
    rows = [(score, n) for score, n in scores if n]
    answered = sum(n for _score, n in rows)
    if not answered:
        return None, 0
    total: Any = sum(score * n for score, n in rows)
    return Decimal(total) / answered, answered
