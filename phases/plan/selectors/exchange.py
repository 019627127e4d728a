"""The plan as a file of Project has it: what stands in it, and the dates the scheduler gives."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from phases.plan.choices import CalendarKind
from phases.plan.models import (
    Assignment,
    CalendarDay,
    InsertedPlan,
    PlanBaseline,
    PlanBaselineTask,
    PlanBasis,
    PlanCalendar,
    PlanResource,
    Task,
    TaskLink,
)
from phases.plan.rules.mspdi import (
    ParsedAssignment,
    ParsedBaseline,
    ParsedCalendar,
    ParsedInserted,
    ParsedLink,
    ParsedPlan,
    ParsedResource,
    ParsedTask,
)
from phases.plan.rules.mspdi.write import Computed, write_mspdi
from phases.plan.rules.schedule import Schedule
from phases.plan.rules.tokens import BY_WBS
from phases.plan.rules.worktime import WorkTime, clock, moment
from phases.plan.selectors.basis import basis_of, plan_start, schedule_of, worktime_of
from phases.plan.selectors.rows import DATES

if TYPE_CHECKING:
    from programme.charter.models import Programme

ENDS = {"finish", "actual_finish", "deadline"}
ENDING = {"mfo", "fnet", "fnlt"}  # constraints of the finish
NUMBERS = 11  # of baselines that Project keeps
AROUND = 366  # days of our own calendars written beyond the plan
MONDAY_TO_SUNDAY = 7


def plan_xml(programme: "Programme") -> bytes:
    """Write the plan as Microsoft Project's XML; costs the schedule and eleven queries."""
    result = schedule_of(programme)
    filed = _Filed(programme, result)
    computed = {filed.uids[task.pk]: _computed(result, task.pk) for task in filed.tasks}
    return write_mspdi(filed.plan(), computed, name=programme.name)


def _computed(result: Schedule, pk: int) -> Computed:
    slot = result.slots[pk]
    return Computed(
        clock(slot.begins), clock(slot.ends), clock(slot.early_start), clock(slot.early_finish), clock(slot.late_start),
        clock(slot.late_finish), slot.total_float, slot.free_float, slot.critical,
    )  # fmt: skip


@dataclass
class _Filed:
    """The records of a plan with the numbers that they have in the file."""

    programme: "Programme"
    result: Schedule
    tasks: list[Task] = field(init=False)
    uids: dict[int, int] = field(init=False)  # primary key -> UID
    calendars: dict[int, int] = field(init=False)
    resources: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        rows = list(Task.objects.filter(programme=self.programme).order_by("position", "pk"))
        self.tasks = _in_outline(rows)
        self.basis: PlanBasis = basis_of(self.programme)
        self.source = _main_source(rows)
        self.uids = _numbered(rows, self.source)
        self.plan_calendars = list(PlanCalendar.objects.filter(programme=self.programme).order_by("pk"))
        self.calendars = _numbered(self.plan_calendars, self.source)
        self.plan_resources = list(PlanResource.objects.filter(programme=self.programme).order_by("pk"))
        self.resources = _numbered(self.plan_resources, self.source)

    def plan(self) -> ParsedPlan:
        """Return the whole plan as plain values."""
        calendar, calendars = self._calendars()
        basis = self.basis
        starts = plan_start(self.programme, basis)
        return ParsedPlan(
            title=self.programme.name,
            source=self.source,
            start=clock(self.result.calendar.next_start(moment(starts))) if starts else None,
            status=datetime.combine(basis.status_on, time(17)) if basis.status_on else None,
            calendar_uid=calendar,
            honours=basis.honours_constraints,
            critical_slack=basis.critical_slack,
            tasks=tuple(self._tasks()),
            links=tuple(self._links()),
            calendars=tuple(calendars),
            resources=tuple(self._resources()),
            assignments=tuple(self._assignments()),
            own=True,
        )

    def _tasks(self) -> Iterable[ParsedTask]:
        outline = _outline(self.tasks)
        refs = _refs(self.tasks, self.source, self.uids)
        promised, inserted = self._promised(), self._inserted()
        chinese = self.programme.language.startswith("zh")
        for task in self.tasks:
            moments = {key: self._at(task, name, ends=key in ENDS) for key, name in DATES.items()}
            days = {key for key, name in DATES.items() if getattr(task, name) and _minute(task, name) is None}
            if task.constraint_on and task.constraint_minute is None:
                days.add("constraint")
            yield ParsedTask(
                uid=self.uids[task.pk],
                name=(task.name_zh or task.name_en) if chinese else (task.name_en or task.name_zh),
                outline=outline[task.pk],
                wbs=task.wbs,
                parent=self.uids.get(task.parent_id or 0),
                summary=task.summary,
                milestone=task.milestone,
                minutes=task.minutes,
                elapsed=task.elapsed,
                percent=task.percent,
                remaining=task.remaining,
                constraint=task.constraint,
                constraint_at=self._at(task, "constraint", "constraint_on", ends=task.constraint in ENDING),
                manual=task.manual,
                active=task.active,
                calendar=self.calendars.get(task.calendar_id or 0),
                ignores_resources=task.ignores_resources,
                fixed=task.fixed,
                priority=task.priority,
                delay=task.delay,
                delay_elapsed=task.delay_elapsed,
                note=task.note,
                baselines=tuple(promised.get(task.pk, ())),
                ref=refs[task.pk],
                inserted=inserted.get(task.source) if task.source else None,
                days=frozenset(days),
                **moments,
            )

    def _inserted(self) -> dict[str, ParsedInserted]:
        """Return what the plans inside the plan count by that stand apart, by their source."""
        return {
            one.source: ParsedInserted(
                datetime.combine(one.starts_on, time()) + timedelta(minutes=one.starts_minute or 0),
                one.honours_constraints,
                one.critical_slack,
                self.calendars[one.calendar_id],
            )
            for one in InsertedPlan.objects.filter(programme=self.programme, apart=True)
        }

    def _at(self, task: Task, name: str, day: str = "", *, ends: bool) -> datetime | None:
        """Return a task's date with its minute; where only the day is known, its opening or its closing."""
        on: date | None = getattr(task, day or name)
        if on is None:
            return None
        minute = _minute(task, name)
        if minute is not None:
            return datetime.combine(on, time()) + timedelta(minutes=minute)
        return (_closing if ends else _opening)(on, self.result.calendar)

    def _promised(self) -> dict[int, list[ParsedBaseline]]:
        """Return what was promised of each task: the newest as Project's own baseline, older ones numbered on."""
        kept = PlanBaseline.objects.filter(programme=self.programme, automatic=False).order_by("-number")
        numbers = {pk: number for number, pk in enumerate(kept.values_list("pk", flat=True)[:NUMBERS])}
        found: dict[int, list[ParsedBaseline]] = {}
        rows = PlanBaselineTask.objects.filter(baseline__in=list(numbers), task__isnull=False)
        for task, baseline, start, finish, minutes in rows.values_list(
            "task_id", "baseline_id", "start", "finish", "minutes"
        ):
            one = ParsedBaseline(
                numbers[baseline],
                None if start is None else _opening(start, self.result.calendar),
                None if finish is None else _closing(finish, self.result.calendar),
                minutes,
            )
            found.setdefault(task, []).append(one)
        return {task: sorted(many, key=lambda one: one.number) for task, many in found.items()}

    def _links(self) -> Iterable[ParsedLink]:
        rows = TaskLink.objects.filter(programme=self.programme).order_by("pk")
        for earlier, later, kind, lag, unit in rows.values_list("earlier_id", "later_id", "type", "lag", "unit"):
            yield ParsedLink(self.uids[earlier], self.uids[later], kind, lag, unit)

    def _resources(self) -> Iterable[ParsedResource]:
        for one in self.plan_resources:
            calendar = self.calendars.get(one.calendar_id or 0)
            uid = self.resources[one.pk]
            yield ParsedResource(uid, one.name, one.kind, float(one.max_units), calendar, one.team)

    def _assignments(self) -> Iterable[ParsedAssignment]:
        rows = Assignment.objects.filter(programme=self.programme).order_by("pk")
        for task, resource, units, work in rows.values_list("task_id", "resource_id", "units", "work"):
            yield ParsedAssignment(self.uids[task], self.resources[resource], float(units), work)

    def _calendars(self) -> tuple[int, list[ParsedCalendar]]:
        """Return the project calendar's UID and all calendars; days that people decided are exceptions of it."""
        decided = list(CalendarDay.objects.filter(programme=self.programme).order_by("day"))
        found = []
        for one in self.plan_calendars:
            base = self.calendars.get(one.base_id or 0)
            week = {int(day): _shifts(shifts) for day, shifts in one.week.items()}
            exceptions = list(one.exceptions)
            if self.basis.calendar == CalendarKind.FILE and one.pk == self.basis.own_calendar_id:
                exceptions += [_decision(day, self.result.calendar) for day in decided]
            found.append(ParsedCalendar(self.calendars[one.pk], one.name, base, week, tuple(exceptions)))
        if self.basis.calendar == CalendarKind.FILE and self.basis.own_calendar_id:
            return self.calendars[self.basis.own_calendar_id], found
        own = self._house_calendar(max(self.calendars.values(), default=0) + 1)
        return own.uid, [*found, own]

    def _house_calendar(self, uid: int) -> ParsedCalendar:
        """Write the programme's own days off and make-up days around the plan as exceptions of a week."""
        hours = worktime_of(self.programme, self.basis)
        first = (self.basis.starts_on or self.programme.starts_on or self.result.start).toordinal() - AROUND
        last = self.result.finish.toordinal() + AROUND
        week = _usual_week(hours, first, last)
        exceptions = [
            {"name": "", "from": day.isoformat(), "to": day.isoformat(), "shifts": [list(one) for one in shifts]}
            for number in range(first, last + 1)
            if (shifts := hours.shifts_on(number)) != week[(day := date.fromordinal(number)).weekday()]
        ]
        return ParsedCalendar(uid, str(CalendarKind(self.basis.calendar).label), None, week, tuple(exceptions))


def _opening(day: date, hours: WorkTime) -> datetime:
    """Return where a day's work begins, its midnight where none is done."""
    return clock(hours.begin_of(day)) if hours.is_working(day) else datetime.combine(day, time())


def _closing(day: date, hours: WorkTime) -> datetime:
    return clock(hours.end_of(day)) if hours.is_working(day) else datetime.combine(day, time())


def _shifts(shifts: Iterable[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((begin, end) for begin, end in shifts)


def _usual_week(hours: WorkTime, first: int, last: int) -> Mapping[int, tuple[tuple[int, int], ...]]:
    """Return the hours that each weekday mostly has."""
    counts = [Counter[tuple[tuple[int, int], ...]]() for _day in range(MONDAY_TO_SUNDAY)]
    for number in range(first, last + 1):
        counts[date.fromordinal(number).weekday()][_shifts(hours.shifts_on(number))] += 1
    return {day: count.most_common(1)[0][0] for day, count in enumerate(counts)}


def _decision(day: CalendarDay, hours: WorkTime) -> dict[str, object]:
    shifts = [list(one) for one in hours.shifts_on(day.day.toordinal())]
    return {"name": day.note, "from": day.day.isoformat(), "to": day.day.isoformat(), "shifts": shifts}


def _minute(task: Task, name: str) -> int | None:
    minute: int | None = getattr(task, f"{name}_minute")
    return minute


def _main_source(tasks: Sequence[Task]) -> str:
    """Return the file from which most tasks are."""
    counts = Counter(task.source for task in tasks if task.uid.isdigit() and task.source)
    return counts.most_common(1)[0][0] if counts else ""


def _numbered(rows: Iterable[Task | PlanCalendar | PlanResource], source: str) -> dict[int, int]:
    """Give rows of the main file their UIDs there, and others the numbers after."""
    known = list(rows)
    own = {row.pk: int(row.uid) for row in known if row.source == source and row.uid.isdigit() and int(row.uid)}
    after = max(own.values(), default=0)
    others = (row.pk for row in known if row.pk not in own)
    return own | {pk: after + number for number, pk in enumerate(others, start=1)}


def _refs(tasks: Sequence[Task], source: str, uids: Mapping[int, int]) -> dict[int, str]:
    """Say what we call the tasks that a reading of the file would call otherwise, where that is one of a kind.

    Elsewhere a task of the main file is called as it is read; another one by its number alone, so that it does not
    come in as a part of that file.
    """
    wbs = Counter(task.wbs for task in tasks)
    called = {task.pk: task.code or (task.ref if task.uid else f"{BY_WBS}{task.wbs}" if wbs[task.wbs] == 1 else "")
              for task in tasks}  # fmt: skip
    counts = Counter(called.values())
    usual = {task.pk: f"{source}#{uids[task.pk]}" if source else str(uids[task.pk]) for task in tasks}
    alone = {task.pk: "" if task.source == source else str(uids[task.pk]) for task in tasks}
    named = {pk: ref if ref and counts[ref] == 1 else alone[pk] for pk, ref in called.items()}
    return {pk: "" if ref == usual[pk] else ref for pk, ref in named.items()}


def _in_outline(tasks: Sequence[Task]) -> list[Task]:
    """Put tasks in the order of the outline: each summary before what lies under it."""
    under: dict[int | None, list[Task]] = {}
    for task in tasks:
        under.setdefault(task.parent_id, []).append(task)
    found: list[Task] = []
    waiting = under.get(None, [])[::-1]
    while waiting:
        task = waiting.pop()
        found.append(task)
        waiting += under.get(task.pk, [])[::-1]
    return found


def _outline(tasks: Sequence[Task]) -> dict[int, str]:
    """Number tasks that are in the order of the outline."""
    counts: Counter[int | None] = Counter()
    found: dict[int | None, str] = {None: ""}
    for task in tasks:
        counts[task.parent_id] += 1
        found[task.pk] = f"{found[task.parent_id]}.{counts[task.parent_id]}".lstrip(".")
    return {pk: number for pk, number in found.items() if pk is not None}
