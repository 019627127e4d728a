"""Figures of goals and KPIs as cells and acts, alike for pages and papers."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.access import Action, allows
from core.documents.blocks import Chart, Series, Target
from core.documents.values import Cell, CellValue, Figure, Status
from core.memo import once
from programme.charter import permissions
from programme.charter.choices import Unit
from programme.charter.models import Goal, Kpi
from programme.charter.rules.measures import Difference, planned_value
from programme.charter.selectors.figures import GoalFigures, KpiFigures, Way
from programme.charter.selectors.papers import is_promised


def tidy(value: Decimal) -> Decimal:
    """Drop trailing zeros without an exponent: 25.0000 is 25, and 100 stays 100."""
    return Decimal(f"{value.normalize():f}")


def unit_word(unit: str) -> str:
    """The unit in the language of the reader."""
    return "" if not unit else str(Unit(unit).label)


def measure(value: Decimal | None, unit: str, *, n: int | None = None) -> Figure | None:
    """A measure with its unit and sample; None where nothing was measured."""
    if value is None:
        return None
    return Figure(tidy(value), unit_word(unit), n=n)


def counted(value: Decimal | None, unit: str, n: int | None) -> CellValue:
    """A measure as a cell, with its sample beneath."""
    return Cell(measure(value, unit), second=f"n={n}" if value is not None and n is not None else "")


def planned_figure(way: Way, unit: str) -> Figure | None:
    """Where the straight line stands, to a tenth."""
    return None if way.planned_value is None else Figure(way.planned_value, unit_word(unit), places=1)


def gain(found: Difference | None) -> CellValue:
    """A difference in its own unit, with the relative change beneath: the two never mix."""
    if found is None:
        return None
    absolute = Figure(tidy(found.absolute), "pp" if found.unit == "pp" else unit_word(found.unit), signed=True)
    if found.relative is None:
        return Cell(absolute)
    percent = (found.relative * 100).quantize(Decimal("0.1"))
    return Cell(absolute, second=_("%(percent)s%% relative") % {"percent": f"{percent:+}"})


def way_status(way: Way) -> Status:
    """The status of a way as shape and word."""
    words = {
        "good": _("On track"),
        "warn": _("Behind the line"),
        "bad": _("Below the baseline"),
        "none": _("Not read"),
    }
    return Status(way.status, words[way.status])  # type: ignore[arg-type]


def progress_cell(way: Way) -> CellValue:
    """Progress with its status; the planned share beneath."""
    if way.progress is None:
        return Cell(None, status=way_status(way))
    second = ""
    if way.planned_share is not None:
        second = _("planned %(share)s%%") % {"share": (way.planned_share * 100).quantize(Decimal("0.1"))}
    return Cell(Figure(way.progress, "share", places=1, signed=way.progress < 0), status=way_status(way), second=second)


def score_status(figures: GoalFigures) -> Status:
    """The SMART score as shape and word."""
    score = figures.smart.score
    if not figures.smart.enough:
        return Status("bad", _("%(score)d of 5") % {"score": score})
    whole = score == len(figures.smart.checks)
    return Status("good" if whole else "warn", _("%(score)d of 5") % {"score": score})


def goal_actions(goal: Goal, user: Any) -> list[Action]:
    """What this person may do with a goal; blocked acts with their reasons."""
    if goal.withdrawn_on is not None:
        return []
    signed = goal.signed_baseline is not None
    offered = []
    if allows(permissions.can_edit_goals, user, goal):
        promised = once(user, f"charter.promised:{goal.programme_id}", lambda: is_promised(goal.programme))
        offered.append(Action("edit", _("Keep up") if promised else _("Change")))
        if signed:
            offered.append(Action("supersede_baseline", _("Supersede the baseline")))
        if not promised:
            offered.append(Action("withdraw", _("Withdraw"), danger=True))
    if not signed and allows(permissions.can_sign_baseline, user, goal):
        offered.append(Action("sign_baseline", _("Sign the baseline"), _missing(goal), primary=True))
    return offered


def kpi_actions(kpi: Kpi, user: Any) -> list[Action]:
    """What this person may do with a KPI; blocked acts with their reasons."""
    signed = kpi.signed_baseline is not None
    offered = []
    if allows(permissions.can_edit_kpis, user, kpi):
        offered.append(Action("edit", _("Change")))
        if signed:
            offered.append(Action("supersede_baseline", _("Supersede the baseline")))
    if not signed and allows(permissions.can_sign_baseline, user, kpi):
        offered.append(Action("sign_baseline", _("Sign the baseline"), _missing(kpi)))
    if allows(permissions.can_record_reading, user, kpi):
        offered.append(Action("record", _("Record a reading"), primary=True))
    return offered


def _missing(row: Goal | Kpi) -> list[str]:
    """What a baseline lacks before it can be signed."""
    words = {
        "unit": _("The unit is missing."),
        "baseline": _("The baseline is missing."),
        "baseline_on": _("The day of the measurement is missing."),
        "baseline_source": _("The source of the baseline is missing."),
    }
    return [text for name, text in words.items() if getattr(row, name) in (None, "")]


def readings_chart(figures: KpiFigures) -> Chart | None:
    """The readings as a line with the plan and the target; None before the first reading."""
    kpi, rows = figures.kpi, figures.readings
    if not rows:
        return None
    plan: tuple[Decimal | None, ...] = ()
    if (
        kpi.baseline is not None
        and kpi.target is not None
        and kpi.starts_on
        and kpi.due_on
        and kpi.starts_on < kpi.due_on
    ):
        plan = tuple(
            planned_value(kpi.baseline, kpi.target, kpi.starts_on, kpi.due_on, row.read_on).quantize(Decimal("0.01"))
            for row in rows
        )
    series = [Series(_("Reading"), tuple(tidy(row.value) for row in rows))]
    if plan:
        series.append(Series(_("Straight line"), plan, "plan"))
    counted = ", ".join(f"n = {row.n}" for row in rows[-1:] if row.n is not None)
    return Chart(
        kind="line",
        title=kpi.name,
        labels=tuple(row.read_on.isoformat() for row in rows),
        series=tuple(series),
        note=counted,
        unit=unit_word(kpi.unit),
        targets=(Target(tidy(kpi.target), _("Target")),) if kpi.target is not None else (),
    )
