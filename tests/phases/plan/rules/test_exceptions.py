"""Exceptions of calendars: the days of every kind of recurrence, worked out by hand."""

from datetime import date

import pytest

from phases.plan.rules.exceptions import days_of, expand
from phases.plan.rules.filed import own_calendar
from phases.plan.rules.mspdi import read_mspdi
from tests.factories.mspdi import (
    BY_DAYS,
    DAILY,
    MONTHLY,
    MONTHLY_PLACE,
    NIGHTS,
    WEEK,
    WEEKLY,
    YEARLY,
    YEARLY_PLACE,
    Project,
    exception,
    old_day,
    work_week,
)

FIRST, LAST = "2026-03-01", "2026-12-31"
BY_WEEKDAYS = 8


def read(*exceptions, old=(), weeks=(), week=None):
    data = Project().calendar("Standard", week, exceptions=exceptions, old=old, weeks=weeks).task().xml()
    return read_mspdi(data).calendars[0].exceptions


def days(one):
    return [day.strftime("%m-%d") if day.year == 2026 else day.isoformat() for day in days_of(one)]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (exception("2026-03-30", "2026-04-01"), ["03-30", "03-31", "04-01"]),
        (exception("2026-03-30", "2026-12-31", times_=2), ["03-30", "03-31"]),
        (exception("2026-03-30", "2026-04-05", DAILY, every=3), ["03-30", "04-02", "04-05"]),
        (exception("2026-03-30", "2026-04-05", BY_DAYS, every=2, times_=3), ["03-30", "04-01", "04-03"]),
        (exception("2026-04-02", "2026-04-09", BY_WEEKDAYS, every=2), ["04-02", "04-06", "04-08"]),
        (exception("2026-03-04", "2026-03-31", WEEKLY, days=8, every=1), ["03-04", "03-11", "03-18", "03-25"]),
        (exception("2026-03-04", "2026-04-30", WEEKLY, days=2 + 8, every=2), ["03-04", "03-16", "03-18", "03-30", "04-01", "04-13", "04-15", "04-27", "04-29"]),
        (exception(FIRST, LAST, WEEKLY, days=65, every=4, times_=4), ["03-01", "03-07", "03-29", "04-04"]),
        (exception("2026-03-15", "2026-08-31", MONTHLY, every=2, day=31), ["03-31", "05-31", "07-31"]),
        (exception(FIRST, LAST, MONTHLY, every=1, day=31, times_=3), ["03-31", "04-30", "05-31"]),
        (exception("2026-03-15", "2026-06-30", MONTHLY, every=1, day=10), ["04-10", "05-10", "06-10"]),
        (exception(FIRST, "2026-06-30", MONTHLY_PLACE, every=1, item=8, place=4), ["03-27", "04-24", "05-29", "06-26"]),
        (exception(FIRST, "2026-06-30", MONTHLY_PLACE, every=3, item=1, place=0), ["03-02", "06-01"]),
        (exception(FIRST, "2026-05-31", MONTHLY_PLACE, every=1, item=2, place=1), ["03-07", "04-05", "05-03"]),
        (exception(FIRST, "2026-04-30", MONTHLY_PLACE, every=1, item=0, place=4), ["03-31", "04-30"]),
        (exception(FIRST, "2026-04-30", MONTHLY_PLACE, every=1, item=3, place=2), ["03-15", "04-19"]),
        (exception("2026-02-01", "2028-12-31", YEARLY, month=1, day=29), ["02-28", "2027-02-28", "2028-02-29"]),
        (exception("2026-05-02", "2028-05-01", YEARLY, month=4, day=1), ["2027-05-01", "2028-05-01"]),
        (exception("2026-01-01", "2027-12-31", YEARLY_PLACE, month=10, item=7, place=3), ["11-26", "2027-11-25"]),
        (exception("2026-01-01", "2099-12-31", YEARLY, month=0, day=1, times_=2), ["01-01", "2027-01-01"]),
    ],
)  # fmt: skip
def test_days_of_every_recurrence(said, expected):
    assert days(read(said)[0]) == expected


def test_a_working_exception_has_its_own_hours_or_the_usual_ones():
    own = exception("2026-03-07", hours=("09:00-11:30",))
    bare = ("Exception", [*exception("2026-03-08")[1][:-2], ("DayWorking", 1)])
    assert expand(read(own, bare)) == {
        date(2026, 3, 7): ((540, 690),),
        date(2026, 3, 8): ((480, 720), (780, 1020)),
    }


def test_exceptions_of_the_old_kind_count_once():
    new = exception("2026-03-04", name="Off")
    found = read(new, old=[old_day("2026-03-04"), old_day("2026-03-05", "2026-03-06", ("08:00-12:00",))])
    assert [(one["name"], one["from"], one["to"], one["shifts"]) for one in found] == [
        ("Off", "2026-03-04", "2026-03-04", []), ("", "2026-03-05", "2026-03-06", [[480, 720]]),
    ]  # fmt: skip


def test_hours_of_some_weeks_give_way_to_exceptions():
    week = work_week("2026-03-02", "2026-03-08", {0: ("08:00-12:00",), 5: ("08:00-10:00",)})
    found = expand(read(exception("2026-03-02"), weeks=[week]))
    assert found == {date(2026, 3, 2): (), date(2026, 3, 7): ((480, 600),)}


def test_a_single_day_wins_over_yearly_monthly_weekly_and_daily_ones():
    many = [
        exception("2026-03-02", hours=("08:00-09:00",)),
        exception(FIRST, LAST, YEARLY, month=2, day=2, hours=("08:00-10:00",)),
        exception(FIRST, LAST, YEARLY, month=2, day=9, hours=("08:00-10:00",)),
        exception(FIRST, LAST, WEEKLY, days=2, every=1, hours=("08:00-11:00",)),
    ]
    found = expand(read(*many))
    assert [found[date(2026, 3, day)][0][1] for day in (2, 9, 16)] == [540, 600, 660]


def test_night_shifts_run_past_midnight():
    calendar = own_calendar(read_mspdi(Project().calendar("Night", NIGHTS).task().xml()))
    assert calendar.shifts_on(date(2026, 3, 2).toordinal()) == ((1380, 1440),)
    assert calendar.shifts_on(date(2026, 3, 3).toordinal()) == ((0, 180), (240, 480), (1380, 1440))


def test_a_shift_that_ends_after_midnight_goes_on_in_the_next_day():
    week = WEEK | {0: ("22:00-06:00",), 1: ()}
    calendar = own_calendar(read_mspdi(Project().calendar("Night", week).task().xml()))
    assert [calendar.shifts_on(date(2026, 3, day).toordinal()) for day in (2, 3)] == [((1320, 1440),), ((0, 360),)]


def test_a_derived_calendar_follows_its_base_where_it_says_nothing():
    project = Project(calendar=2).calendar("Standard", exceptions=[exception("2026-03-04")])
    calendar = own_calendar(read_mspdi(project.calendar("Own", {0: ()}, base=1).task().xml()))
    worked = [calendar.is_working(date(2026, 3, day)) for day in (2, 3, 4, 5)]
    assert worked == [False, True, False, True]


def test_a_day_off_of_the_base_comes_before_hours_of_some_weeks():
    weeks = [work_week("2026-03-09", "2026-03-13", dict.fromkeys(range(4), ("08:00-12:00",)))]
    project = Project(calendar=2).calendar("Standard", exceptions=[exception("2026-03-11")])
    calendar = own_calendar(read_mspdi(project.calendar("Own", {4: ()}, base=1, weeks=weeks).task().xml()))
    hours = [calendar.shifts_on(date(2026, 3, day).toordinal()) for day in (10, 11, 12, 13)]
    assert hours == [((480, 720),), (), ((480, 720),), ()]


def test_a_weekday_of_a_derived_calendar_comes_before_hours_of_some_weeks_of_its_base():
    weeks = [work_week("2026-03-09", "2026-03-13", dict.fromkeys(range(5), ("08:00-12:00",)))]
    project = Project(calendar=2).calendar("Standard", weeks=weeks)
    calendar = own_calendar(read_mspdi(project.calendar("Own", {4: ()}, base=1).task().xml()))
    assert [calendar.shifts_on(date(2026, 3, day).toordinal()) for day in (12, 13)] == [((480, 720),), ()]


def test_a_calendar_that_works_on_exceptions_only_is_taken():
    never = dict.fromkeys(range(7), ())
    found = read(exception("2026-03-07", hours=("08:00-12:00",)), week=never)
    assert expand(found) == {date(2026, 3, 7): ((480, 720),)}
