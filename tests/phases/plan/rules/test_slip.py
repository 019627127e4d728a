"""Slip in working days and the movement of a forecast (F04)."""

from datetime import date

from core.calendar import china, plain
from phases.plan.rules.slip import monthly, slip_days, trend


def test_slip_counts_working_days_both_ways():
    assert slip_days(date(2026, 3, 6), date(2026, 3, 9), plain()) == 1
    assert slip_days(date(2026, 3, 9), date(2026, 3, 6), plain()) == -1
    assert slip_days(date(2026, 2, 13), date(2026, 2, 24), china()) == 2
    assert slip_days(None, date(2026, 3, 9), plain()) is None
    assert slip_days(date(2026, 3, 9), None, plain()) is None


def test_a_steady_forecast_has_slope_zero():
    steady = [(date(2026, month, 1), date(2026, 12, 1)) for month in (1, 2, 3)]
    assert (trend(steady).slope, trend(steady).receding, trend(steady).unstable) == (0, False, False)


def test_a_forecast_that_recedes_as_fast_as_time_is_named():
    receding = [
        (date(2026, 1, 1), date(2026, 6, 1)),
        (date(2026, 1, 31), date(2026, 7, 1)),
        (date(2026, 3, 2), date(2026, 8, 1)),
    ]
    assert trend(receding).receding
    assert not trend(receding[:2]).receding
    assert trend(receding[:2]).slope == 1


def test_three_turns_make_a_plan_unstable():
    forecasts = [1, 9, 2, 9, 2]
    reports = [(date(2026, month, 1), date(2026, 6, day)) for month, day in enumerate(forecasts, 1)]
    assert trend(reports).unstable
    assert not trend(reports[:4]).unstable


def test_one_report_has_no_trend():
    assert trend([(date(2026, 1, 1), date(2026, 6, 1))]).slope is None


def test_a_month_keeps_its_last_report():
    day = date(2026, 12, 1)
    reports = [(date(2026, 2, 3), day), (date(2026, 1, 5), day), (date(2026, 1, 30), date(2026, 12, 4))]
    assert monthly(reports) == [(date(2026, 1, 30), date(2026, 12, 4)), (date(2026, 2, 3), day)]
    assert monthly([]) == []
