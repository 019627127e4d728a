"""Exceptions of a calendar as data, and the days they mean.

Each is a mapping: ``name``, ``from`` and ``to`` (days, ISO), ``shifts`` (minutes of the day; none is a day off). Where
it comes back it has ``repeat`` with ``every`` and what that kind needs: ``weekdays`` (Monday 0), ``day`` of the month,
``month``, ``place`` (0 first to 3 fourth, 4 last) of an ``item`` (0 day, 1 weekday, 2 weekend day, 3 Sunday to 9
Saturday); ``times`` ends it after so many instead of with ``to``. Hours that hold for some weeks only have ``week``
(weekday → shifts) instead of ``shifts``; weekdays that it leaves out stay as they are.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from itertools import count, islice
from typing import Any

from core.calendar import Shifts

MAX_DAYS = 366 * 300
DAYS_A_WEEK = 7
MONTHS = 12
SATURDAY = 5
WEEKDAY, WEEKEND, SUNDAY = 1, 2, 3  # items beside 0, any day
LAST = 4  # place


Coming = Callable[[Mapping[str, Any], date], Iterator[date]]


class Repeat(StrEnum):
    """How an exception comes back; empty is a run of days."""

    DAYS = ""
    DAILY = "daily"
    WORKDAYS = "workdays"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    MONTHLY_PLACE = "monthly-place"
    YEARLY = "yearly"
    YEARLY_PLACE = "yearly-place"


# Where several mean the same day, the later in this line counts: seasons, then daily to yearly ones, then single days.
RANKS = (
    Repeat.DAILY, Repeat.WORKDAYS, Repeat.WEEKLY, Repeat.MONTHLY, Repeat.MONTHLY_PLACE, Repeat.YEARLY,
    Repeat.YEARLY_PLACE, Repeat.DAYS,
)  # fmt: skip


def expand(exceptions: Iterable[Mapping[str, Any]]) -> dict[date, Shifts]:
    """Return the hours of every day that an exception changes; of the same kind a later one wins."""
    found: dict[date, Shifts] = {}
    for one in sorted(exceptions, key=_rank):
        if "week" in one:
            week = {int(day): _shifts(shifts) for day, shifts in one["week"].items()}
            found |= {day: week[day.weekday()] for day in _run(one) if day.weekday() in week}
        else:
            found |= dict.fromkeys(days_of(one), _shifts(one["shifts"]))
    return found


def in_line(line: Iterable[tuple[Iterable[int], Iterable[Mapping[str, Any]]]]) -> dict[date, Shifts]:
    """Return the days that a calendar and those it follows change, the base of all first.

    Each gives the weekdays it states and its exceptions. A day off of the base comes before hours that a derived
    calendar has for some weeks; a weekday that a derived calendar states comes before such hours of its base.
    """
    seasons: dict[date, Shifts] = {}
    dated: dict[date, Shifts] = {}
    for weekdays, exceptions in line:
        stated, kept = set(weekdays), list(exceptions)
        seasons = {day: shifts for day, shifts in seasons.items() if day.weekday() not in stated}
        seasons |= expand(one for one in kept if "week" in one)
        dated |= expand(one for one in kept if "week" not in one)
    return seasons | dated


def _rank(one: Mapping[str, Any]) -> int:
    return -1 if "week" in one else RANKS.index(Repeat(one.get("repeat", "")))


def _shifts(shifts: Iterable[Iterable[int]]) -> Shifts:
    return tuple((begin, end) for begin, end in shifts)


def days_of(one: Mapping[str, Any]) -> Iterator[date]:
    """Return the days that an exception means, in order."""
    if one.get("times"):
        return islice(COMING[Repeat(one.get("repeat", ""))](one, date.max), min(one["times"], MAX_DAYS))
    return COMING[Repeat(one.get("repeat", ""))](one, date.fromisoformat(one["to"]))


def _run(one: Mapping[str, Any], last: date | None = None, step: int = 1) -> Iterator[date]:
    first, last = date.fromisoformat(one["from"]), last or date.fromisoformat(one["to"])
    for number in range(0, min((last - first).days + 1, MAX_DAYS), step):
        yield first + timedelta(days=number)


def _daily(one: Mapping[str, Any], last: date) -> Iterator[date]:
    return _run(one, last, max(one.get("every") or 1, 1))


def _workdays(one: Mapping[str, Any], last: date) -> Iterator[date]:
    days = (day for day in _run(one, last) if day.weekday() < SATURDAY)
    return islice(days, 0, None, max(one.get("every") or 1, 1))


def _weekly(one: Mapping[str, Any], last: date) -> Iterator[date]:
    """Count weeks from the one of the first day; a week begins as the project's does, on Sunday unless said."""
    begins, first = one.get("week_start", 6), date.fromisoformat(one["from"])
    ahead = (first.weekday() - begins) % DAYS_A_WEEK
    every, wanted = max(one.get("every") or 1, 1), set(one.get("weekdays") or [first.weekday()])
    for number, day in enumerate(_run(one, last)):
        if day.weekday() in wanted and (number + ahead) // DAYS_A_WEEK % every == 0:
            yield day


def _monthly(one: Mapping[str, Any], last: date) -> Iterator[date]:
    for year, month in _months(one, last):
        yield date(year, month, min(one["day"], monthrange(year, month)[1]))


def _monthly_place(one: Mapping[str, Any], last: date) -> Iterator[date]:
    for year, month in _months(one, last):
        yield _placed(year, month, one["item"], one["place"])


def _months(one: Mapping[str, Any], last: date) -> Iterator[tuple[int, int]]:
    first, every = date.fromisoformat(one["from"]), max(one.get("every") or 1, 1)
    if "month" in one:
        first, every = first.replace(month=one["month"], day=1), every * MONTHS
    for number in count(first.year * MONTHS + first.month - 1, every):
        if number // MONTHS > last.year or number // MONTHS >= date.max.year:
            return
        yield number // MONTHS, number % MONTHS + 1


def _placed(year: int, month: int, item: int, place: int) -> date:
    days = [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]
    right = [day for day in days if _is_item(day.weekday(), item)]
    return right[-1 if place >= LAST else place]


def _is_item(weekday: int, item: int) -> bool:
    if item == WEEKDAY:
        return weekday < SATURDAY
    if item == WEEKEND:
        return weekday >= SATURDAY
    return item == 0 or weekday == (item - SUNDAY - 1) % DAYS_A_WEEK


def _inside(days: Coming) -> Coming:
    """Leave out what lies before the first day or after the last."""

    def coming(one: Mapping[str, Any], last: date) -> Iterator[date]:
        first = date.fromisoformat(one["from"])
        return (day for day in days(one, last) if first <= day <= last)

    return coming


COMING: Mapping[Repeat, Coming] = {
    Repeat.DAYS: _run,
    Repeat.DAILY: _daily,
    Repeat.WORKDAYS: _workdays,
    Repeat.WEEKLY: _weekly,
    Repeat.MONTHLY: _inside(_monthly),
    Repeat.MONTHLY_PLACE: _inside(_monthly_place),
    Repeat.YEARLY: _inside(_monthly),
    Repeat.YEARLY_PLACE: _inside(_monthly_place),
}
