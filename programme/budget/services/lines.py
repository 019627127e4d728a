"""Writes of budget lines, and of what a person expects still to come on them."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from core.money import Money
from programme.budget import permissions
from programme.budget.models import BudgetLine
from programme.budget.rules.cash import MOST_YEARS
from programme.charter.services.rows import next_code, require_alive
from programme.records.services import append_event, change, facts, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

FIELDS = ("code", "title", "category", "nature", "amount_minor", "phase", "note", "pay_from", "pay_until")


USED = ("commitments", "actual_costs", "draws_in", "draws_out")


def _assign(line: BudgetLine, values: Mapping[str, Any]) -> None:
    for name in FIELDS:
        if name in values:
            setattr(line, name, values[name])
    bad: dict[str, list[str]] = {}
    if line.amount_minor == 0 and not line.note.strip():
        bad["note"] = [_("An amount of 0 needs its reason here.")]
    for name in ("pay_from", "pay_until"):
        if refusal := far_off(line.programme, getattr(line, name)):
            bad[name] = [refusal]
    if bad:
        raise BadInputError(bad)


def far_off(programme: "Programme", day: date | None) -> str:
    """Say what is wrong with a day that is more than ten years from the programme's start; empty where nothing is."""
    if day is None or abs(day.year - programme.starts_on.year) <= MOST_YEARS:
        return ""
    return _("The date is more than %(years)s years from the start of the programme.") % {"years": MOST_YEARS}


@writes
def create_line(programme: "Programme", *, values: Mapping[str, Any], actor: "User | None") -> BudgetLine:
    """Write a budget line; the amount is in minor units of the programme's currency, and 0 needs its reason."""
    require(permissions.can_edit, actor, programme)
    require_alive(programme)
    line = BudgetLine(programme=programme)
    _assign(line, values)
    if not line.code:
        line.code = next_code(BudgetLine.objects.filter(programme=programme), "B")
    with change(line, "budget.line_created", actor=actor):
        save_validated(line)
    return line


@writes
def update_line(
    line: BudgetLine, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None
) -> BudgetLine:
    """Change a budget line; an authorisation that was signed turns stale, the baseline stays."""
    require(permissions.can_edit, actor, line)
    require_alive(line.programme)
    expect_version(line, version, dict(values))
    with change(line, "budget.line_changed", actor=actor):
        _assign(line, values)
        save_validated(line)
    return line


@writes
def remove_lines(programme: "Programme", *, refs: Sequence[str], actor: "User | None") -> None:
    """Take lines out; the audit keeps what they said. Refused for a line with money bound or spent."""
    require(permissions.can_edit, actor, programme)
    require_alive(programme)
    for line in BudgetLine.objects.filter(programme=programme, public_id__in=refs):
        if any(getattr(line, name).exists() for name in USED):
            raise IllegalNowError(_("%(line)s has commitments, costs or draw-downs; it stays.") % {"line": line})
        append_event("budget.line_removed", line, actor=actor, changes={k: [v, None] for k, v in facts(line).items()})
        line.delete()


@writes
def set_forecast(
    line: BudgetLine, *, amount: Decimal | None, note: str = "", actor: "User | None", version: int | None = None
) -> BudgetLine:
    """Say what is still to come on a line, in major units, with the reason; None leaves it to the rule again."""
    require(permissions.can_forecast, actor, line)
    require_alive(line.programme)
    line = BudgetLine.objects.select_related("programme").get(pk=line.pk)
    expect_version(line, version, {})
    if amount is not None and not note.strip():
        raise BadInputError({"note": [_("Say what the forecast rests on.")]})
    with change(line, "budget.forecast_set", actor=actor):
        line.forecast_minor = None if amount is None else minor_of(amount, line.programme.currency, "amount")
        line.forecast_by = None if amount is None else actor
        line.forecast_on = None if amount is None else timezone.localdate()
        line.forecast_note = note.strip()
        try:
            save_validated(line)
        except BadInputError as error:
            raise BadInputError({FORECAST.get(name, name): texts for name, texts in error.fields.items()}) from error
    return line


FORECAST = {"forecast_minor": "amount", "forecast_note": "note"}


def minor_of(amount: Decimal, currency: str, field: str) -> int:
    """Turn major units into minor ones; raises ``BadInputError`` for a fraction that the currency does not have."""
    try:
        return Money.from_decimal(amount, currency).minor
    except ValueError as error:
        text = _("%(currency)s has no such fraction: %(amount)s") % {"currency": currency, "amount": amount}
        raise BadInputError({field: [text]}) from error
