"""Calendars of a file: hours of the week, hours of some weeks, and exceptions of every kind."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from core.calendar import WEEKDAYS, Shifts
from phases.plan.rules.exceptions import Repeat, expand
from phases.plan.rules.mspdi.values import DAY, MAX_UID, clock_of, fields_of, flag, instant, refuse, whole
from phases.plan.rules.worktime import has_work, tidy

DAYS_A_WEEK = 7
HOURS = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))  # of Project's own Standard calendar
STANDARD: Mapping[int, Shifts] = {day: HOURS if day in WEEKDAYS else () for day in range(DAYS_A_WEEK)}
REPEATS = {
    2: Repeat.YEARLY, 3: Repeat.YEARLY_PLACE, 4: Repeat.MONTHLY, 5: Repeat.MONTHLY_PLACE, 6: Repeat.WEEKLY,
    7: Repeat.DAILY, 8: Repeat.WORKDAYS,
}  # fmt: skip
PLACED = {Repeat.YEARLY_PLACE, Repeat.MONTHLY_PLACE}
YEARLY = {Repeat.YEARLY, Repeat.YEARLY_PLACE}
Exception_ = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ParsedCalendar:
    """A calendar: the shifts of the weekdays it states (Monday 0), exceptions as ``rules.exceptions`` has them."""

    uid: int
    name: str
    base: int | None
    week: Mapping[int, Shifts]
    exceptions: tuple[Exception_, ...]


def read_calendars(elements: Iterable[Element], week_start: int) -> tuple[ParsedCalendar, ...]:
    """Read all calendars; one that never works is refused by its name."""
    found: dict[int, ParsedCalendar] = {}
    for element in elements:
        calendar = _calendar(element, week_start)
        if calendar.uid in found:
            raise refuse(_("UID {uid} stands on two calendars; every calendar needs its own."), uid=calendar.uid)
        found[calendar.uid] = calendar
    for calendar in found.values():
        _check(calendar, found)
    return tuple(found.values())


def line_of(calendar: ParsedCalendar, calendars: Mapping[int, ParsedCalendar]) -> list[ParsedCalendar]:
    """Return the calendar and what it follows, itself first."""
    line = [calendar]
    while (base := calendars.get(-1 if line[-1].base is None else line[-1].base)) is not None and base not in line:
        line.append(base)
    return line


def _check(calendar: ParsedCalendar, calendars: Mapping[int, ParsedCalendar]) -> None:
    line = line_of(calendar, calendars)
    week = {day: shifts for one in reversed(line) for day, shifts in one.week.items()}
    worked = expand([one for each in line for one in each.exceptions if one.get("shifts") or "week" in one])
    if week and not has_work(week.values(), worked):
        raise refuse(
            _("Calendar “{name}” (UID {uid}) has no working time at all."), name=calendar.name, uid=calendar.uid
        )


def _calendar(element: Element, week_start: int) -> ParsedCalendar:
    said = fields_of(element)
    uid = whole(said, "UID", "?", (0, MAX_UID), -1)
    base = whole(said, "BaseCalendarUID", uid, (-1, MAX_UID), -1)
    days = list(element.iterfind("{*}WeekDays/{*}WeekDay"))
    week = _week(days, uid)
    usual = max((shifts for shifts in week.values() if shifts), key=list(week.values()).count, default=HOURS)
    dated = [
        one
        for day in element.iterfind("{*}Exceptions/{*}Exception")
        if (one := _exception(day, uid, usual, week_start))
    ]
    known = expand(dated)
    old = [one for day in days if fields_of(day).get("DayType") == "0" and (one := _run(day, uid, usual))]
    seasons = [one for week_ in element.iterfind("{*}WorkWeeks/{*}WorkWeek") if (one := _season(week_, uid))]
    left = [one for one in old if not all(known.get(day) == hours for day, hours in expand([one]).items())]
    own = base if base >= 0 and base != uid and not flag(said, "IsBaseCalendar") else None
    stated = week or (STANDARD if own is None else {})
    return ParsedCalendar(uid, said.get("Name") or f"#{uid}", own, stated, (*seasons, *dated, *left))


def _week(days: Sequence[Element], uid: int) -> dict[int, Shifts]:
    """Return the hours of the stated weekdays; a shift that runs past midnight goes on in the next day."""
    week: dict[int, Shifts] = {}
    over: dict[int, list[tuple[int, int]]] = {}
    for day in days:
        number = whole(fields_of(day), "DayType", uid, (0, DAYS_A_WEEK))
        if number:
            weekday = (number - 2) % DAYS_A_WEEK
            stated = list(_hours(day, uid))
            week[weekday] = tidy((begin, DAY if end < begin else end) for begin, end in stated)
            over[(weekday + 1) % DAYS_A_WEEK] = [(0, end) for begin, end in stated if 0 < end < begin]
    return week | {day: tidy([*week.get(day, ()), *late]) for day, late in over.items() if late}


def _hours(day: Element, uid: int) -> Iterator[tuple[int, int]]:
    if not flag(fields_of(day), "DayWorking"):
        return
    for one in day.iterfind("{*}WorkingTimes/{*}WorkingTime"):
        said = fields_of(one)
        if said.get("FromTime"):
            yield clock_of(said["FromTime"], str(uid)), clock_of(said.get("ToTime", ""), str(uid)) or DAY


def _run(element: Element, uid: int, usual: Shifts) -> dict[str, Any] | None:
    """Read name, period and hours; a working day without hours has the calendar's usual ones."""
    period = element.find("{*}TimePeriod")
    between = fields_of(period) if period is not None else {}
    first, last = (instant(between, name, uid) for name in ("FromDate", "ToDate"))
    if first is None or last is None:
        return None
    hours = tidy((begin, DAY if end < begin else end) for begin, end in _hours(element, uid))
    said = fields_of(element)
    shifts = hours or (usual if flag(said, "DayWorking") else ())
    return {
        "name": said.get("Name", ""),
        "from": first.date().isoformat(),
        "to": max(first, last).date().isoformat(),
        "shifts": [list(one) for one in shifts],
    }


def _exception(element: Element, uid: int, usual: Shifts, week_start: int) -> dict[str, Any] | None:
    found, said = _run(element, uid, usual), fields_of(element)
    if found is None:
        return None
    kind, every = whole(said, "Type", uid, (0, 9), 1), whole(said, "Period", uid, (0, 1000), 1)
    times = whole(said, "Occurrences", uid, (0, 100_000))
    repeat = REPEATS.get(kind) or (Repeat.DAILY if every > 1 else Repeat.DAYS)
    if flag(said, "EnteredByOccurrences") and times:
        found["times"] = times
    if repeat != Repeat.DAYS:
        found |= {"repeat": repeat.value, "every": max(every, 1)} | _detail(repeat, said, uid, week_start)
    return found


def _detail(repeat: Repeat, said: Mapping[str, str], uid: int, week_start: int) -> dict[str, Any]:
    """Read what the kind of recurrence needs."""
    if repeat == Repeat.WEEKLY:
        bits = whole(said, "DaysOfWeek", uid, (0, 127))
        return {"weekdays": sorted((bit - 1) % 7 for bit in range(7) if bits >> bit & 1), "week_start": week_start}
    detail = {"month": whole(said, "Month", uid, (0, 11)) + 1} if repeat in YEARLY else {}
    if repeat in PLACED:
        return detail | {
            "item": whole(said, "MonthItem", uid, (0, 9)),
            "place": whole(said, "MonthPosition", uid, (0, 4)),
        }
    if repeat in {Repeat.MONTHLY, Repeat.YEARLY}:
        return detail | {"day": whole(said, "MonthDay", uid, (1, 31), 1)}
    return detail


def _season(element: Element, uid: int) -> dict[str, Any] | None:
    found = _run(element, uid, ())
    if found is None:
        return None
    del found["shifts"]
    week = _week(list(element.iterfind("{*}WeekDays/{*}WeekDay")), uid)
    return found | {"week": {str(day): [list(one) for one in shifts] for day, shifts in week.items()}}
