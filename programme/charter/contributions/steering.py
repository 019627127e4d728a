"""What the charter says in the steering pack: goals and KPIs, the radar, readiness."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.documents import words
from core.documents.markup import plain
from core.documents.model import (
    Cell,
    Column,
    Fact,
    Missing,
    Section,
    Status,
    Table,
    Text,
)
from core.seams import provide_section
from programme.charter.choices import Moment
from programme.charter.contributions.parts import source
from programme.charter.contributions.terms import readiness_blocks
from programme.charter.rules.radar import Axis
from programme.charter.selectors import charter_warnings, kpi_figures, radar, readiness
from programme.charter.selectors.showing import gain, measure, progress_cell


@provide_section("steering", "goals", 1110)
def goals(programme: Any, as_of: datetime, _subject: str) -> Section:
    """This company's KPIs against baseline, line and target."""
    rows = [row for row in kpi_figures(programme, timezone.localdate(as_of)) if not row.kpi.is_example]
    title = _("Goals and KPIs")
    if not rows:
        missing = Missing(
            _("No KPI of this company is written yet; the blueprint's examples promise nothing."),
            _("Enter the KPIs by which success is read."),
            reverse("charter:kpi_list", args=[programme.slug]),
        )
        return Section(title, (missing,), "goals", sources=source(0, as_of))
    table = Table(
        (
            Column("KPI", width=4),
            Column(_("Baseline"), "right", width=2),
            Column(_("Latest"), "right", width=2),
            Column(_("Movement"), "right", width=2),
            Column(_("Target"), "right", width=2),
            Column(_("Progress"), "right", width=3),
        ),
        tuple(
            (
                Cell(row.kpi.name, second=f"{row.kpi.code} · {row.kpi.get_direction_display()}"),
                measure(row.kpi.baseline, row.kpi.unit, n=row.kpi.baseline_n),
                Cell(measure(row.way.actual, row.kpi.unit, n=row.way.n),
                     second=row.way.read_on.isoformat() if row.way.read_on else ""),
                gain(row.way.moved),
                Cell(measure(row.kpi.target, row.kpi.unit), second=row.kpi.target_note),
                progress_cell(row.way),
            )
            for row in rows
        ),
        note=_("Progress is F01: (actual − baseline) ÷ (target − baseline), not clipped."),
    )  # fmt: skip
    facts = tuple(
        Fact("goals", row.kpi.public_id, f"{row.kpi.code} {row.kpi.name}", measure(row.way.actual, row.kpi.unit))
        for row in rows
    )
    return Section(title, (table,), "goals", sources=source(len(rows), as_of), facts=facts)


def _remedies(axis: Axis) -> list[str]:
    """Whole sentences, so they stand one after the other without a mark between."""
    return [str(result.remedy) for result in axis.results if result.passed is False]


@provide_section("steering", "radar", 250)
def pitfalls(programme: Any, as_of: datetime, _subject: str) -> Section:
    """The five pitfalls with every test that fails."""
    axes = radar(programme)
    rows = [
        (
            str(axis.pitfall.label),
            Status({"bad": "bad", "warn": "warn", "good": "good"}.get(axis.light, "none")),  # type: ignore[arg-type]
            sum(result.passed is False for result in axis.results),
            len([result for result in axis.results if result.passed is not None]),
            sum(bool(result.waived) for result in axis.results),
            ("" if words.is_chinese() else " ").join(_remedies(axis))[:300],
        )
        for axis in axes
    ]
    table = Table(
        (
            Column(_("Pitfall"), width=3),
            Column(_("Light"), width=2),
            Column(_("Not met"), "right", _("tests")),
            Column(_("Asked"), "right", _("tests")),
            Column(_("Waived"), "right", _("tests")),
            Column(_("Remedy"), width=6),
        ),
        tuple(rows),
    )
    warnings = tuple(plain(text) for text in charter_warnings(programme))
    blocks = (table, Text(warnings, "bullets", heading=_("Warnings"))) if warnings else (table,)
    return Section(_("Pitfall radar"), blocks, "radar", sources=source(sum(row[3] for row in rows), as_of))


@provide_section("steering", "readiness", 260)
def ready(programme: Any, as_of: datetime, _subject: str) -> Section:
    """Readiness at start and, once asked, before build."""
    build = readiness(programme, Moment.BUILD)
    found = build if build.check is not None else readiness(programme, Moment.START)
    url = reverse("charter:readiness_at", args=[programme.slug, found.moment.value])
    title = _("Readiness: %(moment)s") % {"moment": found.moment.label}
    return Section(title, readiness_blocks(found, url), "readiness", sources=source(len(found.lines), as_of))
