"""What the plan prints: milestones in the charter, slip and the next period in the steering pack."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.documents.model import (
    Bar,
    Block,
    Cell,
    CellValue,
    Column,
    Figure,
    Gantt,
    KeyFigure,
    KeyFigures,
    Missing,
    Section,
    Source,
    Status,
    Table,
    Text,
)
from core.seams import provide_section
from phases.plan.models import Task
from phases.plan.selectors import MilestoneLine, latest_simulation, milestone_lines, point_lines, schedule_performance

AHEAD = timedelta(days=90)
PERIOD = timedelta(days=28)
GOOD, ACCEPTABLE = 5, 10  # working days of slip (F07)
PACE_GOOD, PACE_ACCEPTABLE = Decimal("0.95"), Decimal("0.85")  # SPI(t) (F07)
ROWS = 30


@provide_section("charter", "milestones", 60)
def charter_milestones(programme: Any, as_of: datetime, _subject: str) -> Section:
    """Every gate and milestone with its promised day."""
    lines = milestone_lines(programme, timezone.localtime(as_of).date())
    columns = (
        Column(_("Milestone"), width=5), Column(_("Baseline")), Column(_("Forecast")), Column("P50"), Column("P80"),
    )  # fmt: skip
    simulation = latest_simulation(programme)
    likely = {} if simulation is None else {point.url: (point.p50, point.p80) for point in point_lines(simulation)}
    rows = tuple((line.name, line.baseline, _day(line), *likely.get(line.url, (None, None))) for line in lines)
    blocks: tuple[Block, ...] = (Table(columns, rows),) if rows else (_nothing(programme),)
    return Section(_("Milestones"), blocks, "milestones", sources=_sources(as_of, len(lines)))


@provide_section("steering", "plan.slip", 300)
def slip(programme: Any, as_of: datetime, _subject: str) -> Section:
    """Baseline, forecast and slip of what is due in 90 days, and of anything that has moved."""
    today = timezone.localtime(as_of).date()
    lines = [
        line
        for line in milestone_lines(programme, today)
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
    return Section(_("Milestone slip"), blocks, "milestones", sources=_sources(as_of, len(rows)))


@provide_section("steering", "plan.earned", 500)
def earned(programme: Any, as_of: datetime, _subject: str) -> Section:
    """Earned schedule: how far the work is in time, against how much time has passed."""
    found = schedule_performance(programme, timezone.localtime(as_of).date())
    title = _("Earned schedule")
    if found is None or found.spi is None:
        text = _("Without a baseline that has begun there is no earned schedule.")
        return Section(
            title, (Missing(text, _("Set the baseline of the plan."), f"/p/{programme.slug}/plan/"),), "earned"
        )
    figures = (
        KeyFigure(_("SPI(t)"), Figure(found.spi, places=2), formula="F03", status=_pace(found.spi)),
        KeyFigure(_("Earned time"), Figure(found.earned, "wd", 1)),
        KeyFigure(_("Elapsed time"), Figure(found.elapsed, "wd", 0)),
        KeyFigure(_("Planned duration"), Figure(found.planned, "wd", 0)),
    )
    note = Text((_("Tasks are weighted by their planned duration, spread evenly over their promised days."),), "small")
    return Section(title, (KeyFigures(figures), note), "earned", sources=_sources(as_of, len(figures)))


def _pace(spi: Decimal) -> Status:
    if spi >= PACE_GOOD:
        return Status("good", _("on track"))
    return Status("warn", _("attention")) if spi >= PACE_ACCEPTABLE else Status("bad", _("late"))


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
