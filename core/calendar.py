"""Working days and hours: public holidays, make-up days (调休), and the days an administrator changes.

Years after ``official_until`` are computed from weekends and fixed public holidays; ask ``is_official`` before
printing them as facts.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache

CHINA_OFFICIAL_UNTIL = date(2026, 12, 31)
WEEKDAYS = (0, 1, 2, 3, 4)
OFFICE = ((540, 720), (780, 1080))  # 9:00-12:00 and 13:00-18:00, minutes of the day: eight hours of work
SERVICE = ((540, 1080),)  # 9:00-18:00: the hours in which a promised answer runs
MARGIN = 366 * 3

Shifts = Sequence[tuple[int, int]]
# A year's exceptions: days off on working weekdays, days on at weekends.
Exceptions = Callable[[int], tuple[frozenset[date], frozenset[date]]]


def _none(_year: int) -> tuple[frozenset[date], frozenset[date]]:
    return frozenset(), frozenset()


@lru_cache(maxsize=256)
def _china_year(year: int) -> tuple[frozenset[date], frozenset[date]]:
    import holidays  # takes a fifth of a second, and not every process needs it

    known = holidays.country_holidays("CN")
    if not known.start_year <= year <= known.end_year:
        return _none(year)
    days = holidays.country_holidays("CN", years=year)
    made_up = frozenset(day for day in getattr(days, "weekend_workdays", ()) if day.year == year)
    return frozenset(day for day in days if day.year == year) - made_up, made_up


@dataclass(frozen=True, slots=True)
class DayIndex:
    """Working days of one stretch: sorted ordinals, and for each day how many were worked up to it."""

    first: int
    days: tuple[int, ...]
    upto: tuple[int, ...]

    def covers(self, low: int, high: int) -> bool:
        """Tell whether both ordinals lie in the stretch."""
        return self.first <= low and high < self.first + len(self.upto)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """One calendar; equal inputs give equal dates. Lookups cost O(1) after a stretch of years was indexed."""

    code: str
    weekdays: Sequence[int] = WEEKDAYS
    shifts: Shifts = OFFICE
    service: Shifts = SERVICE
    official_until: date | None = None  # None: true by definition, for ever
    overrides: Mapping[date, bool] = field(default_factory=dict)
    exceptions: Exceptions = _none
    _indexes: list[DayIndex] = field(default_factory=list, init=False, repr=False, compare=False)  # the widest so far

    @property
    def minutes_per_day(self) -> int:
        """Minutes of work in a full day."""
        return sum(end - start for start, end in self.shifts)

    def is_official(self, day: date) -> bool:
        """Tell whether the day was published or decided; else it is only computed."""
        return day in self.overrides or self.official_until is None or day <= self.official_until

    def is_working(self, day: date) -> bool:
        """Tell whether work is done on the day."""
        if day in self.overrides:
            return self.overrides[day]
        off, on = self.exceptions(day.year)
        return day in on or (day.weekday() in self.weekdays and day not in off)

    def index(self, low: date, high: date) -> DayIndex:
        """Return an index that covers both days, built at most a few times in a process."""
        first, last = low.toordinal(), high.toordinal()
        known = self._indexes[0] if self._indexes else None
        if known is not None and known.covers(first, last):
            return known
        if known is not None:
            first, last = min(first, known.first), max(last, known.first + len(known.upto) - 1)
        built = self._build(max(1, first - MARGIN), min(date.max.toordinal(), last + MARGIN))
        self._indexes[:] = [built]
        return built

    def _build(self, first: int, last: int) -> DayIndex:
        days: list[int] = []
        upto: list[int] = []
        for ordinal in range(first, last + 1):
            if self.is_working(date.fromordinal(ordinal)):
                days.append(ordinal)
            upto.append(len(days))
        return DayIndex(first, tuple(days), tuple(upto))

    def next_working(self, day: date) -> date:
        """Return the day itself if it is worked, else the next that is."""
        return self._at(day, 0, bisect_left)

    def previous_working(self, day: date) -> date:
        """Return the day itself if it is worked, else the last before it that is."""
        return self._at(day, -1, bisect_right)

    def add_days(self, day: date, days: int) -> date:
        """Move by working days; a positive step never lands on the day itself, zero gives the next worked day."""
        if days > 0:
            return self._at(day, days - 1, bisect_right)
        return self._at(day, days, bisect_left)

    def _at(self, day: date, step: int, bisect: Callable[[tuple[int, ...], int], int]) -> date:
        reach = timedelta(days=abs(step) * 2 + 40)  # two calendar days for each working day are always enough
        low = day - reach if step < 0 and day - date.min > reach else day
        high = day + reach if step >= 0 and date.max - day > reach else day
        index = self.index(low, high)
        position = bisect(index.days, day.toordinal()) + step
        if not 0 <= position < len(index.days):
            raise OverflowError("no such working day in the calendar")
        return date.fromordinal(index.days[position])

    def days_between(self, start: date, end: date) -> int:
        """Return the signed step for which ``add_days(start, step)`` gives the worked day ``end``."""
        index = self.index(min(start, end), max(start, end))
        return index.upto[end.toordinal() - index.first] - index.upto[start.toordinal() - index.first]

    def days_in(self, start: date, end: date) -> int:
        """Count the working days from start to end, both included; 0 where end is before start."""
        return max(0, self.days_between(start, end) + self.is_working(start))

    def finish_of(self, start: date, duration: int) -> date:
        """Return the last day of work of that many days; one day starts and finishes the same day."""
        return self.add_days(self.next_working(start), max(0, duration - 1))

    def add_hours(self, moment: datetime, hours: float) -> datetime:
        """Add hours of service time; a moment outside the hours counts from the next opening."""
        left = round(hours * 60)
        day, minute = moment.date(), moment.hour * 60 + moment.minute
        while True:
            if self.is_working(day):
                for opens, closes in self.service:
                    begin = max(opens, minute)
                    if begin < closes and left <= closes - begin:
                        return datetime.combine(day, time(), moment.tzinfo) + timedelta(minutes=begin + left)
                    left -= max(0, closes - begin)
            day, minute = self.next_working(day + timedelta(days=1)), 0


def china(overrides: Mapping[date, bool] | None = None) -> WorkCalendar:
    """Mainland China with public holidays and make-up days, official until the last published year."""
    return _known("cn", tuple(sorted((overrides or {}).items())))


def plain(overrides: Mapping[date, bool] | None = None) -> WorkCalendar:
    """Monday to Friday without holidays."""
    return _known("plain", tuple(sorted((overrides or {}).items())))


@lru_cache(maxsize=64)
def _known(code: str, overrides: tuple[tuple[date, bool], ...]) -> WorkCalendar:
    """Give one calendar for equal rules, so that its days are indexed once in a process."""
    if code == "plain":
        return WorkCalendar(code, overrides=dict(overrides))
    return WorkCalendar(code, official_until=CHINA_OFFICIAL_UNTIL, overrides=dict(overrides), exceptions=_china_year)
