"""The entry of ROI in the map, and its part of the home pages."""

from typing import Any

from django.utils.translation import gettext_lazy

from core import seams
from core.access import allows
from core.seams import PageEntry, Panel
from roi.statements import permissions
from roi.statements.choices import Count
from roi.statements.selectors import words
from roi.statements.selectors.inputs import latest_statement

SHOWN = ("bcr", "net_roi", "npv", "payback")


def roi_panel(programme: Any, user: Any) -> dict[str, Any] | None:
    """The latest statement: ratio, net ROI, value and payback together, as validated; one query."""
    if not allows(permissions.can_read, user, programme):
        return None
    row = latest_statement(programme)
    if row is None:
        return {"row": None, "lines": []}
    lines = [line for line in words.measure_lines(row.figures, row.frozen["currency"]) if line.key in SHOWN]
    place = Count.values.index(Count.VALIDATED)
    return {"row": row, "lines": [(line.label, line.values[place], line.note) for line in lines]}


def finance_panel(programme: Any, user: Any) -> dict[str, Any] | None:
    """The same for finance, whose home is the committee's; the committee finds it in the pack."""
    return roi_panel(programme, user) if allows(permissions.can_validate, user, programme) else None


seams.pages.add(
    "statements.overview",
    PageEntry(
        label=gettext_lazy("ROI"),
        url_name="statements:overview",
        icon="report-money",
        order=130,
        group=2,
        visible=lambda user, programme: allows(permissions.can_read, user, programme),
        panels=(
            Panel(frozenset({"pmo"}), "statements/_panel_roi.html", roi_panel, order=60, side=True),
            Panel(frozenset({"steering"}), "statements/_panel_roi.html", finance_panel, order=40, side=True),
        ),
    ),
)
