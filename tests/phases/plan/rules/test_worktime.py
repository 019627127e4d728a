"""Hours as arithmetic: half days, nights, exceptions, and calendars that cannot answer."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import china
from phases.plan.rules.worktime import DAY, CalendarError, WorkTime, clock, day_of, moment, narrowed, of_days, tidy

OFFICE = ((480, 720), (780, 1020))
WEEK = WorkTime((OFFICE,) * 4 + (((480, 720),), (), ()), {date(2026, 3, 4): (), date(2026, 3, 7): ((600, 660),)})
NIGHT = WorkTime((((0, 180), (1380, 1440)),) * 5 + ((), ()))


def at(day, hour, minute=0):
    return moment(datetime(2026, 3, day, hour, minute))


def test_a_moment_is_a_clock_and_a_day():
    assert clock(at(2, 8, 30)) == datetime(2026, 3, 2, 8, 30)
    assert day_of(at(2, 23, 59)) == date(2026, 3, 2)
    assert moment(date(2026, 3, 2)) == at(2, 0)


def test_work_skips_lunch_days_off_and_half_fridays():
    assert WEEK.add(at(2, 8), 480) == at(2, 17)
    assert WEEK.add(at(3, 8), 481) == at(5, 8, 1)  # Wednesday is off
    assert WEEK.add(at(6, 8), 240) == at(6, 12)  # Friday is half a day
    assert WEEK.add(at(6, 8), 300) == at(7, 11)  # Saturday works one hour by exception
    assert WEEK.between(at(2, 0), at(9, 0)) == 480 + 480 + 480 + 240 + 60


def test_backwards_ends_where_the_work_begins():
    assert WEEK.add(at(3, 8), -480) == at(2, 8)
    assert WEEK.add(at(2, 13), -60) == at(2, 11)
    assert WEEK.add(at(3, 12), 0) == at(3, 12)


def test_the_end_of_a_shift_and_the_next_opening_are_the_same_work():
    assert WEEK.next_start(at(2, 17)) == at(3, 8)
    assert WEEK.next_start(at(2, 9)) == at(2, 9)
    assert WEEK.previous_finish(at(3, 8)) == at(2, 17)
    assert WEEK.previous_finish(at(3, 9)) == at(3, 9)
    assert WEEK.work(at(2, 17)) == WEEK.work(at(3, 8))


def test_a_night_shift_runs_over_midnight():
    assert NIGHT.add(at(2, 23), 120) == at(3, 1)
    assert NIGHT.next_start(at(3, 3)) == at(3, 23)


def test_days_begin_and_end_with_their_work():
    assert (WEEK.begin_of(date(2026, 3, 4)), WEEK.end_of(date(2026, 3, 4))) == (at(5, 8), at(3, 17))
    assert (WEEK.begin_of(date(2026, 3, 6)), WEEK.end_of(date(2026, 3, 6))) == (at(6, 8), at(6, 12))


def test_two_calendars_work_where_both_do():
    both = narrowed(WEEK, WorkTime((((600, 900),),) * 7))
    assert both.add(at(2, 8), 60) == at(2, 11)
    assert both.add(at(2, 11), 120) == at(2, 14)
    assert not both.is_working(date(2026, 3, 4))


def test_the_chinese_calendar_gives_its_days_and_its_official_part():
    time = of_days(china())
    assert time.add(moment(datetime(2026, 2, 14, 9)), 481) == moment(datetime(2026, 2, 24, 9, 1))
    assert time.is_official(date(2026, 12, 31))
    assert not time.is_official(date(2027, 1, 1))


def test_a_calendar_without_work_says_so():
    with pytest.raises(CalendarError) as caught:
        WorkTime(((),) * 7, name="Empty").next_start(at(2, 8))
    assert (caught.value.name, caught.value.empty) == ("Empty", True)


def test_a_plan_of_centuries_is_refused():
    with pytest.raises(CalendarError) as caught:
        WEEK.add(at(2, 8), 480 * 260 * 500)
    assert not caught.value.empty


def test_tidy_sorts_merges_and_ends_at_midnight():
    assert tidy([(780, 1020), (480, 720), (700, 730), (1300, 0), (50, 50)]) == ((480, 730), (780, 1020), (1300, 1440))


@given(st.integers(-400, 400), st.integers(0, DAY - 1), st.integers(-3000, 3000))
def test_adding_and_taking_away_comes_back_to_the_same_work(days, minute, minutes):
    for time in (WEEK, NIGHT):
        start = moment(date(2026, 3, 2)) + days * DAY + minute
        assert time.between(start, time.add(start, minutes)) == minutes
        there = time.add(start, minutes)
        assert time.work(time.add(there, -minutes)) == time.work(start)
        assert time.work(time.next_start(start)) == time.work(start) == time.work(time.previous_finish(start))
        assert time.previous_finish(start) <= start <= time.next_start(start)
