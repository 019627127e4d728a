"""How long programmes of a size take, as two sources say it; they differ and are shown side by side, never averaged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

MONTH = Decimal("30.4375")  # days, on average over four years
Size = Literal["sme", "large"]
Where = Literal["below", "within", "above"]


@dataclass(frozen=True, slots=True)
class Range:
    """Months that one source gives for a size; ``most`` None: it names no upper end, ``more``: it says "or longer"."""

    source: Literal["A", "B"]
    size: Size
    least: int
    most: int | None
    more: bool = False


RANGES = (
    Range("A", "sme", 1, 3),
    Range("A", "large", 6, None, more=True),
    Range("B", "sme", 3, 6),
    Range("B", "large", 6, 12, more=True),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A plan's length against one source's range."""

    range: Range
    where: Where


def months_between(start: date, finish: date) -> Decimal:
    """Return how many months lie between two days, both counted, to a tenth."""
    return (Decimal((finish - start).days + 1) / MONTH).quantize(Decimal("0.1"))


def readings(size: Size, months: Decimal) -> Sequence[Reading]:
    """Hold a length against every source's range for the size."""
    return [Reading(one, _where(one, months)) for one in RANGES if one.size == size]


def _where(one: Range, months: Decimal) -> Where:
    if months < one.least:
        return "below"
    return "above" if one.most is not None and months > one.most and not one.more else "within"
