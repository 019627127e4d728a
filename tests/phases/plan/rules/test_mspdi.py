"""Files of Microsoft Project: what they say, and every way in which they are refused."""

from datetime import date, datetime, timedelta

import pytest

from core.imports.table import UnreadableError
from phases.plan.rules.filed import own_calendar, scheduled
from phases.plan.rules.filing import parse_plan
from phases.plan.rules.mspdi import read_mspdi
from phases.plan.rules.worktime import clock
from tests.factories.mspdi import Project, exception, instant, rich, span
from tests.factories.plan import mspdi

PLAN = [
    {"name": "Prepare", "summary": 1, "hours": 24},
    {"outline": "1.1", "level": 2, "hours": 16},
    {"outline": "1.2", "level": 2, "links": [(2, 1, 0)]},
    {"outline": "2", "hours": 0, "milestone": 1, "links": [(3, 1, 4800)]},
]


NEVER = dict.fromkeys(range(7), ())


def reason(data, name="plan.xml"):
    with pytest.raises(UnreadableError) as caught:
        scheduled(read_mspdi(data, name))
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


@pytest.mark.parametrize(
    ("lag", "expected"),
    [
        ("+1d", (480, "work")), ("-1d", (-480, "work")), ("+1w", (2400, "work")), ("+2ed", (2880, "elapsed")),
        ("+3eh", (180, "elapsed")), ("+50%", (50, "percent")), ("-25%", (-25, "percent")), ("+50e%", (50, "epercent")),
        ("+1mo", (9600, "work")), ("+1emo", (43200, "elapsed")), ("+5m?", (5, "work")), ("+2ed?", (2880, "elapsed")),
        ("+50%?", (50, "percent")), ("+50e%?", (50, "epercent")),
    ],
)  # fmt: skip
def test_lags_of_every_unit(lag, expected):
    link = read_mspdi(Project().task().task().link(1, 2, "SS", lag).xml()).links[0]
    assert (link.lag, link.unit) == expected


def test_half_minutes_of_a_lag_round_away_from_zero():
    data = Project().task().task().link(1, 2).xml()
    tenths = [data.replace(b"<LinkLag>0<", f"<LinkLag>{lag}<".encode()) for lag in (14, 15, -15)]
    assert [read_mspdi(one).links[0].lag for one in tenths] == [1, 2, -2]


def test_links_and_tasks_of_other_projects_are_passed_over_and_said_so():
    project = Project().task().task(uid=5, ExternalTask=1).task(uid=6).link(5, 6).link(1, 6).link(1, 5)
    parsed = read_mspdi(project.link(77, 1, cross=True).xml())
    assert [task.uid for task in parsed.tasks] == [1, 6]
    assert [(link.earlier, link.later) for link in parsed.links] == [(1, 6)]
    assert [str(note) for note in parsed.notes] == ["2 links to 1 tasks of other projects were passed over."]


def test_rules_of_a_file_that_are_not_counted_by_here_are_said():
    data = Project(MultipleCriticalPaths=1).task().xml()
    notes = read_mspdi(data.replace(b"<ScheduleFromStart>1<", b"<ScheduleFromStart>0<")).notes
    assert [str(note).partition(";")[0] for note in notes] == [
        "Project counts this file from its finish", "Project gives every chain of this file its own critical path",
    ]  # fmt: skip
    assert read_mspdi(Project().task().xml()).notes == ()


def test_a_task_without_a_name_is_called_by_its_uid():
    parsed = read_mspdi(Project().task("X").xml().replace(b"<Name>X</Name>", b""))
    assert (parsed.tasks[0].name, len(parsed.notes)) == ("#1", 1)


def test_manual_tasks_keep_their_own_dates_and_length():
    task = read_mspdi(Project().task("A", "2d", manual=True, start="2026-03-07", finish="2026-03-08").xml()).tasks[0]
    assert (task.manual, task.minutes) == (True, 960)
    assert (task.start, task.finish) == (datetime(2026, 3, 7, 8), datetime(2026, 3, 8, 17))


def test_remaining_work_is_kept_where_the_per_cent_does_not_say_it():
    project = (
        Project().task(percent=50, remaining="4h").task(percent=50, remaining="5h").task(percent=0, remaining="3h")
    )
    assert [task.remaining for task in read_mspdi(project.xml()).tasks] == [None, 300, None]


def test_a_constraint_without_a_date_is_none():
    tasks = read_mspdi(Project().task(constraint="snet").task(constraint="alap", at="2026-03-09").xml()).tasks
    assert [(task.constraint, task.constraint_at) for task in tasks] == [("asap", None), ("alap", None)]


def test_nobodys_work_is_left_out_and_twice_the_same_resource_is_added_up():
    project = Project().task().resource("Dana").assign(1, -65535, work="8h").assign(1, 1, units=0.5, work="4h")
    found = read_mspdi(project.assign(1, 1, units=0.25, work="2h").xml()).assignments
    assert [(one.task, one.resource, one.units, one.work) for one in found] == [(1, 1, 75.0, 360)]


def test_a_whole_file_is_scheduled_by_its_own_calendars_and_resources():
    result = scheduled(read_mspdi(rich().xml()))
    assert clock(result.slots[3].early_finish) - clock(result.slots[3].early_start) == timedelta(days=3)
    assert clock(result.slots[6].begins) == datetime(2026, 3, 18, 8)


def test_spans_and_days_of_the_builder():
    assert [span(text) for text in ("2d", "-4h", "3ed?", "+50%")] == [(960, 7), (-240, 5), (4320, 40), (50, 19)]
    assert [instant(text) for text in (None, "2026-03-02", "2026-03-02T09:30")] == [
        None, "2026-03-02T08:00:00", "2026-03-02T09:30:00",
    ]  # fmt: skip


PMXML = (
    b'<?xml version="1.0"?><APIBusinessObjects xmlns="http://xmlns.oracle.com/Primavera/P6/V8/API/BusinessObjects"/>'
)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "plan.mpp", "Microsoft Project .mpp"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "plan.mpt", "template of Microsoft Project"),
        (b"\0\1\0\0Standard Jet DB\0", "plan.mpd", "Microsoft Project database"),
        (b"MPX,Microsoft Project for Windows,4.0,ANSI\r\n", "plan.mpx", "old text format"),
        (b"ERMHDR\t18.8\t2026-03-02", "plan.xer", "Primavera P6 file (XER)"),
        (PMXML, "p6.xml", "Primavera P6 (PMXML)"),
        (b"<Project><Tasks><Task/></Tasks></Project>", "old.xml", "XML of an old Microsoft Project"),
        (b"<project name='x' company=''/>", "plan.gan", "file of GanttProject"),
        (b"BEGIN:VCALENDAR\r\n", "plan.ics", "file of iCalendar"),
        (b"<Workbook/>", "plan.xml", "file of Excel (XML 2003)"),
        (rich().xml()[:3000], "plan.xml", "not well-formed at line 1, column"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><Project/>', "plan.xml", "DTD"),
    ],
)  # fmt: skip
def test_files_of_other_tools_are_called_by_their_names(data, name, words):
    assert words in reason(data, name)


@pytest.mark.parametrize(
    ("project", "words"),
    [
        (Project().calendar("Moon", NEVER).task(), "Calendar “Moon” (UID 1) has no working time at all"),
        (Project().calendar().calendar("Off", NEVER, base=1).task(), "Calendar “Off” (UID 2)"),
        (Project().calendar("Once", NEVER, exceptions=[exception("2026-03-07", hours=("08:00-12:00",))]).task("A", "2d"),
         "Calendar “Once” has no working time where some is needed"),
        (Project().calendar("A", uid=3).calendar("B", uid=3).task(), "UID 3 stands on two calendars"),
        (Project().task().resource("A", uid=4).resource("B", uid=4), "UID 4 stands on two resources"),
        (Project().task().task().link(1, 2).link(1, 2, "SS"), "UID 2: predecessor 1 is there twice"),
        (Project().task(level=1).task(level=2).link(2, 1), "circle"),
        (Project().task(actual_start="2026-03-05", actual_finish="2026-03-04"), "UID 1: the work ends"),
        (Project().task(Priority=4000), "UID 1: Priority is “4000”"),
        (Project().task(Duration="-PT8H0M0S"), "UID 1: the duration “-PT8H0M0S” is negative"),
        (Project().task(constraint="mso", at="9999-01-01"), "UID 1: ConstraintDate is “9999"),
        (Project().task(deadline="0001-01-01"), "UID 1: Deadline is “0001"),
        (Project("0001-01-01").task(), "StartDate is “0001"),
        (Project().calendar(exceptions=[exception("0001-01-01", "9999-12-31")]).task(), "FromDate is “0001"),
        (Project().calendar(exceptions=[exception("2026-03-02", kind=99)]).task(), "Type is “99”"),
        (Project().task().resource("A").assign(1, 1, units=-1), "Units is “-1”"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_refused_with_its_uid_or_name(project, words):
    assert words in reason(project.xml())


def test_a_plan_of_centuries_is_called_so():
    project = Project().task().task("A", Duration="PT800000H0M0S").task("B", Duration="PT800000H0M0S")
    assert "would last for centuries" in reason(project.link(2, 3).xml())


def test_a_sheet_with_more_rows_than_a_plan_may_have_is_refused(monkeypatch):
    monkeypatch.setattr("phases.plan.rules.mspdi.plan.MAX_TASKS", 3)
    with pytest.raises(UnreadableError, match="The file has 4 tasks; a plan has at most 3"):
        parse_plan(b"WBS,Task name\n1,A\n2,B\n3,C\n4,D\n", "plan.csv")


def test_more_tasks_than_a_plan_may_have_are_refused_at_once(monkeypatch):
    monkeypatch.setattr("phases.plan.rules.mspdi.plan.MAX_TASKS", 3)
    project = Project().task().task().task()
    assert "The file has 4 tasks; a plan has at most 3" in reason(project.xml())
