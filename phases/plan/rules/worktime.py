"""A calendar as arithmetic: between moments and working minutes, for hours that differ from day to day.

A moment is a whole number, the minutes since the beginning of day 0 of the proleptic calendar; the end of one shift and
the beginning of the next are two moments with the same amount of work before them. Conversions cost O(log days).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from threading import Lock

from core.calendar import Shifts, WorkCalendar

DAY = 1440
LAST = date.max.toordinal()
AROUND = 366 * 3  # days indexed beyond what was asked for
FAR = 366 * 200  # no plan is longer


class CalendarError(ValueError):
    """A calendar cannot say when work is done; ``name`` is the calendar's, ``empty`` whether it never works."""

    def __init__(self, name: str, *, empty: bool) -> None:
        """Keep which calendar, and whether it has no work at all or the plan leaves it."""
        self.name, self.empty = name, empty
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


# First indexed day, work before each day (one more than days), and each day's pattern: replaced as a whole.
Index = tuple[int, list[int], list[Pattern]]
NOTHING: Index = (0, [], [])


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
    _index: Index = field(default=NOTHING, init=False, repr=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False)

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

    def _reach(self, first: int, last: int) -> Index:
        """Index the days from first to last, and some around; what was counted before keeps its numbers."""
        with self._lock:
            known, upto, patterns = self._index
            low, high = max(1, first - AROUND), min(LAST, last + AROUND)
            if patterns:
                low, high = min(low, known), max(high, known + len(patterns) - 1)
            if high - low > 2 * FAR:
                raise CalendarError(self.name, empty=False)
            before = [self._pattern(n) for n in range(low, known)] if patterns else []
            after = [self._pattern(n) for n in range(known + len(patterns) if patterns else low, high + 1)]
            patterns = [*before, *patterns, *after]
            start = (upto[0] if upto else 0) - sum(one.minutes for one in before)
            self._index = (low, list(accumulate((one.minutes for one in patterns), initial=start)), patterns)
            return self._index

    def _pattern(self, ordinal: int) -> Pattern:
        return pattern(tuple((begin, end) for begin, end in self.shifts_on(ordinal)))

    def work(self, at: int) -> int:
        """Count the work before a moment, from a point of the calendar's own; only differences mean anything."""
        day, minute = divmod(at, DAY)
        first, upto, patterns = self._index
        if not 0 <= day - first < len(patterns):
            first, upto, patterns = self._reach(day, day)
        return upto[day - first] + patterns[day - first].done[minute]

    def opening(self, work: int) -> int:
        """For an amount that ``work`` gave or near it: return the last moment that has this much work before it."""
        first, upto, patterns = self._index
        while not upto[0] <= work < upto[-1]:
            first, upto, patterns = self._further(later=work >= upto[-1])
        place = bisect_right(upto, work) - 1
        return (first + place) * DAY + patterns[place].opens[work - upto[place]]

    def closing(self, work: int) -> int:
        """For an amount that ``work`` gave or near it: return the first moment that has this much work before it."""
        first, upto, patterns = self._index
        while not upto[0] < work <= upto[-1]:
            first, upto, patterns = self._further(later=work > upto[-1])
        place = bisect_left(upto, work) - 1
        return (first + place) * DAY + patterns[place].closes[work - upto[place]]

    def _further(self, *, later: bool) -> Index:
        first, upto, patterns = self._index
        last = first + len(patterns) - 1
        if len(patterns) > FAR or (last >= LAST if later else first <= 1):
            raise CalendarError(self.name, empty=upto[0] == upto[-1])
        step = len(patterns)
        return self._reach(first if later else max(1, first - step), min(LAST, last + step) if later else last)

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


_KNOWN: dict[int, tuple[WorkCalendar, WorkTime]] = {}
MAX_KNOWN = 256
DAYS_A_WEEK = 7


def of_days(calendar: WorkCalendar) -> WorkTime:
    """Give a calendar of whole days its arithmetic; one calendar has one, indexed once in a process."""
    kept = _KNOWN.get(id(calendar))
    if kept is not None and kept[0] is calendar:
        return kept[1]
    if len(_KNOWN) >= MAX_KNOWN:
        _KNOWN.clear()
    made = WorkTime(tuple(calendar.shifts for _day in range(DAYS_A_WEEK)), name=calendar.code, source=calendar)
    _KNOWN[id(calendar)] = (calendar, made)
    return made


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
