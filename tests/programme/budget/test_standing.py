"""The rules of the money, against a reckoning of their own."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.budget.rules import cash, standing
from programme.budget.rules.standing import Bound, Stand

AMOUNT = st.integers(0, 10**9)
DAY = st.dates(dt.date(2025, 1, 1), dt.date(2028, 12, 31))


def test_a_line_leads_to_its_budget_while_nothing_speaks_against_it():
    one = Stand(baseline=100, budget=120, open=30, actual=50)
    assert (one.committed, one.to_complete, one.at_completion, one.variance) == (80, 70, 120, 0)
    assert (one.overspent, one.overbound, one.short) == (0, 0, 0)


@pytest.mark.parametrize(
    ("stand", "etc", "eac"),
    [
        (Stand(100, 100, open=80, actual=50), 80, 130),  # what is bound comes, whatever the budget says
        (Stand(100, 100, actual=130), 0, 130),  # spent beyond: nothing more is expected
        (Stand(100, 100, open=80, actual=50, stated=60), 60, 110),  # a person says otherwise
        (Stand(100, 100, actual=40, stated=0), 0, 40),  # and may say that nothing comes
    ],
)
def test_what_is_to_complete(stand, etc, eac):
    assert (stand.to_complete, stand.at_completion) == (etc, eac)


def test_beyond_and_short_are_told():
    assert Stand(100, 100, open=80, actual=50).overbound == 30
    assert Stand(100, 100, actual=130).overspent == 30
    assert Stand(100, 100, open=80, actual=50, stated=60).short == 20
    assert (Bound(100, 130).beyond, Bound(100, 130).open) == (30, 0)
    assert (Bound(100, 40).open, Bound(100, 40, closed=True).open) == (60, 0)


STANDS = st.builds(
    Stand, baseline=AMOUNT | st.none(), budget=AMOUNT, open=AMOUNT, actual=AMOUNT, stated=AMOUNT | st.none()
)


@given(st.lists(STANDS, max_size=12))
def test_the_sum_is_the_sum_of_every_column(stands):
    found = standing.added(stands)
    for name in ("budget", "open", "actual", "committed", "to_complete", "at_completion"):
        assert getattr(found, name) == sum(getattr(one, name) for one in stands)
    based = [one.baseline for one in stands if one.baseline is not None]
    assert found.baseline == (sum(based) if based else None)


def test_overrun_is_a_share_of_the_baseline():
    assert standing.overrun(1050, 1000) == Decimal("0.05")
    assert standing.overrun(900, 1000) == Decimal("-0.1")
    assert standing.overrun(900, None) is None
    assert standing.overrun(900, 0) is None


def test_tolerance_is_per_cent_of_the_baseline_or_an_amount():
    assert standing.tolerance(Decimal(5), "%", 10_000, 100) == 500
    assert standing.tolerance(Decimal(5), "\uff05", 10_000, 100) == 500
    assert standing.tolerance(Decimal(5), "CNY", 10_000, 100) == 500
    assert standing.tolerance(None, "%", 10_000, 100) is None


@pytest.mark.parametrize(
    ("amount", "before", "delta", "now"),
    [
        (100, 100, 30, 130),  # untouched line
        (130, 100, 30, 130),  # already written: nothing twice
        (110, 100, 30, 130),  # partly written
        (150, 100, 30, 150),  # written further ahead: what is not granted stays a difference
        (90, 100, 30, 120),  # cut meanwhile by somebody: the cut stays
        (100, 100, -30, 70),
        (70, 100, -30, 70),
    ],
)
def test_what_was_written_ahead_counts_towards_the_change(amount, before, delta, now):
    assert standing.moved(amount, before, delta) == now


@given(AMOUNT, st.integers(1, 40))
def test_spread_loses_nothing_and_is_even(amount, count):
    over = [cash.after(dt.date(2026, 1, 1), number) for number in range(count)]
    shares = list(cash.spread(amount, over).values())
    assert sum(shares) == amount
    assert max(shares) - min(shares) < count


def test_months_are_counted_over_years_and_backwards():
    assert cash.after(dt.date(2026, 11, 1), 3) == dt.date(2027, 2, 1)
    assert cash.after(dt.date(2026, 2, 1), -3) == dt.date(2025, 11, 1)
    assert cash.months(dt.date(2026, 12, 31), dt.date(2027, 1, 1)) == [dt.date(2026, 12, 1), dt.date(2027, 1, 1)]
    assert cash.months(dt.date(2027, 1, 1), dt.date(2026, 12, 1)) == []


def test_money_by_month_of_a_case_by_hand():
    lines = [
        cash.Paid(planned=300, to_complete=100, first=dt.date(2026, 1, 15), last=dt.date(2026, 3, 20)),
        cash.Paid(planned=50, to_complete=20),  # nobody says when
        cash.Paid(planned=90, to_complete=40, first=dt.date(2026, 1, 1), last=dt.date(2026, 1, 31)),  # its time is over
    ]
    actual = {dt.date(2026, 1, 1): 120, dt.date(2026, 2, 1): 80}
    found = cash.cash(lines, actual, dt.date(2026, 2, 10))
    told = [(one.planned, one.actual, one.expected, one.planned_sum, one.outlook_sum) for one in found.months]
    assert told == [(190, 120, 0, 190, 120), (100, 80, 90, 290, 290), (100, 0, 50, 390, 340)]
    assert (found.planned_undated, found.expected_undated) == (50, 20)


PAID = st.builds(cash.Paid, AMOUNT, AMOUNT, DAY | st.none(), DAY | st.none())


@given(st.lists(PAID, max_size=8), st.dictionaries(DAY.map(cash.month_of), AMOUNT, max_size=8), DAY)
def test_the_months_add_up_to_all_that_is_planned_spent_and_expected(lines, actual, today):
    lines = [line for line in lines if not (line.first and line.last) or line.first <= line.last]
    found = cash.cash(lines, actual, today)
    assert sum(one.planned for one in found.months) + found.planned_undated == sum(line.planned for line in lines)
    assert sum(one.expected for one in found.months) + found.expected_undated == sum(one.to_complete for one in lines)
    assert sum(one.actual for one in found.months) == sum(actual.values())
    assert all(one.expected == 0 for one in found.months if one.month < cash.month_of(today))
    axis = [one.month for one in found.months]
    assert axis == [cash.after(axis[0], number) for number in range(len(axis))] if axis else True
