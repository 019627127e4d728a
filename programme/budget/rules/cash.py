"""Money by month: what was planned, what was spent, what is still to come. Minor units; months are their first days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

YEAR = 12
MOST_YEARS = 10  # before and after the start of a programme
MOST_MONTHS = 2 * MOST_YEARS * YEAR + YEAR


def month_of(day: date) -> date:
    """Give the first day of its month."""
    return day.replace(day=1)


def after(month: date, count: int = 1) -> date:
    """Give the first day of a later month."""
    years, index = divmod(month.month - 1 + count, YEAR)
    return date(month.year + years, index + 1, 1)


def months(first: date, last: date) -> list[date]:
    """List the months from one to another, both included, no more than a budget may span; empty in disorder."""
    start, end = month_of(first), month_of(last)
    count = (end.year - start.year) * YEAR + end.month - start.month + 1
    return [after(start, number) for number in range(min(max(0, count), MOST_MONTHS))]


def spread(amount: int, over: list[date]) -> dict[date, int]:
    """Share an amount evenly over months, to the last minor unit: the remainder falls on the last month."""
    if not over:
        return {}
    each = amount // len(over)
    return dict.fromkeys(over, each) | {over[-1]: amount - each * (len(over) - 1)}


@dataclass(frozen=True, slots=True)
class Paid:
    """One line: its budget, what is still to come on it, and from when until when it is paid."""

    planned: int
    to_complete: int
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class CashMonth:
    """One month, with the running sums of plan and of spent and expected."""

    month: date
    planned: int
    actual: int
    expected: int
    planned_sum: int
    outlook_sum: int


@dataclass(frozen=True, slots=True)
class Cash:
    """The months, and what has no date."""

    months: tuple[CashMonth, ...]
    planned_undated: int
    expected_undated: int


def cash(lines: Iterable[Paid], actual: Mapping[date, int], today: date) -> Cash:
    """Lay plan, actual costs and forecast out by month.

    A line's budget is spread evenly from its first to its last payment; what is still to come over what is left of
    that time, all of it on this month where none is left. A line without dates stays out of the months.
    """
    now = month_of(today)
    planned: dict[date, int] = {}
    expected: dict[date, int] = {}
    undated = [0, 0]
    for line in lines:
        first, last = line.first or line.last, line.last or line.first
        if first is None or last is None:
            undated = [undated[0] + line.planned, undated[1] + line.to_complete]
            continue
        _add(planned, spread(line.planned, months(first, last)))
        _add(expected, spread(line.to_complete, months(max(first, now), last) or [now]))
    used = {*planned, *actual, *(month for month, amount in expected.items() if amount)}
    axis = months(min(used), max(used)) if used else []
    plan = [planned.get(month, 0) for month in axis]
    outlook = [actual.get(month, 0) + expected.get(month, 0) for month in axis]
    rows = zip(axis, plan, accumulate(plan), accumulate(outlook), strict=True)
    found = tuple(
        CashMonth(month, amount, actual.get(month, 0), expected.get(month, 0), planned_sum, outlook_sum)
        for month, amount, planned_sum, outlook_sum in rows
    )
    return Cash(found, undated[0], undated[1])


def _add(into: dict[date, int], more: Mapping[date, int]) -> None:
    for month, amount in more.items():
        into[month] = into.get(month, 0) + amount
