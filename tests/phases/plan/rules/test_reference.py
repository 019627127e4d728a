"""The reference class: the percentiles of overruns, when they count, and the day that can be promised."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phases.plan.rules.reference import PERCENTS, commit_date, percentile, reference_class

OVERRUNS = [Decimal(n) for n in (-5, 0, 0, 5, 10, 12, 20, 25, 35, 50, 80, 140)]


def test_the_known_class_gives_the_known_uplifts():
    found = reference_class(Decimal(180), OVERRUNS, 12)
    assert [(one.percent, one.overrun, one.days) for one in found.uplifts[:2]] == [
        (50, Decimal(16), Decimal("208.8")),
        (80, Decimal(47), Decimal("264.6")),
    ]
    assert (found.best, found.tail, found.indicative) == (-5, 140, False)


def test_fewer_than_ten_graded_cases_are_indicative_only():
    assert reference_class(Decimal(180), OVERRUNS, 9).indicative
    assert not reference_class(Decimal(180), OVERRUNS, 10).indicative


def test_without_a_case_there_is_no_class():
    assert reference_class(Decimal(180), [], 0) is None


def test_one_case_is_every_percentile():
    found = reference_class(Decimal(100), [Decimal(18)], 1)
    assert {one.days for one in found.uplifts} == {Decimal(118)}


@given(st.lists(st.integers(-50, 500), min_size=1, max_size=30), st.integers(1, 2000))
def test_percentiles_never_fall_and_stay_inside(overruns, planned):
    values = [Decimal(n) for n in overruns]
    found = reference_class(Decimal(planned), values, len(values))
    days = [found.at(percent).days for percent in PERCENTS]
    assert days == sorted(days)
    assert percentile(values, 0) == min(values)
    assert percentile(values, 100) == max(values)


EARLY, LATE = date(2026, 9, 1), date(2026, 10, 1)


@pytest.mark.parametrize(
    ("simulated", "reference", "day", "basis"),
    [
        (LATE, EARLY, LATE, "simulation"),
        (EARLY, LATE, LATE, "reference"),
        (LATE, LATE, LATE, "both"),
        (EARLY, None, EARLY, "simulation"),
        (None, LATE, LATE, "reference"),
    ],
)
def test_the_later_of_both_is_committed(simulated, reference, day, basis):
    found = commit_date(simulated, reference)
    assert (found.day, found.basis) == (day, basis)


def test_nothing_is_committed_without_a_forecast():
    assert commit_date(None, None) is None
