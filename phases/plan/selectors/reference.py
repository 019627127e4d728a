"""The reference class of similar programmes (F06), the commit date, and the benchmarks of duration."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Max, Min, Q

from core.memo import read_once, shares
from phases.plan.models import Simulation, Task
from phases.plan.rules.benchmarks import Reading, Size, months_between, readings
from phases.plan.rules.reference import Commitment, ReferenceClass, commit_date, reference_class
from phases.plan.selectors.basis import basis_of, calendar_of
from phases.plan.selectors.simulated import finish_line
from phases.plan.selectors.tasks import task_rows
from programme.charter.choices import Profile
from programme.charter.models import ReferenceCase

if TYPE_CHECKING:
    from programme.charter.models import Programme

SIZES: dict[str, Size] = {Profile.SME: "sme", Profile.ENTERPRISE: "large"}


@dataclass(frozen=True, slots=True)
class Span:
    """The plan's first and last day: as promised where there is a baseline, else as it stands."""

    start: date
    finish: date
    promised: bool


@dataclass(frozen=True, slots=True)
class ReferenceForecast:
    """What similar programmes make of our duration, in days of our calendar."""

    found: ReferenceClass
    span: Span
    p50: date
    p80: date
    companies: Sequence[str]


def plan_span(programme: "Programme") -> Span | None:
    """Return the span of the plan; None where nothing is dated. Two queries."""
    leaf = Q(summary=False, active=True)
    if shares(programme):
        return _span(programme, _kept_days(programme))
    days = Task.objects.filter(programme=programme).aggregate(
        start=Min("early_start", filter=leaf),
        finish=Max("early_finish", filter=leaf),
        promised_start=Min("baseline_start", filter=leaf),
        promised=Max("baseline_finish", filter=leaf),
    )
    return _span(programme, days)


def _kept_days(programme: "Programme") -> dict[str, date | None]:
    """The same days from the tasks that the evaluation read."""
    leaves = [task for task in task_rows(programme) if task.active and not task.summary]
    return {
        "start": min((t.early_start for t in leaves if t.early_start), default=None),
        "finish": max((t.early_finish for t in leaves if t.early_finish), default=None),
        "promised_start": min((t.baseline_start for t in leaves if t.baseline_start), default=None),
        "promised": max((t.baseline_finish for t in leaves if t.baseline_finish), default=None),
    }


def _span(programme: "Programme", days: Mapping[str, date | None]) -> Span | None:
    start = days["promised_start"] or basis_of(programme).starts_on or days["start"]
    finish = days["promised"] or days["finish"]
    return None if start is None or finish is None else Span(start, finish, days["promised"] is not None)


@read_once()
def reference_forecast(programme: "Programme") -> ReferenceForecast | None:
    """Put the overruns of similar finished programmes on our plan; None without a case or a plan. Four queries."""
    cases = [
        case for case in ReferenceCase.objects.filter(programme=programme, similar=True) if case.overrun is not None
    ]
    span = plan_span(programme)
    if span is None:
        return None
    calendar = calendar_of(programme)
    overruns = [Decimal(case.overrun or 0) for case in cases]
    graded = sum(bool(case.grade) for case in cases)
    found = reference_class(Decimal(calendar.days_in(span.start, span.finish)), overruns, graded)
    if found is None:
        return None

    def day(percent: int) -> date:
        return calendar.finish_of(span.start, max(1, math.ceil(found.at(percent).days)))

    return ReferenceForecast(found, span, day(50), day(80), [case.company for case in cases])


def finish_after(programme: "Programme", days: Decimal) -> date | None:
    """Return the day on which so many working days from the plan's start end; three queries."""
    span = plan_span(programme)
    return None if span is None else calendar_of(programme).finish_of(span.start, max(1, math.ceil(days)))


def commitment(simulation: Simulation | None, reference: ReferenceForecast | None) -> Commitment | None:
    """Return the day that can be promised, by the rule of F06."""
    simulated = finish_line(simulation).p80 if simulation is not None else None
    return commit_date(simulated, reference.p50 if reference is not None else None)


@dataclass(frozen=True, slots=True)
class LengthCheck:
    """The plan's length in months against what each source gives for its size."""

    size: Size
    months: Decimal
    span: Span
    readings: Sequence[Reading]


def length_check(programme: "Programme") -> LengthCheck | None:
    """Hold the plan's length against both benchmarks; None where nothing is dated. Two queries."""
    span = plan_span(programme)
    if span is None:
        return None
    size, months = SIZES[programme.profile], months_between(span.start, span.finish)
    return LengthCheck(size, months, span, readings(size, months))
