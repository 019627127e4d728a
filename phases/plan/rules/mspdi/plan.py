"""A whole file: the project's own settings, and everything in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from core.imports.markup import parse_xml
from core.imports.words import say
from phases.plan.rules.mspdi.calendars import ParsedCalendar, read_calendars
from phases.plan.rules.mspdi.foreign import check_root, refuse_foreign
from phases.plan.rules.mspdi.own import is_own
from phases.plan.rules.mspdi.resources import ParsedAssignment, ParsedResource, read_assignments, read_resources
from phases.plan.rules.mspdi.tasks import ParsedLink, ParsedTask, read_links, read_tasks
from phases.plan.rules.mspdi.values import MAX_MINUTES, MAX_UID, fields_of, flag, instant, refuse, whole

MAX_TASKS = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedPlan:
    """Everything of a file that the plan uses; ``root`` is the project's own summary (UID 0), if the file has it."""

    title: str
    source: str
    start: datetime | None = None
    status: datetime | None = None
    minutes_per_day: int = 480
    calendar_uid: int = -1
    honours: bool = False
    critical_slack: int = 0  # working minutes
    tasks: tuple[ParsedTask, ...] = ()
    links: tuple[ParsedLink, ...] = ()
    calendars: tuple[ParsedCalendar, ...] = ()
    resources: tuple[ParsedResource, ...] = ()
    assignments: tuple[ParsedAssignment, ...] = ()
    root: ParsedTask | None = None
    own: bool = False  # written by us
    notes: tuple[Any, ...] = ()

    @property
    def leaves(self) -> list[ParsedTask]:
        """Tasks that have no tasks under them."""
        return [task for task in self.tasks if not task.summary]


def read_mspdi(data: bytes, filename: str = "") -> ParsedPlan:
    """Read a file; raises ``UnreadableError`` with the line, or the UID and the value that cannot be right."""
    refuse_foreign(data, filename)
    root = parse_xml(data)
    check_root(root)
    elements = [one for one in root.iterfind("{*}Tasks/{*}Task") if not flag(fields_of(one), "IsNull")]
    if not elements:
        raise refuse(_("The file has no tasks."))
    check_size(len(elements))
    own = [one for one in elements if not flag(fields_of(one), "ExternalTask")]
    tasks = list(read_tasks(own, own=is_own(root)))
    return _plan(root, elements, tasks)


def check_size(count: int) -> None:
    """Refuse more tasks than a plan may have."""
    if count > MAX_TASKS:
        raise refuse(_("The file has {count} tasks; a plan has at most {limit}. Split it into projects."),
                     count=count, limit=MAX_TASKS)  # fmt: skip


def _plan(root: Element, elements: Sequence[Element], tasks: Sequence[ParsedTask]) -> ParsedPlan:
    said = fields_of(root)
    title = said.get("Title") or said.get("Name", "")
    by_uid = {task.uid: task for task in tasks}
    gone = {whole(fields_of(one), "UID", "?", (0, MAX_UID), -1) for one in elements} - set(by_uid)
    week_start = (whole(said, "WeekStartDay", 0, (0, 6)) - 1) % 7
    resources = read_resources(root.iterfind("{*}Resources/{*}Resource"))
    plain = {task.uid: task for task in tasks if task.uid}
    links = tuple(read_links(elements, plain, gone))
    return ParsedPlan(
        title=title,
        source=said.get("Title") or said.get("GUID") or title,
        start=instant(said, "StartDate", 0),
        status=instant(said, "StatusDate", 0),
        minutes_per_day=whole(said, "MinutesPerDay", 0, (1, 1440), 480),
        calendar_uid=whole(said, "CalendarUID", 0, (-1, MAX_UID), -1),
        honours=flag(said, "HonorConstraints"),
        critical_slack=_slack(said),
        tasks=tuple(plain.values()),
        links=links,
        calendars=read_calendars(root.iterfind("{*}Calendars/{*}Calendar"), week_start),
        resources=resources,
        assignments=read_assignments(
            root.iterfind("{*}Assignments/{*}Assignment"), plain, {one.uid: one for one in resources}
        ),
        root=by_uid.get(0),
        own=is_own(root),
        notes=(*_notes(elements, gone, tasks), *_otherwise(said)),
    )


def _slack(said: Mapping[str, str]) -> int:
    """Read up to which float tasks are critical, given in days of the project's own length."""
    days = whole(said, "CriticalSlackLimit", 0, (-MAX_MINUTES, MAX_MINUTES))
    return max(days, 0) * whole(said, "MinutesPerDay", 0, (1, 1440), 480)


def _notes(elements: Sequence[Element], gone: set[int], tasks: Sequence[ParsedTask]) -> list[Any]:
    """Say what the file has that is not taken."""
    cross = sum(
        flag(said, "CrossProject") or said.get("PredecessorUID", "") in {str(uid) for uid in gone}
        for element in elements
        for link in element.iterfind("{*}PredecessorLink")
        if (said := fields_of(link))
    )
    splits = sum(task.name == f"#{task.uid}" for task in tasks if task.uid)
    found = []
    if cross or gone:
        found.append(
            say(_("{links} links to {tasks} tasks of other projects were passed over."), links=cross, tasks=len(gone))
        )
    if splits:
        found.append(say(_("{n} tasks without a name are called by their UID."), n=splits))
    return found


def _otherwise(said: Mapping[str, str]) -> list[Any]:
    """Say by which rules of the file dates are not counted here."""
    found = []
    if not flag(said, "ScheduleFromStart", usual=True):
        found.append(say(_("Project counts this file from its finish; here it is counted from its start.")))
    if flag(said, "MultipleCriticalPaths"):
        found.append(
            say(_("Project gives every chain of this file its own critical path; here late dates end with the whole."))
        )
    return found
