"""Adoption of a group of people over a stretch of days, from yes-or-no matrices of person by day (F15, part C).

Eligible on a day: licensed, in a wave that is live by then, a person, not away. Scheduled: eligible on a working day.
Who works on a day off while eligible is active; who is away is in no numerator and no denominator.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
MONTH = 28  # days of the rolling month


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share with what it was counted from; None where nothing was to be counted, never 0."""

    numerator: int | None
    denominator: int | None

    @property
    def value(self) -> Decimal | None:
        """The share, unrounded."""
        if self.numerator is None or not self.denominator:
            return None
        return Decimal(self.numerator) / Decimal(self.denominator)

    def reaches(self, target: Decimal) -> bool | None:
        """Tell whether the share is the target or more; compared as fractions, so exactly 80.0 % is met."""
        return None if self.value is None else Decimal(self.numerator or 0) >= target * Decimal(self.denominator or 0)


@dataclass(frozen=True, slots=True)
class Figures:
    """What one line of an adoption table says."""

    eligible: int  # people scheduled on at least one day
    active: int  # of them with a meaningful action on a day on which they were eligible
    seen: int  # of them who logged in at all
    daily: Ratio  # people who updated a customer ÷ people scheduled, both summed over the working days
    dau: int
    wau: int
    mau: int
    mean_dau: Decimal | None

    @property
    def active_rate(self) -> Ratio:
        """Active ÷ licensed and scheduled."""
        return Ratio(self.active, self.eligible)

    @property
    def access(self) -> Ratio:
        """Logged in ÷ licensed and scheduled."""
        return Ratio(self.seen, self.eligible)

    @property
    def stickiness(self) -> Decimal | None:
        """Mean DAU over working days ÷ MAU."""
        return None if self.mean_dau is None or not self.mau else self.mean_dau / self.mau


@dataclass(frozen=True, slots=True)
class DayFigures:
    """One day: who was scheduled, who updated a customer, who was active."""

    day: date
    scheduled: int
    updated: int | None
    active: int
    working: bool

    @property
    def daily(self) -> Ratio:
        """Updaters ÷ scheduled of the day."""
        return Ratio(self.updated, self.scheduled)


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """Person by day, from ``start``: who was eligible and scheduled, worked, updated a customer, logged in.

    ``first`` and ``last`` bound the figures; the days before are there for weeks and months that began earlier.
    ``objects`` says whether the files name what was worked on; without it nobody can say who updated a customer.
    """

    start: date
    first: date
    last: date
    working: Flags
    eligible: Flags
    scheduled: Flags
    worked: Flags
    updated: Flags
    seen: Flags
    objects: bool = True

    def at(self, day: date) -> int:
        """Give the column of a day."""
        return (day - self.start).days

    def span(self) -> slice:
        """Give the columns of the figures."""
        return slice(self.at(self.first), self.at(self.last) + 1)


def window_start(first: date, last: date) -> date:
    """Give the first day that figures of the stretch need: its own, its last week's or its last month's."""
    return min(first, last - timedelta(days=MONTH - 1), week_start(last))


def week_start(day: date) -> date:
    """Give the Monday of the day's ISO week."""
    return day - timedelta(days=day.weekday())


def figures_of(facts: Facts, people: NDArray[np.intp] | None = None) -> Figures:
    """Compute the figures of some people, of all where none are named."""
    rows = slice(None) if people is None else people
    span = facts.span()
    scheduled = facts.scheduled[rows][:, span]
    worked = facts.worked[rows] & facts.eligible[rows]
    present = scheduled.any(axis=1)
    daily = Ratio(None, None)
    if facts.objects:
        daily = Ratio(int((facts.updated[rows][:, span] & scheduled).sum()), int(scheduled.sum()))
    last = facts.at(facts.last)
    week, month = max(facts.at(week_start(facts.last)), 0), max(last - MONTH + 1, 0)
    return Figures(
        eligible=int(present.sum()),
        active=int((worked[:, span].any(axis=1) & present).sum()),
        seen=int(((facts.seen[rows] & facts.eligible[rows])[:, span].any(axis=1) & present).sum()),
        daily=daily,
        dau=int(worked[:, last].sum()),
        wau=int(worked[:, week : last + 1].any(axis=1).sum()),
        mau=int(worked[:, month : last + 1].any(axis=1).sum()),
        mean_dau=_mean_dau(facts, worked, rows),
    )


def _mean_dau(facts: Facts, worked: Flags, rows: NDArray[np.intp] | slice) -> Decimal | None:
    """Mean active people over the working days of the range's last 28 days on which somebody was scheduled."""
    last = facts.at(facts.last)
    low = max(facts.at(facts.first), last - MONTH + 1)
    staffed = facts.scheduled[rows][:, low : last + 1].any(axis=0)
    if not staffed.any():
        return None
    active = worked[:, low : last + 1].sum(axis=0)[staffed]
    return Decimal(int(active.sum())) / Decimal(int(staffed.sum()))


def days_of(facts: Facts) -> list[DayFigures]:
    """Compute each day of the range for all people."""
    updated = (facts.updated & facts.scheduled).sum(axis=0)
    scheduled = facts.scheduled.sum(axis=0)
    active = (facts.worked & facts.eligible).sum(axis=0)
    return [
        DayFigures(
            facts.start + timedelta(days=at),
            int(scheduled[at]),
            int(updated[at]) if facts.objects else None,
            int(active[at]),
            bool(facts.working[at]),
        )
        for at in range(*facts.span().indices(len(facts.working)))
    ]


@dataclass(frozen=True, slots=True)
class Reached:
    """People active on a day, in its ISO week so far, and in the 28 days that end with it."""

    day: date
    dau: int
    wau: int
    mau: int


def reach_by_day(facts: Facts) -> list[Reached]:
    """Compute daily, weekly and monthly active people of each working day of the range."""
    worked = facts.worked & facts.eligible
    total = np.concatenate([np.zeros((len(worked), 1), dtype=np.int32), worked.cumsum(axis=1, dtype=np.int32)], axis=1)
    found = []
    for at in range(*facts.span().indices(len(facts.working))):
        if not facts.working[at]:
            continue
        day = facts.start + timedelta(days=at)
        week, month = max(facts.at(week_start(day)), 0), max(at - MONTH + 1, 0)
        found.append(
            Reached(
                day,
                int(worked[:, at].sum()),
                int((total[:, at + 1] > total[:, week]).sum()),
                int((total[:, at + 1] > total[:, month]).sum()),
            )
        )
    return found
