"""Two baselines side by side, or one against the plan as it is: what moved, what is new, what is gone."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.calendar import WorkCalendar
from phases.plan.rules.tokens import days_of

ADDED, REMOVED, MOVED, SAME = "added", "removed", "moved", "same"


@dataclass(frozen=True, slots=True)
class Promise:
    """One task as a baseline froze it, or as it stands."""

    key: Hashable
    ref: str
    name: str
    start: date | None
    finish: date | None
    minutes: int = 0
    milestone: bool = False
    summary: bool = False
    critical: bool = False
    public_id: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One task on both sides; the shifts are working days, later and longer is positive."""

    task: Promise
    before: Promise | None
    after: Promise | None
    start: int | None
    finish: int | None
    duration: Decimal | None

    @property
    def change(self) -> str:
        """What happened to the task between the two."""
        if self.before is None:
            return ADDED
        if self.after is None:
            return REMOVED
        return MOVED if self.start or self.finish or self.duration else SAME


def compare(before: Sequence[Promise], after: Sequence[Promise], calendar: WorkCalendar) -> list[Difference]:
    """Pair the tasks of both sides, the largest slip of the finish first, then what is new, then what is gone."""
    earlier, later = {one.key: one for one in before}, {one.key: one for one in after}
    found = [_difference(earlier.get(key), later.get(key), calendar) for key in dict.fromkeys([*later, *earlier])]
    order = {MOVED: 0, SAME: 0, ADDED: 1, REMOVED: 2}
    return sorted(found, key=lambda one: (order[one.change], -(one.finish or 0), -(one.start or 0)))


def _difference(before: Promise | None, after: Promise | None, calendar: WorkCalendar) -> Difference:
    task = after or before
    if task is None:
        raise ValueError("a task stands on one side at least")
    if before is None or after is None:
        return Difference(task, before, after, None, None, None)
    return Difference(
        task,
        before,
        after,
        _shift(before.start, after.start, calendar.days_between),
        _shift(before.finish, after.finish, calendar.days_between),
        None if task.summary else days_of(after.minutes - before.minutes),
    )


def _shift(before: date | None, after: date | None, count: Callable[[date, date], int]) -> int | None:
    return None if before is None or after is None else count(before, after)
