"""Bare cash flows as a program sends them: every wrong field named at once, and the figures as plain numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.errors import BadInputError
from roi.statements.rules import measures
from roi.statements.rules.measures import IrrStatus

MOST_FLOWS = 600
LARGEST = Decimal(10) ** 15
SMALLEST_PLACES = 12
HIGHEST_RATE = Decimal(1000)
RATES = ("rate", "finance_rate", "reinvest_rate")
KNOWN = {*RATES, "flows", "dates", "benefits", "costs"}
Errors = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: rates, and net flows or benefits and costs apart; dates where the flows have some."""

    rate: Decimal
    finance_rate: Decimal
    reinvest_rate: Decimal
    benefits: tuple[Decimal, ...]
    costs: tuple[Decimal, ...]
    flows: tuple[Decimal, ...]
    dates: tuple[date, ...] = ()
    apart: bool = False  # benefits and costs came apart, so that the first outlay is known


def question(given: Any) -> Question:
    """Check what was sent; raises ``BadInputError`` naming every bad field."""
    if not isinstance(given, Mapping):
        raise BadInputError(_("The file holds one JSON object with rate and flows."))
    errors: Errors = {name: [_("There is no such field.")] for name in sorted(map(str, set(given) - KNOWN))}
    rates = {name: _rate(given, name, errors) for name in RATES}
    apart = "flows" not in given and ("benefits" in given or "costs" in given)
    if "flows" in given and ("benefits" in given or "costs" in given):
        errors["flows"] = [_("Give flows, or benefits and costs, not both.")]
    if apart:
        benefits, costs = (_series(given, name, errors) for name in ("benefits", "costs"))
        _check_apart(benefits, costs, errors)
        flows = [gain - cost for gain, cost in zip(benefits, costs, strict=False)]
    else:
        flows = _series(given, "flows", errors)
        gains, outlays = measures.split(flows)
        benefits, costs = [_decimal(x) for x in gains], [_decimal(x) for x in outlays]
    dates = _dates(given, len(flows), errors)
    if errors:
        raise BadInputError(errors)
    rate = rates["rate"] or Decimal(0)
    finance, reinvest = (rate if rates[name] is None else rates[name] for name in RATES[1:])
    return Question(
        rate, finance or Decimal(0), reinvest or Decimal(0), tuple(benefits), tuple(costs), tuple(flows), dates, apart
    )


def _decimal(value: Any) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _number(value: Any) -> Decimal | str:
    """Read a number, or say what is wrong with it."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return _("%(value)s is not a number.") % {"value": _shown(value)}
    number = Decimal(value)
    if not number.is_finite() or abs(number) > LARGEST:
        return _("%(value)s is too large; up to %(most)s can be computed.") % {
            "value": _shown(value), "most": f"{LARGEST:.0e}"}  # fmt: skip
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -SMALLEST_PLACES:
        return _("%(value)s has more than %(n)d decimal places.") % {"value": _shown(value), "n": SMALLEST_PLACES}
    return number


def _shown(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > LARGEST:
        return f"{Decimal(value):.3e}"  # an integer of any length
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else f"{text[:37]}…"  # noqa: PLR2004


def _rate(given: Mapping[str, Any], name: str, errors: Errors) -> Decimal | None:
    if name not in given:
        if name == "rate":
            errors[name] = [_("The rate is needed, such as 0.1 for 10 %.")]
        return None
    number = _number(given[name])
    if isinstance(number, str):
        errors[name] = [number]
        return None
    if not Decimal(-1) < number <= HIGHEST_RATE:
        errors[name] = [_("The rate lies above -1 (-100%%) and is at most %(most)s.") % {"most": HIGHEST_RATE}]
        return None
    return number


def _series(given: Mapping[str, Any], name: str, errors: Errors) -> list[Decimal]:
    if name not in given:
        errors[name] = [_("This field is needed: a list of one amount for each period.")]
        return []
    values = given[name]
    if not isinstance(values, Sequence) or isinstance(values, str | bytes):
        errors[name] = [_("This is a list of numbers.")]
        return []
    if not values:
        errors[name] = [_("The list is empty.")]
        return []
    if len(values) > MOST_FLOWS:
        errors[name] = [_("At most %(n)d periods are computed; there are %(found)d.") % {
            "n": MOST_FLOWS, "found": len(values)}]  # fmt: skip
        return []
    return _read(values, name, errors)


def _read(values: Sequence[Any], name: str, errors: Errors) -> list[Decimal]:
    found = []
    for place, value in enumerate(values):
        number = _number(value)
        if isinstance(number, str):
            errors.setdefault(f"{name}[{place}]", []).append(number)
        else:
            found.append(number)
    return found


def _check_apart(benefits: list[Decimal], costs: list[Decimal], errors: Errors) -> None:
    bad = [name for name in errors if name.startswith(("benefits", "costs"))]
    if not bad and len(benefits) != len(costs):
        errors["costs"] = [_("There are %(costs)d costs and %(benefits)d benefits; one of each for every period.") % {
            "costs": len(costs), "benefits": len(benefits)}]  # fmt: skip
    for place, cost in enumerate(costs):
        if cost < 0:
            errors[f"costs[{place}]"] = [_("Costs are written as positive amounts.")]


def _dates(given: Mapping[str, Any], wanted: int, errors: Errors) -> tuple[date, ...]:
    values = given.get("dates")
    if values is None:
        return ()
    if not isinstance(values, list):
        errors["dates"] = [_("This is a list of dates such as 2026-03-31.")]
        return ()
    found = []
    for place, value in enumerate(values):
        try:
            found.append(date.fromisoformat(value))
        except (TypeError, ValueError):
            errors[f"dates[{place}]"] = [_("%(value)s is not a date such as 2026-03-31.") % {"value": _shown(value)}]
    if len(found) < len(values):
        return ()
    if wanted and len(found) != wanted:
        errors["dates"] = [_("There are %(dates)d dates for %(flows)d periods.") % {
            "dates": len(found), "flows": wanted}]  # fmt: skip
    for place in range(1, len(found)):
        if found[place] < found[place - 1]:
            errors[f"dates[{place}]"] = [_("The dates are not in order: %(day)s comes after %(before)s.") % {
                "day": found[place].isoformat(), "before": found[place - 1].isoformat()}]  # fmt: skip
    return tuple(found)


def answer(asked: Question) -> dict[str, Any]:
    """Compute every figure; None where one is not defined; raises ``BadInputError`` where the numbers run away.

    Where benefits and costs came apart, an IRR whose first outlay is below 5 % of all cost is left out.
    """
    try:
        return _answer(asked)
    except (OverflowError, ZeroDivisionError) as error:
        raise BadInputError({"rate": [_("With this rate the figures grow beyond what can be computed.")]}) from error


def _answer(asked: Question) -> dict[str, Any]:
    found = measures.measure(
        asked.rate, asked.benefits, asked.costs, finance_rate=asked.finance_rate, reinvest_rate=asked.reinvest_rate
    )
    shown = found.irr_meaningful or not asked.apart
    return {
        "npv": float(found.npv),
        "pv_benefits": float(found.pv_benefits),
        "pv_costs": float(found.pv_costs),
        "bcr": _float(found.bcr),
        "net_roi": _float(found.net_roi),
        "irr": found.irr.value if shown else None,
        "irr_status": found.irr.status.value,
        "irr_roots": list(found.irr.roots) if shown else [],
        "irr_shown": shown and found.irr.status != IrrStatus.UNDEFINED,
        "mirr": found.mirr,
        "xirr": measures.xirr(asked.dates, asked.flows) if asked.dates else None,
        "xnpv": measures.xnpv(asked.rate, asked.dates, asked.flows) if asked.dates else None,
        "payback_years": _float(found.payback_years),
        "discounted_payback_years": _float(found.discounted_payback_years),
        "convention": "period 0 undiscounted, the others at the end of their period; xirr and xnpv actual/365",
        "payback_basis": "linear within the period",
        "formula": "F24",
    }


def _float(value: Any) -> float | None:
    return None if value is None else float(value)
