"""Earned schedule (F03) against its oracle."""

from decimal import Decimal

from phases.plan.rules.earned import EarnedSchedule, Share, cumulative, earned_schedule, earned_time

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
