"""Commitments and actual costs as rows of files and pages, and what may be done with a commitment."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import Action, allows
from core.documents.values import Status
from core.money import Money
from programme.budget import permissions
from programme.budget.models import ActualCost, Commitment
from programme.budget.selectors.money import bound_of
from programme.budget.selectors.tables import bound_status

if TYPE_CHECKING:
    from core.imports.kinds import Row, Rows
    from programme.charter.models import Programme


def commitment_status(row: Commitment) -> Status:
    """Open, fully invoiced, exceeded or closed."""
    return bound_status(bound_of(row))


def commitment_actions(row: Any, user: Any) -> list[Action]:
    """What this person may do with a commitment of ``for_list``; what blocks an act is said with it."""
    if not allows(permissions.can_book, user, row):
        return []
    invoiced = row.invoiced_minor != 0 or bool(row.actual_costs.exists())
    reasons = (_("%(row)s has invoices; close it instead.") % {"row": row},) if invoiced else ()
    ends = Action("reopen", _("Reopen")) if row.closed_on else Action("close", _("Close"))
    return [Action("edit", _("Edit"), primary=True), ends, Action("remove", _("Remove"), reasons, danger=True)]


def _money(row: Any) -> "Row":
    return {
        "amount": Money(row.stated_minor, row.currency).to_decimal(),
        "currency": row.currency,
        "rate": row.rate,
    }


def commitment_rows(programme: "Programme") -> "Rows":
    """Commitments as rows of a file; amounts in major units of their own currency."""
    rows = Commitment.objects.filter(programme=programme).select_related("line").order_by("code", "pk")
    return {
        row.public_id: {
            "code": row.code,
            "line": row.line.code,
            "kind": row.kind,
            "number": row.number,
            "supplier": row.supplier,
            "signed_on": row.signed_on,
            "due_on": row.due_on,
            "text": row.text,
            "note": row.note,
        }
        | _money(row)
        for row in rows
    }


def actual_rows(programme: "Programme") -> "Rows":
    """Actual costs as rows of a file; amounts in major units of their own currency."""
    rows = ActualCost.objects.filter(programme=programme).for_list().order_by("code", "pk")
    return {
        row.public_id: {
            "code": row.code,
            "line": row.line.code,
            "commitment": row.commitment.number if row.commitment else "",
            "kind": row.kind,
            "number": row.number,
            "supplier": row.supplier,
            "dated_on": row.dated_on,
            "hours": row.hours,
            "hourly": None if row.hourly_minor is None else Money(row.hourly_minor, row.currency).to_decimal(),
            "text": row.text,
            "note": row.note,
        }
        | _money(row)
        for row in rows
    }
