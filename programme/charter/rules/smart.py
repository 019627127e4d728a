"""The five machine checks of a goal: specific, measurable, achievable, relevant, timed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from programme.charter.choices import Direction, Unit, UnitKind
from programme.charter.rules import wording

ENOUGH = 4  # of five, for a charter


@dataclass(frozen=True, slots=True)
class GoalFacts:
    """What the checks look at."""

    statement: str
    metric: str = ""
    unit: str = ""
    unit_kind: str = ""
    direction: str = Direction.UP.value
    baseline: Decimal | None = None
    baseline_on: date | None = None
    baseline_n: int | None = None
    baseline_source: str = ""
    target: Decimal | None = None
    starts_on: date | None = None
    due_on: date | None = None
    achievability: str = ""
    has_strategy: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing: the field to fill, what is wrong, what would be right."""

    field: str
    text: Any
    suggestion: Any = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One of the five letters."""

    letter: str
    label: Any
    gaps: tuple[Gap, ...]

    @property
    def passed(self) -> bool:
        """Tell whether nothing is missing."""
        return not self.gaps


@dataclass(frozen=True, slots=True)
class Smart:
    """The score of a goal, 0 to 5, with every gap named."""

    checks: tuple[Check, ...]

    @property
    def score(self) -> int:
        """How many of the five pass."""
        return sum(check.passed for check in self.checks)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Everything that is missing."""
        return tuple(gap for check in self.checks for gap in check.gaps)

    @property
    def enough(self) -> bool:
        """Tell whether a charter accepts it."""
        return self.score >= ENOUGH


def smart(goal: GoalFacts) -> Smart:
    """Run the five checks."""
    return Smart(
        (
            Check("S", _("Specific"), tuple(_specific(goal))),
            Check("M", _("Measurable"), tuple(_measurable(goal))),
            Check("A", _("Achievable"), tuple(_achievable(goal))),
            Check("R", _("Relevant"), tuple(_relevant(goal))),
            Check("T", _("Timed"), tuple(_timed(goal))),
        )
    )


def _specific(goal: GoalFacts) -> list[Gap]:
    """A result with its metric; a wish becomes specific once its metric and numbers stand beside it."""
    found = [Gap("statement", o.text, o.suggestion) for o in wording.objections(goal.statement) if o.code == "output"]
    numbered = goal.baseline is not None and goal.target is not None
    if not found and not (goal.metric and numbered):
        found = [Gap("statement", o.text, o.suggestion) for o in wording.objections(goal.statement)]
    if not goal.metric:
        found.append(Gap("metric", _("No metric is named."), _("Name what is counted, such as the conversion rate.")))
    return found


def _measurable(goal: GoalFacts) -> list[Gap]:
    """Unit, baseline with date and source, target on the better side; per cent with its kind and sample."""
    found = []
    if not goal.unit:
        found.append(Gap("unit", _("No unit is given."), _("Choose per cent, days, seconds, a count or CNY.")))
    if goal.baseline is None:
        found.append(Gap("baseline", _("No baseline is given."), _("Measure where the metric stands today.")))
    elif goal.baseline_on is None or not goal.baseline_source:
        found.append(Gap("baseline_source", _("The baseline has no date or no source."), _("Say when and where from.")))
    if goal.target is None:
        found.append(Gap("target", _("No target is given."), _("Say which value the metric should reach.")))
    elif goal.baseline is not None and not _better(goal.baseline, goal.target, goal.direction):
        found.append(Gap("target", _("The target is not better than the baseline."), _("Check the direction.")))
    if not goal.unit_kind and (goal.unit == Unit.PERCENT or wording.read(goal.statement).needs_kind):
        found.append(Gap("unit_kind", _("Per cent without saying pp or relative."), _("Choose one of the two.")))
    if goal.unit == Unit.PERCENT and goal.baseline_n is None:
        found.append(Gap("baseline_n", _("A share without its sample n."), _("Give the number it was counted on.")))
    return found


def _better(baseline: Decimal, target: Decimal, direction: str) -> bool:
    """Tell whether the target lies on the better side."""
    return target > baseline if direction == Direction.UP else target < baseline


def _achievable(goal: GoalFacts) -> list[Gap]:
    """A word on why it can be reached."""
    if goal.achievability.strip():
        return []
    return [
        Gap(
            "achievability",
            _("Nothing says why it can be reached."),
            _("Name a pilot result, a comparable company or the levers that move it."),
        )
    ]


def _relevant(goal: GoalFacts) -> list[Gap]:
    """A link to what the company wants."""
    if goal.has_strategy:
        return []
    return [Gap("strategy", _("It serves no strategic objective."), _("Link one objective of the company."))]


def _timed(goal: GoalFacts) -> list[Gap]:
    """A window."""
    found = []
    if goal.due_on is None:
        found.append(Gap("due_on", _("No due date is given."), _("Say by when.")))
    if goal.starts_on is None:
        found.append(Gap("starts_on", _("No start date is given."), _("Say from when the window runs.")))
    elif goal.due_on is not None and goal.due_on <= goal.starts_on:
        found.append(Gap("due_on", _("The due date is not after the start."), ""))
    return found


@dataclass(frozen=True, slots=True)
class Template:
    """A goal of the source articles to start from; what must be chosen or measured stays empty."""

    key: str
    zh: str
    en: str
    metric_zh: str
    metric_en: str
    unit: str
    unit_kind: str  # empty: the form must ask pp or relative
    change: Decimal
    direction: str
    months: int


TEMPLATES = (
    Template(
        "conversion",
        "在未来六个月内将销售线索转化率提升15%",
        "Raise the lead conversion rate by 15 % within six months",
        "销售线索转化率",
        "Lead conversion rate",
        Unit.PERCENT.value,
        "",
        Decimal(15),
        Direction.UP.value,
        6,
    ),
    Template(
        "cycle",
        "在未来六个月内将平均销售周期缩短10天",
        "Shorten the average sales cycle by 10 days within six months",
        "平均销售周期",
        "Average sales cycle",
        Unit.DAYS.value,
        UnitKind.ABSOLUTE.value,
        Decimal(10),
        Direction.DOWN.value,
        6,
    ),
    Template(
        "satisfaction",
        "在未来六个月内将客户满意度评分提高20%",
        "Raise the customer satisfaction score by 20 % within six months",
        "客户满意度评分",
        "Customer satisfaction score",
        Unit.POINTS.value,
        UnitKind.RELATIVE.value,
        Decimal(20),
        Direction.UP.value,
        6,
    ),
    Template(
        "follow_ups",
        "在三个月内，通过标准化的销售流程和移动端应用，将销售人员的日均客户跟进次数提升25%",
        "Within three months, through standard sales steps and the mobile app, raise the daily customer follow-ups per "
        "salesperson by 25 %",
        "销售人员日均客户跟进次数",
        "Customer follow-ups per salesperson and working day",
        Unit.COUNT.value,
        UnitKind.RELATIVE.value,
        Decimal(25),
        Direction.UP.value,
        3,
    ),
    Template(
        "cycle_share",
        "在一年内将平均销售周期缩短20%",
        "Shorten the average sales cycle by 20 % within a year",
        "平均销售周期",
        "Average sales cycle",
        Unit.DAYS.value,
        UnitKind.RELATIVE.value,
        Decimal(20),
        Direction.DOWN.value,
        12,
    ),
    Template(
        "satisfaction_pp",
        "在一年内实现客户满意度提升10个百分点",
        "Raise the share of satisfied customers by 10 percentage points within a year",
        "客户满意度",
        "Share of satisfied customers",
        Unit.PERCENT.value,
        UnitKind.PP.value,
        Decimal(10),
        Direction.UP.value,
        12,
    ),
)
