"""What phases give the closure report: the schedule as it ended, what was accepted, the record for later programmes."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.documents.model import Cell, Column, Figure, Section, Source, Status, Table
from core.memo import shared
from core.money import Money
from core.seams import provide_section
from phases.gates.models import Deliverable
from phases.gates.selectors.readings import outputs_of
from phases.plan.selectors import plan_figures
from programme.budget.selectors import money_stand

KIND = "closure"
STATES = {"draft": "wait", "submitted": "run", "approved": "good", "rejected": "bad"}


@provide_section(KIND, "gates.schedule", 300)
def schedule(programme: Any, as_of: datetime, _subject: str) -> Section:
    """3 The schedule as promised and as it ended or is forecast to end."""
    found = plan_figures(programme, timezone.localtime(as_of).date())
    rows = (
        (_("Start"), found.start),
        (_("Finish as promised"), found.baseline_finish),
        (_("Finish"), found.finish),
        (_("Slip"), Figure(found.slip, "wd", signed=True)),
        (_("Tasks done"), Figure(found.done, "count", numerator=found.done, denominator=found.tasks)),
    )
    table = Table((Column(_("Figure"), width=5), Column(_("Value"), "right", width=3)), rows)
    source = Source(_("Landfall: plan"), as_of, found.tasks)
    return Section(_("Final schedule"), (table,), "schedule", sources=(source,))


@provide_section(KIND, "gates.accepted", 500)
def accepted(programme: Any, as_of: datetime, _subject: str) -> Section:
    """5 Every deliverable with its version, who approved it and when."""
    read = Deliverable.objects.filter(programme=programme).for_list()
    rows = shared(programme, "gates.deliverable_rows", lambda: list(read))
    outputs = [output for row in rows for output in outputs_of(row)]
    done = sum(output.is_approved for output in outputs)
    table = Table(
        (Column(_("Code")), Column(_("Deliverable"), width=5), Column(_("Version"), "right"),
         Column(_("State"), width=2),
         Column(_("Approver"), width=2), Column(_("Date"), width=2)),
        tuple(
            (
                row.code, row.name, row.edition, Status(STATES[row.state], str(row.get_state_display())),  # type: ignore[arg-type]
                row.approved_by.name if row.approved_by else "–", row.approved_at.date() if row.approved_at else None,
            )
            for row in rows
        ),
        note=_("%(n)d of %(all)d outputs are approved.") % {"n": done, "all": len(outputs)},
        empty=_("No deliverable is defined."),
    )  # fmt: skip
    source = Source(_("Landfall: deliverables"), as_of, len(rows))
    return Section(_("Deliverables and acceptance"), (table,), "accepted", sources=(source,))


@provide_section(KIND, "gates.reference", 1200)
def reference(programme: Any, as_of: datetime, _subject: str) -> Section:
    """12 The record by which later programmes are forecast: planned and actual length and cost."""
    found, total = plan_figures(programme, timezone.localtime(as_of).date()), money_stand(programme).total
    planned = (found.baseline_finish - found.start).days if found.baseline_finish and found.start else None
    actual = (found.finish - found.start).days if found.finish and found.start else None
    over = Figure(Decimal(actual - planned) / planned, "share", signed=True) if planned and actual is not None else None
    cost = Figure(Decimal(total.at_completion - total.baseline) / total.baseline, "share",
                  signed=True) if total.baseline else None  # fmt: skip
    rows = (
        (Cell(_("Duration")), Figure(planned, "days"), Figure(actual, "days"), over),
        (Cell(_("Cost")), _in(total.baseline, programme), _in(total.at_completion, programme), cost),
    )
    columns = (Column(_("Measure"), width=3), Column(_("Planned"), "right", width=3),
               Column(_("Actual"), "right", width=3),
               Column(_("Overrun"), "right", width=2))  # fmt: skip
    source = Source(_("Landfall: plan, budget"), as_of, len(rows))
    return Section(_("Record for later programmes"), (Table(columns, rows),), "reference", sources=(source,))


def _in(minor: int | None, programme: Any) -> Figure | None:
    return None if minor is None else Figure(Money(minor, programme.currency).to_decimal(), programme.currency, 2)
