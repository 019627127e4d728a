"""The working calendar against the published days of China and against plain counting."""

from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import china, plain

CHINA = china()
PLAIN = plain()
days = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize("year", [2025, 2026])
def test_china_matches_the_published_calendar(year):
    day = date(year, 1, 1)
    while day.year == year:
        assert CHINA.is_working(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_china_2026_make_up_days_are_worked():
    made_up = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]
    assert [CHINA.is_working(date(2026, *day)) for day in made_up] == [True] * 6


def test_years_after_the_published_ones_are_marked_not_official():
    assert CHINA.is_official(date(2026, 12, 31))
    assert not CHINA.is_official(date(2027, 1, 1))
    assert CHINA.days_in(date(2027, 1, 1), date(2027, 12, 31)) == 248
    assert not CHINA.is_working(date(2027, 10, 1))


def test_a_decided_day_overrides_and_is_official():
    calendar = china({date(2027, 2, 20): True, date(2026, 3, 3): False})
    assert calendar.is_working(date(2027, 2, 20))
    assert calendar.is_official(date(2027, 2, 20))
    assert not calendar.is_official(date(2027, 2, 19))
    assert calendar.add_days(date(2026, 3, 2), 1) == date(2026, 3, 4)


def test_plain_is_official_for_ever():
    assert PLAIN.is_official(date(2099, 1, 1))
    assert PLAIN.minutes_per_day == 480


@given(days)
def test_plain_works_monday_to_friday(day):
    assert PLAIN.is_working(day) == (day.weekday() < 5)


def count(calendar, start, end):
    """Days worked after start up to end, one by one."""
    return sum(calendar.is_working(start + timedelta(days=i)) for i in range(1, (end - start).days + 1))


@given(days, st.integers(1, 400))
def test_add_days_forward_lands_on_the_nth_worked_day(day, step):
    for calendar in (CHINA, PLAIN):
        landed = calendar.add_days(day, step)
        assert calendar.is_working(landed)
        assert count(calendar, day, landed) == step
        assert calendar.days_between(day, landed) == step


@given(days, st.integers(1, 400))
def test_add_days_backward_undoes_forward(day, step):
    start = CHINA.next_working(day)
    assert CHINA.add_days(CHINA.add_days(start, step), -step) == start


@given(days)
def test_neighbouring_worked_days_enclose_the_day(day):
    before, after = CHINA.previous_working(day), CHINA.next_working(day)
    assert before <= day <= after
    assert CHINA.is_working(before)
    assert CHINA.is_working(after)
    assert (before == after) == CHINA.is_working(day)
    assert CHINA.add_days(day, 0) == after


def test_a_one_day_task_finishes_the_day_it_starts():
    assert CHINA.finish_of(date(2026, 3, 2), 1) == date(2026, 3, 2)
    assert CHINA.finish_of(date(2026, 2, 14), 2) == date(2026, 2, 24)


def test_days_in_counts_both_ends():
    assert PLAIN.days_in(date(2026, 3, 2), date(2026, 3, 6)) == 5
    assert PLAIN.days_in(date(2026, 3, 7), date(2026, 3, 8)) == 0
    assert PLAIN.days_in(date(2026, 3, 6), date(2026, 3, 2)) == 0


def test_a_distant_day_widens_the_index():
    calendar = plain()
    assert calendar.next_working(date(2026, 3, 7)) == date(2026, 3, 9)
    assert calendar.next_working(date(1990, 1, 6)) == date(1990, 1, 8)
    assert calendar.add_days(date(1990, 1, 1), 261 * 60) > date(2049, 12, 1)


def test_the_end_of_time_is_refused():
    with pytest.raises(OverflowError):
        plain().add_days(date(9999, 12, 30), 10)
    with pytest.raises(OverflowError):
        plain().add_days(date(1, 1, 2), -10)


def test_china_outside_the_known_centuries_keeps_the_weekends():
    assert not china().is_working(date(2150, 1, 3))
    assert china().is_working(date(2150, 1, 1))


@pytest.mark.parametrize(
    ("opened", "hours", "due"),
    [
        (datetime(2026, 2, 13, 17, 0, tzinfo=UTC), 8, datetime(2026, 2, 14, 16, 0, tzinfo=UTC)),
        (datetime(2026, 2, 13, 23, 0, tzinfo=UTC), 1, datetime(2026, 2, 14, 10, 0, tzinfo=UTC)),
        (datetime(2026, 2, 14, 17, 30, tzinfo=UTC), 1, datetime(2026, 2, 24, 9, 30, tzinfo=UTC)),
        (datetime(2026, 3, 1, 12, 0, tzinfo=UTC), 1, datetime(2026, 3, 2, 10, 0, tzinfo=UTC)),
        (datetime(2026, 3, 2, 8, 0, tzinfo=UTC), 0.5, datetime(2026, 3, 2, 9, 30, tzinfo=UTC)),
        (datetime(2026, 3, 2, 9, 0, tzinfo=UTC), 9, datetime(2026, 3, 2, 18, 0, tzinfo=UTC)),
    ],
)
def test_hours_run_only_while_service_is_open(opened, hours, due):
    assert CHINA.add_hours(opened, hours) == due
