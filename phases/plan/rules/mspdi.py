"""Microsoft Project's XML (MSPDI) as plain values: what the file says, or why it cannot be taken at its word."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from core.imports.markup import parse_xml
from core.imports.table import UnreadableError
from core.imports.words import say

NAMESPACE = "http://schemas.microsoft.com/project"
MPP = b"\xd0\xcf\x11\xe0"
LINK_TYPES = {"0": "FF", "1": "FS", "2": "SF", "3": "SS"}
CONSTRAINTS = {"0": "asap", "1": "alap", "2": "mso", "3": "mfo", "4": "snet", "5": "snlt", "6": "fnet", "7": "fnlt"}
# Lag formats that run through nights and weekends, or are percent of the earlier task.
NOT_WORKING_TIME = {"4", "6", "8", "10", "12", "19", "20", "36", "38", "40", "42", "44", "51", "52"}
DURATION = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$")
YEARS = (1900, 2200)
MAX_MINUTES = 60 * 24 * 366 * 100
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class ParsedTask:
    """A task as the file has it; times are wall-clock, the duration is working minutes."""

    uid: int
    name: str
    outline: str
    wbs: str
    summary: bool
    milestone: bool
    minutes: int
    start: datetime | None
    finish: datetime | None
    percent: int
    actual_start: datetime | None
    actual_finish: datetime | None
    constraint: str
    constraint_at: datetime | None
    deadline: datetime | None
    parent: int | None


@dataclass(frozen=True, slots=True)
class ParsedLink:
    """A link between two UIDs; the lag is tenths of a minute as in the file."""

    earlier: int
    later: int
    kind: str
    lag_tenths: int


@dataclass(frozen=True, slots=True)
class ParsedCalendar:
    """A calendar: per weekday (Monday 0) its shifts in minutes of the day, and dated exceptions."""

    uid: int
    name: str
    base: bool
    weekdays: Mapping[int, tuple[tuple[int, int], ...]]
    exceptions: Mapping[date, bool]


@dataclass(frozen=True, slots=True)
class ParsedPlan:
    """Everything of a file that the plan uses; ``root`` is the project's own summary (UID 0), if the file has it."""

    title: str
    source: str
    start: datetime | None
    minutes_per_day: int
    calendar_uid: int | None
    tasks: tuple[ParsedTask, ...]
    links: tuple[ParsedLink, ...]
    calendars: tuple[ParsedCalendar, ...]
    root: ParsedTask | None

    @property
    def leaves(self) -> list[ParsedTask]:
        """Tasks that have no tasks under them."""
        return [task for task in self.tasks if not task.summary]


def refuse(text: StrOrPromise, **parts: object) -> UnreadableError:
    """Make the error of a file that cannot be taken at its word."""
    return UnreadableError(say(text, **parts))


def read_mspdi(data: bytes) -> ParsedPlan:
    """Read a file; raises ``UnreadableError`` with the UID and the value that cannot be right."""
    if data.startswith(MPP):
        raise refuse(_("This is a Microsoft Project .mpp file. In Project choose Save as, type XML, and load that."))
    root = parse_xml(data)
    if root.tag != f"{{{NAMESPACE}}}Project":
        found = root.tag.rpartition("}")[2]
        raise refuse(_("This XML file starts with <{tag}>; Microsoft Project's starts with <Project>."), tag=found)
    elements = [one for one in root.iterfind("{*}Tasks/{*}Task") if _text(one, "IsNull") != "1"]
    if not elements:
        raise refuse(_("The file has no tasks."))
    tasks = list(_tasks(elements))
    own = next((task for task in tasks if task.uid == 0), None)
    links = tuple(_links(elements, {task.uid: task for task in tasks}))
    title = _text(root, "Title") or _text(root, "Name")
    return ParsedPlan(
        title=title,
        source=_text(root, "Title") or _text(root, "GUID") or title,
        start=_moment(_text(root, "StartDate"), 0, "StartDate"),
        minutes_per_day=_whole(_text(root, "MinutesPerDay") or "480", 0, "MinutesPerDay", (1, 1440)),
        calendar_uid=_whole(_text(root, "CalendarUID") or "-1", 0, "CalendarUID", (-1, 2**31)),
        tasks=tuple(task for task in tasks if task is not own),
        links=links,
        calendars=tuple(_calendar(one) for one in root.iterfind("{*}Calendars/{*}Calendar")),
        root=own,
    )


def _text(element: Element, name: str) -> str:
    return (element.findtext(f"{{*}}{name}") or "").strip()


def _whole(text: str, uid: object, field: str, between: tuple[int, int]) -> int:
    if not re.fullmatch(r"-?\d{1,12}", text) or not between[0] <= int(text) <= between[1]:
        raise refuse(
            _("UID {uid}: {field} is “{value}”; a whole number from {low} to {high} is expected."),
            uid=uid, field=field, value=text[:40], low=between[0], high=between[1],
        )  # fmt: skip
    return int(text)


def _moment(text: str, uid: object, field: str) -> datetime | None:
    if not text or text == "NA":
        return None
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        moment = None
    if moment is None or not YEARS[0] <= moment.year < YEARS[1]:
        raise refuse(
            _("UID {uid}: {field} is “{value}”; a date between {low} and {high} is expected."),
            uid=uid, field=field, value=text[:40], low=YEARS[0], high=YEARS[1] - 1,
        )  # fmt: skip
    return moment


def _minutes(text: str, uid: object) -> int:
    if not text:
        return 0
    found = DURATION.match(text)
    if not found or len(text) < len("PT0S"):
        raise refuse(_("UID {uid}: the duration is “{value}”; PT8H0M0S is expected."), uid=uid, value=text[:40])
    sign, days, hours, minutes, seconds = found.groups(default="")
    total = int(days or 0) * 1440 + int(hours or 0) * 60 + int(minutes or 0) + round(float(seconds or 0) / 60)
    if (sign and total) or total > MAX_MINUTES:
        raise refuse(_("UID {uid}: the duration “{value}” is negative or beyond all plans."), uid=uid, value=text[:40])
    return total


def _tasks(elements: Iterable[Element]) -> Iterator[ParsedTask]:
    seen: set[int] = set()
    above: list[int] = []  # the UIDs of the open summaries, by outline level
    for element in elements:
        uid = _whole(_text(element, "UID"), "?", "UID", (0, 2**31))
        if uid in seen:
            raise refuse(_("UID {uid} stands on two tasks; every task needs its own."), uid=uid)
        seen.add(uid)
        level = _whole(_text(element, "OutlineLevel") or "1", uid, "OutlineLevel", (0, 100))
        del above[max(level - 1, 0) :]
        yield _task(element, uid, above[-1] if above and level else None)
        if uid:
            above.extend([uid] * (max(level, 1) - len(above)))


def _task(element: Element, uid: int, parent: int | None) -> ParsedTask:
    def moment(field: str) -> datetime | None:
        return _moment(_text(element, field), uid, field)

    outline = _text(element, "OutlineNumber")
    return ParsedTask(
        uid=uid,
        name=_text(element, "Name"),
        outline=outline,
        wbs=_text(element, "WBS") or outline,
        summary=_text(element, "Summary") == "1",
        milestone=_text(element, "Milestone") == "1",
        minutes=_minutes(_text(element, "Duration"), uid),
        start=moment("Start"),
        finish=moment("Finish"),
        percent=_whole(_text(element, "PercentComplete") or "0", uid, "PercentComplete", (0, HUNDRED)),
        actual_start=moment("ActualStart"),
        actual_finish=moment("ActualFinish"),
        constraint=CONSTRAINTS.get(_text(element, "ConstraintType") or "0", "asap"),
        constraint_at=moment("ConstraintDate"),
        deadline=moment("Deadline"),
        parent=parent,
    )


def _links(elements: Iterable[Element], tasks: Mapping[int, ParsedTask]) -> Iterator[ParsedLink]:
    for element in elements:
        uid = int(_text(element, "UID"))
        for link in element.iterfind("{*}PredecessorLink"):
            if _text(link, "CrossProject") == "1":
                continue
            yield _link(link, uid, tasks)


def _link(element: Element, uid: int, tasks: Mapping[int, ParsedTask]) -> ParsedLink:
    earlier = _whole(_text(element, "PredecessorUID"), uid, "PredecessorUID", (0, 2**31))
    if earlier not in tasks:
        raise refuse(_("UID {uid}: predecessor {other} is not in the file."), uid=uid, other=earlier)
    if earlier == uid:
        raise refuse(_("UID {uid}: the task is its own predecessor."), uid=uid)
    kind = LINK_TYPES.get(_text(element, "Type") or "1")
    if kind is None:
        raise refuse(
            _("UID {uid}: link type “{value}” is unknown; 0 (FF), 1 (FS), 2 (SF) and 3 (SS) are known."),
            uid=uid, value=_text(element, "Type")[:40],
        )  # fmt: skip
    if kind[1] == "F" and tasks[uid].summary:
        raise refuse(_("UID {uid}: a summary task cannot wait with its finish for another task."), uid=uid)
    lag = _whole(_text(element, "LinkLag") or "0", uid, "LinkLag", (-MAX_MINUTES, MAX_MINUTES))
    form = _text(element, "LagFormat")
    if lag and form in NOT_WORKING_TIME:
        raise refuse(_("UID {uid}: a lag in elapsed time or percent is not read; give it in working time."), uid=uid)
    return ParsedLink(earlier, uid, kind, lag)


def _calendar(element: Element) -> ParsedCalendar:
    uid = _whole(_text(element, "UID"), "?", "Calendar UID", (0, 2**31))
    weekdays: dict[int, tuple[tuple[int, int], ...]] = {}
    exceptions: dict[date, bool] = {}
    for day in element.iterfind("{*}WeekDays/{*}WeekDay"):
        number = _whole(_text(day, "DayType") or "0", uid, "DayType", (0, 7))
        if number:
            weekdays[(number - 2) % 7] = _shifts(day, uid)
        else:
            exceptions |= _period(day, uid)
    for day in element.iterfind("{*}Exceptions/{*}Exception"):
        exceptions |= _period(day, uid)
    return ParsedCalendar(uid, _text(element, "Name"), _text(element, "IsBaseCalendar") == "1", weekdays, exceptions)


def _shifts(day: Element, uid: int) -> tuple[tuple[int, int], ...]:
    if _text(day, "DayWorking") != "1":
        return ()
    shifts = [
        (_clock(_text(one, "FromTime"), uid), _clock(_text(one, "ToTime"), uid))
        for one in day.iterfind("{*}WorkingTimes/{*}WorkingTime")
        if _text(one, "FromTime")
    ]
    return tuple((begin, end or 1440) for begin, end in sorted(shifts) if begin < (end or 1440))


def _clock(text: str, uid: int) -> int:
    found = re.fullmatch(r"([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?", text)
    if not found:
        raise refuse(_("Calendar {uid}: “{value}” is not a time of day."), uid=uid, value=text[:40])
    return int(found[1]) * 60 + int(found[2])


def _period(day: Element, uid: int) -> dict[date, bool]:
    begin = _moment((day.findtext("{*}TimePeriod/{*}FromDate") or "").strip(), uid, "FromDate")
    end = _moment((day.findtext("{*}TimePeriod/{*}ToDate") or "").strip(), uid, "ToDate")
    if begin is None or end is None:
        return {}
    last = min(end.toordinal(), begin.toordinal() + 366)
    works = _text(day, "DayWorking") == "1"
    return {date.fromordinal(number): works for number in range(begin.toordinal(), last + 1)}
