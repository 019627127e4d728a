"""Small files of Microsoft Project for tests, written element by element in the order of its schema.

``Project("2026-03-02").calendar("Night", week=NIGHT).task("Dig", "2d").task("Pour", "3ed").link(1, 2, "SS", "+50%").xml()``
UIDs count from 1 where none is said; spans are ``8h``, ``2d`` (of eight hours), ``1w``, ``3ed`` and so on.
"""

import re
from xml.sax.saxutils import escape

KINDS = {"FF": 0, "FS": 1, "SF": 2, "SS": 3}
CONSTRAINTS = {"asap": 0, "alap": 1, "mso": 2, "mfo": 3, "snet": 4, "snlt": 5, "fnet": 6, "fnlt": 7}
MINUTES = {"m": 1, "h": 60, "d": 480, "w": 2400, "mo": 9600}
ELAPSED = {"m": 1, "h": 60, "d": 1440, "w": 10080, "mo": 43200}
FORMATS = {"m": 3, "em": 4, "h": 5, "eh": 6, "d": 7, "ed": 8, "w": 9, "ew": 10, "mo": 11, "emo": 12, "%": 19, "e%": 20}
ESTIMATED = 32  # added to a format whose span is a guess
OFFICE = ("08:00-12:00", "13:00-17:00")
WEEK = {day: OFFICE if day < 5 else () for day in range(7)}
HALF_FRIDAYS = WEEK | {4: ("08:00-12:00",)}
NIGHTS = {**dict.fromkeys(range(1, 5), ("00:00-03:00", "04:00-08:00", "23:00-00:00")),
          0: ("23:00-00:00",), 5: ("00:00-03:00", "04:00-08:00"), 6: ()}  # fmt: skip
ROUND_THE_CLOCK = dict.fromkeys(range(7), ("00:00-00:00",))
DAILY, YEARLY, YEARLY_PLACE, MONTHLY, MONTHLY_PLACE, WEEKLY, BY_DAYS = range(1, 8)
SPAN = re.compile(r"([+-]?)(\d+(?:\.\d+)?)(e?(?:mo|[mhdw%]))(\??)")


def span(text):
    """Read ``2d``, ``-4h``, ``+50%``, ``3ed?`` as (minutes or per cent, format)."""
    sign, size, unit, guess = SPAN.fullmatch(text).groups()
    form = FORMATS[unit] + (ESTIMATED if guess else 0)
    each = 1 if "%" in unit else ELAPSED[unit[1:]] if unit.startswith("e") else MINUTES[unit]
    return round(float(size) * each) * (-1 if sign == "-" else 1), form


def element(name, value):
    """Write one element: text, or what is inside where it is a list of pairs; None writes nothing."""
    if value is None:
        return ""
    if isinstance(value, list):
        return f"<{name}>{''.join(element(*pair) for pair in value)}</{name}>"
    return f"<{name}>{escape(str(int(value) if isinstance(value, bool) else value))}</{name}>"


def duration(minutes):
    return None if minutes is None else f"PT{minutes // 60}H{minutes % 60}M0S"


def instant(text, clock="08:00"):
    """Write a day at an hour, or a moment, in full."""
    if text is None or len(text) > len("2026-03-02T08:00"):
        return text
    return f"{text}:00" if "T" in text else f"{text}T{clock}:00"


def times(hours):
    """Write a day's hours, each as ``08:00-12:00``."""
    if not hours:
        return None
    return [("WorkingTime", [(name, f"{clock}:00") for name, clock in zip(("FromTime", "ToTime"), one.split("-"), strict=True)])
            for one in hours]  # fmt: skip


def weekdays(week):
    return [
        ("WeekDay", [("DayType", (day + 1) % 7 + 1), ("DayWorking", bool(week[day])), ("WorkingTimes", times(week[day]))])
        for day in sorted(week, key=lambda day: (day + 1) % 7)
    ]  # fmt: skip


def period(first, last):
    return [("FromDate", f"{first}T00:00:00"), ("ToDate", f"{last}T23:59:00")]


def old_day(first, last=None, hours=()):
    """Write an exception of the old kind: a weekday of type 0 with a period."""
    return ("WeekDay", [("DayType", 0), ("DayWorking", bool(hours)), ("TimePeriod", period(first, last or first)),
                        ("WorkingTimes", times(hours))])  # fmt: skip


def exception(first, last=None, kind=DAILY, *, name="", hours=(), times_=None, every=None, days=None, item=None,
              place=None, month=None, day=None):  # fmt: skip
    """Write an exception; ``times_`` ends it after so many, ``month`` counts from 0, ``days`` is Sunday 1 to Saturday 64."""
    return ("Exception", [
        ("EnteredByOccurrences", times_ is not None), ("TimePeriod", period(first, last or first)),
        ("Occurrences", times_), ("Name", name or None), ("Type", kind), ("Period", every), ("DaysOfWeek", days),
        ("MonthItem", item), ("MonthPosition", place), ("Month", month), ("MonthDay", day),
        ("DayWorking", bool(hours)), ("WorkingTimes", times(hours)),
    ])  # fmt: skip


def work_week(first, last, week, name="Season"):
    """Write hours that hold for some weeks only."""
    return ("WorkWeek", [("TimePeriod", period(first, last)), ("Name", name), ("WeekDays", weekdays(week))])


class Project:
    """A file that grows by what is said about it; every method but ``xml`` returns it."""

    def __init__(self, start="2026-03-02", *, title="Plan", honours=False, slack=0, status=None, calendar=1, **more):
        self.head = [
            ("SaveVersion", 14), ("Name", f"{title}.xml"), ("Title", title), ("ScheduleFromStart", 1),
            ("StartDate", instant(start)), ("CriticalSlackLimit", slack), ("CalendarUID", calendar),
            ("MinutesPerDay", more.pop("MinutesPerDay", 480)), ("MinutesPerWeek", 2400), ("DaysPerMonth", 20),
            ("HonorConstraints", honours), ("StatusDate", instant(status, "17:00")), *more.items(),
        ]  # fmt: skip
        self.calendars, self.tasks, self.resources, self.assignments, self.links = [], [], [], [], {}

    def calendar(self, name="Standard", week=None, *, uid=None, base=None, old=(), exceptions=(), weeks=()):
        """Add a calendar; a derived one (``base``) states only the weekdays that differ."""
        uid = uid or len(self.calendars) + 1
        days = weekdays(week if week is not None else {} if base else WEEK) + list(old)
        self.calendars.append([
            ("UID", uid), ("Name", name), ("IsBaseCalendar", base is None), ("BaseCalendarUID", base or -1),
            ("WeekDays", days or None), ("Exceptions", list(exceptions) or None), ("WorkWeeks", list(weeks) or None),
        ])  # fmt: skip
        return self

    def task(self, name=None, length="1d", *, uid=None, level=1, start=None, finish=None, constraint=None, at=None,
             deadline=None, calendar=None, percent=None, actual_start=None, actual_finish=None, remaining=None,
             manual=False, active=True, fixed=False, baselines=(), notes=None, milestone=None, summary=False, **more):  # fmt: skip
        """Add a task; ``more`` are elements by their own names, such as ``Priority=700``."""
        uid = len(self.tasks) + 1 if uid is None else uid
        minutes, form = span(length)
        self.tasks.append([
            ("UID", uid), ("ID", uid), ("Name", name or f"Task {uid}"), ("Active", active), ("Manual", manual),
            ("Type", more.pop("Type", int(fixed))), ("IsNull", 0), ("WBS", more.pop("WBS", None)),
            ("OutlineNumber", more.pop("OutlineNumber", None)), ("OutlineLevel", level),
            ("Priority", more.pop("Priority", 500)), ("Start", instant(start)), ("Finish", instant(finish, "17:00")),
            ("Duration", more.pop("Duration", duration(minutes))),
            ("ManualStart", instant(start) if manual else None), ("ManualFinish", instant(finish, "17:00") if manual else None),
            ("ManualDuration", duration(minutes) if manual else None), ("DurationFormat", form),
            ("Milestone", minutes == 0 if milestone is None else milestone), ("Summary", summary),
            ("PercentComplete", percent), ("ActualStart", instant(actual_start)), ("ActualFinish", instant(actual_finish, "17:00")),
            ("ActualDuration", more.pop("ActualDuration", None)), ("RemainingDuration", duration(span(remaining)[0]) if remaining else None),
            ("ConstraintType", CONSTRAINTS[constraint or "asap"]), ("CalendarUID", calendar or -1), ("ConstraintDate", instant(at)),
            ("Deadline", instant(deadline, "17:00")), ("LevelingDelay", more.pop("LevelingDelay", None)),
            ("IgnoreResourceCalendar", more.pop("IgnoreResourceCalendar", None)), *more.items(), ("Notes", notes),
            ("links", uid),
            *(("Baseline", [("Number", number), ("Start", instant(first)), ("Finish", instant(last, "17:00")),
                            ("Duration", duration(minutes))]) for number, first, last in baselines),
        ])  # fmt: skip
        return self

    def link(self, earlier, later, kind="FS", lag="0d", *, form=None, cross=False):
        """Let a task wait for another; ``form`` writes another lag format than the lag's own."""
        size, own = span(lag)
        tenths = size if "%" in lag else size * 10
        self.links.setdefault(later, []).append(("PredecessorLink", [
            ("PredecessorUID", earlier), ("Type", KINDS.get(kind, kind)), ("CrossProject", cross), ("LinkLag", tenths),
            ("LagFormat", own if form is None else form),
        ]))  # fmt: skip
        return self

    def resource(self, name, *, uid=None, units=1, calendar=None, kind=1):
        """Add a resource; units are whole resources, kind 0 is material, 1 work, 2 cost."""
        uid = uid or len(self.resources) + 1
        self.resources.append([("UID", uid), ("ID", uid), ("Name", name), ("Type", kind), ("MaxUnits", units),
                               ("CalendarUID", calendar or -1)])  # fmt: skip
        return self

    def assign(self, task, resource, *, units=1, work=None, remaining=None):
        """Put a resource on a task; work as ``16h``; resource -65535 is nobody."""
        hours = [duration(span(one)[0]) if one else None for one in (work, remaining)]
        self.assignments.append([("UID", len(self.assignments) + 1), ("TaskUID", task), ("ResourceUID", resource),
                                 ("RemainingWork", hours[1]), ("Units", units), ("Work", hours[0])])  # fmt: skip
        return self

    def xml(self, *, root=True):
        """Write the file; ``root`` puts the project's own summary first."""
        if not self.calendars:
            self.calendar()
        own = (
            [[("UID", 0), ("ID", 0), ("Name", "All"), ("OutlineNumber", 0), ("OutlineLevel", 0), ("Summary", 1)]]
            if root
            else []
        )
        parts = [
            *self.head,
            ("Calendars", [("Calendar", one) for one in self.calendars]),
            ("Tasks", [("Task", self._row(one)) for one in own + _outlined(self.tasks)]),
            ("Resources", [("Resource", one) for one in self.resources]),
            ("Assignments", [("Assignment", one) for one in self.assignments]),
        ]  # fmt: skip
        inside = "".join(element(*pair) for pair in parts)
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            f'<Project xmlns="http://schemas.microsoft.com/project">{inside}</Project>'
        ).encode()

    def _row(self, task):
        return [
            pair for name, value in task for pair in (self.links.get(value, []) if name == "links" else [(name, value)])
        ]


def _outlined(tasks):
    """Number the tasks by their levels, and say which are summaries, where nothing else was said."""
    counts, rows = [], []
    for place, task in enumerate(tasks):
        said = dict(task)
        level = said["OutlineLevel"]
        counts = [*counts[:level], *[0] * (level - len(counts))]
        counts[level - 1] += 1
        outline = ".".join(str(count) for count in counts)
        above = place + 1 < len(tasks) and dict(tasks[place + 1])["OutlineLevel"] > level
        usual = {"WBS": outline, "OutlineNumber": outline, "Summary": above or said["Summary"]}
        rows.append([(name, usual[name] if name in usual and not value else value) for name, value in task])
    return rows


def rich():
    """Make a file that has a little of everything the reader knows."""
    seasons = [work_week("2026-06-01", "2026-08-31", {4: ("08:00-12:00",)}, name="Summer")]
    days = [
        exception("2026-04-06", "2026-04-07", name="Spring"),
        exception("2026-03-06", "2026-12-31", WEEKLY, name="Clean-up", every=2, days=32, hours=("08:00-10:00",)),
        exception("2026-03-01", "2030-12-31", MONTHLY_PLACE, name="Stock", every=1, item=2, place=4),
        exception("2026-05-01", "2035-05-01", YEARLY, name="Labour day", month=4, day=1, times_=10),
    ]
    return (
        Project("2026-03-02", title="Rich", honours=True, slack=1, status="2026-03-04")
        .calendar("Standard", exceptions=days, weeks=seasons)
        .calendar("Night", NIGHTS)
        .calendar("Dana", {2: ()}, base=1, exceptions=[exception("2026-03-09", "2026-03-13", name="Leave")])
        .task("Prepare", "0d", summary=True)
        .task("Dig", "2d", level=2, percent=50, actual_start="2026-03-02", remaining="1d", notes="Line one\nline two <&>",
              baselines=[(0, "2026-03-02", "2026-03-03"), (1, "2026-03-03", "2026-03-04")])
        .task("Cure", "3ed", level=2, deadline="2026-03-20T12:00")
        .task("Watch", "2d", calendar=2, IgnoreResourceCalendar=1, Priority=700)
        .task("Fix", "4h", constraint="snet", at="2026-03-16T13:00", fixed=True)
        .task("Talk", "1d", start="2026-03-18", finish="2026-03-18", manual=True)
        .task("Never", "5d", active=False)
        .task("Ready", "0d", LevelingDelay=4800)
        .link(2, 3, "FS", "+50%").link(3, 4, "SS", "+2ed").link(4, 5, "FF", "-1d").link(5, 8, "FS", "+10e%").link(6, 8)
        .resource("Dana", units=0.5, calendar=3)
        .resource("Lee, Ann")
        .resource("Sand", kind=0)
        .assign(2, 1, units=0.5, work="8h").assign(2, 2).assign(5, 2, units=0.25, work="1h").assign(4, 3, units=3)
        .assign(7, -65535)
    )  # fmt: skip
