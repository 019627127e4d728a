"""Earned value (F02) and earned schedule (F03) against their oracles."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phases.plan.rules.earned import (
    EarnedSchedule,
    EarnedValue,
    Share,
    cumulative,
    done_share,
    earned_schedule,
    earned_time,
    s_curve,
)

PLANNED = [Decimal(value) for value in (100, 250, 450, 700, 900, 1000)]


def test_the_oracle_of_the_formula_sheet():
    time = earned_time(PLANNED, Decimal(500))
    found = EarnedSchedule(time, Decimal(4), Decimal(6))
    assert (time, found.spi, found.estimate) == (Decimal("3.2"), Decimal("0.8"), Decimal("7.5"))


def test_work_done_whole_is_the_whole_plan():
    assert earned_time(PLANNED, Decimal(1000)) == 6
    assert earned_time(PLANNED, Decimal(0)) == 0


def test_weights_spread_evenly_over_their_periods():
    shares = [Share(0, 1, Decimal(10), Decimal(1)), Share(1, 3, Decimal(30), Decimal(0))]
    assert cumulative(shares, 4) == [5, 20, 30, 40]
    found = earned_schedule(shares, 1)
    assert found.earned == 1 + Decimal(5) / 15
    assert found.spi == found.earned


def test_nothing_promised_or_elapsed_has_no_ratio():
    assert earned_schedule([], 3) is None
    found = earned_schedule([Share(0, 0, Decimal(1), Decimal(0))], 0)
    assert (found.spi, found.estimate) == (None, None)


def test_finished_early_earns_the_planned_duration():
    assert earned_schedule([Share(0, 9, Decimal(1), Decimal(1))], 5).spi == 2


def rounded(value, places="0.001"):
    return None if value is None else value.quantize(Decimal(places))


def test_the_oracle_of_earned_value():
    found = EarnedValue(planned=Decimal(500), earned=Decimal(400), budget=Decimal(1000), actual=Decimal(450))
    assert (found.cost_variance, found.schedule_variance) == (-50, -100)
    assert (rounded(found.cpi), rounded(found.spi)) == (Decimal("0.889"), Decimal("0.800"))
    assert {key: rounded(value, "0.01") for key, value in found.estimates.items()} == {
        "BAC/CPI": Decimal("1125.00"),
        "AC+BAC-EV": Decimal("1050.00"),
        "AC+(BAC-EV)/(CPI*SPI)": Decimal("1293.75"),
    }
    assert rounded(found.tcpi) == Decimal("1.091")
    assert rounded(found.to_complete(), "0.01") == Decimal("675.00")
    assert rounded(found.variance_at_completion(), "0.01") == Decimal("-125.00")
    assert found.to_complete("AC+BAC-EV") == 600
    assert found.variance_at_completion("AC+BAC-EV") == -50


def test_what_would_divide_by_zero_is_unknown():
    zero = Decimal(0)
    begun = EarnedValue(zero, zero, Decimal(1000), zero)
    assert (begun.cpi, begun.spi, begun.tcpi) == (None, None, 1)
    assert list(begun.estimates.values()) == [None, 1000, None]
    assert begun.to_complete() is None
    assert begun.variance_at_completion() is None
    spent = EarnedValue(Decimal(10), Decimal(5), Decimal(10), Decimal(10))
    assert spent.tcpi is None
    nothing_done = EarnedValue(Decimal(10), zero, Decimal(10), Decimal(3))
    assert list(nothing_done.estimates.values()) == [None, 13, None]


def test_without_a_cost_only_the_schedule_is_known():
    found = EarnedValue(Decimal(500), Decimal(400), Decimal(1000))
    assert rounded(found.spi) == Decimal("0.800")
    assert (found.cpi, found.cost_variance, found.tcpi, found.to_complete(), found.variance_at_completion()) == (
        None, None, None, None, None,
    )  # fmt: skip
    assert set(found.estimates.values()) == {None}


STEPS = [(Decimal(1), True), (Decimal(3), False), (Decimal(4), True)]


@pytest.mark.parametrize(
    ("rule", "started", "finished", "earned"),
    [
        ("0/100", True, False, "0"), ("0/100", True, True, "1"),
        ("50/50", False, False, "0"), ("50/50", True, False, "0.5"), ("50/50", True, True, "1"),
        ("steps", True, False, "0.625"), ("steps", True, True, "1"),
        ("percent", False, False, "0"), ("percent", True, False, "0.3"), ("percent", True, True, "1"),
    ],
)  # fmt: skip
def test_each_rule_earns_in_its_own_way(rule, started, finished, earned):
    assert done_share(rule, started=started, finished=finished, percent=30, steps=STEPS) == Decimal(earned)


def test_steps_without_weights_fall_back_to_the_per_cent():
    assert done_share("steps", started=True, finished=False, percent=30) == Decimal("0.3")


def test_the_curve_adds_up_plan_and_work():
    promised = [Share(0, 3, Decimal(40), Decimal(1)), Share(4, 9, Decimal(60), Decimal("0.5"))]
    worked = [Share(0, 4, Decimal(40), Decimal(1)), Share(5, 6, Decimal(60), Decimal("0.5"))]
    found = s_curve(promised, worked, now=7, every=5)
    assert found.ends == (0, 5, 7, 10)
    assert found.planned == (0, 50, 70, 100)
    assert found.earned == (0, 40, 70, None)
    assert found.budget == 100


def test_the_curve_goes_on_where_the_work_outlasts_the_plan():
    promised = [Share(0, 1, Decimal(10), Decimal(1))]
    found = s_curve(promised, [Share(0, 3, Decimal(10), Decimal(1))], now=4, every=2)
    assert found.ends == (0, 2, 4)
    assert found.planned == (0, 10, 10)
    assert found.earned == (0, 5, 10)
    assert s_curve([], [], now=4, every=2) is None


def test_before_the_plan_begins_nothing_is_earned():
    found = s_curve([Share(0, 1, Decimal(10), Decimal(0))], [], now=-3, every=2)
    assert (found.ends, found.earned) == ((0, 2), (None, None))


def test_thirds_do_not_let_the_curve_fall():
    thirds = [Share(0, 0, Decimal(1), Decimal(0)), *[Share(0, 2, Decimal(1), Decimal(0))] * 2]
    planned = cumulative(thirds, 6)
    assert planned == sorted(planned)


shares = st.builds(
    lambda first, length, weight, done: Share(first, first + length, Decimal(weight), Decimal(done) / 100),
    st.integers(0, 60), st.integers(0, 40), st.integers(1, 500), st.integers(0, 100),
)  # fmt: skip


@given(st.lists(shares, min_size=1, max_size=20), st.integers(0, 80), st.integers(1, 30))
def test_the_curve_rises_and_ends_at_the_whole(promised, now, every):
    found = s_curve(promised, promised, now=now, every=every)
    assert list(found.planned) == sorted(found.planned)
    at_end = dict(zip(found.ends, found.planned, strict=True))[max(share.last for share in promised) + 1]
    assert rounded(at_end, "0.000001") == rounded(found.budget, "0.000001")
    earned = [value for value in found.earned if value is not None]
    assert earned == sorted(earned)
    done = sum(share.weight * share.done for share in promised if share.first < now)
    assert rounded(earned[-1], "0.000001") == rounded(Decimal(done), "0.000001")
