"""The health of the plan: the fourteen tests over what the engine computed, with the tasks and links that fail."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from core.memo import once
from phases.plan.models import Task
from phases.plan.rules import health
from phases.plan.rules.circles import CircularError
from phases.plan.rules.logic import redundant
from phases.plan.rules.schedule import LinkPlan, Schedule, TaskPlan
from phases.plan.rules.worktime import CalendarError
from phases.plan.selectors.basis import PlanInput, assigned, basis_of, plan_input
from phases.plan.selectors.tasks import task_rows

if TYPE_CHECKING:
    from programme.charter.models import Programme


@dataclass(frozen=True, slots=True)
class PlanHealth:
    """The tests, what else is wrong with the links, and the tasks they name, by key."""

    checks: Sequence[health.Check]
    dangling: Sequence[Hashable]
    redundant: Sequence[LinkPlan]
    tasks: Mapping[Hashable, Task]
    status: date

    @property
    def failed(self) -> list[health.Check]:
        """The tests that are not passed."""
        return [check for check in self.checks if check.met is False]

    @property
    def tested(self) -> int:
        """Tests that had something to test."""
        return sum(check.met is not None for check in self.checks)


def plan_health(programme: "Programme") -> PlanHealth | None:
    """Assess the plan as it stands; None without tasks or while it cannot be computed. Twelve queries."""
    return once(programme, "plan.health", lambda: _assessed(programme))


def _assessed(programme: "Programme") -> PlanHealth | None:
    plan = plan_input(programme)
    tasks: dict[Hashable, Task] = {task.pk: task for task in task_rows(programme)}
    try:
        result = plan.schedule()
    except (CircularError, CalendarError):
        return None
    if not tasks:
        return None
    facts = _facts(programme, plan, result, tasks)
    return PlanHealth(
        checks=health.assess(facts),
        dangling=health.loose_ends(facts),
        redundant=redundant(plan.links),
        tasks=tasks,
        status=facts.status,
    )


def _facts(programme: "Programme", plan: PlanInput, result: Schedule, tasks: Mapping[Hashable, Task]) -> health.Facts:
    status = basis_of(programme).status_on or timezone.localdate()
    taken = {task for task, *_rest in assigned(programme)}
    named = {pk for pk, task in tasks.items() if task.responsible_id or task.responsible_role}
    promised: dict[Hashable, date] = {
        pk: task.baseline_finish for pk, task in tasks.items() if task.baseline_finish is not None
    }
    until = max(promised.values(), default=None)
    begin = plan.calendar.begin_of(status)
    return health.Facts(
        tasks=plan.tasks,
        links=plan.links,
        slots=result.slots,
        status=status,
        holds=plan.holds,
        resourced=frozenset(taken | named),
        promised=promised,
        days_left=max(0, _days(plan, begin, plan.calendar.end_of(result.finish))),
        margin=None if until is None else _days(plan, plan.calendar.end_of(result.finish), plan.calendar.end_of(until)),
        pushed=pushed(plan, result),
    )


def _days(plan: PlanInput, start: int, finish: int) -> int:
    return round(plan.calendar.between(start, finish) / health.MINUTES_PER_DAY)


def pushed(plan: PlanInput, result: Schedule) -> Decimal | None:
    """Delay a critical task by 600 days, compute again, and say what part of that the finish moved; None without one.

    Where the critical path is whole the finish moves as far as the task.
    """
    task = _critical(plan.tasks, result)
    if task is None:
        return None
    minutes = health.PUSH_DAYS * health.MINUTES_PER_DAY
    later = replace(task, delay=task.delay + minutes)
    moved = replace(plan, tasks=[later if one.key == task.key else one for one in plan.tasks]).schedule()
    shift = plan.calendar.between(plan.calendar.end_of(result.finish), plan.calendar.end_of(moved.finish))
    place = result.positions[task.key]
    own = result.network.nodes[place].between(result.slots[task.key].begins, moved.slots[task.key].begins)
    return min(Decimal(1), Decimal(shift) / own) if own else Decimal(0)


def _critical(tasks: Sequence[TaskPlan], result: Schedule) -> TaskPlan | None:
    """Return the first critical task that has not begun and that a delay can move."""
    found = [
        task
        for task in tasks
        if task.key in result.positions
        and task.active
        and task.duration
        and not task.manual
        and not task.delay_elapsed
        and task.constraint != "alap"
        and task.actual_start is None
        and task.actual_finish is None
        and result.slots[task.key].critical
    ]
    return min(found, key=lambda task: result.slots[task.key].early_start, default=None)
