"""Board cases as labelled texts."""

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from core.money import minor_digits
from roi.statements.rules.cases import sales_case, year_case
from roi.statements.selectors import words

Labelled = list[tuple[str, str]]


def year_lines(cost: Any, benefit: Any, before: Any, after: Any, *, at_least: bool = False) -> Labelled:
    """Print the five numbers of a yearly case; “at least” makes the benefit a floor."""
    found = year_case(cost, benefit, before, after)
    floor = "≥ " if at_least else ""
    payback = found.payback_months
    pp = "–" if found.points is None else _pp(found.points)
    back = words.months(payback)
    return [
        (_("Change in percentage points"), pp),
        (_("Relative change"), f"{'+' if (found.relative or 0) >= 0 else ''}{words.share(found.relative)}"),
        (str(words.BCR), floor + words.ratio(found.bcr, 1)),
        (_("Net ROI: (benefits − costs) ÷ costs"), floor + words.share(found.net_roi, 0)),
        (_("Payback, linear within the year"), ("≤ " if at_least and payback is not None else "") + back),
    ]


def _pp(value: Fraction) -> str:
    return f"{'+' if value >= 0 else ''}{words.decimal(value, 1)} pp"


def sales_lines(spent: Any, sales: Any, margin: Any, currency: str) -> Labelled:
    """Print a sales uplift with what the margin leaves of it."""
    found = sales_case(spent, sales, Fraction(margin) / 100)
    minor = 10 ** minor_digits(currency)
    return [
        (_("Sales brought per unit of cost (sales ratio, no return)"), words.ratio(found.ratio, 1)),
        (_("Gross margin of these sales"), words.money(found.margin * minor, currency)),
        (_("Net: margin − cost"), words.money(found.net * minor, currency)),
        (_("Net ROI on the margin"), words.share(found.roi)),
        (_("Margin at which it breaks even"), words.share(found.break_even_margin)),
    ]
