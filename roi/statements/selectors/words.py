"""The figures as they are printed: one text for page, API, paper and command, so that they can never differ."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from core.documents import words as house
from core.documents.values import Figure
from core.money import Money, minor_digits
from roi.statements.choices import Count
from roi.statements.rules.flows import Column, Figures
from roi.statements.rules.measures import IrrStatus

BCR = "Benefit-cost ratio 收益成本比"  # both words in both languages: never printed as ROI
PERCENT = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One measure in every column."""

    key: str
    label: str
    values: tuple[str, ...]
    note: str = ""
    formula: str = "F24"


def money(value: Fraction | int, currency: str) -> str:
    """Write an amount of minor units, rounded half to even to the minor unit."""
    exact = Money(round(Fraction(value)), currency).to_decimal()
    return house.figure_text(Figure(exact, currency, minor_digits(currency)))


def decimal(value: Fraction | float, places: int) -> str:
    """Write a number with so many places, half to even."""
    exact = Fraction(value)
    number = Decimal(exact.numerator) / Decimal(exact.denominator)
    return house.number(number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN), places)


def share(value: Fraction | float | None, places: int = 1) -> str:
    """Write a share as per cent; not available where it is not defined."""
    return _("n/a") if value is None else f"{decimal(Fraction(value) * PERCENT, places)}%"


def ratio(value: Fraction | None, places: int = 2) -> str:
    """Write a ratio to one."""
    return _("n/a") if value is None else f"{decimal(value, places)} : 1"


def months(value: int | Fraction | None) -> str:
    """Write a payback in months."""
    if value is None:
        return _("not within the horizon")
    number = value if isinstance(value, int) else decimal(value, 1)
    return _("month %(n)s") % {"n": number} if isinstance(value, int) else _("%(n)s months") % {"n": number}


def years(value: Fraction | None) -> str:
    """Write a payback in years."""
    return _("not within the horizon") if value is None else _("%(n)s years") % {"n": decimal(value, 2)}


def irr(column: Column) -> str:
    """Write the internal rate of return with its status, or why it is not shown."""
    found = column.measures.irr
    if found.status == IrrStatus.UNDEFINED or found.value is None:
        return _("not defined")
    if not column.measures.irr_meaningful:
        return _("not shown: the first outlay is below 5 per cent of all cost")
    if found.status == IrrStatus.SEVERAL:
        return _("several: %(rates)s") % {"rates": ", ".join(share(rate) for rate in found.roots)}
    return _("%(rate)s (unique)") % {"rate": share(found.value)}


def measure_lines(found: Figures, currency: str) -> list[Line]:
    """Give every measure that always prints together, for plan, claimed and validated."""
    columns = [found.columns[count] for count in Count.values]

    def row(key: str, label: Any, write: Any, note: Any = "") -> Line:
        return Line(key, str(label), tuple(write(column) for column in columns), str(note))

    return [
        row("bcr", BCR, lambda c: ratio(c.measures.bcr), _("present values")),
        row("net_roi", _("Net ROI"), lambda c: share(c.measures.net_roi), _("(benefits − costs) ÷ costs")),
        row("npv", _("Net present value"), lambda c: money(c.measures.npv, currency)),
        row("irr", _("Internal rate of return"), irr),
        row("mirr", _("Modified internal rate of return"), lambda c: share(c.measures.mirr)),
        row("payback", _("Payback, simple"), lambda c: months(c.payback_months), _("monthly series")),
        row(
            "discounted_payback", _("Payback, discounted"), lambda c: years(c.measures.discounted_payback_years),
            _("linear in the year"),
        ),
        row("pv_benefits", _("Benefits, present value"), lambda c: money(c.measures.pv_benefits, currency)),
        row("pv_costs", _("Costs, present value"), lambda c: money(c.measures.pv_costs, currency)),
    ]  # fmt: skip


def sum_lines(found: Figures, currency: str) -> list[Line]:
    """Give the money of the quarter: before it, late items, in it, and to date."""
    before = found.opening
    labels = {
        "costs": _("Costs posted"),
        "claimed": _("Benefits claimed"),
        "validated": _("Benefits validated"),
    }
    lines = []
    for name, label in labels.items():
        late = getattr(found.adjusted, name)
        parts = (getattr(before, name) - late, late, getattr(found.quarter, name), getattr(found.to_date, name))
        lines.append(Line(name, label, tuple(money(part, currency) for part in parts)))
    return lines


def extra_lines(found: Figures, currency: str) -> list[Line]:
    """Give what stands beside the table: hard value, benefits without evidence, planned and not posted."""
    return [
        Line("hard", _("Hard value to date: cashable and validated"), (money(found.hard, currency),)),
        Line("hard_roi", _("Hard net ROI to date, undiscounted"), (share(found.hard_roi),)),
        Line("unproven", _("Claimed without evidence"), (money(found.unproven, currency),)),
        Line("unposted", _("Planned and not posted yet"), (money(found.unposted, currency),)),
    ]


def convention(inputs: Any) -> str:
    """Name the convention in one paragraph."""
    terms = inputs["terms"]
    return _(
        "Rate %(rate)s a year. Year 0 is everything before %(month)s and is not discounted; years 1 to %(n)s have "
        "twelve months each and are discounted at their end. Months up to %(last)s count what was posted and "
        "recorded, later months the plan with risk: benefits down, costs up. Amounts are exact and rounded in print."
    ) % {
        "rate": share(Fraction(terms["rate"])),
        "month": terms["value_from"][:7],
        "n": terms["horizon_years"],
        "last": inputs["last"],
    }


def as_json(inputs: Any, found: Figures) -> dict[str, Any]:
    """Give the figures for programs: money as minor units, shares as fractions, and every printed text."""
    currency = inputs["currency"]
    return {
        "quarter": inputs["quarter"],
        "period": [inputs["first"], inputs["last"]],
        "currency": currency,
        "formula_version": inputs["formulas"],
        "convention": convention(inputs),
        "columns": {name: _column(column, currency) for name, column in found.columns.items()},
        "to_date": {name: _money(getattr(found.to_date, name), currency) for name in ("costs", "claimed", "validated")},
        "in_quarter": {
            name: _money(getattr(found.quarter, name), currency) for name in ("costs", "claimed", "validated")
        },
        "adjusted": {name: _money(getattr(found.adjusted, name), currency)
                     for name in ("costs", "claimed", "validated")},
        "hard": _money(found.hard, currency),
        "hard_roi": _float(found.hard_roi),
        "unproven": _money(found.unproven, currency),
        "adjustments": inputs["adjustments"],
        "changed_assumptions": inputs["changes"],
        "printed": {
            line.key: {"label": line.label, "values": list(line.values), "formula": line.formula}
            for lines in (measure_lines, sum_lines, extra_lines)
            for line in lines(found, currency)
        },
    }  # fmt: skip


def _column(column: Column, currency: str) -> dict[str, Any]:
    found = column.measures
    return {
        "npv": _money(found.npv, currency),
        "pv_benefits": _money(found.pv_benefits, currency),
        "pv_costs": _money(found.pv_costs, currency),
        "bcr": _float(found.bcr),
        "net_roi": _float(found.net_roi),
        "irr": found.irr.value if found.irr_meaningful else None,
        "irr_status": found.irr.status.value,
        "mirr": found.mirr,
        "payback_months": column.payback_months,
        "payback_basis": "monthly series",
        "discounted_payback_years": _float(found.discounted_payback_years),
        "benefits": [_money(value, currency) for value in column.benefits],
        "costs": [_money(value, currency) for value in column.costs],
    }


def _money(value: Fraction, currency: str) -> dict[str, Any]:
    return Money(round(value), currency).to_json()


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
