"""The agenda against the meeting's length, what waiting has cost, and which actions a meeting finds open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

DAYS_OF_WEEK = 7


@dataclass(frozen=True, slots=True)
class Timing:
    """Minutes that the points need against those of the meeting."""

    planned: int
    length: int

    @property
    def left(self) -> int:
        """Minutes that are free; negative where the points do not fit."""
        return self.length - self.planned

    @property
    def fits(self) -> bool:
        """Tell whether all points fit."""
        return self.left >= 0


def timing(points: Iterable[int], length: int) -> Timing:
    """Add up the minutes of the points."""
    return Timing(sum(points), length)


def waited(asked_on: date | None, until: date) -> int | None:
    """Days since it was asked; None before."""
    return None if asked_on is None else max((until - asked_on).days, 0)


def cost_of_waiting(per_week: int | None, days: int | None) -> int | None:
    """Minor units that so many days of waiting have cost at so much a week; None where either is unknown."""
    if per_week is None or days is None:
        return None
    return int((Decimal(per_week) * days / DAYS_OF_WEEK).quantize(Decimal(1), rounding=ROUND_HALF_UP))
