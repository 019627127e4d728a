"""A parsed file on its own terms: its calendar as a working calendar, its tasks as the scheduler takes them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from core.calendar import OFFICE, WEEKDAYS, WorkCalendar
from core.imports.table import UnreadableError
from core.imports.words import say
from phases.plan.rules.mspdi import ParsedCalendar, ParsedPlan, ParsedTask
from phases.plan.rules.network import CircularError
from phases.plan.rules.schedule import LinkPlan, Schedule, TaskPlan, schedule
from phases.plan.rules.worktime import of_days

TENTHS = 10


def work_calendar(parsed: ParsedPlan) -> WorkCalendar:
    """Make the project's own calendar; days of other hours than the usual ones count as usual days."""
    own = next((one for one in parsed.calendars if one.uid == parsed.calendar_uid), None)
    return from_weekdays(own) if own is not None and any(own.weekdays.values()) else WorkCalendar("file")


def from_weekdays(calendar: ParsedCalendar) -> WorkCalendar:
    """Take the weekdays that work, and the hours that most of them have."""
    working = {day: shifts for day, shifts in calendar.weekdays.items() if shifts}
    usual = Counter(working.values()).most_common(1)
    return WorkCalendar(
        "file",
        weekdays=tuple(sorted(working)) or WEEKDAYS,
        shifts=usual[0][0] if usual else OFFICE,
        overrides=dict(calendar.exceptions),
    )


def task_plans(parsed: ParsedPlan) -> list[TaskPlan]:
    """Give the scheduler's view of the tasks; a summary has no length of its own."""
    parents = {task.parent for task in parsed.tasks}
    return [_task_plan(task, is_parent=task.uid in parents) for task in parsed.tasks]


def _task_plan(task: ParsedTask, *, is_parent: bool) -> TaskPlan:
    return TaskPlan(
        key=task.uid,
        duration=0 if is_parent else task.minutes,
        parent=task.parent,
        constraint=task.constraint,
        constraint_at=task.constraint_at,
        deadline=task.deadline.date() if task.deadline else None,
        actual_start=task.actual_start.date() if task.actual_start else None,
        actual_finish=task.actual_finish.date() if task.actual_finish else None,
        percent=task.percent,
    )


def link_plans(parsed: ParsedPlan) -> list[LinkPlan]:
    """Give the scheduler's view of the links, lags in whole working minutes."""
    return [LinkPlan(link.earlier, link.later, link.kind, link.lag_tenths // TENTHS) for link in parsed.links]


def start_of(parsed: ParsedPlan) -> date:
    """Return the project's start: as stated, else the earliest task's, else today has no say and 2000-01-01 does."""
    starts = [task.start for task in parsed.tasks if task.start is not None]
    stated = parsed.start or min(starts, default=None)
    return stated.date() if stated else date(2000, 1, 1)


def scheduled(parsed: ParsedPlan) -> Schedule:
    """Schedule the file by itself; raises ``UnreadableError`` naming the UIDs of a circle of links."""
    try:
        return schedule(task_plans(parsed), link_plans(parsed), of_days(work_calendar(parsed)), start_of(parsed))
    except CircularError as error:
        raise circle(error.cycle) from error


def circle(keys: Sequence[object]) -> UnreadableError:
    """Make the error that names a circle of links."""
    walk = " → ".join(str(key) for key in [*keys, keys[0]])
    return UnreadableError(say(_("The links form a circle: {walk}. Remove one of them."), walk=walk))
