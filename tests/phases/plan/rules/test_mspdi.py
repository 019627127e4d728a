"""Files of Microsoft Project: what they say, and every way in which they are refused."""

from datetime import date, datetime

import pytest

from core.imports.table import UnreadableError
from phases.plan.rules.filed import own_calendar, scheduled
from phases.plan.rules.mspdi import read_mspdi
from phases.plan.rules.worktime import clock
from tests.factories.plan import mspdi

PLAN = [
    {"name": "Prepare", "summary": 1, "hours": 24},
    {"outline": "1.1", "level": 2, "hours": 16},
    {"outline": "1.2", "level": 2, "links": [(2, 1, 0)]},
    {"outline": "2", "hours": 0, "milestone": 1, "links": [(3, 1, 4800)]},
]


def reason(data):
    with pytest.raises(UnreadableError) as caught:
        scheduled(read_mspdi(data))
    return str(caught.value)


def test_tasks_links_summaries_and_calendars_are_counted_as_in_the_file():
    parsed = read_mspdi(mspdi(PLAN, calendars=3))
    assert (len(parsed.leaves), len(parsed.tasks), len(parsed.links), len(parsed.calendars)) == (3, 4, 2, 3)
    assert parsed.root is not None
    assert [task.parent for task in parsed.tasks] == [None, 1, 1, None]
    assert [(link.earlier, link.later, link.kind, link.lag) for link in parsed.links] == [
        (2, 3, "FS", 0),
        (3, 4, "FS", 480),
    ]


def test_a_file_is_scheduled_by_its_own_calendar():
    parsed = read_mspdi(mspdi(PLAN))
    assert own_calendar(parsed).shifts_on(date(2026, 3, 2).toordinal()) == ((480, 720), (780, 1020))
    result = scheduled(parsed)
    assert clock(result.slots[3].early_start) == datetime(2026, 3, 4, 8)
    assert clock(result.slots[3].early_finish) == datetime(2026, 3, 4, 17)
    assert (result.slots[1].start, result.slots[1].finish) == (date(2026, 3, 2), date(2026, 3, 4))
    assert result.slots[4].finish == date(2026, 3, 5)


@pytest.mark.parametrize(("number", "kind"), [(0, "FF"), (1, "FS"), (2, "SF"), (3, "SS")])
def test_link_types_are_numbered_as_in_the_file(number, kind):
    assert read_mspdi(mspdi([{}, {"links": [(1, number, 0)]}])).links[0].kind == kind


def test_levels_that_jump_keep_their_nearest_summary():
    tasks = [
        {"level": 1, "summary": 1},
        {"level": 3, "outline": "1.0.1"},
        {"level": 2, "outline": "1.1"},
        {"level": 1, "outline": "2"},
    ]
    assert [task.parent for task in read_mspdi(mspdi(tasks)).tasks] == [None, 1, 1, None]


def test_a_file_without_project_summary_is_read():
    assert read_mspdi(mspdi(PLAN, root=False)).root is None


def test_null_tasks_and_links_to_other_projects_are_passed_over():
    cross = "<PredecessorLink><PredecessorUID>99</PredecessorUID><CrossProject>1</CrossProject></PredecessorLink>"
    data = mspdi([{"extra": cross}, {"extra": "<IsNull>1</IsNull>"}])
    parsed = read_mspdi(data)
    assert (len(parsed.tasks), len(parsed.links)) == (1, 0)


def test_progress_constraints_and_deadline_are_taken():
    extra = (
        "<PercentComplete>40</PercentComplete><ActualStart>2026-03-03T08:00:00</ActualStart><ConstraintType>4</ConstraintType>"
        "<ConstraintDate>2026-03-03T08:00:00</ConstraintDate><Deadline>2026-03-20T17:00:00</Deadline><ActualFinish>NA</ActualFinish>"
    )
    task = read_mspdi(mspdi([{"extra": extra}])).tasks[0]
    assert (task.percent, task.constraint, task.constraint_at) == (40, "snet", datetime(2026, 3, 3, 8))
    assert (task.actual_start, task.actual_finish, task.deadline) == (
        datetime(2026, 3, 3, 8),
        None,
        datetime(2026, 3, 20, 17),
    )


def test_calendar_exceptions_are_days_off_and_days_on():
    period = "<TimePeriod><FromDate>2026-03-{a}T00:00:00</FromDate><ToDate>2026-03-{b}T23:59:00</ToDate></TimePeriod>"
    days = f"<WeekDay><DayType>0</DayType><DayWorking>0</DayWorking>{period.format(a='03', b='04')}</WeekDay>"
    on = f"<Exceptions><Exception>{period.format(a='07', b='07')}<DayWorking>1</DayWorking></Exception><Exception/></Exceptions>"
    data = mspdi([{}]).replace(b"</WeekDays>", f"{days}</WeekDays>{on}".encode())
    calendar = own_calendar(read_mspdi(data))
    assert [calendar.is_working(date(2026, 3, day)) for day in (2, 3, 4, 5, 7, 8)] == [
        True,
        False,
        False,
        True,
        True,
        False,
    ]


def test_a_file_without_calendar_gets_the_usual_hours():
    data = (
        mspdi([{}])
        .replace(b"<CalendarUID>1</CalendarUID>", b"")
        .replace(b"<StartDate>2026-03-02T08:00:00</StartDate>", b"")
    )
    parsed = read_mspdi(data)
    assert own_calendar(parsed).week[0] == ((480, 720), (780, 1020))
    assert own_calendar(parsed).week[6] == ()
    assert scheduled(parsed).start == date(2000, 1, 3)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "Save as"),
        (b"", "empty"),
        (mspdi(PLAN)[:400], "line 1"),
        (b'<?xml version="1.0"?><!DOCTYPE Project [<!ENTITY a "b">]><Project/>', "DTD"),
        (b"<html><body/></html>", "<html>"),
        (b"<Project/>", "<Project>"),
        (mspdi([], root=False), "no tasks"),
        (mspdi([{"uid": 7}, {"uid": 7, "outline": "2"}]), "UID 7 stands on two tasks"),
        (mspdi([{"links": [(99, 1, 0)]}]), "UID 1: predecessor 99"),
        (mspdi([{"links": [(1, 1, 0)]}]), "UID 1: the task is its own"),
        (mspdi([{"links": [(2, 1, 0)]}, {"links": [(1, 1, 0)]}]), "circle: 1 → 2 → 1"),
        (mspdi([{}, {"links": [(1, 9, 0)]}]), "link type “9”"),
        (mspdi([{}, {"summary": 1, "links": [(1, 0, 0)]}]), "UID 2: a summary"),
        (mspdi([{"hours": -4}]), "UID 1: the duration"),
        (mspdi([{}]).replace(b"PT8H0M0S", b"-PT8H0M0S"), "negative"),
        (mspdi([{}]).replace(b"PT8H0M0S", b"PT9999999999H"), "beyond all plans"),
        (mspdi([{}]).replace(b"PT8H0M0S", b"P"), "PT8H0M0S is expected"),
        (mspdi([{"extra": "<Start>0001-01-01T08:00:00</Start>"}]), "UID 1: Start is “0001"),
        (mspdi([{"extra": "<Finish>9999-12-31T08:00:00</Finish>"}]), "UID 1: Finish"),
        (mspdi([{"extra": "<Start>tomorrow</Start>"}]), "“tomorrow”"),
        (mspdi([{"extra": "<PercentComplete>140</PercentComplete>"}]), "from 0 to 100"),
        (mspdi([{"uid": "x"}]), "UID is “x”"),
        (mspdi([{}]).replace(b"08:00:00</FromTime>", b"8 am</FromTime>"), "not a time of day"),
    ],
)
def test_a_file_that_cannot_be_taken_at_its_word_is_refused(data, words):
    assert words in reason(data)
