"""What the plan prints: milestones in the charter; slip, trend, value, next period and health in the steering pack."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.documents import words
from core.documents.model import (
    Bar,
    Block,
    Cell,
    CellValue,
    Column,
    Fact,
    Figure,
    Gantt,
    KeyFigures,
    Missing,
    Section,
    Source,
    Status,
    Table,
    Text,
)
from core.seams import provide_section
from phases.plan.contributions.cases import cited_cases
from phases.plan.models import Task
from phases.plan.selectors import (
    MilestoneLine,
    PlanValue,
    latest_simulation,
    milestone_lines,
    milestone_trends,
    plan_health,
    plan_value,
    point_lines,
)
from phases.plan.selectors.checks import health_table
from phases.plan.selectors.pictures import (
    curve_chart,
    money_chart,
    money_figures,
    trend_chart,
    trend_table,
    value_figures,
    value_table,
)

AHEAD = timedelta(days=90)
PERIOD = timedelta(days=28)
GOOD, ACCEPTABLE = 5, 10  # working days of slip (F07)
ROWS = 30


@provide_section("charter", "milestones", 60)
def charter_milestones(programme: Any, as_of: datetime, _subject: str) -> Section:
    """Every gate and milestone with its promised day, and the similar cases that are cited."""
    lines = milestone_lines(programme, timezone.localtime(as_of).date())
    columns = (
        Column(_("Milestone"), width=5), Column(_("Baseline")), Column(_("Forecast")), Column("P50"), Column("P80"),
    )  # fmt: skip
    simulation = latest_simulation(programme)
    likely = {} if simulation is None else {point.url: (point.p50, point.p80) for point in point_lines(simulation)}
    rows = tuple((line.name, line.baseline, _day(line), *likely.get(line.url, (None, None))) for line in lines)
    blocks: tuple[Block, ...] = (Table(columns, rows),) if rows else (_nothing(programme),)
    blocks += cited_cases(programme)
    return Section(_("Milestones"), blocks, "milestones", sources=_sources(as_of, len(lines)))


@provide_section("steering", "plan.slip", 300)
def slip(programme: Any, as_of: datetime, _subject: str) -> Section:
    """Baseline, forecast and slip of what is due in 90 days, and of anything that has moved."""
    today = timezone.localtime(as_of).date()
    every = milestone_lines(programme, today)
    lines = [
        line
        for line in every
        if line.slip or (line.actual is None and line.forecast is not None and line.forecast <= today + AHEAD)
    ]
    columns = (
        Column(_("Milestone"), width=5),
        Column(_("Baseline")),
        Column(_("Forecast")),
        Column(_("Slip"), "right", _("wd")),
        Column(_("Float"), "right", _("wd")),
        Column(_("State")),
    )
    rows = tuple(
        (line.name, line.baseline, _day(line), _signed(line.slip), line.float_days, _state(line)) for line in lines
    )
    note = _("Slip = forecast − baseline in working days (F04); shown are the next 90 days and all that moved.")
    blocks: tuple[Block, ...] = (Table(columns, rows[:ROWS], note=note),) if rows else (_nothing(programme),)
    facts = tuple(map(_fact, every))
    return Section(_("Milestone slip"), blocks, "milestones", sources=_sources(as_of, len(rows)), facts=facts)


def _fact(line: MilestoneLine) -> Fact:
    """A milestone's day, moved by working days of slip; one that is reached is settled."""
    live = line.actual is None
    word = "" if live or line.actual is None else _("reached %(day)s") % {"day": words.day(line.actual)}
    name = line.subject or line.url or line.name
    return Fact("milestones", name, line.name, line.reached, word, live=live, amount=line.slip, unit="wd")


@provide_section("steering", "plan.trend", 400)
def trends(programme: Any, as_of: datetime, _subject: str) -> Section:
    """How the forecasts of gates and milestones moved from report to report."""
    today = timezone.localtime(as_of).date()
    found = milestone_trends(programme, today)
    title = _("Milestone trend")
    reports = sum(len(one.reports) for one in found)
    if not reports:
        text = _("No milestone or gate was forecast yet.")
        missing = Missing(text, _("Compute the dates of the plan."), f"/p/{programme.slug}/plan/")
        return Section(title, (missing,), "trend")
    blocks = (trend_chart(found, today), trend_table(found))
    return Section(title, blocks, "trend", sources=_sources(as_of, reports))


@provide_section("steering", "plan.earned", 500)
def earned(programme: Any, as_of: datetime, _subject: str) -> Section:
    """S-curve, earned value and earned schedule: how far the work is, against how much time has passed."""
    found = plan_value(programme, timezone.localtime(as_of).date())
    title = _("S-curve and earned value")
    if found is None or found.time.spi is None:
        text = _("Without a baseline that has begun there is no earned schedule.")
        return Section(
            title, (Missing(text, _("Set the baseline of the plan."), f"/p/{programme.slug}/plan/"),), "earned"
        )
    note = Text((_("Tasks are weighted by their planned duration, spread evenly over their promised days."),), "small")
    blocks = (KeyFigures(value_figures(found)), curve_chart(found), *_money(found), value_table(found), note)
    money = found.money
    facts = [] if money is None else [
        Fact("money", "ac", _("AC: actual cost"), Figure(money.actual, found.currency, 0)),
        Fact("money", "eac", _("EAC₁ = BAC ÷ CPI: costs go on as so far"),
             Figure(money.estimates["BAC/CPI"], found.currency, 0)),
    ]  # fmt: skip
    return Section(title, blocks, "earned", sources=_sources(as_of, len(found.dates)), facts=tuple(facts))


def _money(found: PlanValue) -> tuple[Block, ...]:
    chart = money_chart(found)
    return () if chart is None else (KeyFigures(money_figures(found)), chart)


@provide_section("money", "plan.earned", 300)
def earned_money(programme: Any, as_of: datetime, _subject: str) -> Section | None:
    """Earned value in money in the budget's report: CPI, EAC, TCPI, the S-curve; nothing without plan or cost."""
    found = plan_value(programme, timezone.localtime(as_of).date())
    if found is None or found.money is None:
        return None
    return Section(
        _("Earned value"), (*_money(found), value_table(found)), "earned", sources=_sources(as_of, len(found.dates))
    )


@provide_section("steering", "plan.health", 1350)
def health(programme: Any, as_of: datetime, _subject: str) -> Section | None:
    """The fourteen tests of the schedule; nothing without a plan."""
    found = plan_health(programme)
    if found is None:
        return None
    table = health_table(found)
    return Section(_("Schedule health"), (table,), "health", sources=_sources(as_of, len(found.tasks)))


@provide_section("steering", "plan.next_period", 1300)
def next_period(programme: Any, as_of: datetime, _subject: str) -> Section | None:
    """Work of the next four weeks as bars; nothing where none is dated."""
    today = timezone.localtime(as_of).date()
    rows = list(
        Task.objects.filter(programme=programme, early_start__lte=today + PERIOD)
        .unfinished()
        .for_list()
        .order_by("early_start", "position")
    )
    if not rows:
        return None
    bars = tuple(_bar(task) for task in rows[:ROWS])
    note = _("%(shown)s of %(all)s tasks that are open and begin within 28 days") % {
        "shown": len(bars),
        "all": len(rows),
    }
    return Section(_("Next period"), (Gantt(bars, today, note=note),), "next", sources=_sources(as_of, len(rows)))


def _bar(task: Task) -> Bar:
    start = task.actual_start or task.early_start or task.programme.starts_on
    return Bar(
        name=f"{task.code or task.wbs} {task.name}".strip(),
        start=start,
        end=max(start, task.early_finish or start),
        baseline_start=task.baseline_start,
        baseline_end=task.baseline_finish,
        done=task.percent,
        critical=task.critical,
        milestone=task.milestone,
    )


def _day(line: MilestoneLine) -> CellValue:
    day: date | None = line.reached
    return Cell(day, second="" if line.official else _("calendar not official"))


def _signed(slip: int | None) -> CellValue:
    return Figure(slip, "", signed=True)


def _state(line: MilestoneLine) -> Status:
    if line.actual is not None:
        return Status("done", _("reached"))
    if line.slip is None:
        return Status("none", _("no baseline"))
    if line.slip <= GOOD:
        return Status("good", _("on track"))
    return Status("warn", _("attention")) if line.slip <= ACCEPTABLE else Status("bad", _("late"))


def _nothing(programme: Any) -> Missing:
    return Missing(
        _("No gate or milestone has a date yet."),
        _("Import a plan or add tasks; their dates are computed."),
        f"/p/{programme.slug}/plan/",
    )


def _sources(as_of: datetime, rows: int) -> tuple[Source, ...]:
    return (Source(_("Plan"), as_of, rows),)
