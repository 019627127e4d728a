"""Outcomes in days: quantiles, chances, histogram."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phases.plan.rules.montecarlo.summary import BARS, chance, histogram, quantile, quantiles, told
from phases.plan.rules.worktime import DAY

FIRST = date(2026, 3, 2)


def evenings(days):
    return np.array([(FIRST + timedelta(n)).toordinal() * DAY + 1020 for n in days])


def test_quantiles_are_days_on_which_runs_ended():
    ordered = evenings(range(10))
    assert quantiles(ordered) == {"p10": "2026-03-02", "p50": "2026-03-06", "p80": "2026-03-09", "p90": "2026-03-10"}


def test_midnight_belongs_to_the_day_before():
    assert quantile(np.array([(FIRST.toordinal() + 1) * DAY]), 50) == FIRST


@pytest.mark.parametrize(("promised", "share"), [(1, 0.2), (0, 0.1), (9, 1.0), (-1, 0.0)])
def test_the_chance_counts_the_promised_day_itself(promised, share):
    assert chance(evenings(range(10)), FIRST + timedelta(promised)) == share


def test_without_a_promise_there_is_no_chance():
    assert chance(evenings([0]), None) is None
    assert told(evenings([0]), None, None) == {
        "p10": "2026-03-02", "p50": "2026-03-02", "p80": "2026-03-02", "p90": "2026-03-02",
        "planned": None, "promised": None, "chance": None,
    }  # fmt: skip


@given(st.lists(st.integers(0, 20_000), min_size=1, max_size=200))
def test_every_run_is_in_one_bar_and_bars_are_few(days):
    bars = histogram(np.sort(evenings(days)))
    assert sum(bar["runs"] for bar in bars) == len(days) == bars[-1]["upto"]
    assert len(bars) <= max(BARS, 20_000 // 365 + 1)
