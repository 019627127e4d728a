"""What is wrong with the money: costs beyond their commitment or line, forecasts too low, lines beside the baseline."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.money import Money, format_money
from core.seams import Finding
from programme.budget.selectors.money import LineStand, MoneyStand, bound_of

if TYPE_CHECKING:
    from programme.charter.models import Programme

BEYOND_COMMITMENT, BEYOND_LINE, BOUND_BEYOND = "budget.beyond_commitment", "budget.beyond_line", "budget.bound_beyond"
FORECAST_SHORT, BESIDE_BASELINE, NO_CATEGORY = "budget.forecast_short", "budget.beside_baseline", "budget.no_category"


def money_findings(stand: MoneyStand, programme: "Programme") -> list[Finding]:
    """List every finding, the most serious first; no query."""

    def said(minor: int) -> str:
        return format_money(Money(minor, stand.currency), get_language() or "en")

    slug = programme.slug
    lines = reverse("budget:line_list", args=[slug])
    found = []
    for one in stand.commitments:
        over = bound_of(one).beyond
        if over:
            text = _("Invoices exceed %(row)s by %(sum)s.") % {"row": one, "sum": said(over)}
            remedy = _("Check the invoices, or record the amendment of the contract.")
            found.append(Finding(BEYOND_COMMITMENT, "bad", text, one.get_absolute_url(), remedy))
    for row in stand.lines:
        found += _of_line(row, said, lines)
    for row in stand.moved:
        if row.stand.baseline is None:
            continue
        over = row.line.amount_minor - row.stand.baseline
        text = _("%(line)s differs from the baseline by %(sum)s.") % {"line": row.line, "sum": said(over)}
        remedy = _("Request a change; once it is granted, the baseline moves.")
        found.append(Finding(BESIDE_BASELINE, "warn", text, reverse("budget:baselines", args=[slug]), remedy))
    if stand.lines:
        for category in stand.missing:
            text = _("The budget says nothing about: %(category)s.") % {"category": category.label}
            remedy = _("Write a line for it, or one of 0 with the reason.")
            found.append(Finding(NO_CATEGORY, "warn", text, lines, remedy))
    return sorted(found, key=lambda one: one.severity != "bad")


def _of_line(row: LineStand, said: Callable[[int], str], url: str) -> list[Finding]:
    stand, line = row.stand, row.line
    found = []
    if stand.overspent:
        text = _("Actual costs exceed %(line)s by %(sum)s.") % {"line": line, "sum": said(stand.overspent)}
        remedy = _("Draw on contingency, or request a change of the budget.")
        found.append(Finding(BEYOND_LINE, "bad", text, url, remedy))
    elif stand.overbound:
        text = _("Commitments exceed %(line)s by %(sum)s.") % {"line": line, "sum": said(stand.overbound)}
        remedy = _("Draw on contingency, or request a change of the budget.")
        found.append(Finding(BOUND_BEYOND, "warn", text, url, remedy))
    if stand.short:
        text = _("The forecast of %(line)s is %(sum)s below what is committed.") % {
            "line": line,
            "sum": said(stand.short),
        }
        remedy = _("Forecast at least what is committed, or close the commitment.")
        found.append(Finding(FORECAST_SHORT, "warn", text, url, remedy))
    return found
