"""What the acceptance test prints in the steering pack: the latest cycle's figures and the open defects."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.documents.model import (
    Block,
    Cell,
    Column,
    KeyFigure,
    KeyFigures,
    Section,
    Source,
    Status,
    Table,
)
from core.seams import provide_section
from phases.uat.choices import CycleState
from phases.uat.models import Defect, UatCycle
from phases.uat.selectors import counts_with_musts, figure

SHOWN = 10
SEVERE = {1: "bad", 2: "warn"}


@provide_section("steering", "uat.quality", 900)
def quality(programme: Any, as_of: datetime, _subject: str) -> Section | None:
    """Figures of the latest cycle that began, every cycle's state, and open defects by severity."""
    cycles = list(UatCycle.objects.filter(programme=programme).for_list())
    if not cycles:
        return None
    blocks: list[Block] = []
    begun = [cycle for cycle in cycles if cycle.state not in {CycleState.PLANNED, CycleState.ENTRY_CHECK}]
    if begun:
        blocks.append(_figures(begun[-1]))
    rows = tuple((str(cycle), str(cycle.get_state_display()), cycle.build, cycle.decided_at) for cycle in cycles)
    columns = (Column(_("Cycle"), width=4), Column(_("State")), Column(_("Build")), Column(_("Decided")))
    blocks.append(Table(columns, rows))
    open_rows = list(Defect.objects.filter(programme=programme).open().for_list()[: SHOWN + 1])
    blocks.append(_defects(open_rows))
    sources = (Source(str(_("UAT")), as_of, rows=len(open_rows)),)
    return Section(_("Quality and defects"), tuple(blocks), key="quality", sources=sources)


def _figures(cycle: UatCycle) -> KeyFigures:
    counts, musts = counts_with_musts(cycle)
    return KeyFigures(
        (
            KeyFigure(_("Run"), figure(counts.run_share, counts.run, counts.n)),
            KeyFigure(_("Passed of N"), figure(counts.passed_share, counts.passed, counts.n)),
            KeyFigure(_("Passed of run"), figure(counts.passed_of_run, counts.passed, counts.run)),
            KeyFigure(_("Must-cases passed"), figure(musts.passed_share, musts.passed, musts.n)),
        )
    )


def _defects(rows: list[Defect]) -> Table:
    lines = tuple(
        (
            Cell(str(row.title), second=row.code, url=row.get_absolute_url()),
            Status(SEVERE.get(row.severity or 0, "none"), str(row.get_severity_display() or "–")),  # type: ignore[arg-type]
            str(row.get_state_display()),
            row.fixer.name if row.fixer else None,
            row.due_on,
        )
        for row in rows[:SHOWN]
    )
    columns = (
        Column(_("Open defect"), width=5), Column(_("Severity"), width=2), Column(_("State"), width=2),
        Column(_("Repaired by")), Column(_("Due")),
    )  # fmt: skip
    return Table(columns, lines, empty=_("No defect is open."))
