"""Where tasks lie once the passes are made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from phases.plan.rules.worktime import DAY, WorkTime


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a task lies, in moments; floats in minutes of the task's own time, negative where a date is missed."""

    early_start: int
    early_finish: int
    late_start: int
    late_finish: int
    total_float: int
    free_float: int
    critical: bool
    begins: int  # as scheduled: late where the task is done as late as possible
    ends: int

    @property
    def start(self) -> date:
        """Day on which the work begins."""
        return date.fromordinal(self.begins // DAY)

    @property
    def finish(self) -> date:
        """Day on which the work ends."""
        return _last_day(self.begins, self.ends)

    @property
    def latest_start(self) -> date:
        """Day on which it must begin."""
        return date.fromordinal(self.late_start // DAY)

    @property
    def latest_finish(self) -> date:
        """Day on which it must end."""
        return _last_day(self.late_start, self.late_finish)


def _last_day(begin: int, end: int) -> date:
    """Return the day that work until a moment ends on; midnight belongs to the day before."""
    return date.fromordinal((end - (end > begin)) // DAY)


def gathered(parts: Sequence[Slot], calendar: WorkTime) -> Slot:
    """Return the slot of a summary: from the first that begins below it to the last that ends."""
    early, finish = min(part.early_start for part in parts), max(part.early_finish for part in parts)
    late, latest = min(part.late_start for part in parts), max(part.late_finish for part in parts)
    return Slot(
        early, finish, late, latest,
        min(calendar.between(early, late), calendar.between(finish, latest)),
        min(part.free_float for part in parts),
        any(part.critical for part in parts),
        min(part.begins for part in parts), max(part.ends for part in parts),
    )  # fmt: skip
