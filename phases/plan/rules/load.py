"""What resources are asked to do against what they can: minutes by week, and where it is too much."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from phases.plan.rules.worktime import DAY, WorkTime

HUNDRED = 100
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Capacity:
    """A resource: its hours, and how much of it there is, in per cent of one."""

    time: WorkTime
    units: Fraction = Fraction(HUNDRED)
    away: Sequence[tuple[int, int]] = ()  # moments from and to which it is not there


@dataclass(frozen=True, slots=True)
class Use:
    """A resource on a task between two moments; ``units`` in per cent, ``work`` in minutes where it is stated."""

    resource: Hashable
    task: Hashable
    begins: int
    ends: int
    units: Fraction
    work: int | None = None

    def share(self, time: WorkTime) -> Fraction:
        """Return how many minutes of the resource each minute of its hours takes."""
        span = time.between(self.begins, self.ends)
        if self.work is None or span <= 0:
            return self.units / HUNDRED
        return Fraction(self.work, span)


@dataclass(frozen=True, slots=True)
class Overload:
    """A stretch of moments in which more is asked of a resource than there is; ``units`` in per cent."""

    resource: Hashable
    begins: int
    ends: int
    units: Fraction
    capacity: Fraction
    tasks: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """A week of a resource, both in minutes; ``over`` where some stretch of it asks for too much."""

    monday: date
    asked: Fraction
    capacity: Fraction
    over: bool


def monday_of(day: date) -> date:
    """Return the Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def overloads(uses: Sequence[Use], resources: Mapping[Hashable, Capacity]) -> list[Overload]:
    """Return every stretch in which a resource has too much to do, in order; cost O(uses · log uses + overlaps)."""
    found: list[Overload] = []
    for key, mine in _by_resource(uses).items():
        found += _overloads_of(key, mine, resources[key])
    return found


def _by_resource(uses: Sequence[Use]) -> dict[Hashable, list[Use]]:
    mine: dict[Hashable, list[Use]] = defaultdict(list)
    for use in uses:
        if use.ends > use.begins:
            mine[use.resource].append(use)
    return mine


def _overloads_of(key: Hashable, uses: Sequence[Use], capacity: Capacity) -> list[Overload]:
    edges = sorted(
        {at for use in uses for at in (use.begins, use.ends)} | {at for pair in capacity.away for at in pair}
    )
    starts: dict[int, list[Use]] = defaultdict(list)
    for use in uses:
        starts[use.begins].append(use)
    running: list[Use] = []
    found: list[Overload] = []
    for begin, end in pairwise(edges):
        running = [use for use in running if use.ends > begin] + starts[begin]
        asked = sum((use.share(capacity.time) * HUNDRED for use in running), Fraction(0))
        there = Fraction(0) if any(a <= begin < b for a, b in capacity.away) else capacity.units
        if asked > there and capacity.time.between(begin, end):
            tasks = tuple(use.task for use in running)
            last = found[-1] if found else None
            if last and (last.ends, last.units, last.capacity, last.tasks) == (begin, asked, there, tasks):
                found[-1] = Overload(key, last.begins, end, asked, there, tasks)
            else:
                found.append(Overload(key, begin, end, asked, there, tasks))
    return found


def weeks(
    uses: Sequence[Use], resources: Mapping[Hashable, Capacity], first: date, last: date
) -> dict[Hashable, list[WeekLoad]]:
    """Return each resource's weeks from the one of the first day to that of the last; minutes asked and there."""
    mine, over = _by_resource(uses), defaultdict(list)
    for one in overloads(uses, resources):
        over[one.resource].append((one.begins, one.ends))
    mondays = [monday_of(first)]
    while mondays[-1] + WEEK <= last:
        mondays.append(mondays[-1] + WEEK)
    return {
        key: [_week(day, capacity, mine.get(key, ()), over[key]) for day in mondays]
        for key, capacity in resources.items()
    }


def _week(day: date, capacity: Capacity, uses: Sequence[Use], over: Sequence[tuple[int, int]]) -> WeekLoad:
    begin, end = day.toordinal() * DAY, (day + WEEK).toordinal() * DAY
    time = capacity.time
    asked = sum(
        (
            time.between(max(begin, use.begins), min(end, use.ends)) * use.share(time)
            for use in uses
            if use.begins < end and use.ends > begin
        ),
        Fraction(0),
    )
    away = sum(time.between(max(begin, a), min(end, b)) for a, b in capacity.away if a < end and b > begin)
    there = (time.between(begin, end) - away) * capacity.units / HUNDRED
    return WeekLoad(day, asked, there, any(a < end and b > begin for a, b in over))
