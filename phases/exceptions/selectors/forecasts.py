"""Every tolerance with its forecast: one list for the page, the nightly watch, the packs and the API."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core import seams
from core.calendar import WorkCalendar
from core.documents.model import Figure, Status
from core.documents.words import figure_text
from core.kept import kept, read_evidence
from core.memo import shared
from core.seams import Evidence
from phases.exceptions import rules
from phases.exceptions.models import ExceptionReport, StageTolerance
from phases.gates.models import Stage
from phases.plan.models import Task
from phases.plan.selectors import calendar_of
from phases.uat.choices import OPEN_DEFECT
from phases.uat.models import Defect
from programme.budget.selectors import MoneyStand, cost_tolerance, money_stand
from programme.charter.choices import Dimension
from programme.charter.models import Tolerance
from programme.governance.choices import GRANTED
from programme.governance.models import ChangeRequest
from programme.raid.choices import LIVE_RISK
from programme.raid.models import Risk

if TYPE_CHECKING:
    from collections.abc import Callable

    from programme.charter.models import Programme

NAMED = 3  # records that a cause names
UNITS = {Dimension.TIME: "wd", Dimension.COST: "%", Dimension.SCOPE: "%", Dimension.QUALITY: "count",
         Dimension.BENEFIT: "%", Dimension.RISK: ""}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """A tolerance beside its forecast, both in the unit of the dimension; ``drivers`` are what it comes from."""

    dimension: Dimension
    stage: Stage | None
    limit: Decimal
    forecast: Decimal | None
    url: str = ""
    drivers: tuple[str, ...] = ()
    row: StageTolerance | None = field(default=None, compare=False)

    @property
    def key(self) -> tuple[str, int | None]:
        """What one open exception may be about."""
        return self.dimension.value, self.stage.pk if self.stage else None

    @property
    def beyond(self) -> bool:
        """Tell whether the forecast leaves the tolerance."""
        return rules.beyond(self.forecast, self.limit)

    @property
    def status(self) -> Status:
        """How it stands, as shape and word."""
        if self.forecast is None:
            return Status("none", _("no forecast yet"))
        return Status("bad", _("beyond the tolerance")) if self.beyond else Status("good", _("within"))


def figure_of(dimension: str, value: Decimal | None) -> Figure:
    """Give a forecast or a limit with its unit."""
    unit = UNITS[Dimension(dimension)]
    if value is None:
        return Figure(None, "" if unit == "%" else unit)
    if unit == "%":
        return Figure(value / rules.HUNDRED, "share", 1)
    plain = value.normalize() + 0
    return Figure(plain if plain != plain.to_integral() else plain.quantize(Decimal(1)), unit)


def amount_text(dimension: str, value: Decimal | None) -> str:
    """Write it."""
    said = figure_text(figure_of(dimension, value))
    return _("score %(n)s") % {"n": said} if dimension == Dimension.RISK and value is not None else said


@dataclass(frozen=True, slots=True)
class Work:
    """A row of the plan: by when it was promised, and when it ended or is expected to end."""

    task: Task
    promised: date
    expected: date

    @property
    def wbs(self) -> str:
        """Where it stands in the plan."""
        return self.task.wbs

    @property
    def done(self) -> bool:
        """Tell whether it has ended."""
        return self.task.actual_finish is not None

    @property
    def name(self) -> str:
        """The name in the language of the moment, for drafts are written in every language."""
        return str(self.task)


class Forecasts:
    """Reads each figure once and only when a tolerance asks for it; eight queries at most, beside the evidence."""

    def __init__(self, programme: "Programme", today: date) -> None:
        """Remember the programme and the day."""
        self.programme, self.today = programme, today

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The plan's calendar."""
        return calendar_of(self.programme)

    @cached_property
    def benefits(self) -> Evidence | None:
        """The forecast benefit as a share of the planned one."""
        return _evidence(self.programme, "ledger.benefit_forecast_share")

    @cached_property
    def money(self) -> MoneyStand:
        """How the money stands."""
        return shared(self.programme, "budget.money", lambda: money_stand(self.programme))

    @cached_property
    def work(self) -> list[Work]:
        """Every row of work that was promised, with the forecast of its finish, which never lies before today."""
        rows = Task.objects.filter(programme=self.programme, summary=False, active=True, standing="")
        soonest = self.calendar.next_working(self.today)
        return [
            Work(task, task.baseline_finish, task.actual_finish or max(task.early_finish, soonest))
            for task in rows.order_by("position", "pk")
            if task.baseline_finish and task.early_finish
        ]  # fmt: skip

    def time(self, stage: Stage | None) -> tuple[Decimal | None, tuple[str, ...]]:
        """Working days by which the last finish is forecast after the last promised one, and the latest rows."""
        rows = self.work if stage is None else [one for one in self.work if one.wbs.startswith(_branch(stage))]
        if not rows:
            return None, ()
        slip = self.calendar.days_between(max(one.promised for one in rows), max(one.expected for one in rows))
        slips = [(self.calendar.days_between(one.promised, one.expected), one.name) for one in rows if not one.done]
        late = tuple(
            _("%(task)s (%(days)s)") % {"task": name, "days": figure_text(Figure(days, "wd", signed=True))}
            for days, name in rules.worst(slips, NAMED)
        )
        return Decimal(slip), late

    def cost(self, stage: Stage | None) -> tuple[Decimal | None, tuple[str, ...]]:
        """Per cent by which the forecast at completion exceeds the baseline, and the dearest lines."""
        lines = [one for one in self.money.lines if stage is None or one.line.phase == stage.code]
        if stage is None:
            over = self.money.overrun
        else:
            based = sum(one.stand.baseline or 0 for one in lines)
            total = sum(one.stand.at_completion for one in lines)
            over = Decimal(total - based) / Decimal(based) if based else None
        if over is None:
            return None, ()
        dear = [(one.stand.at_completion - (one.stand.baseline or 0), one.line.title) for one in lines]
        return over * rules.HUNDRED, tuple(name for _more, name in rules.worst(dear, NAMED))

    def scope(self, _stage: Stage | None) -> tuple[Decimal | None, tuple[str, ...]]:
        """Scope creep in per cent, and the granted changes that added to it."""
        value = _number(_evidence(self.programme, "charter.scope_creep"))
        if value is None:
            return None, ()
        rows = ChangeRequest.objects.filter(programme=self.programme, state__in=GRANTED, effort__gt=0)
        return value * rules.HUNDRED, tuple(str(row) for row in rows.order_by("-effort", "code")[:NAMED])

    def quality(self, _stage: Stage | None) -> tuple[Decimal | None, tuple[str, ...]]:
        """Open defects of severity 1, and which they are."""
        value = _number(_evidence(self.programme, "uat.open_sev1"))
        if value is None:
            return None, ()
        rows = Defect.objects.filter(programme=self.programme, severity=1, state__in=OPEN_DEFECT).order_by("code")
        return value, tuple(str(row) for row in rows[:NAMED])

    def benefit(self, _stage: Stage | None) -> tuple[Decimal | None, tuple[str, ...]]:
        """Per cent by which the forecast benefit falls short of the planned one."""
        value = _number(self.benefits)
        return (None if value is None else max(Decimal(0), 1 - value) * rules.HUNDRED), ()

    def risk(self, _stage: Stage | None) -> tuple[Decimal | None, tuple[str, ...]]:
        """The highest score of a live risk, and who has it."""
        rows = Risk.objects.filter(programme=self.programme, state__in=LIVE_RISK, score__isnull=False)
        scored = [(row.score or 0, str(row)) for row in rows.order_by("-score", "code")[:NAMED]]
        if not scored:
            return None, ()
        return Decimal(scored[0][0]), tuple(name for score, name in scored if score == scored[0][0])

    def of(self, dimension: Dimension, stage: Stage | None) -> tuple[Decimal | None, tuple[str, ...]]:
        """Read the forecast of a dimension, of a stage or of the programme."""
        readers: dict[Dimension, Callable[[Stage | None], tuple[Decimal | None, tuple[str, ...]]]] = {
            Dimension.TIME: self.time, Dimension.COST: self.cost, Dimension.SCOPE: self.scope,
            Dimension.QUALITY: self.quality, Dimension.BENEFIT: self.benefit, Dimension.RISK: self.risk,
        }  # fmt: skip
        value, drivers = readers[dimension](stage)
        return (None if value is None else value.quantize(Decimal("0.01"))), drivers

    def url(self, dimension: Dimension) -> str:
        """Where the records of a dimension are."""
        if dimension == Dimension.BENEFIT:
            return self.benefits.source_url if self.benefits else ""
        pages = {
            Dimension.TIME: "plan:timeline", Dimension.COST: "budget:money", Dimension.SCOPE: "governance:changes",
            Dimension.QUALITY: "uat:defects", Dimension.RISK: "raid:risk_list",
        }  # fmt: skip
        return reverse(pages[dimension], args=[self.programme.slug])


def _branch(stage: Stage) -> str:
    """The beginning of the WBS of a stage's rows."""
    return f"{stage.code.removeprefix('P')}."


def _evidence(programme: Any, name: str) -> Evidence | None:
    found = read_evidence(programme, name, [{}], live=True) if name in seams.evidence else ()
    return found[0] if found else None


def _number(one: Evidence | None) -> Decimal | None:
    value = one.value if one is not None else None
    return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def _limit(row: Tolerance, found: Forecasts) -> Decimal | None:
    """The charter's limit in the unit of its dimension; an amount of money becomes per cent of the baseline."""
    if row.dimension == Dimension.COST and not rules.is_share(row.unit):
        based = found.money.total.baseline
        allowed = cost_tolerance(row.programme, based) if based else None
        return None if allowed is None or not based else allowed / based * rules.HUNDRED
    limit: Decimal = row.limit
    return limit


def standings(programme: "Programme", today: date) -> list[Standing]:
    """Every tolerance of the charter and of the stages with its forecast; live."""
    found = Forecasts(programme, today)
    told = []
    for row in Tolerance.objects.filter(programme=programme).select_related("programme"):
        limit = _limit(row, found)
        if limit is not None:
            told.append(_standing(found, Dimension(row.dimension), None, limit))
    stages = StageTolerance.objects.filter(programme=programme).for_list()
    return told + [_standing(found, Dimension(row.dimension), row.stage, row.limit, row) for row in stages]


def shown_standings(programme: "Programme", today: date) -> list[Standing]:
    """The same as kept since the programme's last event, for pages."""
    return kept(programme, f"exceptions.standings:{today}", lambda: standings(programme, today))


def standing_of(row: ExceptionReport, found: Forecasts) -> Standing:
    """An open exception beside its forecast: what it was measured by counts until the committee decides otherwise."""
    return _standing(found, Dimension(row.dimension), row.stage, row.limit)


def _standing(
    found: Forecasts, dimension: Dimension, stage: Stage | None, limit: Decimal, row: StageTolerance | None = None
) -> Standing:
    value, drivers = found.of(dimension, stage)
    return Standing(dimension, stage, limit, value, found.url(dimension), drivers, row)


def place_text(stage: Stage | None) -> str:
    """Name the stage, or the whole programme."""
    return str(stage) if stage else _("Programme")
