"""Hours and exceptions of a calendar as people write them, one line each, and as they are kept.

Hours: ``9:00-12:00, 13:00-18:00``; empty or ``off`` is no work. An exception is ``when | hours | name``, where *when*
is a day, ``2026-05-01..2026-05-05``, or a stretch with how it comes back: ``daily 2``, ``workdays 1``, ``weekly
mon,fri``, ``weekly/2 tue``, ``monthly 15``, ``monthly last fri``, ``yearly 12-24``, ``yearly first mon 9``; ``x5`` in
place of the last day ends it after five times.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.calendar import Shifts
from phases.plan.rules.exceptions import Repeat
from phases.plan.rules.worktime import DAY, tidy

OFF = {"", "off", "-", "–", "休", "休息", "不工作"}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ITEMS = ("day", "weekday", "weekend", "sun", "mon", "tue", "wed", "thu", "fri", "sat")
PLACES = ("first", "second", "third", "fourth", "last")
SHIFT = re.compile(r"([01]?\d|2[0-4])[:：]([0-5]\d)\s*[-–~至]\s*([01]?\d|2[0-4])[:：]([0-5]\d)$")
SPAN = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}|x\d{1,4}))?(?:\s+(.*))?$")
PARTS = 3
MAX_EVERY = 1000


@dataclass(frozen=True, slots=True)
class HoursError(ValueError):
    """A text that is no hours or no exception; ``text`` is a sentence for the person who wrote it."""

    text: str


def read_hours(text: str) -> Shifts:
    """Read a day's hours; raises ``HoursError``. A shift may end at 24:00."""
    if text.strip().casefold() in OFF:
        return ()
    found = []
    for part in re.split(r"[,，;；、]", text):
        match = SHIFT.match(part.strip())
        shift = (_minute(match[1], match[2]), _minute(match[3], match[4])) if match else (0, 0)
        if not shift[0] < shift[1] <= DAY:
            raise HoursError(
                _("“%(text)s” are no hours; write 9:00-12:00, 13:00-18:00 or off.") % {"text": part.strip()}
            )
        found.append(shift)
    if len(tidy(found)) < len(found):
        raise HoursError(_("The hours “%(text)s” run into each other.") % {"text": text.strip()})
    return tidy(found)


def _minute(hour: str, minute: str) -> int:
    return int(hour) * 60 + int(minute)


def hours_text(shifts: Sequence[Sequence[int]]) -> str:
    """Write a day's hours as ``read_hours`` takes them."""
    return ", ".join(f"{a // 60}:{a % 60:02}-{b // 60}:{b % 60:02}" for a, b in shifts) or "off"


def read_exceptions(text: str) -> list[dict[str, Any]]:
    """Read exceptions, one a line; raises ``HoursError`` that names the line."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                found.append(read_exception(line))
            except HoursError as error:
                raise HoursError(_("Line %(n)s: %(what)s") % {"n": number, "what": error.text}) from error
    return found


def read_exception(line: str) -> dict[str, Any]:
    """Read one exception as it is kept; raises ``HoursError``."""
    when, hours, name = ([part.strip() for part in line.split("|")] + ["", ""])[:PARTS]
    match = SPAN.match(when)
    try:
        first = date.fromisoformat(match[1]) if match else None
        until = match[2] if match else None
        last = date.fromisoformat(until) if until and not until.startswith("x") else first
    except ValueError:
        first = last = None
    if match is None or first is None or last is None or last < first:
        raise HoursError(_("“%(text)s” is no day; write 2026-05-01 or 2026-05-01..2026-05-05.") % {"text": when})
    kept: dict[str, Any] = {"name": name, "from": first.isoformat(), "to": last.isoformat()}
    kept |= {"shifts": [list(shift) for shift in read_hours(hours)]}
    if until and until.startswith("x"):
        kept |= {"times": int(until[1:]), "to": date.max.isoformat()}
    return kept | _repeat(match[3] or "", first)


def _repeat(text: str, first: date) -> dict[str, Any]:
    """Read how an exception comes back."""
    if not text:
        return {}
    head, _space, rest = text.strip().casefold().partition(" ")
    kind, _slash, every = head.partition("/")
    words = rest.split()
    try:
        found = READERS[kind](words, first)
        count = _every([every] if every else [str(found.pop("every", 1))])
    except (KeyError, ValueError, IndexError) as error:
        said = _("“%(text)s” does not say how it comes back; write weekly mon,fri, monthly last fri or yearly 12-24.")
        raise HoursError(said % {"text": text}) from error
    return found | ({"every": count} if count > 1 else {})


def _daily(words: Sequence[str], _first: date) -> dict[str, Any]:
    return {"repeat": Repeat.DAILY.value, "every": _every(words)}


def _workdays(words: Sequence[str], _first: date) -> dict[str, Any]:
    return {"repeat": Repeat.WORKDAYS.value, "every": _every(words)}


def _every(words: Sequence[str]) -> int:
    """Read how many steps lie between two; raises ``ValueError`` for none and for too many."""
    count = int(words[0]) if words else 1
    if not 1 <= count < MAX_EVERY:
        raise ValueError
    return count


def _weekly(words: Sequence[str], first: date) -> dict[str, Any]:
    days = [WEEKDAYS.index(day) for day in words[0].split(",")] if words else [first.weekday()]
    return {"repeat": Repeat.WEEKLY.value, "weekdays": sorted(set(days))}


def _monthly(words: Sequence[str], _first: date) -> dict[str, Any]:
    if words[0].isdigit():
        return {"repeat": Repeat.MONTHLY.value, "day": _day(words[0])}
    place, item = words
    return {"repeat": Repeat.MONTHLY_PLACE.value, "place": PLACES.index(place), "item": ITEMS.index(item)}


def _yearly(words: Sequence[str], _first: date) -> dict[str, Any]:
    if "-" in words[0]:
        month, _dash, day = words[0].partition("-")
        return {"repeat": Repeat.YEARLY.value, "month": _month(month), "day": _day(day)}
    place, item, month = words
    found = {"place": PLACES.index(place), "item": ITEMS.index(item), "month": _month(month)}
    return {"repeat": Repeat.YEARLY_PLACE.value, **found}


def _day(text: str) -> int:
    return date(2024, 1, int(text)).day  # raises ValueError beyond 31


def _month(text: str) -> int:
    return date(2024, int(text), 1).month


READERS = {"daily": _daily, "workdays": _workdays, "weekly": _weekly, "monthly": _monthly, "yearly": _yearly}


def exception_text(one: Mapping[str, Any]) -> str:
    """Write an exception as ``read_exception`` takes it; a season of other weeks is not one."""
    until = f"..x{one['times']}" if one.get("times") else f"..{one['to']}" if one["to"] != one["from"] else ""
    when = f"{one['from']}{until} {_repeat_text(one)}".strip()
    return " | ".join([when, hours_text(one["shifts"]), *([one["name"]] if one.get("name") else [])])


def _repeat_text(one: Mapping[str, Any]) -> str:
    kind, every = Repeat(one.get("repeat", "")), one.get("every") or 1
    if kind == Repeat.DAYS:
        return ""
    if kind in {Repeat.DAILY, Repeat.WORKDAYS}:
        return f"{kind.value} {every}"
    head = f"{kind.value.partition('-')[0]}{f'/{every}' if every > 1 else ''}"
    if kind == Repeat.WEEKLY:
        return f"{head} {','.join(WEEKDAYS[day] for day in one['weekdays'])}"
    if kind == Repeat.MONTHLY:
        return f"{head} {one['day']}"
    if kind == Repeat.YEARLY:
        return f"{head} {one['month']:02}-{one['day']:02}"
    place = f"{head} {PLACES[min(one['place'], len(PLACES) - 1)]} {ITEMS[one['item']]}"
    return f"{place} {one['month']}" if kind == Repeat.YEARLY_PLACE else place
