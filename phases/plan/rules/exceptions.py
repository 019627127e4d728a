"""Exceptions of a calendar as data, and the days they mean."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from core.calendar import Shifts

MAX_DAYS = 366 * 200


def expand(exceptions: Iterable[Mapping[str, Any]]) -> dict[date, Shifts]:
    """Return the hours of every day that an exception changes; a later exception wins."""
    found: dict[date, Shifts] = {}
    for one in exceptions:
        first, last = date.fromisoformat(one["from"]), date.fromisoformat(one["to"])
        shifts = tuple((begin, end) for begin, end in one["shifts"])
        for number in range(min((last - first).days + 1, MAX_DAYS)):
            found[first + timedelta(days=number)] = shifts
    return found
