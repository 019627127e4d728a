"""A calendar's hours as arrays: moments to working minutes and back, for thousands of runs at once."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from phases.plan.rules.worktime import DAY, LAST, WorkTime, pattern

Moments = NDArray[np.int64]
Table = NDArray[np.int32]
AROUND = 92  # days prepared beyond what was asked for


@dataclass(slots=True)
class Axis:
    """What ``WorkTime`` answers for one moment, for arrays of them.

    Every minute has its place in a table, every worked minute in two others, so that a conversion is one look-up. They
    take 8 kB a day of eight hours, 3 MB a year, and reach as far as was asked for and a quarter of a year on.
    """

    time: WorkTime
    _first: int = field(default=0, init=False)  # the first prepared day
    _days: int = field(default=0, init=False)
    _base: int = field(default=0, init=False)  # work before it
    _done: Table = field(default_factory=lambda: np.zeros(1, np.int32), init=False)  # work before each minute
    _opens: Table = field(default_factory=lambda: np.zeros(0, np.int32), init=False)
    _closes: Table = field(default_factory=lambda: np.zeros(0, np.int32), init=False)

    def work(self, at: Moments) -> Moments:
        """Count the work before each moment, from the calendar's own point."""
        self._cover(int(at.min()) // DAY, int(at.max()) // DAY)
        found: Moments = self._done.take(at - self._first * DAY).astype(np.int64)
        found += self._base
        return found

    def opening(self, work: Moments) -> Moments:
        """Return the last moments that have so much work before them."""
        return self._turned(work, closes=False)

    def closing(self, work: Moments) -> Moments:
        """Return the first moments that have so much work before them."""
        return self._turned(work, closes=True)

    def _turned(self, work: Moments, *, closes: bool) -> Moments:
        self._hold(int(work.min()), int(work.max()))
        found: Moments = (self._closes if closes else self._opens).take(work - self._base).astype(np.int64)
        found += self._first * DAY
        return found

    def add(self, at: Moments, minutes: Moments) -> Moments:
        """Move by working minutes: forwards to where the work ends, backwards to where it would begin."""
        work = self.work(at) + minutes
        least = minutes.min()
        if least > 0:
            return self.closing(work)
        if minutes.max() < 0:
            return self.opening(work)
        return np.where(minutes > 0, self.closing(work), np.where(minutes < 0, self.opening(work), at))

    def next_start(self, at: Moments) -> Moments:
        """Return each moment where work goes on, else the next opening."""
        return self.opening(self.work(at))

    def previous_finish(self, at: Moments) -> Moments:
        """Return each moment where work has just been done, else the last closing."""
        return self.closing(self.work(at))

    def _hold(self, low: int, high: int) -> None:
        """Prepare days until all the work lies inside."""
        if not self._days or low <= self._base or high >= self._base + len(self._opens):
            self._cover(self.time.closing(low) // DAY - 1, self.time.opening(high) // DAY + 1)

    def _cover(self, first: int, last: int) -> None:
        known = self._first + self._days - 1
        if self._days and self._first <= first and last <= known:
            return
        low, high = max(1, first - AROUND), min(LAST, last + AROUND)
        if self._days:
            low, high = min(low, self._first), max(high, known)
        days = [pattern(tuple((a, b) for a, b in self.time.shifts_on(day))) for day in range(low, high + 1)]
        worked = np.zeros((len(days), DAY), np.bool_)
        for row, day in zip(worked, days, strict=True):
            row[list(day.opens)] = True
        minutes = worked.ravel()
        self._first, self._days, self._base = low, len(days), self.time.work(low * DAY)
        self._done = np.concatenate(([0], np.cumsum(minutes, dtype=np.int32)), dtype=np.int32)
        self._opens = np.flatnonzero(minutes).astype(np.int32)
        # n minutes have been worked where the n-th ends; none before the first day lies before every table
        self._closes = np.concatenate(([0], self._opens + 1), dtype=np.int32)


def same_hours(one: WorkTime, other: WorkTime) -> bool:
    """Tell whether two calendars work the same hours, from what they were made of."""
    if one is other:
        return True
    return (one.week, one.days, one.source, one.also) == (other.week, other.days, other.source, other.also)
