"""The values of elements: numbers, moments, spans and hours, each refused with the UID where it cannot be right."""

import re
from collections.abc import Mapping
from datetime import datetime
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from core.imports.table import UnreadableError
from core.imports.words import say

NAMESPACE = "http://schemas.microsoft.com/project"
DURATION = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$")
WHOLE = re.compile(r"-?\d{1,12}(?:\.0+)?")
CLOCK = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?")
YEARS = (1900, 2200)
MAX_MINUTES = 60 * 24 * 366 * 100
MAX_UID = 2**31
DAY = 1440
TENTHS = 10
HUNDRED = 100
# Formats of spans and lags that run through nights and days off, those that are per cent, and those that are both.
ELAPSED = frozenset({4, 6, 8, 10, 12, 36, 38, 40, 42, 44})
PERCENT = frozenset({19, 51})
ELAPSED_PERCENT = frozenset({20, 52})


def refuse(text: StrOrPromise, **parts: object) -> UnreadableError:
    """Make the error of a file that cannot be taken at its word."""
    return UnreadableError(say(text, **parts))


def fields_of(element: Element) -> dict[str, str]:
    """Return the text of the elements right inside, by name without namespace; of equal names the first."""
    found: dict[str, str] = {}
    for one in element:
        found.setdefault(one.tag.rpartition("}")[2], (one.text or "").strip())
    return found


def whole(said: Mapping[str, str], field: str, uid: object, between: tuple[int, int], usual: int = 0) -> int:
    """Read a whole number in bounds; ``usual`` where it is not said."""
    text = said.get(field) or str(usual)
    number = int(float(text)) if WHOLE.fullmatch(text) else None
    if number is None or not between[0] <= number <= between[1]:
        raise refuse(
            _("UID {uid}: {field} is “{value}”; a whole number from {low} to {high} is expected."),
            uid=uid, field=field, value=text[:40], low=between[0], high=between[1],
        )  # fmt: skip
    return number


def number_of(said: Mapping[str, str], field: str, uid: object, usual: float = 0.0) -> float:
    """Read a number that is not negative."""
    text = said.get(field) or str(usual)
    if not re.fullmatch(r"\d{1,9}(\.\d{1,12})?", text):
        raise refuse(_("UID {uid}: {field} is “{value}”; a number is expected."), uid=uid, field=field, value=text[:40])
    return float(text)


def flag(said: Mapping[str, str], field: str, *, usual: bool = False) -> bool:
    """Read yes or no."""
    text = said.get(field, "")
    return usual if not text else text.casefold() in {"1", "true"}


def instant(said: Mapping[str, str], field: str, uid: object) -> datetime | None:
    """Read a wall-clock time; None where nothing is said."""
    text = said.get(field, "")
    if not text or text == "NA":
        return None
    try:
        found = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        found = None
    if found is None or not YEARS[0] <= found.year < YEARS[1]:
        raise refuse(
            _("UID {uid}: {field} is “{value}”; a date between {low} and {high} is expected."),
            uid=uid, field=field, value=text[:40], low=YEARS[0], high=YEARS[1] - 1,
        )  # fmt: skip
    return found


def minutes_of(said: Mapping[str, str], field: str, uid: object) -> int | None:
    """Read a span such as PT8H0M0S as minutes; None where nothing is said."""
    text = said.get(field, "")
    if not text:
        return None
    found = DURATION.match(text)
    if not found or len(text) < len("PT0S"):
        raise refuse(_("UID {uid}: the duration is “{value}”; PT8H0M0S is expected."), uid=uid, value=text[:40])
    sign, days, hours, minutes, seconds = found.groups(default="")
    total = int(days or 0) * DAY + int(hours or 0) * 60 + int(minutes or 0) + round(float(seconds or 0) / 60)
    if (sign and total) or total > MAX_MINUTES:
        raise refuse(_("UID {uid}: the duration “{value}” is negative or beyond all plans."), uid=uid, value=text[:40])
    return total


def clock_of(text: str, calendar: str) -> int:
    """Read a time of day as minutes."""
    found = CLOCK.fullmatch(text)
    if not found:
        raise refuse(_("Calendar {uid}: “{value}” is not a time of day."), uid=calendar, value=text[:40])
    return int(found[1]) * 60 + int(found[2])
