"""Charts of a statement, for page and paper alike."""

from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext as _

from core.documents.model import Chart, Mark, Series, Target
from core.money import Money
from roi.statements.choices import Count
from roi.statements.rules.flows import YEAR, Figures, month_number

QUARTER = 3


def cash_chart(inputs: Any, found: Figures) -> Chart:
    """Draw the cumulative net cash of plan, claimed and validated, with the payback point of the validated one."""
    currency = inputs["currency"]
    start = month_number(inputs["terms"]["value_from"])
    whole = found.columns[Count.VALIDATED].monthly
    places = [*range(0, len(whole), QUARTER)]
    tones: dict[str, Any] = {Count.PLAN: "plan", Count.CLAIMED: "comparison", Count.VALIDATED: "current"}
    series = []
    for count in Count:
        totals = list(accumulate(found.columns[count].monthly))
        series.append(Series(str(count.label), tuple(_major(totals[p], currency) for p in places), tones[count]))
    back = found.columns[Count.VALIDATED].payback_months
    marks = () if back is None else (Mark(Decimal(back) / QUARTER, _("payback, month %(n)s") % {"n": back}),)
    return Chart(
        kind="line",
        title=_("Cumulative net cash"),
        labels=tuple(_month(start + place - 1) for place in places),
        series=tuple(series),
        unit=currency,
        targets=(Target(0, _("even")),),
        marks=marks,
        note=_("first point: everything before value counts; undiscounted; end of month"),
    )


def _month(month: int) -> str:
    return f"{month // YEAR}-{month % YEAR + 1:02}"


def _major(value: Fraction | int, currency: str) -> Decimal:
    return Money(round(Fraction(value)), currency).to_decimal()


def waterfall_rows(inputs: Any) -> list[tuple[str, Fraction]]:
    """Give each benefit's validated value to date, disbenefits below zero, with the sum at the end."""
    last = month_number(inputs["last"])
    rows = []
    for row in inputs["benefits"]:
        if row["worth"] == "strategic":
            continue
        value = sum(
            (Fraction(a["amount"]) for a in row["actuals"]
             if a["state"] == "validated" and month_number(a["month"]) <= last), Fraction(0)
        )  # fmt: skip
        rows.append((f"{row['code']} {row['title']}", -value if row["disbenefit"] else value))
    rows.sort(key=lambda one: -one[1])
    return [*rows, (_("Sum"), sum((value for _name, value in rows), Fraction(0)))] if rows else []


def waterfall(inputs: Any) -> Chart | None:
    """Draw how the benefits add up: where each begins as a pale bar, what it brings as a dark one."""
    rows = waterfall_rows(inputs)
    if not rows:
        return None
    currency = inputs["currency"]
    ends = list(accumulate(value for _name, value in rows[:-1]))
    starts = [Fraction(0), *ends[:-1]] if ends else []
    return Chart(
        kind="hbar",
        title=_("Validated benefits to date, one on the other"),
        labels=tuple(name for name, _value in rows),
        series=(
            Series(_("begins at"), tuple(_major(value, currency) for value in [*starts, Fraction(0)]), "plan"),
            Series(_("brings"), tuple(_major(value, currency) for _name, value in rows)),
        ),
        unit=currency,
        note=_("n = %(n)s benefits; strategic value is not counted in money") % {"n": len(rows) - 1},
    )
