"""Adoption as blocks: key figures, the lines of days, tables by cut; pages and papers draw the same ones."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from adoption.usage.choices import Cut
from adoption.usage.rules.figures import DayFigures, Figures, Ratio, days_of, reach_by_day
from adoption.usage.rules.suppression import K
from adoption.usage.selectors.figures import Line, lines_by, shown_whole, suppressed, whole
from adoption.usage.selectors.population import Population
from adoption.usage.selectors.readings import components_of, index_of
from adoption.usage.selectors.targets import ACTIVE_KPI, DAILY_KPI, INDEX, target_of
from core.documents.model import (
    Cell,
    CellValue,
    Chart,
    Column,
    Figure,
    KeyFigure,
    KeyFigures,
    Missing,
    Number,
    Series,
    Status,
    Table,
    Target,
)

if TYPE_CHECKING:
    from programme.charter.models import Programme

PERCENT = Decimal(100)
NAMED_DAYS = 5


def share(ratio: Ratio, places: int = 1) -> Figure:
    """Give a share as a figure with how it was counted."""
    return Figure(ratio.value, "share", places, numerator=ratio.numerator, denominator=ratio.denominator)


def counted(ratio: Ratio) -> Cell:
    """Give a share as a cell, with what it was counted from on its second line."""
    second = "" if ratio.value is None else f"{ratio.numerator}/{ratio.denominator}"
    return Cell(share(ratio), second=second)


def met(ratio: Ratio, target: Decimal) -> Status:
    """Say whether a share reaches its target."""
    reached = ratio.reaches(target)
    if reached is None:
        return Status("none", _("n/a"))
    return Status("good", _("met")) if reached else Status("warn", _("below target"))


def key_figures(programme: "Programme", figures: Figures) -> KeyFigures:
    """Give the daily update, the active share, access and the rolling month with its stickiness."""
    daily, active = target_of(programme, DAILY_KPI), target_of(programme, ACTIVE_KPI)
    return KeyFigures(
        (
            _key(_("Daily update"), figures.daily, daily),
            _key(_("Active people"), figures.active_rate, active),
            KeyFigure(_("Access, logged in"), share(figures.access), formula="F15"),
            KeyFigure(
                _("Stickiness, mean DAU ÷ MAU"), Figure(figures.stickiness, "share", 1, n=figures.mau),
                note=_("DAU %(dau)s, WAU %(wau)s, MAU %(mau)s on the last day")
                % {"dau": figures.dau, "wau": figures.wau, "mau": figures.mau},
            ),
        )
    )  # fmt: skip


def _key(label: str, ratio: Ratio, target: Decimal) -> KeyFigure:
    return KeyFigure(label, share(ratio), Figure(target, "share", 0), _("target"), met(ratio, target), formula="F15")


def index_table(figures: Figures | None) -> Table:
    """Give the parts of the adoption index with weight and share; what is missing says so."""
    parts = components_of(figures)
    missing_part = Status("none", _("not measured yet"))
    rows: list[tuple[CellValue, ...]] = [
        (
            one.label,
            Figure(one.weight, "share", 0),
            counted(one.share) if one.share else missing_part,
        )
        for one in parts
    ]
    total = index_of(parts)
    missing = ", ".join(one.label for one in parts if one.share is None)
    note = _("Without %(parts)s there is no index; a part is never guessed.") % {"parts": missing} if missing else ""
    rows.append((_("Adoption index"), Figure(Decimal(1), "share", 0), Figure(total, "share", 1)))
    columns = (Column(_("Part"), width=4), Column(_("Weight"), "right"), Column(_("Share"), "right"))
    heading = _("Adoption index, target %(target)s%%") % {"target": round(INDEX * PERCENT)}
    return Table(columns, tuple(rows), heading=heading, note=note, total=True)


def _percent(ratio: Ratio) -> Number | None:
    return None if ratio.value is None else round(ratio.value * PERCENT, 1)


def daily_chart(programme: "Programme", found: Population) -> Chart | Missing:
    """Draw the daily update rate of each working day with the target."""
    days = [day for day in days_of(found.facts) if day.working and day.scheduled]
    if not days or not found.facts.objects:
        return Missing(
            _("No daily update rate."), _("It needs people in a live wave and files that say what was worked on.")
        )
    wanted = target_of(programme, DAILY_KPI)
    note = _("People who updated a customer ÷ people scheduled, each working day; leave is left out.")
    return Chart(
        "line",
        _("Daily update rate"),
        labels=tuple(f"{day.day:%m-%d}" for day in days),
        series=(Series(_("Daily update"), tuple(_percent(day.daily) for day in days)),),
        note=" ".join((note, *_days_below(days, wanted))),
        unit="%",
        targets=(Target(round(wanted * PERCENT), _("Target")),),
    )


def _days_below(days: Sequence[DayFigures], wanted: Decimal) -> list[str]:
    """Name the days below the target, the last of them where there are many, each with what it was counted from."""
    low = [f"{day.day:%m-%d} ({day.updated}/{day.scheduled})" for day in days if day.daily.reaches(wanted) is False]
    if not low:
        return []
    more = f" … +{len(low) - NAMED_DAYS}" if len(low) > NAMED_DAYS else ""
    return [_("Below target: %(units)s.") % {"units": ", ".join(low[-NAMED_DAYS:]) + more}]


def reach_chart(found: Population) -> Chart | Missing:
    """Draw daily, weekly and monthly active people of each working day."""
    days = reach_by_day(found.facts)
    if not any(day.mau for day in days):
        return Missing(_("Nobody has worked in the CRM yet."), _("Actions of people in a live wave show here."))
    return Chart(
        "line",
        _("Active people by day, week and four weeks"),
        labels=tuple(f"{day.day:%m-%d}" for day in days),
        series=(
            Series("MAU", tuple(day.mau for day in days), "reference"),
            Series("WAU", tuple(day.wau for day in days), "comparison"),
            Series("DAU", tuple(day.dau for day in days)),
        ),
        note=_(
            "DAU: the day; WAU: its ISO week so far; MAU: the 28 days that end with it. Logins and views never count."
        ),
    )


def funnel(found: Population, figures: Figures) -> Chart:
    """Draw the way from licence to habit."""
    last = found.facts.at(found.facts.last)
    now = int((found.facts.worked & found.facts.eligible)[:, last].sum())
    counts = (len(found.people), figures.eligible, figures.seen, figures.active, now)
    return Chart(
        "hbar",
        _("From roster to habit"),
        labels=(
            _("On the roster"), _("Scheduled"), _("Logged in"), _("Meaningful action"), _("Active on the last day"),
        ),
        series=(Series(_("People"), counts),),
    )  # fmt: skip


def cut_table(programme: "Programme", found: Population, cut: Cut) -> Table:
    """Give the figures of each group; those of fewer than five people, and what would give them away, are hidden."""
    lines = [*suppressed(lines_by(found, cut)), shown_whole(whole(found))]
    target = target_of(programme, DAILY_KPI)
    columns = (
        Column(capfirst(str(cut.label)), width=3),
        Column(_("Scheduled"), "right"),
        Column(_("Active"), "right"),
        Column(_("Active share"), "right"),
        Column(_("Daily update"), "right"),
        Column(_("Against target")),
        Column("MAU", "right"),
        Column(_("Stickiness"), "right"),
    )
    rows = tuple(cut_row(line, target) for line in lines)
    note = hidden_note()
    return Table(columns, rows, note=note, total=True, empty=_("Nobody is on the roster."))


def hidden_note() -> str:
    """Say which groups are hidden."""
    said = _("Groups of fewer than %(k)s people are hidden, and a second one where a difference would tell.")
    return said % {"k": K}


def cut_row(line: Line, target: Decimal) -> tuple[CellValue, ...]:
    """Give one row of a table by group."""
    if line.figures is None:
        return (Cell(line.label), Status("none", _("fewer than five people")), *[""] * 6)
    told = line.figures
    return (
        Cell(line.label, strong=line.key == "all"),
        told.eligible,
        told.active,
        counted(told.active_rate),
        counted(told.daily),
        met(told.daily, target),
        told.mau,
        Figure(told.stickiness, "share", 1),
    )


def below_target(programme: "Programme", lines: Sequence[Line]) -> list[Line]:
    """Give the shown groups whose daily update is below target, the lowest first."""
    target = target_of(programme, DAILY_KPI)
    found = [line for line in lines if line.figures is not None and line.figures.daily.reaches(target) is False]
    return sorted(found, key=lambda line: (line.figures.daily.value if line.figures else Decimal(0)) or Decimal(0))
