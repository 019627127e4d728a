"""Dates and working minutes, there and back."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import china, plain
from phases.plan.rules.axis import Axis

CHINA = china()
ORIGIN = date(2026, 3, 2)
DAY = 480


@given(st.integers(-400, 4000))
def test_points_and_days_agree(number):
    axis = Axis(CHINA, ORIGIN)
    day = axis.day(number)
    assert axis.begin_of(day) == number * DAY
    assert axis.end_of(day) == (number + 1) * DAY
    assert axis.first_day(number * DAY) == day
    assert axis.last_day((number + 1) * DAY) == day


@given(st.integers(-4000, 40000))
def test_wall_clock_moments_come_back(point):
    axis = Axis(plain(), ORIGIN)
    assert axis.point(axis.opening(point)) == point
    assert axis.point(axis.closing(point)) == point


def test_the_end_of_a_day_and_the_start_of_the_next_are_one_point():
    axis = Axis(plain(), ORIGIN)
    assert axis.closing(DAY) == datetime(2026, 3, 2, 18)
    assert axis.opening(DAY) == datetime(2026, 3, 3, 9)
    assert axis.closing(180) == datetime(2026, 3, 2, 12)
    assert axis.opening(180) == datetime(2026, 3, 2, 13)


@pytest.mark.parametrize(
    ("moment", "point"),
    [
        (datetime(2026, 3, 2, 6), 0),
        (datetime(2026, 3, 2, 12, 30), 180),
        (datetime(2026, 3, 2, 23), DAY),
        (datetime(2026, 3, 7, 12), 5 * DAY),
    ],
)
def test_moments_outside_the_shifts_wait_for_the_next_opening(moment, point):
    assert Axis(plain(), ORIGIN).point(moment) == point


def test_an_origin_on_a_day_off_moves_to_the_next_worked_day():
    assert Axis(plain(), date(2026, 3, 7)).origin == date(2026, 3, 9)


def test_far_days_widen_the_axis():
    axis = Axis(plain(), ORIGIN)
    far = ORIGIN + timedelta(days=3650)
    assert axis.day(axis.begin_of(far) // DAY) == axis.calendar.next_working(far)
    axis = Axis(plain(), ORIGIN)
    assert axis.day(20_000) > date(2100, 1, 1)
    with pytest.raises(OverflowError):
        axis.day(5_000_000)
