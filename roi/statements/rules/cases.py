"""Board cases: a yearly cost and benefit with the change behind them, and a sales uplift with its margin (F24)."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from roi.statements.rules import measures

Number = int | Decimal | Fraction
MONTHS = 12


@dataclass(frozen=True, slots=True)
class YearCase:
    """The five numbers that stand together; None where one is not defined."""

    points: Fraction | None  # in pp
    relative: Fraction | None
    bcr: Fraction | None
    net_roi: Fraction | None
    payback_months: Fraction | None  # linear within the year


def year_case(cost: Number, benefit: Number, before: Number | None = None, after: Number | None = None) -> YearCase:
    """Compute from a yearly cost, a yearly benefit, and a rate before and after in per cent."""
    spent, gained = Fraction(cost), Fraction(benefit)
    points = None if before is None or after is None else Fraction(after) - Fraction(before)
    found = measures.measure(0, [Fraction(0), gained], [spent, Fraction(0)])
    years = found.payback_years
    return YearCase(
        points=points,
        relative=points / Fraction(before) if points is not None and before else None,
        bcr=found.bcr,
        net_roi=found.net_roi,
        payback_months=None if years is None or gained <= 0 else years * MONTHS,
    )


@dataclass(frozen=True, slots=True)
class SalesCase:
    """A sales uplift on its cost: the ratio of sales alone, and what the margin leaves."""

    ratio: Fraction | None
    margin: Fraction
    net: Fraction
    roi: Fraction | None
    break_even_margin: Fraction | None


def sales_case(cost: Number, sales: Number, margin: Number) -> SalesCase:
    """Compute from a cost, the sales it brought, and the gross margin as a share."""
    spent, sold = Fraction(cost), Fraction(sales)
    kept = sold * Fraction(margin)
    return SalesCase(
        ratio=sold / spent if spent else None,
        margin=kept,
        net=kept - spent,
        roi=(kept - spent) / spent if spent else None,
        break_even_margin=spent / sold if sold else None,
    )
