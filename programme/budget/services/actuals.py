"""Writes of actual costs and of locked months."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from core.money import Money
from programme.budget import permissions
from programme.budget.choices import ActualKind
from programme.budget.models import ActualCost, MonthLock
from programme.budget.rules.cash import month_of
from programme.budget.selectors import locked_through
from programme.budget.services.common import Bad, assign, check_day, check_line, state_money
from programme.budget.services.lines import minor_of
from programme.charter.services.rows import next_code, require_alive
from programme.records.services import append_event, change, facts, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

FIELDS = frozenset({"code", "line", "commitment", "kind", "number", "supplier", "text", "dated_on", "hours", "note"})
KEPT = ("line_id", "kind", "number", "supplier", "dated_on", "amount_minor")  # of an entry of a locked month


def _priced(row: ActualCost, values: Mapping[str, Any]) -> dict[str, Any]:
    """Put the hours of a time sheet on the row and give its amount, which is hours by rate where both are said."""
    given = dict(values)
    hourly = given.pop("hourly", None)
    if "hourly" in values:
        currency = str(given.get("currency", row.currency) or "").strip().upper()
        row.hourly_minor = None if hourly is None or not currency else minor_of(hourly, currency, "hourly")
    if row.kind != ActualKind.TIME_SHEET:
        if row.hours is not None or row.hourly_minor is not None:
            raise BadInputError({"hours": [_("Only a time sheet has hours.")]})
        return given
    if row.hours is None or row.hourly_minor is None or not {"hours", "hourly", "amount", "currency"} & set(values):
        return given
    currency = str(given.get("currency", row.currency) or "").strip().upper()
    if not currency:
        raise BadInputError({"currency": [_("Say the currency of the amount.")]})
    product = Money.rounded(row.hours * Money(row.hourly_minor, currency).to_decimal(), currency).to_decimal()
    if given.get("amount") not in {None, product}:
        text = _("%(hours)s hours at this rate are %(product)s.") % {"hours": row.hours, "product": product}
        raise BadInputError({"amount": [text]})
    return given | {"amount": product, "currency": currency}


def _settle(row: ActualCost) -> None:
    """Check what belongs together, and choose the day it counts from."""
    bad: Bad = {}
    check_line(row, bad)
    check_day(row.programme, "dated_on", row.dated_on, bad)
    if row.commitment is not None:
        if row.commitment.programme_id != row.programme_id:
            bad["commitment"] = [_("The commitment is of another programme.")]
        elif row.line_id is not None and row.commitment.line_id != row.line_id:
            text = _("This commitment is on line %(line)s.") % {"line": row.commitment.line.code}
            bad["commitment"] = [text]
    if row.kind == ActualKind.CREDIT_NOTE and row.amount_minor >= 0:
        bad["amount"] = [_("A credit note is written as a negative amount.")]
    if row.kind in {ActualKind.INVOICE, ActualKind.TIME_SHEET} and row.amount_minor <= 0:
        bad["amount"] = [_("The amount is more than 0; what comes back is a credit note.")]
    if row.kind == ActualKind.ADJUSTMENT and not row.amount_minor:
        bad["amount"] = [_("An adjustment of 0 adjusts nothing.")]
    if bad:
        raise BadInputError(bad)


def _book(row: ActualCost, locked: date | None) -> None:
    """Count it from its document's day; from the first open month where that day is locked."""
    row.booked_on = row.dated_on if locked is None or row.dated_on > locked else locked + timedelta(days=1)


def _line_of(row: ActualCost) -> None:
    if row.line_id is None and row.commitment is not None:
        row.line = row.commitment.line


@writes
def record_actual(programme: "Programme", *, values: Mapping[str, Any], actor: "User | None") -> ActualCost:
    """Book an invoice, a credit note, a time sheet or an adjustment; ``amount`` is in major units of ``currency``.

    The line is that of its commitment where none is named. A document of a locked month counts in the next open one.
    """
    require(permissions.can_book, actor, programme)
    require_alive(programme)
    row = ActualCost(programme=programme)
    _assign(row, values)
    state_money(row, {"amount": None} | _priced(row, values), programme.currency)
    _line_of(row)
    _settle(row)
    _book(row, locked_through(programme))
    if not row.code:
        row.code = next_code(ActualCost.objects.filter(programme=programme), "A", 4)
    with change(row, "budget.actual_booked", actor=actor):
        save_validated(row)
    return row


def _assign(row: ActualCost, values: Mapping[str, Any]) -> None:
    assign(row, {name: value for name, value in values.items() if name != "hourly"}, FIELDS)


@writes
def update_actual(
    row: ActualCost, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None
) -> ActualCost:
    """Change an entry; of a locked month only its commitment and its words."""
    require(permissions.can_book, actor, row)
    require_alive(row.programme)
    row = locked_entry(row)
    expect_version(row, version, {})
    locked = locked_through(row.programme)
    closed = locked is not None and row.booked_on <= locked
    before = {name: getattr(row, name) for name in KEPT}
    with change(row, "budget.actual_changed", actor=actor):
        _assign(row, values)
        state_money(row, _priced(row, values), row.programme.currency)
        _settle(row)
        if closed and any(getattr(row, name) != value for name, value in before.items()):
            text = _("%(month)s is locked; write an adjustment instead.")
            raise IllegalNowError(text % {"month": f"{row.booked_on:%Y-%m}"})
        if not closed and row.dated_on != before["dated_on"]:
            _book(row, locked)
        save_validated(row)
    return row


def locked_entry(row: ActualCost) -> ActualCost:
    """Read the row again under the programme's lock."""
    return ActualCost.objects.select_related("programme", "line", "commitment__line").get(pk=row.pk)


@writes
def remove_actuals(programme: "Programme", *, refs: Sequence[str], actor: "User | None") -> None:
    """Take entries out that were booked by mistake; refused in a locked month."""
    require(permissions.can_book, actor, programme)
    require_alive(programme)
    locked = locked_through(programme)
    for row in ActualCost.objects.filter(programme=programme, public_id__in=refs).order_by("pk"):
        if locked is not None and row.booked_on <= locked:
            text = _("%(month)s is locked; write an adjustment instead.")
            raise IllegalNowError(text % {"month": f"{row.booked_on:%Y-%m}"})
        changes = {key: [value, None] for key, value in facts(row).items()}
        append_event("budget.actual_removed", row, actor=actor, changes=changes)
        row.delete()


@writes
def lock_month(programme: "Programme", *, month: date, actor: "User | None") -> MonthLock:
    """Lock a month that is over, and with it all before; later documents of it count in the next open month."""
    require(permissions.can_lock, actor, programme)
    require_alive(programme)
    month, locked = month_of(month), locked_through(programme)
    if month >= month_of(timezone.localdate()):
        raise BadInputError({"month": [_("Lock a month once it is over.")]})
    if locked is not None and month <= locked:
        raise BadInputError({"month": [_("This month is locked already.")]})
    row = MonthLock(programme=programme, month=month, locked_by=actor)
    with change(row, "budget.month_locked", actor=actor):
        save_validated(row)
    return row
