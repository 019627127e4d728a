"""What the plan has earned (F02, F03) and its S-curve: promised work against done work, weighted by its length."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from core import seams
from core.calendar import WorkCalendar
from core.money import minor_digits
from phases.plan.models import PlanBaseline, PlanBaselineTask, Task
from phases.plan.rules.earned import (
    Curve,
    EarnedSchedule,
    EarnedValue,
    Share,
    done_share,
    earned_schedule,
    s_curve,
)
from phases.plan.rules.tokens import days_of
from phases.plan.selectors.basis import calendar_of
from programme.budget.selectors import budget_totals

if TYPE_CHECKING:
    from programme.charter.models import Programme

MOST_POINTS = 60
WEEK = 5
COST = "budget.actual_cost"  # evidence: what was spent so far, in the programme's currency


@dataclass(frozen=True, slots=True)
class _Work:
    """One promised task: its promise, what happened, its weight in working days."""

    start: date
    finish: date
    weight: Decimal
    done: Decimal
    begun: date | None
    ended: date | None


@dataclass(frozen=True, slots=True)
class PlanValue:
    """Earned value in working days and, where a cost is known, in money; earned schedule; the S-curve by date."""

    days: EarnedValue
    money: EarnedValue | None
    time: EarnedSchedule
    curve: Curve
    dates: tuple[date, ...]  # of the curve's points
    currency: str


def plan_value(programme: "Programme", today: date, *, rule: str = "percent") -> PlanValue | None:
    """Reckon F02 and F03 against the current baseline; None without one. Six queries.

    A task weighs what it was promised to last; ``rule`` says how a running task earns (``choices.EarningRule``) that
    has no rule of its own (``choices.TaskEarning``).
    """
    work = _promised(programme, rule)
    if not work:
        return None
    calendar = calendar_of(programme)
    first = min(one.start for one in work)
    promised, elapsed = _promise(work, first, calendar), calendar.days_in(first, today)
    time = earned_schedule(promised, elapsed)
    periods = max(share.last for share in promised) + 1
    curve = s_curve(
        promised, _done(work, first, elapsed, calendar), now=elapsed, every=max(WEEK, periods // MOST_POINTS)
    )
    if time is None or curve is None:
        return None
    planned = curve.planned[curve.ends.index(elapsed)]
    earned = sum((one.weight * one.done for one in work), Decimal(0))
    days = EarnedValue(planned, earned, curve.budget)
    dates = tuple(first if not end else calendar.add_days(first, end - 1) for end in curve.ends)
    return PlanValue(days, _money(programme, days), time, curve, dates, programme.currency)


def schedule_performance(programme: "Programme", today: date) -> EarnedSchedule | None:
    """Earned schedule over the baseline, tasks weighted by their promised length; None without one. Four queries."""
    work = _promised(programme, "percent")
    if not work:
        return None
    calendar = calendar_of(programme)
    first = min(one.start for one in work)
    return earned_schedule(_promise(work, first, calendar), calendar.days_in(first, today))


def _promised(programme: "Programme", rule: str) -> list[_Work]:
    current = PlanBaseline.objects.filter(programme=programme, automatic=False).order_by("-number").values("pk")[:1]
    lengths = dict(PlanBaselineTask.objects.filter(baseline=current).values_list("task_id", "minutes"))
    rows = Task.objects.filter(programme=programme, summary=False, minutes__gt=0)
    return [
        _Work(
            start=task.baseline_start,
            finish=max(task.baseline_finish, task.baseline_start),
            weight=days_of(lengths.get(task.pk) or task.minutes),
            done=done_share(
                task.earning or rule,
                started=task.started,
                finished=task.done,
                percent=task.percent,
                steps=[(step.weight, step.reached is not None) for step in task.milestones_within],
            ),
            begun=task.actual_start
            or min((step.reached for step in task.milestones_within if step.reached), default=None),
            ended=task.actual_finish,
        )
        for task in rows.order_by("position", "pk")
        if task.baseline_start is not None and task.baseline_finish is not None
    ]


def _promise(work: list[_Work], first: date, calendar: WorkCalendar) -> list[Share]:
    count = calendar.days_between
    return [
        Share(start := count(first, one.start), max(count(first, one.finish), start), one.weight, one.done)
        for one in work
    ]


def _done(work: list[_Work], first: date, now: int, calendar: WorkCalendar) -> list[Share]:
    """Return the days on which the work was really done; what runs is spread up to now."""
    found = []
    for one in work:
        begun = one.begun or one.ended
        if begun is None or not one.done:
            continue
        start = max(0, calendar.days_between(first, begun))
        end = now - 1 if one.ended is None else calendar.days_between(first, one.ended)
        found.append(Share(start, max(start, end), one.weight, one.done))
    return found


def _money(programme: "Programme", days: EarnedValue) -> EarnedValue | None:
    """Turn days into money by their part of the budget, where the budget says what was spent."""
    reader = seams.evidence.get(COST)
    spent = None if reader is None else reader(programme, [{}])[0].value
    if spent is None or isinstance(spent, (bool, str)) or not days.budget:
        return None
    budget = Decimal(budget_totals(programme).bac).scaleb(-minor_digits(programme.currency))
    part = budget / days.budget
    return EarnedValue(days.planned * part, days.earned * part, budget, Decimal(spent))
