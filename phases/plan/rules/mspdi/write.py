"""A plan written as Microsoft Project's XML: elements in the order of its schema, equal plans as equal bytes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from core.imports.cells import CONTROL
from phases.plan.rules.exceptions import Repeat, days_of
from phases.plan.rules.mspdi.calendars import REPEATS, ParsedCalendar
from phases.plan.rules.mspdi.own import ALIASES, DAY_ONLY, INSERTED, KNOWN, NAMED, OF_PLAN, REF, UNPLANNED, write_known
from phases.plan.rules.mspdi.plan import ParsedPlan
from phases.plan.rules.mspdi.resources import ParsedAssignment, ParsedResource
from phases.plan.rules.mspdi.tasks import CONSTRAINTS, LINK_TYPES, ParsedLink, ParsedTask
from phases.plan.rules.mspdi.values import DAY, HUNDRED, NAMESPACE, TENTHS

Pairs = Sequence[tuple[str, Any]]
TYPES = {repeat: number for number, repeat in REPEATS.items()}
KINDS = {kind: number for number, kind in LINK_TYPES.items()}
LAG_FORMATS = {"work": 7, "elapsed": 8, "percent": 19, "epercent": 20}
DAYS, ELAPSED_DAYS = 7, 8
RESOURCE_TYPES = {"work": 1, "material": 0, "cost": 0}


@dataclass(frozen=True, slots=True)
class Computed:
    """What the scheduler says of a task."""

    start: datetime
    finish: datetime
    early_start: datetime
    early_finish: datetime
    late_start: datetime
    late_finish: datetime
    total_float: int
    free_float: int
    critical: bool


def write_mspdi(plan: ParsedPlan, computed: Mapping[int, Computed], *, name: str) -> bytes:
    """Write a plan whose tasks have the dates of ``computed`` by UID; read again it is the same plan."""
    root = Element("Project", xmlns=NAMESPACE)
    finish = max((one.finish for one in computed.values()), default=plan.start)
    _fill(root, _head(plan, name, finish))
    for group, one, rows in (
        ("ExtendedAttributes", "ExtendedAttribute", [_attribute(field) for field in _fields(plan)]),
        ("Calendars", "Calendar", [_calendar(calendar) for calendar in plan.calendars]),
        ("Tasks", "Task", list(_tasks(plan, computed, name))),
        ("Resources", "Resource", [_resource(at, resource) for at, resource in enumerate(plan.resources, start=1)]),
        ("Assignments", "Assignment", list(_assignments(plan, computed))),
    ):
        parent = SubElement(root, group)
        for pairs in rows:
            _fill(SubElement(parent, one), pairs)
    indent(root, " ")
    text: str = tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}\n'.encode()


def _fill(parent: Element, pairs: Pairs) -> None:
    """Put elements into their parent; None and empty text are left out, pairs become elements inside."""
    for name, value in pairs:
        if value is None or value == "":
            continue
        child = SubElement(parent, name)
        if isinstance(value, list):
            _fill(child, value)
        else:
            child.text = _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return CONTROL.sub("", str(value))


def _span(minutes: int | None) -> str | None:
    return None if minutes is None else f"PT{minutes // 60}H{minutes % 60}M0S"


def _head(plan: ParsedPlan, name: str, finish: datetime | None) -> Pairs:
    per_day = plan.minutes_per_day
    return [
        ("SaveVersion", 14), ("Name", f"{name}.xml"), ("Title", plan.source or name), ("ScheduleFromStart", 1),
        ("StartDate", plan.start), ("FinishDate", finish), ("FYStartDate", 1),
        ("CriticalSlackLimit", -(-plan.critical_slack // per_day)), ("CurrencyDigits", 2),
        ("CalendarUID", plan.calendar_uid), ("MinutesPerDay", per_day), ("MinutesPerWeek", per_day * 5),
        ("DaysPerMonth", 20), ("DefaultTaskType", 0), ("DurationFormat", DAYS), ("WorkFormat", 2),
        ("HonorConstraints", plan.honours), ("NewTasksEstimated", 0), ("WeekStartDay", _week_start(plan)),
        ("StatusDate", plan.status), ("NewTasksAreManual", 0),
    ]  # fmt: skip


def _week_start(plan: ParsedPlan) -> int:
    """Return the day from which weekly exceptions count their weeks, Sunday 0; Monday where none does."""
    said = (one["week_start"] for calendar in plan.calendars for one in calendar.exceptions if "week_start" in one)
    return (next(said, 0) + 1) % 7


def _fields(plan: ParsedPlan) -> Iterable[str]:
    """Return the text fields of ours that the file uses."""
    return ALIASES if any(task.inserted for task in plan.tasks) else NAMED


def _attribute(field: str) -> Pairs:
    return [("FieldID", field), ("FieldName", ALIASES[field][0]), ("Alias", ALIASES[field][1])]


def _calendar(calendar: ParsedCalendar) -> Pairs:
    seasons = [("WorkWeek", _season(one)) for one in calendar.exceptions if "week" in one]
    dated = [("Exception", _exception(one)) for one in calendar.exceptions if "week" not in one]
    return [
        ("UID", calendar.uid), ("Name", calendar.name), ("IsBaseCalendar", calendar.base is None),
        ("IsBaselineCalendar", 0), ("BaseCalendarUID", -1 if calendar.base is None else calendar.base),
        ("WeekDays", _weekdays(calendar.week) or None), ("Exceptions", dated or None), ("WorkWeeks", seasons or None),
    ]  # fmt: skip


def _weekdays(week: Mapping[int, Iterable[Sequence[int]]]) -> list[tuple[str, Any]]:
    """Write the stated weekdays, Sunday first."""
    found = []
    for day in sorted(week, key=lambda day: (day + 1) % 7):
        hours = _hours(week[day])
        pairs = [("DayType", (day + 1) % 7 + 1), ("DayWorking", hours is not None), ("WorkingTimes", hours)]
        found.append(("WeekDay", pairs))
    return found


def _hours(shifts: Iterable[Sequence[int]]) -> list[tuple[str, Any]] | None:
    times = [("WorkingTime", [("FromTime", _clock(begin)), ("ToTime", _clock(end))]) for begin, end in shifts]
    return times or None


def _clock(minute: int) -> str:
    return f"{minute % DAY // 60:02}:{minute % 60:02}:00"


def _period(one: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [("FromDate", f"{one['from']}T00:00:00"), ("ToDate", f"{one['to']}T23:59:00")]


def _season(one: Mapping[str, Any]) -> list[tuple[str, Any]]:
    week = {int(day): shifts for day, shifts in one["week"].items()}
    return [("TimePeriod", _period(one)), ("Name", one["name"] or None), ("WeekDays", _weekdays(week) or None)]


def _exception(one: Mapping[str, Any]) -> list[tuple[str, Any]]:
    repeat = Repeat(one.get("repeat", ""))
    times = one.get("times") or sum(1 for _day in days_of(one))
    bits = sum(1 << (day + 1) % 7 for day in one["weekdays"]) if "weekdays" in one else None
    return [
        ("EnteredByOccurrences", bool(one.get("times"))), ("TimePeriod", _period(one)), ("Occurrences", times),
        ("Name", one["name"] or None), ("Type", TYPES.get(repeat, 1)), ("Period", one.get("every")),
        ("DaysOfWeek", bits), ("MonthItem", one.get("item")), ("MonthPosition", one.get("place")),
        ("Month", one["month"] - 1 if "month" in one else None), ("MonthDay", one.get("day")),
        ("DayWorking", bool(one["shifts"])), ("WorkingTimes", _hours(one["shifts"])),
    ]  # fmt: skip


def _tasks(plan: ParsedPlan, computed: Mapping[int, Computed], name: str) -> Iterable[Pairs]:
    levels: dict[int, int] = {}
    before: dict[int, list[ParsedLink]] = {}
    for link in plan.links:
        before.setdefault(link.later, []).append(link)
    starts, finishes = [one.start for one in computed.values()], [one.finish for one in computed.values()]
    yield [
        ("UID", 0), ("ID", 0), ("Name", name), ("Type", 1), ("IsNull", 0), ("WBS", 0), ("OutlineNumber", 0),
        ("OutlineLevel", 0), ("Priority", 500), ("Start", min(starts, default=None)),
        ("Finish", max(finishes, default=None)), ("Summary", 1),
    ]  # fmt: skip
    for number, task in enumerate(plan.tasks, start=1):
        levels[task.uid] = levels.get(task.parent or 0, 0) + 1
        yield [
            ("UID", task.uid), ("ID", number), *_what(task, levels[task.uid]),
            *_when(task, computed.get(task.uid)), *_how(task),
            *(("PredecessorLink", _link(one)) for one in before.get(task.uid, ())), *_own(task), *_promised(task),
        ]  # fmt: skip


def _what(task: ParsedTask, level: int) -> Pairs:
    return [
        ("Name", task.name), ("Active", task.active), ("Manual", task.manual), ("Type", int(task.fixed)), ("IsNull", 0),
        ("WBS", task.wbs), ("OutlineNumber", task.outline), ("OutlineLevel", level), ("Priority", task.priority),
    ]  # fmt: skip


def _when(task: ParsedTask, dates: Computed | None) -> Pairs:
    start = task.start or (dates and dates.start)
    finish = task.finish or (dates and dates.finish)
    left = _left(task)
    return [
        ("Start", start), ("Finish", finish), ("Duration", _span(task.minutes)),
        ("ManualStart", task.start if task.manual else None), ("ManualFinish", task.finish if task.manual else None),
        ("ManualDuration", _span(task.minutes) if task.manual else None),
        ("DurationFormat", ELAPSED_DAYS if task.elapsed else DAYS), ("EffortDriven", 0), ("Recurring", 0),
        ("Estimated", 0), ("Milestone", task.milestone), ("Summary", task.summary),
        *(_dated(dates) if dates else ()),
        ("PercentComplete", task.percent), ("ActualStart", task.actual_start), ("ActualFinish", task.actual_finish),
        ("ActualDuration", None if left is None else _span(max(task.minutes - left, 0))),
        ("RemainingDuration", _span(left)),
    ]  # fmt: skip


def _left(task: ParsedTask) -> int | None:
    """Return the remaining length where a whole minute says it."""
    if task.remaining is not None:
        return task.remaining
    left, rest = divmod(task.minutes * (HUNDRED - task.percent), HUNDRED)
    return None if rest else left


def _dated(dates: Computed) -> Pairs:
    return [
        ("Critical", dates.critical), ("EarlyStart", dates.early_start), ("EarlyFinish", dates.early_finish),
        ("LateStart", dates.late_start), ("LateFinish", dates.late_finish), ("FreeSlack", dates.free_float * TENTHS),
        ("TotalSlack", dates.total_float * TENTHS),
    ]  # fmt: skip


def _how(task: ParsedTask) -> Pairs:
    return [
        ("ConstraintType", CONSTRAINTS.index(task.constraint)),
        ("CalendarUID", _calendar_uid(task)), ("ConstraintDate", task.constraint_at),
        ("Deadline", task.deadline), ("LevelingDelay", task.delay * TENTHS),
        ("LevelingDelayFormat", ELAPSED_DAYS if task.delay_elapsed else DAYS),
        ("IgnoreResourceCalendar", task.ignores_resources), ("Notes", task.note),
    ]  # fmt: skip


def _of_plan(task: ParsedTask) -> bool:
    """Tell whether the task works in the calendar of its inserted plan, which other tools know as its own only."""
    return task.inserted is not None and task.calendar is None and not task.summary


def _calendar_uid(task: ParsedTask) -> int:
    if task.inserted is not None and _of_plan(task):
        return task.inserted.calendar
    return -1 if task.calendar is None else task.calendar


def _link(link: ParsedLink) -> list[tuple[str, Any]]:
    lag = link.lag if link.unit.endswith("percent") else link.lag * TENTHS
    return [("PredecessorUID", link.earlier), ("Type", KINDS[link.kind]), ("CrossProject", 0), ("LinkLag", lag),
            ("LagFormat", LAG_FORMATS[link.unit])]  # fmt: skip


def _own(task: ParsedTask) -> Pairs:
    known = dict.fromkeys((name for name in ("start", "finish") if getattr(task, name) is None), UNPLANNED)
    known |= dict.fromkeys(task.days, DAY_ONLY) | ({"calendar": OF_PLAN} if _of_plan(task) else {})
    said = {REF: task.ref, KNOWN: write_known(known), INSERTED: str(task.inserted or "")}
    return [("ExtendedAttribute", [("FieldID", field), ("Value", value)]) for field, value in said.items() if value]


def _promised(task: ParsedTask) -> Pairs:
    return [
        ("Baseline", [("Number", one.number), ("Start", one.start), ("Finish", one.finish),
                      ("Duration", _span(one.minutes))])
        for one in task.baselines
    ]  # fmt: skip


def _resource(number: int, one: ParsedResource) -> Pairs:
    return [
        ("UID", one.uid), ("ID", number), ("Name", one.name), ("Type", RESOURCE_TYPES[one.kind]), ("IsNull", 0),
        ("Group", one.team), ("MaxUnits", _units(one.units)), ("CanLevel", 1),
        ("CalendarUID", -1 if one.calendar is None else one.calendar), ("IsCostResource", one.kind == "cost"),
    ]  # fmt: skip


def _units(per_cent: float) -> str:
    return f"{per_cent / HUNDRED:.4f}".rstrip("0").rstrip(".")


def _assignments(plan: ParsedPlan, computed: Mapping[int, Computed]) -> Iterable[Pairs]:
    for number, one in enumerate(plan.assignments, start=1):
        yield _assignment(number, one, computed.get(one.task))


def _assignment(number: int, one: ParsedAssignment, dates: Computed | None) -> Pairs:
    return [
        ("UID", number), ("TaskUID", one.task), ("ResourceUID", one.resource), ("Finish", dates and dates.finish),
        ("Start", dates and dates.start), ("Units", _units(one.units)), ("Work", _span(one.work)),
    ]  # fmt: skip
