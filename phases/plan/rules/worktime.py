"""A calendar as arithmetic: between moments and working minutes, for hours that differ from day to day.

A moment is a whole number, the minutes since the beginning of day 0 of the proleptic calendar; the end of one shift and
the beginning of the next are two moments with the same amount of work before them. Conversions cost O(log days).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

from core.calendar import Shifts, WorkCalendar

DAY = 1440
LAST = date.max.toordinal()
AROUND = 366 * 3  # days indexed beyond what was asked for
FAR = 366 * 200  # no plan is longer: a calendar without work in it is refused


class NoWorkError(ValueError):
    """A calendar has no working time where some is needed; ``name`` is the calendar's."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


def moment(at: date | datetime) -> int:
    """Return the moment of a wall-clock time, or the beginning of a day."""
    minutes = at.hour * 60 + at.minute if isinstance(at, datetime) else 0
    return at.toordinal() * DAY + minutes


def clock(at: int) -> datetime:
    """Return the wall-clock time of a moment."""
    day, minute = divmod(at, DAY)
    return datetime.fromordinal(day) + timedelta(minutes=minute)


def day_of(at: int) -> date:
    """Return the day on which a moment lies."""
    return date.fromordinal(at // DAY)


@dataclass(frozen=True, slots=True)
class Pattern:
    """The hours of one kind of day: worked minutes before each minute, and the minute at which each was worked."""

    done: tuple[int, ...]  # by minute of the day, 0 to 1440
    opens: tuple[int, ...]  # minute at which the n-th worked minute begins
    closes: tuple[int, ...]  # minute at which n minutes have been worked, from the first on

    @property
    def minutes(self) -> int:
        """Work in such a day."""
        return self.done[-1]


@lru_cache(maxsize=512)
def pattern(shifts: tuple[tuple[int, int], ...]) -> Pattern:
    """Index a day's shifts, given in minutes of the day; overlapping ones count once."""
    works = bytearray(DAY)
    for opens, closes in shifts:
        works[opens:closes] = b"\1" * (min(closes, DAY) - opens)
    done = [0]
    for minute in works:
        done.append(done[-1] + minute)
    at = [minute for minute in range(DAY) if works[minute]]
    return Pattern(tuple(done), tuple(at), (at[0] if at else 0, *(minute + 1 for minute in at)))


@dataclass(slots=True)
class WorkTime:
    """Working hours by weekday (Monday first) with dated exceptions, as arithmetic over moments.

    Hours come from ``days``, else from ``source`` (a calendar of whole days), else from ``week``.
    """

    week: Sequence[Shifts]
    days: Mapping[date, Shifts] = field(default_factory=dict)
    name: str = ""
    source: WorkCalendar | None = None  # days and official part come from it, the hours from the week
    also: "WorkTime | None" = None  # both must work: a task's own calendar and a resource's
    _first: int = field(default=0, init=False, repr=False)
    _upto: list[int] = field(default_factory=list, init=False, repr=False)  # work before each day; one more than days
    _patterns: list[Pattern] = field(default_factory=list, init=False, repr=False)

    def shifts_on(self, ordinal: int) -> Shifts:
        """Return the hours of a day, as minutes of the day."""
        day = date.fromordinal(ordinal)
        if day in self.days:
            found = self.days[day]
        elif self.source is not None:
            found = self.source.shifts if self.source.is_working(day) else ()
        else:
            found = self.week[day.weekday()]
        return found if self.also is None else _both(found, self.also.shifts_on(ordinal))

    def is_official(self, day: date) -> bool:
        """Tell whether the day was published or decided; else it is only computed."""
        return self.source is None or self.source.is_official(day)

    @property
    def official_until(self) -> date | None:
        """Last published day; None where the calendar is true by definition."""
        return None if self.source is None else self.source.official_until

    def _reach(self, first: int, last: int) -> None:
        """Index the days from first to last, and some around; what is indexed stays."""
        low, high = max(1, first - AROUND), min(LAST, last + AROUND)
        if self._patterns:
            low, high = min(low, self._first), max(high, self._first + len(self._patterns) - 1)
        if high - low > 2 * FAR:
            raise NoWorkError(self.name)
        kept = dict(zip(range(self._first, self._first + len(self._patterns)), self._patterns, strict=True))
        self._patterns = [
            kept[n] if n in kept else pattern(tuple((a, b) for a, b in self.shifts_on(n))) for n in range(low, high + 1)
        ]
        anchor = self._upto[0] if self._upto else 0
        before = sum(one.minutes for one in self._patterns[: self._first - low]) if self._upto else 0
        self._first = low
        self._upto = [anchor - before]  # what was counted before keeps its numbers
        for one in self._patterns:
            self._upto.append(self._upto[-1] + one.minutes)

    def work(self, at: int) -> int:
        """Count the work before a moment, from a point of the calendar's own; only differences mean anything."""
        day, minute = divmod(at, DAY)
        place = day - self._first
        if not 0 <= place < len(self._patterns):
            self._reach(day, day)
            place = day - self._first
        return self._upto[place] + self._patterns[place].done[minute]

    def opening(self, work: int) -> int:
        """Return the last moment that has this much work before it: where the next minute of work begins."""
        upto = self._upto
        while not upto or not upto[0] <= work < upto[-1]:
            self._further(later=not upto or work >= upto[-1])
            upto = self._upto
        place = bisect_right(upto, work) - 1
        return (self._first + place) * DAY + self._patterns[place].opens[work - upto[place]]

    def closing(self, work: int) -> int:
        """Return the first moment that has this much work before it: where the minute of work before it ends."""
        upto = self._upto
        while not upto or not upto[0] < work <= upto[-1]:
            self._further(later=not upto or work > upto[-1])
            upto = self._upto
        place = bisect_left(upto, work) - 1
        return (self._first + place) * DAY + self._patterns[place].closes[work - upto[place]]

    def _further(self, *, later: bool) -> None:
        if not self._patterns:
            self._reach(LAST // 4, LAST // 4)
            return
        first, last = self._first, self._first + len(self._patterns) - 1
        if last - first > FAR or (first <= 1 and not later) or (last >= LAST and later):
            raise NoWorkError(self.name)
        step = last - first + 1
        self._reach(first if later else max(1, first - step), min(LAST, last + step) if later else last)

    def add(self, at: int, minutes: int) -> int:
        """Move by working minutes; forwards ends where the work ends, backwards where it would begin, 0 stays."""
        if not minutes:
            return at
        work = self.work(at) + minutes
        return self.closing(work) if minutes > 0 else self.opening(work)

    def next_start(self, at: int) -> int:
        """Return the moment itself where work goes on, else the next opening."""
        return self.opening(self.work(at))

    def previous_finish(self, at: int) -> int:
        """Return the moment itself where work has just been done, else the last closing."""
        return self.closing(self.work(at))

    def between(self, start: int, finish: int) -> int:
        """Count the working minutes from one moment to another, negative backwards."""
        return self.work(finish) - self.work(start)

    def is_working(self, day: date) -> bool:
        """Tell whether any work is done on the day."""
        return bool(self.shifts_on(day.toordinal()))

    def begin_of(self, day: date) -> int:
        """Return where the day's work begins, or the next worked day's."""
        return self.next_start(day.toordinal() * DAY)

    def end_of(self, day: date) -> int:
        """Return where the day's work ends, or ended on the last worked day before."""
        return self.previous_finish((day.toordinal() + 1) * DAY)


def _both(one: Shifts, other: Shifts) -> Shifts:
    return tuple(
        (max(a, c), min(b, d)) for a, b in one for c, d in other if max(a, c) < min(b, d)
    )  # fmt: skip


def of_days(calendar: WorkCalendar) -> WorkTime:
    """Give a calendar of whole days its arithmetic; equal calendars share one, indexed once in a process."""
    return WorkTime(tuple(calendar.shifts for _ in range(7)), name=calendar.code, source=calendar)


def narrowed(task: WorkTime, resource: WorkTime) -> WorkTime:
    """Return the hours in which both work."""
    return WorkTime(resource.week, resource.days, resource.name, resource.source, also=task)


def has_work(week: Iterable[Shifts], days: Mapping[date, Shifts]) -> bool:
    """Tell whether a calendar has any working time at all."""
    return any(any(begin < end for begin, end in shifts) for shifts in [*week, *days.values()])


def tidy(shifts: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Sort a day's shifts, drop empty ones, and let one that runs past midnight end there."""
    kept = sorted((begin, end or DAY) for begin, end in shifts if begin < (end or DAY))
    merged: list[tuple[int, int]] = []
    for begin, end in kept:
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return tuple(merged)
