"""When a cost is paid, and what a driver is worth: exact, in minor units, rounded by nobody here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

MONTHS_OF = {"annual": 12, "quarterly": 3, "monthly": 1}
YEAR = 12
HUNDRED = 100
Number = int | Decimal | Fraction


def month_of(day: date) -> int:
    """Number the months one after the other."""
    return day.year * YEAR + day.month - 1


def first_of(month: int) -> date:
    """Give the first day of a numbered month."""
    return date(month // YEAR, month % YEAR + 1, 1)


def payments(rhythm: str, first: date, until: date | None, horizon: int) -> Iterator[int]:
    """Give the months in which a planned cost is paid, up to the horizon's month (inclusive)."""
    start, last = month_of(first), horizon if until is None else min(horizon, month_of(until))
    step = MONTHS_OF.get(rhythm)
    if step is None:
        if start <= horizon:
            yield start
        return
    yield from range(start, last + 1, step)


@dataclass(frozen=True, slots=True)
class Worth:
    """The parts of a yearly value: units, value of one in minor units, and shares in per cent."""

    volume: Number | None
    unit_value: int | None
    margin: Number = HUNDRED
    attribution: Number = HUNDRED
    correction: Number = HUNDRED

    def of(self, volume: Number) -> Fraction:
        """Value of so many units: volume × unit value × margin × attribution × correction."""
        value = Fraction(volume) * (self.unit_value or 0)
        for share in (self.margin, self.attribution, self.correction):
            value *= Fraction(share) / HUNDRED
        return value

    @property
    def yearly(self) -> Fraction:
        """Value of a whole year at full effect; nothing where volume or unit value are not known."""
        return Fraction(0) if self.volume is None or self.unit_value is None else self.of(self.volume)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a benefit should bring: a yearly value, its risk in per cent, from when to when, how fast it rises."""

    yearly: Number
    risk: Number
    first: date | None
    end: date | None
    ramp: int = 1

    def months(self, horizon: int) -> dict[int, Fraction]:
        """Give the value by month: the risk taken off, rising evenly over the months of the ramp."""
        if self.first is None:
            return {}
        monthly = Fraction(self.yearly) / YEAR * (1 - Fraction(self.risk) / HUNDRED)
        last = horizon if self.end is None else min(horizon, month_of(self.end))
        return {
            month: monthly * Fraction(min(place, self.ramp), self.ramp)
            for place, month in enumerate(range(month_of(self.first), last + 1), start=1)
        }
