"""The plan's figures as charts and tables, the same for pages and papers."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from core.documents.blocks import Chart, Column, KeyFigure, Series, Table
from core.documents.values import Cell, CellValue, Derived, Figure, Place, Status
from core.templatetags.landfall import day_text
from phases.plan.rules.earned import EarnedValue
from phases.plan.selectors.trends import MilestoneTrend, drawn
from phases.plan.selectors.value import PlanValue

PACE_GOOD, PACE_ACCEPTABLE = Decimal("0.95"), Decimal("0.85")  # SPI(t) (F07)
LONGEST_NAME = 18


def pace(spi: Decimal) -> Status:
    """Judge SPI(t) (F07)."""
    if spi >= PACE_GOOD:
        return Status("good", _("on track"))
    return Status("warn", _("attention")) if spi >= PACE_ACCEPTABLE else Status("bad", _("late"))


def curve_chart(found: PlanValue) -> Chart:
    """Draw planned and earned value, in working days of planned work, over time."""
    curve = found.curve
    now = int(found.time.elapsed)
    today = curve.ends.index(now) if now in curve.ends else None
    series = (
        Series(_("Planned value"), tuple(round(value, 1) for value in curve.planned), "plan"),
        Series(_("Earned value"), tuple(None if value is None else round(value, 1) for value in curve.earned)),
    )
    return Chart(
        "line",
        _("S-curve: planned and earned value"),
        tuple(f"{day:%Y-%m}" for day in found.dates),
        series,
        unit=_("wd"),
        today=today,
        note=_("Working days of planned work, cumulative; running work is spread evenly since its start (F02)."),
    )


def value_figures(found: PlanValue) -> tuple[KeyFigure, ...]:
    """Give SPI(t) with what it is made of (F03), and when the work ends at this pace."""
    time, spi = found.time, found.time.spi
    return (
        KeyFigure(_("SPI(t)"), Figure(spi, places=2), formula="F03", status=None if spi is None else pace(spi)),
        KeyFigure(_("Earned time"), Figure(time.earned, "wd", 1)),
        KeyFigure(_("Elapsed time"), Figure(time.elapsed, "wd", 0)),
        KeyFigure(_("Planned duration"), Figure(time.planned, "wd", 0)),
    )


def value_table(found: PlanValue) -> Table:
    """List F02 and F03 figure by figure, in working days and, where a cost is known, in money."""
    columns = [Column(_("Figure"), width=5), Column(_("By planned work"), "right", _("wd"))]
    if found.money is not None:
        columns.append(Column(_("By money"), "right", found.currency))
    days, money = _lines(found.days, 1), [] if found.money is None else _lines(found.money, 0)
    rows: list[tuple[CellValue, ...]] = [
        (label, _derived(at, 1, value), *([_derived(at, 2, money[at][1])] if money else []))
        for at, (label, value) in enumerate(days)
    ]
    rows.append(
        (_("IEAC(t): duration at this pace (F03)"), Figure(found.time.estimate, "", 1), *([None] if money else []))
    )
    return Table(tuple(columns), tuple(rows))


PV, EV, AC, BAC, SV, CV, SPI, CPI, EAC1, EAC2, _EAC3, ETC, VAC, TCPI = range(14)  # rows of the table
MADE_OF: dict[int, tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]] = {
    SV: (((EV, 1), (PV, -1)), ()),
    CV: (((EV, 1), (AC, -1)), ()),
    SPI: (((EV, 1),), ((PV, 1),)),
    CPI: (((EV, 1),), ((AC, 1),)),
    EAC1: (((BAC, 1),), ((CPI, 1),)),
    EAC2: (((AC, 1), (BAC, 1), (EV, -1)), ()),
    ETC: (((EAC1, 1), (AC, -1)), ()),
    VAC: (((BAC, 1), (EAC1, -1)), ()),
    TCPI: (((BAC, 1), (EV, -1)), ((BAC, 1), (AC, -1))),
}  # row: what is added, each so many times, and what that is divided by


def _derived(row: int, column: int, value: CellValue) -> CellValue:
    """Say of which figures of the column this one is made; EAC₃ is a product of two and stands as a number."""
    if row not in MADE_OF or not isinstance(value, Figure):
        return value
    of, over = (tuple(Place(at, column, times) for at, times in places) for places in MADE_OF[row])
    return Cell(value, derived=Derived(of, over))


def _lines(value: EarnedValue, places: int) -> list[tuple[str, CellValue]]:
    eac = value.estimates
    return [
        (_("PV: planned value"), Figure(value.planned, "", places)),
        (_("EV: earned value"), Figure(value.earned, "", places)),
        (_("AC: actual cost"), Figure(value.actual, "", places)),
        (_("BAC: budget at completion"), Figure(value.budget, "", places)),
        (_("SV = EV − PV"), Figure(value.schedule_variance, "", places, signed=True)),
        (_("CV = EV − AC"), Figure(value.cost_variance, "", places, signed=True)),
        (_("SPI = EV ÷ PV"), Figure(value.spi, "", 3)),
        (_("CPI = EV ÷ AC"), Figure(value.cpi, "", 3)),
        (_("EAC₁ = BAC ÷ CPI: costs go on as so far"), Figure(eac["BAC/CPI"], "", places)),
        (_("EAC₂ = AC + BAC − EV: the rest costs what was planned"), Figure(eac["AC+BAC-EV"], "", places)),
        (
            _("EAC₃ = AC + (BAC − EV) ÷ (CPI·SPI): cost and pace go on"),
            Figure(eac["AC+(BAC-EV)/(CPI*SPI)"], "", places),
        ),
        (_("ETC = EAC₁ − AC"), Figure(value.to_complete(), "", places)),
        (_("VAC = BAC − EAC₁"), Figure(value.variance_at_completion(), "", places, signed=True)),
        (_("TCPI = (BAC − EV) ÷ (BAC − AC)"), Figure(value.tcpi, "", 3)),
    ]


def trend_chart(trends: Sequence[MilestoneTrend], today: date) -> Chart:
    """Draw how forecasts moved from report to report; a line that is level keeps its date."""
    shown = drawn(list(trends))
    series = tuple(
        Series(
            _short(one.line.gate or one.line.name),
            tuple(day.toordinal() for _on, day in one.reports),
            "current" if one.trend.receding or one.trend.unstable else "comparison",
            xs=tuple(on.toordinal() for on, _day in one.reports),
        )
        for one in shown
    )
    note = _("Last report of each month; on the dotted diagonal a milestone is reached (F04). %(shown)s of %(all)s.")
    return Chart(
        "trend",
        _("Milestone trend"),
        series=series,
        x_label=_("Reported on"),
        today=today.toordinal(),
        note=note % {"shown": len(shown), "all": len(trends)},
    )


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def trend_table(trends: Sequence[MilestoneTrend]) -> Table:
    """List what is ahead with its first, last and newest forecast, and what F04 says of its movement."""
    columns = (
        Column(_("Milestone"), width=5),
        Column(_("Reports"), "right"),
        Column(_("First forecast")),
        Column(_("Report before")),
        Column(_("Forecast")),
        Column(_("Slope"), "right"),
        Column(_("Movement")),
    )
    rows = tuple(_trend_row(one) for one in trends if one.line.actual is None and one.reports)
    note = _("Slope = days the forecast moved for each day between the last two reports (F04).")
    return Table(columns, rows, note=note)


def _trend_row(one: MilestoneTrend) -> tuple[CellValue, ...]:
    before = one.reports[-2][1] if len(one.reports) > 1 else None
    slope = None if one.trend.slope is None else Decimal(str(round(one.trend.slope, 2)))
    return (
        Cell(one.line.name, url=one.line.url),
        len(one.reports),
        one.reports[0][1],
        before,
        one.reports[-1][1],
        Figure(slope, "", 2, signed=True),
        movement(one),
    )


def movement(one: MilestoneTrend) -> Status:
    """Say what F04 says: receding is red, zig-zag is unstable."""
    if one.trend.receding:
        return Status("bad", _("receding as fast as time passes"))
    if one.trend.unstable:
        return Status("warn", _("unstable plan"))
    if one.trend.slope is None:
        return Status("none", _("one report"))
    if one.trend.slope > 0:
        return Status("warn", _("later than last time"))
    return Status("good", _("earlier than last time") if one.trend.slope < 0 else _("steady"))


def told(one: MilestoneTrend) -> str:
    """Say in a sentence what is wrong with the movement of a milestone."""
    named = {"name": one.line.name, "day": day_text(one.reports[-1][1])}
    if one.trend.receding:
        return _("%(name)s recedes as fast as time passes; it is now forecast for %(day)s.") % named
    return _("The forecast of %(name)s turned three times or more; it is now %(day)s.") % named
