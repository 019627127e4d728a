"""What the writes of commitments and actual costs share: money as its document states it, their line, their day."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import BadInputError
from core.money import CODE_LENGTH, Money, minor_digits
from programme.budget.models.entries import LARGEST, RATE_PLACES, StatedMoney
from programme.budget.services.lines import far_off, minor_of

if TYPE_CHECKING:
    from datetime import date

    from programme.charter.models import Programme

MONEY = frozenset({"amount", "currency", "rate"})
Bad = dict[str, list[str]]


def state_money(row: StatedMoney, values: Mapping[str, Any], ours: str) -> None:
    """Put amount, currency and rate on a row, in major units as the document states them.

    Money without a currency is refused, as is another currency than ``ours`` without its rate. What is not given stays.
    """
    if not MONEY & set(values):
        return
    currency = str(values.get("currency", row.currency) or "").strip().upper()
    rate = values.get("rate", row.rate)
    bad: Bad = {}
    if not currency:
        bad["currency"] = [_("Say the currency of the amount.")]
    elif not (len(currency) == CODE_LENGTH and currency.isascii() and currency.isalpha()):
        bad["currency"] = [_("A currency is its three-letter code, such as CNY.")]
    elif currency == ours and rate not in {None, 1}:
        bad["rate"] = [_("The amount is in the programme's own currency: leave the rate out.")]
    elif currency != ours and (rate is None or rate <= 0):
        text = _("Say how much %(ours)s one %(theirs)s is worth.")
        bad["rate"] = [text % {"ours": ours, "theirs": currency}]
    amount: Decimal | None = values["amount"] if "amount" in values else _stated(row)
    if amount is None:
        bad["amount"] = [_("Say the amount.")]
    if bad or amount is None:
        raise BadInputError(bad)
    row.stated_minor, row.currency = minor_of(amount, currency, "amount"), currency
    row.rate = None if currency == ours else Decimal(rate).quantize(Decimal(1).scaleb(-RATE_PLACES))
    row.amount_minor = converted(row.stated_minor, currency, row.rate, ours)
    if max(abs(row.amount_minor), abs(row.stated_minor)) > LARGEST:
        raise BadInputError({"amount": [_("The amount is too large.")]})


def _stated(row: StatedMoney) -> Decimal | None:
    return None if row.stated_minor is None else Money(row.stated_minor, row.currency).to_decimal()


def converted(stated: int, currency: str, rate: Decimal | None, ours: str) -> int:
    """Give minor units of ours for those of another currency, half to even."""
    if rate is None:
        return stated
    return Money.rounded(Decimal(stated).scaleb(-minor_digits(currency)) * rate, ours).minor


def check_line(row: Any, bad: Bad) -> None:
    """Note a line that is missing or of another programme."""
    if row.line_id is None:
        bad["line"] = [_("Choose the budget line.")]
    elif row.line.programme_id != row.programme_id:
        bad["line"] = [_("The budget line is of another programme.")]


def check_day(programme: "Programme", name: str, day: "date | None", bad: Bad) -> None:
    """Note a document's day that is ahead or far off."""
    if day is None:
        bad[name] = [_("Say the date of the document.")]
    elif day > timezone.localdate():
        bad[name] = [_("The date of a document is not ahead.")]
    elif refusal := far_off(programme, day):
        bad[name] = [refusal]


def assign(row: Any, values: Mapping[str, Any], allowed: frozenset[str]) -> None:
    """Set what people write; refuses any other name."""
    if unknown := sorted(set(values) - allowed - MONEY):
        raise BadInputError({name: [_("This cannot be changed here.")] for name in unknown})
    for name, value in values.items():
        if name in allowed:
            setattr(row, name, value)
