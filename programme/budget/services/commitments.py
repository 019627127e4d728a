"""Writes of commitments."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from programme.budget import permissions
from programme.budget.models import Commitment
from programme.budget.services.common import Bad, assign, check_day, check_line, state_money
from programme.budget.services.lines import far_off
from programme.charter.services.rows import next_code, require_alive
from programme.records.services import append_event, change, facts, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

FIELDS = frozenset({"code", "line", "kind", "number", "supplier", "text", "signed_on", "due_on", "note"})


def _settle(row: Commitment) -> None:
    bad: Bad = {}
    check_line(row, bad)
    check_day(row.programme, "signed_on", row.signed_on, bad)
    if row.due_on is not None:
        if refusal := far_off(row.programme, row.due_on):
            bad["due_on"] = [refusal]
        elif row.signed_on is not None and row.due_on < row.signed_on:
            bad["due_on"] = [_("The last payment is not before the first.")]
    if row.pk and row.actual_costs.exclude(line=row.line_id).exists():
        bad["line"] = [_("Invoices of this commitment are booked on another line.")]
    if bad:
        raise BadInputError(bad)


@writes
def create_commitment(programme: "Programme", *, values: Mapping[str, Any], actor: "User | None") -> Commitment:
    """Record a purchase order or contract; ``amount`` is in major units of ``currency``, another one needs ``rate``."""
    require(permissions.can_book, actor, programme)
    require_alive(programme)
    row = Commitment(programme=programme)
    assign(row, values, FIELDS)
    state_money(row, {"amount": None} | dict(values), programme.currency)
    _settle(row)
    if not row.code:
        row.code = next_code(Commitment.objects.filter(programme=programme), "PO", 3)
    with change(row, "budget.commitment_recorded", actor=actor):
        save_validated(row)
    return row


@writes
def update_commitment(
    row: Commitment, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None
) -> Commitment:
    """Change a commitment, as an amendment of the contract does; the history keeps what it said."""
    require(permissions.can_book, actor, row)
    require_alive(row.programme)
    row = locked(row)
    expect_version(row, version, {})
    with change(row, "budget.commitment_changed", actor=actor):
        assign(row, values, FIELDS)
        state_money(row, values, row.programme.currency)
        _settle(row)
        save_validated(row)
    return row


def locked(row: Commitment) -> Commitment:
    """Read the row again under the programme's lock."""
    return Commitment.objects.select_related("programme", "line").get(pk=row.pk)


@writes
def close_commitment(row: Commitment, *, actor: "User | None", version: int | None = None) -> Commitment:
    """Say that nothing more is expected of it: what was not invoiced is free again."""
    require(permissions.can_book, actor, row)
    require_alive(row.programme)
    row = locked(row)
    expect_version(row, version, {})
    if row.closed_on is not None:
        raise IllegalNowError(_("It is closed already."))
    with change(row, "budget.commitment_closed", actor=actor):
        row.closed_on = timezone.localdate()
        save_validated(row)
    return row


@writes
def reopen_commitment(row: Commitment, *, actor: "User | None", version: int | None = None) -> Commitment:
    """Expect more of it again."""
    require(permissions.can_book, actor, row)
    require_alive(row.programme)
    row = locked(row)
    expect_version(row, version, {})
    if row.closed_on is None:
        raise IllegalNowError(_("It is open."))
    with change(row, "budget.commitment_reopened", actor=actor):
        row.closed_on = None
        save_validated(row)
    return row


@writes
def remove_commitments(programme: "Programme", *, refs: Sequence[str], actor: "User | None") -> None:
    """Take commitments out that were recorded by mistake; refused once an invoice stands on one."""
    require(permissions.can_book, actor, programme)
    require_alive(programme)
    for row in Commitment.objects.filter(programme=programme, public_id__in=refs).order_by("pk"):
        if row.actual_costs.exists():
            raise IllegalNowError(_("%(row)s has invoices; close it instead.") % {"row": row})
        changes = {key: [value, None] for key, value in facts(row).items()}
        append_event("budget.commitment_removed", row, actor=actor, changes=changes)
        row.delete()
