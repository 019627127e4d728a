"""The differences between two baselines as the cells of a table."""

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.documents.blocks import Column
from core.documents.values import Cell, CellValue, Figure
from phases.plan.rules.compare import ADDED, REMOVED, Difference

if TYPE_CHECKING:
    from programme.charter.models import Programme


def columns() -> tuple[Column, ...]:
    """Head the cells of ``difference_row``; shifts are working days."""
    return (
        Column(_("Task"), width=10),
        Column(_("Start"), width=4),
        Column(_("Start shift"), "right", "wd", width=3),
        Column(_("Finish"), width=4),
        Column(_("Finish shift"), "right", "wd", width=3),
        Column(_("Duration shift"), "right", "wd", width=3),
        Column(_("Difference"), width=3),
    )


def difference_row(row: Difference, programme: "Programme") -> list[CellValue]:
    """Give the cells of one task: new dates with the old ones struck through, shifts with their sign."""
    task, before, after = row.task, row.before, row.after
    url = reverse("plan:task_detail", args=[programme.slug, task.public_id]) if task.public_id else ""
    known = after or before
    return [
        Cell(f"{task.ref} {task.name}".strip(), url=url, strong=task.summary),
        Cell(known.start if known else None, old=_old(row, "start")),
        Figure(row.start, "", signed=True),
        Cell(known.finish if known else None, old=_old(row, "finish")),
        Cell(Figure(row.finish, "", signed=True), tone="bad" if (row.finish or 0) > 0 else ""),
        Figure(row.duration, "", signed=True),
        _words(row),
    ]


def _old(row: Difference, name: str) -> date | None:
    """Return the date before where it was another."""
    if row.before is None or row.after is None:
        return None
    old: date | None = getattr(row.before, name)
    return old if old != getattr(row.after, name) else None


def _words(row: Difference) -> str:
    said = {ADDED: _("added"), REMOVED: _("removed")}.get(row.change, "")
    marks = [said, f"◆ {pgettext('path', 'critical')}" if row.task.critical else ""]
    return " · ".join(filter(None, marks))
