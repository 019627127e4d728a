"""A calendar's hours as arrays: moments to working minutes and back, for thousands of runs at once."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from phases.plan.rules.worktime import DAY, LAST, Pattern, WorkTime, pattern

Moments = NDArray[np.int64]
AROUND = 366


@dataclass(slots=True)
class Axis:
    """What ``WorkTime`` answers for one moment, for arrays of them; indexes further days when they are asked for."""

    time: WorkTime
    _first: int = field(default=0, init=False)
    _upto: Moments = field(default_factory=lambda: np.zeros(1, np.int64), init=False)
    _kinds: Moments = field(default_factory=lambda: np.zeros(0, np.int64), init=False)
    _done: Moments = field(default_factory=lambda: np.zeros((0, DAY + 1), np.int64), init=False)
    _opens: Moments = field(default_factory=lambda: np.zeros((0, DAY + 1), np.int64), init=False)
    _closes: Moments = field(default_factory=lambda: np.zeros((0, DAY + 1), np.int64), init=False)

    def work(self, at: Moments) -> Moments:
        """Count the work before each moment, from the calendar's own point."""
        day, minute = np.divmod(at, DAY)
        self._cover(int(day.min()), int(day.max()))
        place = day - self._first
        found: Moments = self._upto[place] + self._done[self._kinds[place], minute]
        return found

    def opening(self, work: Moments) -> Moments:
        """Return the last moments that have so much work before them."""
        self._hold(work)
        place = np.searchsorted(self._upto, work, "right") - 1
        found: Moments = (self._first + place) * DAY + self._opens[self._kinds[place], work - self._upto[place]]
        return found

    def closing(self, work: Moments) -> Moments:
        """Return the first moments that have so much work before them."""
        self._hold(work)
        place = np.searchsorted(self._upto, work, "left") - 1
        found: Moments = (self._first + place) * DAY + self._closes[self._kinds[place], work - self._upto[place]]
        return found

    def add(self, at: Moments, minutes: Moments) -> Moments:
        """Move by working minutes: forwards to where the work ends, backwards to where it would begin."""
        work = self.work(at) + minutes
        if minutes.min() > 0:
            return self.closing(work)
        return np.where(minutes > 0, self.closing(work), np.where(minutes < 0, self.opening(work), at))

    def next_start(self, at: Moments) -> Moments:
        """Return each moment where work goes on, else the next opening."""
        return self.opening(self.work(at))

    def previous_finish(self, at: Moments) -> Moments:
        """Return each moment where work has just been done, else the last closing."""
        return self.closing(self.work(at))

    def _hold(self, work: Moments) -> None:
        """Index days until all the work lies inside."""
        low, high = int(work.min()), int(work.max())
        if not len(self._kinds) or low <= self._upto[0] or high >= self._upto[-1]:
            self._cover(self.time.closing(low) // DAY - 1, self.time.opening(high) // DAY + 1)

    def _cover(self, first: int, last: int) -> None:
        known = self._first + len(self._kinds) - 1
        if len(self._kinds) and self._first <= first and last <= known:
            return
        low, high = max(1, first - AROUND), min(LAST, last + AROUND)
        if len(self._kinds):
            low, high = min(low, self._first), max(high, known)
        kinds: dict[Pattern, int] = {}
        days = [pattern(tuple((a, b) for a, b in self.time.shifts_on(day))) for day in range(low, high + 1)]
        self._kinds = np.array([kinds.setdefault(day, len(kinds)) for day in days], np.int64)
        minutes = np.array([day.minutes for day in days], np.int64)
        self._upto = self.time.work(low * DAY) + np.concatenate(([0], np.cumsum(minutes)))
        self._first = low
        self._done = np.array([kind.done for kind in kinds], np.int64)
        self._opens = np.array([_wide(kind.opens) for kind in kinds], np.int64)
        self._closes = np.array([_wide(kind.closes) for kind in kinds], np.int64)


def _wide(minutes: tuple[int, ...]) -> list[int]:
    return [*minutes, *[0] * (DAY + 1 - len(minutes))]


def same_hours(one: WorkTime, other: WorkTime) -> bool:
    """Tell whether two calendars work the same hours, from what they were made of."""
    if one is other:
        return True
    return (one.week, one.days, one.source, one.also) == (other.week, other.days, other.source, other.also)
