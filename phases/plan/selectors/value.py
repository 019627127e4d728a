"""What the plan has earned (F02, F03) and its S-curve: promised work against done work, weighted by its length."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from core import seams
from core.calendar import WorkCalendar
from core.memo import read_once
from core.money import minor_digits
from phases.plan.models import PlanBaseline, PlanBaselineTask, Task
from phases.plan.rules.earned import (
    Curve,
    EarnedSchedule,
    EarnedValue,
    Share,
    budget_shares,
    done_share,
    earned_schedule,
    s_curve,
)
from phases.plan.rules.tokens import days_of
from phases.plan.selectors.basis import calendar_of
from programme.budget.selectors import planned_money

if TYPE_CHECKING:
    from programme.charter.models import Programme

MOST_POINTS = 60
WEEK = 5
COST = "budget.actual_cost"  # evidence: what was spent by a day, in the programme's currency


@dataclass(frozen=True, slots=True)
class _Work:
    """One promised task: its promise, what happened, its weight in working days."""

    start: date
    finish: date
    weight: Decimal
    done: Decimal
    begun: date | None
    ended: date | None
    phase: str = ""  # the first number of its WBS


@dataclass(frozen=True, slots=True)
class PlanValue:
    """Earned value in working days and, where a cost is known, in money; earned schedule; the S-curve by date."""

    days: EarnedValue
    money: EarnedValue | None
    time: EarnedSchedule
    curve: Curve
    dates: tuple[date, ...]  # of the curve's points
    currency: str
    money_curve: Curve | None = None  # the S-curve in money, at the same points; None where no cost is known
    spent: tuple[Decimal | None, ...] = ()  # actual cost at the points up to now, in the programme's currency


def plan_value(programme: "Programme", today: date, *, rule: str = "percent") -> PlanValue | None:
    """Reckon F02 and F03 against the current baseline; None without one. Eight queries.

    A task weighs what it was promised to last, in money its part of the phase's budget; ``rule`` says how a running
    task earns (``choices.EarningRule``) that has no rule of its own (``choices.TaskEarning``).
    """
    work = _promised(programme, rule)
    if not work:
        return None
    calendar = calendar_of(programme)
    first = min(one.start for one in work)
    promised, elapsed = _promise(work, first, calendar), calendar.days_in(first, today)
    time, found = earned_schedule(promised, elapsed), _reckon(work, first, elapsed, calendar)
    if time is None or found is None:
        return None
    days, curve = found
    dates = tuple(first if not end else calendar.add_days(first, end - 1) for end in curve.ends)
    whole = PlanValue(days, None, time, curve, dates, programme.currency)
    *points, spent = _spent(programme, [*(day for day in dates if day <= today), today])
    if spent is None:
        return whole
    budget = _budget(programme)
    funded = _reckon(_funded(work, budget), first, elapsed, calendar)
    if funded is None:
        return whole
    money, money_curve = funded
    sum_ = sum(budget.values(), Decimal(0))
    return replace(
        whole,
        money=EarnedValue(money.planned, money.earned, sum_, spent),
        money_curve=replace(money_curve, budget=sum_),
        spent=tuple(points),
    )


def _reckon(work: list[_Work], first: date, elapsed: int, calendar: WorkCalendar) -> tuple[EarnedValue, Curve] | None:
    """Add up what is planned and earned, in whatever the work weighs, and draw its curve."""
    promised = _promise(work, first, calendar)
    periods = max(share.last for share in promised) + 1
    curve = s_curve(
        promised, _done(work, first, elapsed, calendar), now=elapsed, every=max(WEEK, periods // MOST_POINTS)
    )
    if curve is None:
        return None
    planned = curve.planned[curve.ends.index(elapsed)]
    earned = sum((one.weight * one.done for one in work), Decimal(0))
    return EarnedValue(planned, earned, curve.budget), curve


def schedule_performance(programme: "Programme", today: date) -> EarnedSchedule | None:
    """Earned schedule over the baseline, tasks weighted by their promised length; None without one. Four queries."""
    work = _promised(programme, "percent")
    if not work:
        return None
    calendar = calendar_of(programme)
    first = min(one.start for one in work)
    return earned_schedule(_promise(work, first, calendar), calendar.days_in(first, today))


@read_once()
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
            phase=task.wbs.partition(".")[0].strip(),
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


def _spent(programme: "Programme", days: list[date]) -> list[Decimal | None]:
    """What was spent by each of the days, where the budget knows it."""
    reader = seams.evidence.get(COST)
    if reader is None:
        return [None for _day in days]
    values = [one.value for one in reader(programme, [{"until": day.isoformat()} for day in days])]
    return [None if value is None or isinstance(value, (bool, str)) else Decimal(value) for value in values]


def _budget(programme: "Programme") -> dict[str, Decimal]:
    """The budget's baseline by phase, in major units; P1 is the phase of the tasks whose WBS begins with 1."""
    digits, found = minor_digits(programme.currency), dict[str, Decimal]()
    for phase, minor in planned_money(programme).items():
        key = phase.lstrip("Pp")
        found[key] = found.get(key, Decimal(0)) + Decimal(minor).scaleb(-digits)
    return found


def _funded(work: list[_Work], budget: dict[str, Decimal]) -> list[_Work]:
    """Let each task weigh its part of the budget instead of its length."""
    shares = budget_shares([(one.phase, one.weight) for one in work], budget)
    return [replace(one, weight=share) for one, share in zip(work, shares, strict=True)]
