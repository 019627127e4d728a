"""Measures of a cash-flow series: exact rationals in, exact rationals out wherever a closed form exists.

Periods are years counted from 0; period 0 is undiscounted (TEI's convention, not the spreadsheet's ``NPV``).
Roots come from pyxirr; whether there is one, several or none is judged here. Formulas F24.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate, pairwise

import numpy as np
import pyxirr

Number = int | Decimal | Fraction
DAYS_OF_YEAR = 365
MEANINGFUL_OUTLAY = Fraction(5, 100)  # below this share of all cost an IRR says nothing


class IrrStatus(StrEnum):
    """Whether the internal rate of return is one number."""

    UNIQUE = "unique"
    SEVERAL = "several"
    UNDEFINED = "undefined"


@dataclass(frozen=True, slots=True)
class Irr:
    """The rate nearest to zero by its growth, every rate found, and whether that is a statement at all."""

    value: float | None
    status: IrrStatus
    roots: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Measures:
    """What is always printed together; None where a figure is not defined."""

    npv: Fraction
    pv_benefits: Fraction
    pv_costs: Fraction
    bcr: Fraction | None
    net_roi: Fraction | None
    irr: Irr
    irr_meaningful: bool
    mirr: float | None
    payback_years: Fraction | None
    discounted_payback_years: Fraction | None


def discount(rate: Number, flows: Sequence[Number]) -> list[Fraction]:
    """Discount each flow to period 0; raises ``ValueError`` for a rate of -100 % or less."""
    growth = 1 + Fraction(rate)
    if growth <= 0:
        msg = "rate"
        raise ValueError(msg)
    factor = Fraction(1)
    present = []
    for flow in flows:
        present.append(Fraction(flow) * factor)
        factor /= growth
    return present


def npv(rate: Number, flows: Sequence[Number]) -> Fraction:
    """Net present value."""
    return sum(discount(rate, flows), Fraction(0))


def quarterly(rate: Number) -> float:
    """Give the rate per quarter that compounds to the yearly one."""
    return math.pow(1.0 + float(rate), 0.25) - 1.0


def payback(flows: Sequence[Number]) -> Fraction | None:
    """Periods until the cumulative series reaches zero for good, linear within the period; None if never."""
    totals = list(accumulate((Fraction(flow) for flow in flows), initial=Fraction(0)))[1:]
    if not totals or totals[-1] < 0:
        return None
    below = [period for period, total in enumerate(totals) if total < 0]
    if not below:
        return Fraction(0)
    last = below[-1]
    return last + -totals[last] / Fraction(flows[last + 1])


def payback_months(monthly: Sequence[Number]) -> int | None:
    """Months until a monthly cumulative series reaches zero for good: the month's number, month 0 being the start."""
    totals = list(accumulate(Fraction(flow) for flow in monthly))
    if not totals or totals[-1] < 0:
        return None
    below = [month for month, total in enumerate(totals) if total < 0]
    return below[-1] + 1 if below else 0


def _signs(values: Sequence[Fraction]) -> int:
    signs = [value > 0 for value in values if value]
    return sum(one != two for one, two in pairwise(signs))


def _roots(flows: Sequence[Number]) -> tuple[float, ...]:
    """Every rate above -100 % at which the series is worth nothing, ascending and distinct."""
    coefficients = [float(flow) for flow in flows]
    while coefficients and coefficients[-1] == 0:
        coefficients.pop()
    scale = max(abs(value) for value in coefficients)
    solved = np.roots([value / scale for value in reversed(coefficients)])
    close = [1.0 / root.real - 1.0 for root in solved if abs(root.imag) < 1e-7 * (1 + abs(root)) and root.real > 0]
    found: list[float] = []
    for rate in sorted(close):
        if not found or abs(rate - found[-1]) > 1e-6 * (1 + abs(rate)):
            found.append(float(rate))
    return tuple(found)


def irr(flows: Sequence[Number]) -> Irr:
    """Internal rate of return: one sign change means one rate; otherwise every root is found and counted."""
    exact = [Fraction(flow) for flow in flows]
    changes = _signs(exact)
    if changes == 0:
        return Irr(None, IrrStatus.UNDEFINED)
    if changes == 1:
        value = pyxirr.irr([float(flow) for flow in exact])
        roots = (float(value),) if value is not None else _roots(flows)
        return Irr(roots[0] if roots else None, IrrStatus.UNIQUE if roots else IrrStatus.UNDEFINED, roots)
    roots = _roots(flows)
    if not roots:
        return Irr(None, IrrStatus.UNDEFINED)
    status = IrrStatus.UNIQUE if len(roots) == 1 else IrrStatus.SEVERAL
    return Irr(min(roots, key=lambda rate: abs(math.log1p(rate))), status, roots)


def mirr(flows: Sequence[Number], finance_rate: Number, reinvest_rate: Number) -> float | None:
    """Modified IRR: gains grow at the reinvestment rate, outlays are discounted at the finance rate."""
    periods = len(flows) - 1
    gains = [max(Fraction(flow), Fraction(0)) for flow in flows]
    outlays = [min(Fraction(flow), Fraction(0)) for flow in flows]
    if periods < 1 or not any(gains) or not any(outlays):
        return None
    ahead = npv(reinvest_rate, gains) * (1 + Fraction(reinvest_rate)) ** periods
    behind = -npv(finance_rate, outlays)
    ratio = ahead / behind  # by logarithms, which take integers of any size
    return math.exp((math.log(ratio.numerator) - math.log(ratio.denominator)) / periods) - 1


def xnpv(rate: Number, dates: Sequence[date], flows: Sequence[Number]) -> float:
    """Net present value of dated flows, actual/365 from the first date."""
    growth = 1.0 + float(rate)
    return sum(
        float(flow) / math.pow(growth, (day - dates[0]).days / DAYS_OF_YEAR)
        for day, flow in zip(dates, flows, strict=True)
    )


def xirr(dates: Sequence[date], flows: Sequence[Number]) -> float | None:
    """Internal rate of dated flows, actual/365; None without a sign change."""
    if _signs([Fraction(flow) for flow in flows]) == 0:
        return None
    value = pyxirr.xirr(list(dates), [float(flow) for flow in flows])
    return None if value is None else float(value)


def meaningful(costs: Sequence[Number]) -> bool:
    """Tell whether the first outlay is large enough for an IRR to say something."""
    total = sum((Fraction(cost) for cost in costs), Fraction(0))
    return total > 0 and Fraction(costs[0]) >= MEANINGFUL_OUTLAY * total


def measure(
    rate: Number,
    benefits: Sequence[Number],
    costs: Sequence[Number],
    *,
    finance_rate: Number | None = None,
    reinvest_rate: Number | None = None,
) -> Measures:
    """Compute every measure of benefits and costs, both positive and of the same length."""
    flows = [Fraction(gain) - Fraction(cost) for gain, cost in zip(benefits, costs, strict=True)]
    gains, outlays = npv(rate, benefits), npv(rate, costs)
    return Measures(
        npv=gains - outlays,
        pv_benefits=gains,
        pv_costs=outlays,
        bcr=gains / outlays if outlays else None,
        net_roi=(gains - outlays) / outlays if outlays else None,
        irr=irr(flows),
        irr_meaningful=bool(costs) and meaningful(costs),
        mirr=mirr(
            flows, rate if finance_rate is None else finance_rate, rate if reinvest_rate is None else reinvest_rate
        ),
        payback_years=payback(flows),
        discounted_payback_years=payback(discount(rate, flows)),
    )


def split(flows: Sequence[Number]) -> tuple[list[Fraction], list[Fraction]]:
    """Split net flows into benefits and costs, both positive."""
    exact = [Fraction(flow) for flow in flows]
    return [max(flow, Fraction(0)) for flow in exact], [max(-flow, Fraction(0)) for flow in exact]


def risk_adjusted(amount: Number, risk: Number, *, benefit: bool) -> Fraction:
    """Take benefits down and costs up by the risk share."""
    return Fraction(amount) * (1 - Fraction(risk) if benefit else 1 + Fraction(risk))


def productivity_value(
    people: Number, hours: Number, rate: Number, *, correction: Number, adoption: Number = 1, attribution: Number = 1
) -> Fraction:
    """Value of time saved: people × hours × loaded rate × correction × adoption × attribution."""
    value = Fraction(1)
    for part in (people, hours, rate, correction, adoption, attribution):
        value *= Fraction(part)
    return value
