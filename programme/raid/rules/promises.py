"""What others promised: how far a promise slipped, and whether it still arrives in time. Plain values in and out."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from core.calendar import WorkCalendar
from programme.raid.choices import AWAITED, DependencyState

Verdict = Literal["good", "warn", "bad", "none"]


@dataclass(frozen=True, slots=True)
class Promise:
    """The dates of one dependency."""

    state: str
    first_promised: date | None = None
    promised: date | None = None
    needed: date | None = None
    delivered: date | None = None

    @property
    def awaited(self) -> bool:
        """Tell whether it has not come yet and is still wanted."""
        return self.state in AWAITED

    def arrives(self, today: date) -> date | None:
        """Return the day on which it came, or on which it can come at the earliest by what was promised."""
        if self.delivered is not None:
            return self.delivered
        return None if self.promised is None else max(self.promised, today)


def slip(promise: Promise, today: date, calendar: WorkCalendar) -> int | None:
    """Working days from the first promise to the day it came or is due now; None without a promise."""
    arrives = promise.arrives(today)
    if promise.first_promised is None or arrives is None:
        return None
    return calendar.days_between(promise.first_promised, arrives)


def margin(promise: Promise, today: date, calendar: WorkCalendar) -> int | None:
    """Working days between arrival and need; negative where it comes too late, None where either is unknown."""
    arrives = promise.arrives(today)
    if arrives is None or promise.needed is None:
        return None
    return calendar.days_between(arrives, promise.needed)


def verdict(promise: Promise, today: date) -> Verdict:
    """Red where it is needed before it can come, amber where a promise has passed or nobody promised, else green."""
    if not promise.awaited:
        return "good" if promise.state == DependencyState.DELIVERED else "none"
    arrives = promise.arrives(today)
    if promise.needed is not None and (promise.needed < today or (arrives is not None and arrives > promise.needed)):
        return "bad"
    if promise.promised is None or promise.promised < today:
        return "warn"
    return "good"
