"""The figures of a statement, computed from its frozen inputs alone: the same inputs give the same figures.

Amounts are minor units as exact fractions. A month is numbered year × 12 + month − 1. Year 0 holds everything before
the month from which value counts and is not discounted; the years after it have twelve months each and are discounted
at their end. A month up to the end of the quarter is closed: it counts what was posted and recorded; later months
count the plan, with the risk of each line. What was planned for closed months and is not posted yet counts in the
first open month.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from roi.statements.choices import Count
from roi.statements.rules import measures
from roi.statements.rules.measures import Measures

FORMULAS = "F24.1"
YEAR = 12
ZERO = Fraction(0)
Inputs = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One way to count the whole horizon."""

    benefits: tuple[Fraction, ...]  # year 0, 1, …
    costs: tuple[Fraction, ...]
    monthly: tuple[Fraction, ...]  # net flows: before, month 1, …
    measures: Measures
    payback_months: int | None

    @property
    def flows(self) -> tuple[Fraction, ...]:
        """Net flow of each year."""
        return tuple(gain - cost for gain, cost in zip(self.benefits, self.costs, strict=True))


@dataclass(frozen=True, slots=True)
class Sums:
    """Money of a span of time."""

    costs: Fraction = ZERO
    planned_costs: Fraction = ZERO
    planned: Fraction = ZERO
    claimed: Fraction = ZERO
    validated: Fraction = ZERO

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything a statement prints."""

    columns: Mapping[str, Column]
    opening: Sums  # before the quarter, as it was known when the statement was locked
    quarter: Sums
    adjusted: Sums  # what the last locked statement did not know
    hard: Fraction  # validated, cashable, less disbenefits
    unproven: Fraction  # claimed without evidence
    unposted: Fraction  # planned for closed months and not posted

    @property
    def to_date(self) -> Sums:
        """Everything up to the end of the quarter."""
        return self.opening + self.quarter

    @property
    def hard_roi(self) -> Fraction | None:
        """Net ROI to date of hard value alone."""
        spent = self.to_date.costs
        return (self.hard - spent) / spent if spent > 0 else None


def month_number(text: str) -> int:
    """Number the month of an ISO date."""
    return int(text[:4]) * YEAR + int(text[5:7]) - 1


def figures(inputs: Inputs) -> Figures:
    """Compute every figure of a statement from its inputs."""
    ledger = _Ledger(inputs)
    first, last = month_number(inputs["first"]), month_number(inputs["last"])
    adjusted = [(row["what"], Fraction(row["difference"])) for row in inputs["adjustments"]]
    return Figures(
        columns={count: ledger.column(Count(count)) for count in Count.values},
        opening=ledger.sums(None, first - 1),
        quarter=ledger.sums(first, last),
        adjusted=Sums(
            costs=_of(adjusted, "cost"), claimed=_of(adjusted, "claimed"), validated=_of(adjusted, "validated")
        ),
        hard=ledger.hard(last),
        unproven=ledger.unproven(last),
        unposted=sum(ledger.unposted.values(), ZERO),
    )


def _of(rows: Iterable[tuple[str, Fraction]], what: str) -> Fraction:
    return sum((value for name, value in rows if name == what), ZERO)


class _Ledger:
    """The inputs by month."""

    def __init__(self, inputs: Inputs) -> None:
        """Sort postings, plans and actuals into their months."""
        self.terms = inputs["terms"]
        self.closed = month_number(inputs["last"])
        self.posted: dict[int, Fraction] = {}
        self.planned: dict[int, Fraction] = {}
        self.unposted: dict[str, Fraction] = {}
        self._costs(inputs["costs"])
        self.money = [row for row in inputs["benefits"] if row["worth"] != "strategic"]
        self.plan: dict[int, Fraction] = {}
        self.claimed: dict[int, Fraction] = {}
        self.validated: dict[int, Fraction] = {}
        for row in self.money:
            self._benefit(row)

    def _costs(self, rows: Iterable[Mapping[str, Any]]) -> None:
        for row in rows:
            amount = Fraction(row["amount"])
            if row["basis"] == "actual":
                month = month_number(row["on"])
                if month <= self.closed:
                    _add(self.posted, month, amount)
                    _add(self.unposted, row["category"], -amount)
                continue
            risky = amount * (1 + Fraction(row["risk"]) / 100)
            for month in row["months"]:
                _add(self.planned, month, risky)
                if month <= self.closed:
                    _add(self.unposted, row["category"], amount)
        self.unposted = {name: value for name, value in self.unposted.items() if value > 0}

    def _benefit(self, row: Mapping[str, Any]) -> None:
        sign = -1 if row["disbenefit"] else 1
        for month, value in row["plan"]:
            _add(self.plan, month, sign * Fraction(value))
        for actual in row["actuals"]:
            month, amount = month_number(actual["month"]), sign * Fraction(actual["amount"])
            if month > self.closed:
                continue
            _add(self.claimed, month, amount)
            if actual["state"] == "validated":
                _add(self.validated, month, amount)

    def sums(self, first: int | None, last: int) -> Sums:
        """Add up a span of months, both ends included."""
        parts = (self.posted, self.planned, self.plan, self.claimed, self.validated)
        return Sums(*(_between(part, first, last) for part in parts))

    def hard(self, last: int) -> Fraction:
        """Add validated cashable value, less validated disbenefits."""
        found = ZERO
        for row in self.money:
            if row["worth"] == "cashable" or row["disbenefit"]:
                valid = [a for a in row["actuals"] if a["state"] == "validated" and month_number(a["month"]) <= last]
                found += (-1 if row["disbenefit"] else 1) * sum(Fraction(a["amount"]) for a in valid)
        return found

    def unproven(self, last: int) -> Fraction:
        """Add what is claimed without any evidence."""
        return sum(
            (
                (-1 if row["disbenefit"] else 1) * Fraction(actual["amount"])
                for row in self.money
                for actual in row["actuals"]
                if not actual["evidence"] and month_number(actual["month"]) <= last
            ),
            ZERO,
        )

    def column(self, count: Count) -> Column:
        """Lay the horizon out by year and month, and measure it."""
        gains, spent = self._months(count)
        rate, finance, reinvest = (Fraction(self.terms[n]) for n in ("rate", "finance_rate", "reinvest_rate"))
        benefits, costs = _years(gains), _years(spent)
        monthly = tuple(gain - cost for gain, cost in zip(gains, spent, strict=True))
        found = measures.measure(rate, benefits, costs, finance_rate=finance, reinvest_rate=reinvest)
        return Column(benefits, costs, monthly, found, measures.payback_months(monthly))

    def _months(self, count: Count) -> tuple[list[Fraction], list[Fraction]]:
        start = month_number(self.terms["value_from"])
        end = start + YEAR * int(self.terms["horizon_years"])
        gains, spent = ([ZERO] * (end - start + 1) for _ in range(2))

        def put(into: list[Fraction], month: int, value: Fraction) -> None:
            place = max(month - start + 1, 0)
            if place < len(into):
                into[place] += value

        for month, value in self._spent(count).items():
            put(spent, month, value)
        for month, value in self._gained(count).items():
            put(gains, month, value)
        return gains, spent

    def _spent(self, count: Count) -> dict[int, Fraction]:
        if count == Count.PLAN:
            return self.planned
        found = {**self.posted}
        for month, value in self.planned.items():
            if month > self.closed:
                _add(found, month, value)
        _add(found, self.closed + 1, sum(self.unposted.values(), ZERO))
        return found

    def _gained(self, count: Count) -> dict[int, Fraction]:
        if count == Count.PLAN:
            return self.plan
        found = {**(self.claimed if count == Count.CLAIMED else self.validated)}
        for month, value in self.plan.items():
            if month > self.closed:
                _add(found, month, value)
        return found


def _years(monthly: list[Fraction]) -> tuple[Fraction, ...]:
    """Add months up to years, the first place being everything before."""
    years = [monthly[place : place + YEAR] for place in range(1, len(monthly), YEAR)]
    return (monthly[0], *(sum(year, ZERO) for year in years))


def _add(into: dict[Any, Fraction], key: Any, value: Fraction) -> None:
    into[key] = into.get(key, ZERO) + value


def _between(by_month: Mapping[int, Fraction], first: int | None, last: int) -> Fraction:
    return sum((v for m, v in by_month.items() if m <= last and (first is None or m >= first)), ZERO)
