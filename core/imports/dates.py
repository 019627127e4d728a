"""Dates and times as files carry them; what could be two different days is refused."""

import re
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.imports.cells import plain
from core.imports.words import say

YEARS = range(1900, 2201)
SERIALS = range(20_000, 80_000)  # days of Excel from 1954 to 2119
EXCEL_ZERO = date(1899, 12, 30)
YEAR_FIRST = re.compile(r"([0-9]{4})\s*([-/.年])\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?")
COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
SLASHED = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})")
NO_YEAR = re.compile(r"[0-9]{1,2}\s*[-/.月]\s*[0-9]{1,2}\s*日?")
SHORT_YEAR = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2}")
SERIAL = re.compile(r"([0-9]{5})(\.[0-9]+)?")
CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(\.[0-9]{1,6})?)?\s*(Z|[+-][0-9]{2}:?[0-9]{2})?")
SPLIT = re.compile(r"(.*?[0-9日])(?:[T ]\s*|(?<=日)\s*)([0-9]{1,2}:.*)")
MONTHS = 12


class DateError(ValueError):
    """The cell is not one certain day or moment; carries the sentence."""

    def __init__(self, sentence: Any) -> None:
        """Keep a lazy sentence."""
        super().__init__()
        self.sentence = sentence


def read_date(cell: Any) -> date:
    """Read a day; a time of day beside it is left out. Raises ``DateError``."""
    if isinstance(cell, datetime):
        return _in_range(cell.date())
    if isinstance(cell, date):
        return _in_range(cell)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _serial(float(cell)).date()
    text = plain(cell)
    split = SPLIT.fullmatch(text)
    if split and CLOCK.fullmatch(split[2]):
        text = split[1].strip()
    return _day(text)


def read_moment(cell: Any, zone: tzinfo | None = None) -> datetime:
    """Read a day with a time, midnight where there is none; without an offset it is of ``zone``."""
    zone = zone or timezone.get_default_timezone()
    if isinstance(cell, datetime):
        _in_range(cell.date())
        return cell if cell.tzinfo else cell.replace(tzinfo=zone)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _serial(float(cell)).replace(tzinfo=zone)
    text = plain(cell)
    split = SPLIT.fullmatch(text)
    if isinstance(cell, date) or not split:
        return datetime.combine(read_date(cell), time.min, zone)
    clock = CLOCK.fullmatch(split[2])
    if not clock:
        raise DateError(_("There is no such time of day."))
    return _moment(_day(split[1].strip()), clock, zone)


def _moment(day: date, clock: re.Match[str], zone: tzinfo) -> datetime:
    hour, minute, second, fraction, offset = clock.groups()
    text = f"{int(hour):02}:{minute}:{second or '00'}{(fraction or '').ljust(7, '0') if fraction else ''}"
    try:
        moment = datetime.fromisoformat(f"{day.isoformat()}T{text}{(offset or '').replace('Z', '+00:00')}")
    except ValueError as error:
        raise DateError(_("There is no such time of day.")) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _day(text: str) -> date:
    if found := YEAR_FIRST.fullmatch(text):
        return _date(found[1], found[3], found[4])
    if found := COMPACT.fullmatch(text):
        return _date(*found.groups())
    if found := DOTTED.fullmatch(text):
        return _date(found[3], found[2], found[1])
    if found := SLASHED.fullmatch(text):
        return _slashed(*found.groups())
    if found := SERIAL.fullmatch(text):
        return _serial(float(text)).date()
    if NO_YEAR.fullmatch(text):
        raise DateError(_("The year is missing."))
    if SHORT_YEAR.fullmatch(text):
        raise DateError(_("The year has only two digits."))
    raise DateError(_("This is not a date."))


def _slashed(first: str, second: str, year: str) -> date:
    one, two = int(first), int(second)
    if one <= MONTHS and two <= MONTHS and one != two:
        raise DateError(
            say(
                _("It could be {one} or {two}; write the year first."),
                one=f"{year}-{one:02}-{two:02}",
                two=f"{year}-{two:02}-{one:02}",
            )
        )
    return _date(year, second, first) if one > MONTHS else _date(year, first, second)


def _date(year: str, month: str, day: str) -> date:
    try:
        return _in_range(date(int(year), int(month), int(day)))
    except ValueError as error:
        if isinstance(error, DateError):
            raise
        raise DateError(_("There is no such day.")) from error


def _serial(number: float) -> datetime:
    if not number >= SERIALS.start or not number < SERIALS.stop:
        raise DateError(_("This is a number, not a date."))
    day = EXCEL_ZERO + timedelta(days=int(number))
    return datetime.combine(day, time.min) + timedelta(seconds=round((number % 1) * 86_400))


def _in_range(day: date) -> date:
    if day.year not in YEARS:
        raise DateError(say(_("The year must lie between {first} and {last}."), first=YEARS[0], last=YEARS[-1]))
    return day
