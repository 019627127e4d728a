"""Quarters by their names, such as 2027Q1."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from core.errors import BadInputError

PATTERN = re.compile(r"(20\d\d)Q([1-4])")
MONTHS = 3


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months of a calendar year."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, (self.number - 1) * MONTHS + 1, 1)

    @property
    def last(self) -> date:
        """The last day."""
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        """The quarter after it."""
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)  # noqa: PLR2004


def quarter_of(day: date) -> Quarter:
    """Give the quarter that holds a day."""
    return Quarter(day.year, (day.month - 1) // MONTHS + 1)


def quarter_named(name: str) -> Quarter:
    """Read a name such as 2027Q1; raises ``BadInputError`` naming the field."""
    found = PATTERN.fullmatch(name.strip().upper())
    if found is None:
        raise BadInputError({"quarter": [_("%(name)s is not a quarter such as 2027Q1.") % {"name": name[:40]}]})
    return Quarter(int(found[1]), int(found[2]))
