"""Goals and KPIs with their figures: score, progress, plan, difference."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.utils import timezone

from core.memo import shared, shares
from programme.charter.choices import Family
from programme.charter.models import Baseline, Goal, Kpi, KpiReading
from programme.charter.rules import measures, wording
from programme.charter.rules.measures import Difference
from programme.charter.rules.smart import GoalFacts, Smart, smart

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.charter.models.goals import Measured

SOON = Decimal("0.05")  # of the way: behind the straight line by more than this is a warning


@dataclass(frozen=True, slots=True)
class Way:
    """How far a figure went on its way from baseline to target, as of a day."""

    as_of: date
    actual: Decimal | None = None
    read_on: date | None = None
    n: int | None = None
    progress: Decimal | None = None
    planned_value: Decimal | None = None
    planned_share: Decimal | None = None
    promised: Difference | None = None  # baseline → target
    moved: Difference | None = None  # baseline → latest reading

    @property
    def status(self) -> str:
        """The shape beside it: good, warn, bad, or none where nothing was read."""
        if self.progress is None:
            return "none"
        if self.progress < 0:
            return "bad"
        behind = (self.planned_share or Decimal(0)) - self.progress
        return "warn" if behind > SOON else "good"


@dataclass(frozen=True, slots=True)
class GoalFigures:
    """A goal with everything its row shows."""

    goal: Goal
    smart: Smart
    signed: "Baseline | None"
    way: Way

    @property
    def fit(self) -> bool:
        """Tell whether a gate counts it: all five checks and a signed baseline."""
        return self.smart.enough and self.signed is not None


@dataclass(frozen=True, slots=True)
class KpiFigures:
    """A KPI with everything its row shows."""

    kpi: Kpi
    signed: "Baseline | None"
    way: Way
    readings: tuple[KpiReading, ...]


def goal_facts(goal: Goal) -> GoalFacts:
    """Give the SMART checks what they look at."""
    return GoalFacts(
        statement=goal.statement,
        metric=goal.metric,
        unit=goal.unit,
        unit_kind=goal.unit_kind,
        direction=goal.direction,
        baseline=goal.baseline,
        baseline_on=goal.baseline_on,
        baseline_n=goal.baseline_n,
        baseline_source=goal.baseline_source,
        target=goal.target,
        starts_on=goal.starts_on,
        due_on=goal.due_on,
        achievability=goal.achievability,
        has_strategy=goal.strategy_id is not None,
    )


def smart_of(goal: Goal) -> Smart:
    """Score a goal, saved or not."""
    return smart(goal_facts(goal))


def _way(row: "Measured", readings: list[KpiReading], on: date) -> Way:
    """Follow a measure from its baseline to its latest reading up to a day."""
    dated = [reading for reading in readings if reading.read_on <= on]
    last = max(dated, key=lambda reading: reading.read_on) if dated else None
    actual = last.value if last else None
    planned = share = promised = moved = None
    if row.baseline is not None and row.target is not None:
        promised = measures.difference(row.baseline, row.target, row.unit, row.direction)
        if row.starts_on and row.due_on and row.starts_on < row.due_on:
            share = measures.elapsed_share(row.starts_on, row.due_on, on)
            planned = measures.planned_value(row.baseline, row.target, row.starts_on, row.due_on, on)
    if row.baseline is not None and actual is not None:
        moved = measures.difference(row.baseline, actual, row.unit, row.direction)
    return Way(
        as_of=on,
        actual=actual,
        read_on=last.read_on if last else None,
        n=last.n if last else None,
        progress=measures.progress(row.baseline, row.target, actual),
        planned_value=planned,
        planned_share=share,
        promised=promised,
        moved=moved,
    )


def figures_of_goal(goal: Goal, on: date | None = None) -> GoalFigures:
    """Give a goal's figures as of a day (today); reads the KPI's readings and the baselines."""
    readings = list(goal.kpi.readings.all()) if goal.kpi is not None else []
    return GoalFigures(goal, smart_of(goal), goal.signed_baseline, _way(goal, readings, on or timezone.localdate()))


def figures_of_kpi(kpi: Kpi, on: date | None = None) -> KpiFigures:
    """Give a KPI's figures as of a day (today); reads its readings and baselines."""
    readings = list(kpi.readings.all())
    return KpiFigures(kpi, kpi.signed_baseline, _way(kpi, readings, on or timezone.localdate()), tuple(readings))


def goal_figures(programme: "Programme", on: date | None = None) -> list[GoalFigures]:
    """All goals that stand, with their figures; five queries whatever their number."""
    rows = shared(programme, "charter.goal_rows", lambda: _goal_rows(programme))
    return [figures_of_goal(goal, on) for goal in rows]


def _goal_rows(programme: "Programme") -> list[Goal]:
    """The goals; within an evaluation with the KPIs that it reads anyway."""
    found = Goal.objects.current().filter(programme=programme).for_list()
    if not shares(programme):
        return list(found)
    known = {kpi.pk: kpi for kpi in kpi_rows(programme)}
    goals = list(
        found.prefetch_related(None).prefetch_related(
            Prefetch("baselines", Baseline.objects.select_related("signed_by"))
        )
    )
    for goal in goals:
        if goal.kpi_id is not None:
            goal.kpi = known[goal.kpi_id]
    return goals


def kpi_rows(programme: "Programme") -> list[Kpi]:
    """The KPIs, examples last; read once within an evaluation, which asks their goals for themselves."""
    rows = Kpi.objects.filter(programme=programme).for_list().order_by("is_example", "code", "pk")
    if shares(programme):
        rows = rows.prefetch_related(None).prefetch_related(
            Prefetch("baselines", Baseline.objects.select_related("signed_by")), "readings"
        )
    return shared(programme, "charter.kpi_rows", lambda: list(rows))


def kpi_figures(programme: "Programme", on: date | None = None) -> list[KpiFigures]:
    """All KPIs, examples last, with their figures; five queries whatever their number."""
    return [figures_of_kpi(kpi, on) for kpi in kpi_rows(programme)]


def value_ways(programme: "Programme", on: date | None = None) -> list[tuple[Kpi, Way]]:
    """This company's own KPIs of value, each with its way to the target; at most two queries."""
    day = on or timezone.localdate()
    if shares(programme):
        known = [kpi for kpi in kpi_rows(programme) if kpi.family == Family.VALUE and not kpi.is_example]
        return [(kpi, _way(kpi, list(kpi.readings.all()), day)) for kpi in known]
    kpis = Kpi.objects.own().filter(programme=programme, family=Family.VALUE).select_related("programme", "owner")
    found: dict[int, list[KpiReading]] = defaultdict(list)
    for reading in KpiReading.objects.filter(kpi__in=kpis.order_by().values("pk")).order_by("read_on", "pk"):
        found[reading.kpi_id].append(reading)
    return [(kpi, _way(kpi, found[kpi.pk], day)) for kpi in kpis.order_by("code", "pk")]


def target_hint(statement: str) -> dict[str, Any]:
    """Read from a sentence what a form may prefill: unit, kind, change, baseline, target, direction, months."""
    found = wording.read(statement)
    hint = {
        "unit": found.unit,
        "unit_kind": found.kind,
        "change": found.amount,
        "baseline": found.baseline,
        "target": found.target,
        "direction": found.direction if found.measurable else "",
        "months": found.months,
    }
    return {key: value for key, value in hint.items() if value not in (None, "")}
