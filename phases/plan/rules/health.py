"""Is this a plan one can believe? The usual fourteen tests of a schedule (DCMA), with what fails each of them."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from phases.plan.rules.earned import ratio
from phases.plan.rules.logic import Ties, ties
from phases.plan.rules.schedule import Hold, LinkPlan, TaskPlan
from phases.plan.rules.slots import Slot

LONG_DAYS = 44  # working days, two months
MINUTES_PER_DAY, CLOCK_DAY = 480, 1440
HARD = frozenset({"mso", "mfo", "snlt", "fnlt"})
PUSH_DAYS = 600  # what the test of the critical path delays a task by
NONE, FEW, MOST, NEARLY = Decimal(0), Decimal("0.05"), Decimal("0.90"), Decimal("0.95")


@dataclass(frozen=True, slots=True)
class Check:
    """One test: the value against its limit, what was counted of how many, and what fails it."""

    key: str
    value: Decimal | None
    limit: Decimal
    at_least: bool = False  # the value must reach the limit; otherwise it may not exceed it
    counted: int | None = None
    of: int | None = None
    tasks: tuple[Hashable, ...] = ()
    links: tuple[LinkPlan, ...] = ()

    @property
    def met(self) -> bool | None:
        """Tell whether the test is passed; None where there is nothing to test."""
        if self.value is None:
            return None
        return self.value >= self.limit if self.at_least else self.value <= self.limit


@dataclass(frozen=True, slots=True)
class Facts:
    """What the tests look at; ``leaves`` are tasks that count and have none under them."""

    tasks: Sequence[TaskPlan]
    links: Sequence[LinkPlan]
    slots: Mapping[Hashable, Slot]
    status: date
    holds: Sequence[Hold] = ()
    resourced: frozenset[Hashable] = frozenset()  # with a resource or a person responsible
    promised: Mapping[Hashable, date] = field(default_factory=dict)  # finish in the current baseline
    days_left: int = 0  # working days from the status date to the forecast finish of the plan
    margin: int | None = None  # working days by which the plan ends before its promise, negative after it
    pushed: Decimal | None = None  # days the plan's finish moves ÷ days a critical task was delayed

    @property
    def leaves(self) -> list[TaskPlan]:
        """Tasks that count and have none under them."""
        above = {task.parent for task in self.tasks}
        return [task for task in self.tasks if task.key not in above and task.active and task.key in self.slots]


def is_done(task: TaskPlan) -> bool:
    """Tell whether the work has ended."""
    return task.actual_finish is not None or (not task.duration and task.actual_start is not None)


def assess(facts: Facts) -> list[Check]:
    """Return the fourteen tests in their usual order; O(tasks + links)."""
    leaves = facts.leaves
    todo = [task for task in leaves if not is_done(task)]
    counted = {task.key for task in facts.tasks if task.active}
    links = [link for link in facts.links if link.earlier in counted and link.later in counted]
    tied = ties(facts.tasks, links, facts.holds)
    work = [task for task in todo if task.duration]
    return [
        _share("logic", todo, lambda task: tied.loose(task.key), FEW),
        _linked("leads", links, lambda link: link.lag < 0, NONE),
        _linked("lags", links, lambda link: link.lag > 0, FEW),
        _finish_to_start(links),
        _share("constraints", todo, lambda task: task.constraint in HARD or task.manual, FEW),
        _share("high_float", todo, lambda task: facts.slots[task.key].total_float > LONG_DAYS * MINUTES_PER_DAY, FEW),
        _share("negative_float", todo, lambda task: facts.slots[task.key].total_float < 0, NONE),
        _share("long", work, lambda task: days_long(task) > LONG_DAYS, FEW),
        _share("dates", leaves, lambda task: _impossible(task, facts), NONE),
        _share("resources", work, lambda task: task.key not in facts.resourced, NONE),
        _missed(leaves, facts),
        Check("critical_path", facts.pushed, NEARLY, at_least=True),
        _length_index(facts),
        _execution_index(leaves, facts),
    ]


def loose_ends(facts: Facts) -> list[Hashable]:
    """Return the unfinished tasks that are tied, yet nothing holds their start or waits for their finish."""
    tied: Ties = ties(facts.tasks, facts.links, facts.holds)
    return [task.key for task in facts.leaves if not is_done(task) and task.duration and tied.dangling(task.key)]


def days_long(task: TaskPlan) -> Decimal:
    """Return a task's length in working days, or in days of the clock where it runs day and night."""
    return Decimal(task.duration) / (CLOCK_DAY if task.elapsed else MINUTES_PER_DAY)


def _share(key: str, rows: Sequence[TaskPlan], fails: Callable[[TaskPlan], bool], limit: Decimal) -> Check:
    found = tuple(task.key for task in rows if fails(task))
    return Check(key, _part(len(found), len(rows)), limit, counted=len(found), of=len(rows), tasks=found)


def _linked(key: str, links: Sequence[LinkPlan], fails: Callable[[LinkPlan], bool], limit: Decimal) -> Check:
    found = tuple(link for link in links if fails(link))
    return Check(key, _part(len(found), len(links)), limit, counted=len(found), of=len(links), links=found)


def _finish_to_start(links: Sequence[LinkPlan]) -> Check:
    others = tuple(link for link in links if link.kind != "FS")
    plain = len(links) - len(others)
    share = _part(plain, len(links))
    return Check("kinds", share, MOST, at_least=True, counted=plain, of=len(links), links=others)


def _part(count: int, of: int) -> Decimal | None:
    return ratio(Decimal(count), Decimal(of))


def _day(at: date | None) -> date | None:
    return None if at is None else date(at.year, at.month, at.day)


def _impossible(task: TaskPlan, facts: Facts) -> bool:
    """Tell of something that happened after the status date, or is forecast before it."""
    started, ended = _day(task.actual_start), _day(task.actual_finish)
    if any(day is not None and day > facts.status for day in (started, ended)):
        return True
    if is_done(task):
        return False
    slot = facts.slots[task.key]
    return slot.finish < facts.status or (started is None and slot.start < facts.status)


def _due(leaves: Iterable[TaskPlan], facts: Facts) -> list[TaskPlan]:
    return [task for task in leaves if task.key in facts.promised and facts.promised[task.key] <= facts.status]


def _missed(leaves: Sequence[TaskPlan], facts: Facts) -> Check:
    """Of what was promised up to the status date, what ended later or has not ended."""

    def late(task: TaskPlan) -> bool:
        return not is_done(task) or facts.slots[task.key].finish > facts.promised[task.key]

    return _share("missed", _due(leaves, facts), late, FEW)


def _length_index(facts: Facts) -> Check:
    """CPLI = (days left + margin) ÷ days left."""
    left = Decimal(facts.days_left)
    value = None if facts.margin is None else ratio(left + facts.margin, left)
    return Check("cpli", value, NEARLY, at_least=True)


def _execution_index(leaves: Sequence[TaskPlan], facts: Facts) -> Check:
    """BEI = tasks that have ended ÷ tasks that were promised to have ended."""
    due = _due(leaves, facts)
    done = sum(is_done(task) for task in leaves if task.key in facts.promised)
    behind = tuple(task.key for task in due if not is_done(task))
    return Check("bei", _part(done, len(due)), NEARLY, at_least=True, counted=done, of=len(due), tasks=behind)
