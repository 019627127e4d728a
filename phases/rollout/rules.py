"""Minutes of a cutover, how long pilot and rollout last, how far it covers its scope, and spans of absence."""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

MONTHS = {"pilot": (1, 3), "rollout": (3, 6)}  # calendar months that a stage may last, both included


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock before a step: minutes used and left; ``may_return`` while a rollback still fits the window."""

    used: int
    left: int
    may_return: bool


def clocks(minutes: Sequence[int], *, window: int, rollback: int, no_return: int | None = None) -> list[Clock]:
    """Return the clock before each step, in order.

    A rollback is possible while what is left is at least what it takes, and not after the step at index
    ``no_return``. Oracle: 12 steps of the blueprint, window 720, rollback 60: 415 used before the tenth, 305 left.
    """
    found = []
    used = 0
    for index, length in enumerate(minutes):
        left = window - used
        beyond = no_return is not None and index > no_return
        found.append(Clock(used, left, left >= rollback and not beyond))
        used += length
    return found


def months_later(day: date, months: int) -> date:
    """Return the same day so many calendar months later, the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def length_verdict(stage: str, start: date, finish: date) -> str:
    """Judge how long pilot or rollout lasts: "" within its calendar months, else ``short`` or ``long``.

    A pilot lasts one to three months, a rollout three to six. Oracle: a pilot from 2 March is short until 1 April,
    right from 2 April to 2 June, long from 3 June.
    """
    shortest, longest = MONTHS[stage]
    if finish < months_later(start, shortest):
        return "short"
    return "long" if finish > months_later(start, longest) else ""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days of absence, both ends included, perhaps with the reason."""

    first: date
    last: date
    reason: str = ""

    def __str__(self) -> str:
        days = self.first.isoformat() if self.first == self.last else f"{self.first}/{self.last}"
        return f"{days} {self.reason}".strip()

    def fields(self) -> dict[str, Any]:
        """Give the columns of a row."""
        return {"first": self.first, "last": self.last, "reason": self.reason}


def read_span(text: str) -> Span:
    """Read ``2026-05-01/2026-05-05 leave``, or a single day; raises ``ValueError``. The reason may be left out."""
    days, _blank, reason = text.strip().partition(" ")
    first, _slash, last = days.partition("/")
    return Span(date.fromisoformat(first), date.fromisoformat(last or first), reason.strip()[:80])


def overlapping(spans: Iterable[Span]) -> tuple[Span, Span] | None:
    """Return the first two spans that share a day, or None."""
    for one, other in pairwise(sorted(spans)):
        if other.first <= one.last:
            return one, other
    return None


def runs_in_circle(key: str, above: Mapping[str, str]) -> bool:
    """Tell whether the chain of managers from this key comes back to it; ``above`` maps each key to its manager's."""
    seen = set()
    at = above.get(key)
    while at is not None and at not in seen:
        if at == key:
            return True
        seen.add(at)
        at = above.get(at)
    return False


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the rollout covers its scope: live units of those in scope, licensed persons in a live wave of all."""

    live_units: int
    units: int
    live_people: int
    people: int


def coverage(
    units: Mapping[int, bool], people: Iterable[tuple[int | None, bool]], parents: Mapping[int, int | None]
) -> Coverage:
    """Count the coverage.

    ``units`` maps each unit of a wave to whether that wave is live; ``people`` are (unit, in a live wave) of each
    licensed person; ``parents`` is the tree of units. A unit of people that no wave reaches, also not through a unit
    above it, is in scope and not live. Oracle: 10 units in waves of 3, 4 and 3, the first live: 3 of 10.
    """
    persons = list(people)
    outside = {unit for unit, _live in persons if unit is not None and not _reached(unit, units, parents)}
    return Coverage(sum(units.values()), len(units) + len(outside), sum(live for _unit, live in persons), len(persons))


def _reached(unit: int, units: Mapping[int, bool], parents: Mapping[int, int | None]) -> bool:
    at: int | None = unit
    while at is not None:
        if at in units:
            return True
        at = parents.get(at)
    return False
