"""Tasks of a file, the links between them, and what was promised of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from core.imports.cells import CONTROL
from phases.plan.rules.mspdi.own import (
    DAY_ONLY,
    INSERTED,
    KNOWN,
    OF_PLAN,
    REF,
    UNPLANNED,
    ParsedInserted,
    own_fields,
    read_inserted,
    read_known,
)
from phases.plan.rules.mspdi.values import (
    ELAPSED,
    ELAPSED_PERCENT,
    HUNDRED,
    MAX_MINUTES,
    MAX_UID,
    PERCENT,
    TENTHS,
    fields_of,
    flag,
    instant,
    minutes_of,
    refuse,
    whole,
)

LINK_TYPES = {"0": "FF", "1": "FS", "2": "SF", "3": "SS"}
CONSTRAINTS = ("asap", "alap", "mso", "mfo", "snet", "snlt", "fnet", "fnlt")
UNDATED = {"asap", "alap"}
FIXED_DURATION = 1
MAX_PRIORITY = 1000


@dataclass(frozen=True, slots=True)
class ParsedBaseline:
    """What was promised of a task under a number."""

    number: int
    start: datetime | None
    finish: datetime | None
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedTask:
    """A task as the file has it; times are wall-clock, the length is working minutes, or minutes of the clock."""

    uid: int
    name: str
    outline: str = ""
    wbs: str = ""
    parent: int | None = None
    summary: bool = False
    milestone: bool = False
    minutes: int = 0
    elapsed: bool = False
    start: datetime | None = None
    finish: datetime | None = None
    percent: int = 0
    remaining: int | None = None  # None: what the per cent leaves
    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    constraint: str = "asap"
    constraint_at: datetime | None = None
    deadline: datetime | None = None
    manual: bool = False
    active: bool = True
    calendar: int | None = None
    ignores_resources: bool = False
    fixed: bool = False
    priority: int = 500
    delay: int = 0
    delay_elapsed: bool = False
    note: str = ""
    baselines: tuple[ParsedBaseline, ...] = ()
    ref: str = ""  # what we call it, in a file of our own
    days: frozenset[str] = frozenset()  # dates of which only the day is known, in a file of our own
    inserted: ParsedInserted | None = None  # what its inserted plan counts by, in a file of our own


@dataclass(frozen=True, slots=True)
class ParsedLink:
    """A link between two UIDs; the lag is minutes, or per cent of the earlier task."""

    earlier: int
    later: int
    kind: str
    lag: int = 0
    unit: str = "work"


def read_tasks(elements: Iterable[Element], *, own: bool = False) -> Iterator[ParsedTask]:
    """Read tasks in order; each hangs under the last one before it with a lower level. ``own`` is a file of ours."""
    seen: set[int] = set()
    above: list[int] = []  # the UIDs of the open summaries, by outline level
    for element in elements:
        said = fields_of(element)
        uid = whole(said, "UID", "?", (0, MAX_UID), -1)
        if uid in seen:
            raise refuse(_("UID {uid} stands on two tasks; every task needs its own."), uid=uid)
        seen.add(uid)
        level = whole(said, "OutlineLevel", uid, (0, 100), 1)
        del above[max(level - 1, 0) :]
        task = _task(element, said, uid, above[-1] if above and level else None)
        yield _as_ours(task, element, said) if own else task
        if uid:
            above.extend([uid] * (max(level, 1) - len(above)))


def _task(element: Element, said: Mapping[str, str], uid: int, parent: int | None) -> ParsedTask:
    manual = flag(said, "Manual")
    minutes = (minutes_of(said, "ManualDuration", uid) if manual else None) or minutes_of(said, "Duration", uid) or 0
    percent = whole(said, "PercentComplete", uid, (0, HUNDRED))
    constraint = CONSTRAINTS[whole(said, "ConstraintType", uid, (0, 7))]
    constraint_at = instant(said, "ConstraintDate", uid)
    calendar = whole(said, "CalendarUID", uid, (-1, MAX_UID), -1)
    start, finish = instant(said, "Start", uid), instant(said, "Finish", uid)
    if manual:
        start, finish = instant(said, "ManualStart", uid) or start, instant(said, "ManualFinish", uid) or finish
    actual_start, actual_finish = _actual(said, uid)
    return ParsedTask(
        uid=uid,
        name=said.get("Name") or f"#{uid}",
        outline=said.get("OutlineNumber", ""),
        wbs=said.get("WBS") or said.get("OutlineNumber", ""),
        parent=parent,
        summary=flag(said, "Summary"),
        milestone=flag(said, "Milestone"),
        minutes=minutes,
        elapsed=whole(said, "DurationFormat", uid, (0, 100)) in ELAPSED,
        start=start,
        finish=finish,
        percent=percent,
        remaining=_remaining(minutes, percent, minutes_of(said, "RemainingDuration", uid)),
        actual_start=actual_start,
        actual_finish=actual_finish,
        constraint="asap" if constraint_at is None and constraint not in UNDATED else constraint,
        constraint_at=None if constraint in UNDATED else constraint_at,
        deadline=instant(said, "Deadline", uid),
        manual=manual,
        active=flag(said, "Active", usual=True),
        calendar=None if calendar < 0 else calendar,
        ignores_resources=flag(said, "IgnoreResourceCalendar"),
        fixed=whole(said, "Type", uid, (0, 2)) == FIXED_DURATION,
        priority=whole(said, "Priority", uid, (0, MAX_PRIORITY), 500),
        delay=whole(said, "LevelingDelay", uid, (0, MAX_MINUTES * TENTHS)) // TENTHS,
        delay_elapsed=whole(said, "LevelingDelayFormat", uid, (0, 100), 7) in ELAPSED,
        note=CONTROL.sub("", said.get("Notes", "")),
        baselines=tuple(_baseline(one, uid) for one in element.iterfind("{*}Baseline")),
    )


def _as_ours(task: ParsedTask, element: Element, said: Mapping[str, str]) -> ParsedTask:
    """Take from a file of our own what Project does not know."""
    fields = own_fields(element)
    known = read_known(fields.get(KNOWN, ""))
    return replace(
        task,
        ref=fields.get(REF, ""),
        wbs=said.get("WBS", ""),
        start=None if known.get("start") == UNPLANNED else task.start,
        finish=None if known.get("finish") == UNPLANNED else task.finish,
        days=frozenset(name for name, how in known.items() if how == DAY_ONLY),
        calendar=None if known.get("calendar") == OF_PLAN else task.calendar,
        inserted=read_inserted(fields.get(INSERTED, "")),
    )


def _actual(said: Mapping[str, str], uid: int) -> tuple[datetime | None, datetime | None]:
    start, finish = instant(said, "ActualStart", uid), instant(said, "ActualFinish", uid)
    if start is not None and finish is not None and finish < start:
        raise refuse(
            _("UID {uid}: the work ends ({finish}) before it starts ({start})."), uid=uid, start=start, finish=finish
        )
    return start, finish


def _remaining(minutes: int, percent: int, stated: int | None) -> int | None:
    """Keep what is left where it is not what the per cent leaves, rounding aside."""
    if stated is None or not 0 < percent < HUNDRED:
        return None
    left = minutes * (HUNDRED - percent)
    return None if left == stated * HUNDRED else stated


def _baseline(element: Element, uid: int) -> ParsedBaseline:
    said = fields_of(element)
    number = whole(said, "Number", uid, (0, 10))
    return ParsedBaseline(
        number, instant(said, "Start", uid), instant(said, "Finish", uid), minutes_of(said, "Duration", uid) or 0
    )


def read_links(elements: Iterable[Element], tasks: Mapping[int, ParsedTask], gone: set[int]) -> Iterator[ParsedLink]:
    """Read the links between the file's own tasks; those with tasks of other projects are passed over."""
    for element in elements:
        uid = int(element.findtext("{*}UID") or 0)
        if uid not in tasks:
            continue
        before: set[int] = set()
        for link in element.iterfind("{*}PredecessorLink"):
            said = fields_of(link)
            earlier = whole(said, "PredecessorUID", uid, (0, MAX_UID), -1)
            if not flag(said, "CrossProject") and earlier not in gone:
                yield _link(said, earlier, tasks[uid], tasks, before)


def _link(
    said: Mapping[str, str], earlier: int, task: ParsedTask, tasks: Mapping[int, ParsedTask], before: set[int]
) -> ParsedLink:
    uid = task.uid
    if earlier not in tasks:
        raise refuse(_("UID {uid}: predecessor {other} is not in the file."), uid=uid, other=earlier)
    if earlier == uid:
        raise refuse(_("UID {uid}: the task is its own predecessor."), uid=uid)
    if earlier in before:
        raise refuse(_("UID {uid}: predecessor {other} is there twice."), uid=uid, other=earlier)
    before.add(earlier)
    kind = LINK_TYPES.get(said.get("Type") or "1")
    if kind is None:
        raise refuse(
            _("UID {uid}: link type “{value}” is unknown; 0 (FF), 1 (FS), 2 (SF) and 3 (SS) are known."),
            uid=uid, value=said["Type"][:40],
        )  # fmt: skip
    if kind[1] == "F" and task.summary:
        raise refuse(_("UID {uid}: a summary task cannot wait with its finish for another task."), uid=uid)
    lag = whole(said, "LinkLag", uid, (-MAX_MINUTES * TENTHS, MAX_MINUTES * TENTHS))
    unit = _unit(whole(said, "LagFormat", uid, (0, 100), 7))
    return ParsedLink(earlier, uid, kind, *((lag, unit) if unit.endswith("percent") else (_minutes(lag), unit)))


def _minutes(tenths: int) -> int:
    """Return whole minutes, rounded away from zero at the half."""
    return (abs(tenths) + TENTHS // 2) // TENTHS * (1 if tenths >= 0 else -1)


def _unit(form: int) -> str:
    if form in PERCENT:
        return "percent"
    if form in ELAPSED_PERCENT:
        return "epercent"
    return "elapsed" if form in ELAPSED else "work"
