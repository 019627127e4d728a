"""A parsed file on its own terms: its calendars as working time, its tasks as the scheduler takes them."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.imports.table import UnreadableError
from core.imports.words import say
from phases.plan.rules.circles import CircularError
from phases.plan.rules.exceptions import in_line
from phases.plan.rules.mspdi import ParsedCalendar, ParsedPlan, ParsedTask
from phases.plan.rules.mspdi.calendars import STANDARD, line_of
from phases.plan.rules.schedule import LinkPlan, Schedule, TaskPlan, WorkPlan, schedule
from phases.plan.rules.worktime import CalendarError, WorkTime, has_work

DAYS_A_WEEK = 7
HUNDRED = 100
CENTURIES = _("The plan would last for centuries; a duration, a lag or a date must be wrong.")
USUAL = tuple(STANDARD[day] for day in range(DAYS_A_WEEK))


def worktimes(parsed: ParsedPlan) -> dict[Hashable, WorkTime]:
    """Return the hours of every calendar, derived ones filled from their base, by UID."""
    by_uid = {one.uid: one for one in parsed.calendars}
    return {uid: _hours(one, by_uid) for uid, one in by_uid.items()}


def _hours(calendar: ParsedCalendar, by_uid: Mapping[int, ParsedCalendar]) -> WorkTime:
    line = line_of(calendar, by_uid)[::-1]
    week = {day: shifts for one in line for day, shifts in one.week.items()}
    days = in_line((one.week, one.exceptions) for one in line)
    hours = [tuple(week.get(day, ())) for day in range(DAYS_A_WEEK)]
    return WorkTime(hours if has_work(hours, days) else USUAL, days, calendar.name)


def own_calendar(parsed: ParsedPlan) -> WorkTime:
    """Return the project's own hours; office hours where the file has none."""
    return worktimes(parsed).get(parsed.calendar_uid) or WorkTime(USUAL)


def task_plans(parsed: ParsedPlan) -> list[TaskPlan]:
    """Give the scheduler's view of the tasks; a summary has no length of its own."""
    parents = {task.parent for task in parsed.tasks}
    kept = {one.uid: one for one in parsed.resources if one.kind == "work"}
    work: dict[int, list[WorkPlan]] = {}
    lengths = {task.uid: task.minutes for task in parsed.tasks}
    for one in parsed.assignments:
        if one.resource in kept and one.units:
            needed = lengths[one.task] if one.work is None else round(one.work * HUNDRED / one.units)
            work.setdefault(one.task, []).append(WorkPlan(kept[one.resource].calendar, needed))
    return [_task_plan(task, work.get(task.uid, ()), is_parent=task.uid in parents) for task in parsed.tasks]


def _task_plan(task: ParsedTask, work: Sequence[WorkPlan], *, is_parent: bool) -> TaskPlan:
    return TaskPlan(
        key=task.uid,
        duration=0 if is_parent else task.minutes,
        parent=task.parent,
        elapsed=task.elapsed,
        milestone=task.milestone,
        active=task.active,
        constraint=task.constraint,
        constraint_at=task.constraint_at,
        deadline=task.deadline,
        actual_start=task.actual_start,
        actual_finish=task.actual_finish,
        percent=task.percent,
        remaining=task.remaining,
        calendar=task.calendar,
        manual=task.manual,
        manual_start=task.start if task.manual else None,
        manual_finish=task.finish if task.manual else None,
        work=() if task.fixed or task.ignores_resources else tuple(work),
        ignores_resources=task.ignores_resources,
        delay=task.delay,
        delay_elapsed=task.delay_elapsed,
        priority=task.priority,
    )


def link_plans(parsed: ParsedPlan) -> list[LinkPlan]:
    """Give the scheduler's view of the links."""
    return [LinkPlan(link.earlier, link.later, link.kind, link.lag, link.unit) for link in parsed.links]


def start_of(parsed: ParsedPlan) -> datetime:
    """Return the project's start: as stated, else the earliest task's, else today has no say and 2000-01-01 does."""
    starts = [task.start for task in parsed.tasks if task.start is not None]
    return parsed.start or min(starts, default=datetime(2000, 1, 1))  # noqa: DTZ001  (wall clock)


def scheduled(parsed: ParsedPlan) -> Schedule:
    """Schedule the file by itself; raises ``UnreadableError`` that names a circle, or a calendar without work."""
    try:
        return schedule(
            task_plans(parsed),
            link_plans(parsed),
            own_calendar(parsed),
            start_of(parsed),
            calendars=worktimes(parsed),
            honours=parsed.honours,
            critical_slack=parsed.critical_slack,
        )
    except CircularError as error:
        raise circle(error.cycle) from error
    except CalendarError as error:
        times = [own_calendar(parsed), *worktimes(parsed).values()]
        if any(time.name == error.name and any(time.week) for time in times):
            raise UnreadableError(say(CENTURIES)) from error
        sentence = _("Calendar “{name}” has no working time where some is needed.")
        raise UnreadableError(say(sentence, name=error.name)) from error


def circle(keys: Sequence[object]) -> UnreadableError:
    """Make the error that names a circle of links."""
    walk = " → ".join(str(key) for key in [*keys, keys[0]])
    return UnreadableError(say(_("The links form a circle: {walk}. Remove one of them."), walk=walk))
