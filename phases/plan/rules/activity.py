"""One activity of a network, and a link between two: where work begins and ends in its own hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from phases.plan.rules.worktime import WorkTime

FS, SS, FF, SF = range(4)
KINDS = {"FS": FS, "SS": SS, "FF": FF, "SF": SF}
FROM_START = {SS, SF}
TO_FINISH = {FF, SF}
ELAPSED = {"elapsed", "epercent"}  # units of lags that run through nights and days off


class Part(IntEnum):
    """What a node stands for: a task, or one of the points of a summary that has links of its own."""

    TASK = 0
    OPEN = 1  # nothing below the summary begins before
    BEGIN = 2  # the first of what lies below begins
    CLOSE = 3  # the last of what lies below has ended


@dataclass(slots=True)
class Node:
    """One activity. Durations are minutes of its calendar, of the clock where ``elapsed``; all dates are moments."""

    duration: int
    time: WorkTime
    elapsed: bool = False
    part: Part = Part.TASK
    work: Sequence[tuple[WorkTime, int]] = ()  # the resources' calendars and minutes: the longest sets the length
    start: int | None = None  # as it happened, or as kept by hand
    finish: int | None = None
    done: bool = False
    begun: bool = False
    left: int | None = None  # minutes still to work, where begun
    resume: int | None = None  # what is left is not worked before
    not_before: int | None = None  # start no earlier
    not_before_finish: int | None = None  # finish no earlier
    not_after: int | None = None  # start no later
    not_after_finish: int | None = None  # finish no later
    deadline: int | None = None
    exact: bool = False  # the start, or the finish, is a fixed date
    honours: bool = False  # the dates above come before the links
    alap: bool = False
    delay: int = 0
    delay_elapsed: bool = False  # it counts nights and days off
    aside: bool = False  # does not count in the plan's finish
    inserted: int = 0  # which inserted plan it belongs to, 0 for the plan itself
    origin: int | None = None  # the first moment of that inserted plan

    def finish_of(self, start: int) -> int:
        """Return where work that begins at the moment ends."""
        if self.elapsed:
            return start + self.duration
        if self.work and self.duration:
            return max(time.add(start, minutes) for time, minutes in self.work)
        return self.time.add(start, self.duration)

    def start_of(self, finish: int, *, left: bool = False) -> int:
        """Return where work must begin to end at the moment; with ``left`` only what is left of it counts."""
        minutes = self.left if left and self.left is not None else self.duration
        if self.elapsed:
            return finish - minutes
        if self.work and self.duration:
            share = minutes / self.duration
            return min(time.add(finish, -round(need * share)) for time, need in self.work)
        return self.time.add(finish, -minutes)

    def next_start(self, at: int) -> int:
        """Return the first moment from which the activity can go on; a point may end a shift."""
        if self.elapsed or self.part:
            return at
        times = [time for time, _minutes in self.work] if self.work else (self.time,)
        if not self.duration and any(time.previous_finish(at) == at for time in times):
            return at
        return min(time.next_start(at) for time in times)

    def previous_finish(self, at: int) -> int:
        """Return the earliest moment with the same work before it."""
        if self.elapsed or self.part:
            return at
        if self.work:
            return max(time.previous_finish(at) for time, _minutes in self.work)
        return self.time.previous_finish(at)

    def last(self, at: int) -> int:
        """Return the last moment with the same work before it: at night or on a day off, the next opening."""
        return at if self.elapsed or self.part else self.time.next_start(at)

    def between(self, start: int, finish: int) -> int:
        """Count the minutes of the activity's own time between two moments."""
        return finish - start if self.elapsed else self.time.between(start, finish)

    def first(self, start: int) -> int:
        """Return where the activity's plan begins: the inserted one's first moment, else that of the plan."""
        return start if self.origin is None else self.origin

    def delayed(self, at: int) -> int:
        """Move a start by the delay that levelling gave."""
        if not self.delay:
            return at
        return self.next_start(at + self.delay if self.delay_elapsed else self.time.add(at, self.delay))

    def own_start(self, begin: int) -> int:
        """Let work that waits for nothing begin where its own date says, even before the plan."""
        if self.not_before_finish is not None:
            return self.start_of(self.not_before_finish)
        return begin if self.not_before is None else self.not_before

    def constrained(self, begin: int) -> int:
        """Hold an early start to the activity's own dates."""
        if self.not_before is not None:
            begin = max(begin, self.next_start(self.not_before))
        if self.not_before_finish is not None:
            begin = max(begin, self.next_start(self.start_of(self.not_before_finish)))
        if self.honours:
            if self.not_after is not None:
                begin = min(begin, self.next_start(self.not_after))
            if self.not_after_finish is not None:
                begin = min(begin, self.start_of(self.not_after_finish))
        return begin

    def limited(self, latest: int) -> int:
        """Hold a late finish to the activity's own dates."""
        fixed = self.honours and self.exact
        for at in (None if self.not_after is None else self.finish_of(self.not_after), self.not_after_finish):
            if at is not None:
                latest = at if fixed else min(latest, at)
        return latest if self.deadline is None else min(latest, self.deadline)


@dataclass(frozen=True, slots=True)
class Link:
    """A link between two positions; ``unit`` says whether the lag is working or elapsed minutes or per cent."""

    earlier: int
    later: int
    kind: int
    lag: int = 0
    unit: str = "work"

    def runs_on(self, earlier: Node) -> bool:
        """Tell whether its lag counts nights and days off too, as a share of elapsed time does."""
        return self.unit in ELAPSED or (self.unit == "percent" and earlier.elapsed)
