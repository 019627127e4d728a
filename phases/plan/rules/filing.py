"""A plan's file as a table of the kind ``plan``: Microsoft Project's XML, or a sheet in its usual spellings."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.imports.cells import folded, plain, text_of
from core.imports.kinds import Row
from core.imports.readers import read_table
from core.imports.table import Line, Table
from core.imports.values import LIST_BREAKS, YES, is_empty
from phases.plan.rules.columns import COLUMNS, minute_of, time_of
from phases.plan.rules.filed import scheduled, start_of
from phases.plan.rules.mspdi import ParsedPlan, ParsedTask, check_size, read_mspdi
from phases.plan.rules.mspdi.foreign import refuse_foreign
from phases.plan.rules.shares import Share, labels, read_share
from phases.plan.rules.steps import read_step
from phases.plan.rules.tokens import BY_WBS, DAY, ELAPSED_DAY, Token, days_of, in_order, read_span, read_token

BREAKS = re.compile(r"[;；,，、\n]")
NOT_IN_SOURCE = re.compile(r"[#;；、,，|｜\s]+")
NOT_IN_XML = frozenset({"responsible", "earning", "steps"})
HEADINGS = tuple(column.key for column in COLUMNS if column.key not in NOT_IN_XML)
MOMENTS = ("start", "finish", "actual_start", "actual_finish", "deadline")
CENT = Decimal("0.01")


def parse_plan(data: bytes, filename: str) -> Table:
    """Read a plan's file; raises ``UnreadableError``."""
    refuse_foreign(data, filename)
    head = data[:200].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"")
    if head.startswith(b"<"):
        return table_of(read_mspdi(data, filename))
    table = read_table(data, filename)
    check_size(len(table.lines))
    return spelled(table)


def table_of(parsed: ParsedPlan) -> Table:
    """Write a parsed file as a table; a circle of links is refused here, with its UIDs."""
    scheduled(parsed)
    filed = _Filed(parsed)
    lines = tuple(Line(number, filed.cells(task)) for number, task in enumerate(parsed.tasks, start=1))
    context = {"source": filed.source, "starts_on": start_of(parsed), "plan": parsed, "refs": filed.refs}
    figures = {
        **counted_tasks(parsed),
        "links": len(parsed.links),
        "calendars": len(parsed.calendars),
        "resources": len(parsed.resources),
        "assignments": len(parsed.assignments),
    }
    return Table(HEADINGS, lines, context=context, figures=figures, notes=parsed.notes)


def source_of(parsed: ParsedPlan) -> str:
    """Say which plan the file is, as tasks keep it."""
    return NOT_IN_SOURCE.sub(" ", parsed.source).strip()[:180]


def counted_tasks(parsed: ParsedPlan) -> dict[str, int]:
    """Count leaves, summaries and milestones; the project's own summary is not among them."""
    return {
        "tasks": len(parsed.leaves),
        "summaries": len(parsed.tasks) - len(parsed.leaves),
        "milestones": sum(task.milestone for task in parsed.tasks),
    }


class _Filed:
    """Writes the cells of a file's tasks, with what they are called once in the whole file."""

    def __init__(self, parsed: ParsedPlan) -> None:
        self.source, self.own = source_of(parsed), parsed.own
        self.refs = {task.uid: self._ref(task) for task in parsed.tasks}
        self.calendars = labels((one.uid, one.name, str(one.uid)) for one in parsed.calendars)
        resources = labels((one.uid, one.name, str(one.uid)) for one in parsed.resources)
        self.before: dict[int, list[Token]] = {}
        for link in parsed.links:
            near = self._near(self.refs[link.earlier], self.refs[link.later])
            self.before.setdefault(link.later, []).append(Token(near, link.kind, link.lag, link.unit))
        self.shares: dict[int, list[Share]] = {}
        for one in parsed.assignments:
            share = Share(resources[one.resource], Decimal(one.units).quantize(CENT), one.work)
            self.shares.setdefault(one.task, []).append(share)

    def _ref(self, task: ParsedTask) -> str:
        if task.ref:
            return task.ref
        return f"{self.source}#{task.uid}" if self.source else str(task.uid)

    @staticmethod
    def _near(earlier: str, later: str) -> str:
        if earlier.startswith(BY_WBS):
            return earlier.removeprefix(BY_WBS)
        source, _hash, uid = earlier.rpartition("#")
        return uid if source == later.rpartition("#")[0] else earlier

    def cells(self, task: ParsedTask) -> tuple[Any, ...]:
        """Write one task in the order of the headings."""
        day = ELAPSED_DAY if task.elapsed else DAY
        row = {
            "uid": "" if task.ref.startswith(BY_WBS) else self.refs[task.uid],
            "wbs": task.wbs if self.own else task.outline or task.wbs,
            "name": task.name[:300],
            "duration": days_of(task.minutes, day),
            "predecessors": ";".join(in_order(self.before.get(task.uid, ()))),
            "milestone": _word(says=task.milestone),
            "percent": task.percent,
            "constraint": task.constraint,
            "constraint_date": _constraint_date(task),
            "resources": ";".join(sorted(str(one) for one in self.shares.get(task.uid, ()))),
            "elapsed": _word(says=task.elapsed),
            "manual": _word(says=task.manual),
            "active": _word(says=task.active),
            "calendar": "" if task.calendar is None else self.calendars.get(task.calendar, ""),
            "ignores_resources": _word(says=task.ignores_resources),
            "fixed": _word(says=task.fixed),
            "priority": task.priority,
            "delay": days_of(task.delay, ELAPSED_DAY if task.delay_elapsed else DAY),
            "delay_elapsed": _word(says=task.delay_elapsed),
            "remaining": None if task.remaining is None else days_of(task.remaining, day),
            "note": task.note,
        }
        for key in MOMENTS:
            at: datetime | None = getattr(task, key)
            row |= {key: at and at.date(), f"{key}_at": at.strftime("%H:%M") if at and key not in task.days else ""}
        return tuple(row[heading] for heading in HEADINGS)


def _constraint_date(task: ParsedTask) -> str:
    if task.constraint_at is None:
        return ""
    day_only = "constraint" in task.days
    return task.constraint_at.date().isoformat() if day_only else task.constraint_at.isoformat(timespec="minutes")


def _word(*, says: bool) -> str:
    return "yes" if says else "no"


def spelled(table: Table) -> Table:
    """Bring a sheet's durations, predecessors and per cents into the one form; other cells stay as they are.

    An empty duration becomes one day, a milestone's zero, and a note says so.
    """
    at = {key: found for key in (*MAKERS, "milestone") if (found := _place(table, key)) is not None}
    lines = tuple(Line(line.number, _spelled(line.cells, at)) for line in table.lines)
    length = at.get("duration")
    empty = length is not None and any(len(one.cells) > length and is_empty(one.cells[length]) for one in table.lines)
    headings = table.headings
    for key, column in (("duration", "elapsed"), ("delay", "delay_elapsed")):
        headings, lines = _elapsed(table, headings, lines, (at.get(key), column))
    notes = (*table.notes, _("Empty durations are read as one working day, those of milestones as zero."))
    return replace(
        table, headings=headings, lines=lines, notes=notes if empty else table.notes, figures={"calendars": 0}
    )


def _elapsed(
    table: Table, headings: tuple[str, ...], lines: tuple[Line, ...], pair: tuple[int | None, str]
) -> tuple[tuple[str, ...], tuple[Line, ...]]:
    """Add what lengths such as ``3ed`` say to a sheet that has no column for it."""
    length, column = pair
    if length is None or _place(table, column) is not None:
        return headings, lines
    marks = [len(one.cells) > length and _is_elapsed(one.cells[length]) for one in table.lines]
    if not any(marks):
        return headings, lines
    width = len(headings)
    filled = [(*one.cells, *[None] * (width - len(one.cells))) for one in lines]
    added = zip(lines, filled, marks, strict=True)
    return (*headings, column), tuple(Line(one.number, (*cells, _word(says=mark))) for one, cells, mark in added)


def _is_elapsed(cell: Any) -> bool:
    span = read_span(text_of(cell)) if isinstance(cell, str) else None
    return span is not None and span[1] == "elapsed"


def _place(table: Table, key: str) -> int | None:
    column = next(one for one in COLUMNS if one.key == key)
    words = {folded(word) for word in (column.key, column.label_zh, column.label_en, *column.aliases)}
    return next((i for i, heading in enumerate(table.headings) if folded(heading) in words), None)


def _spelled(cells: tuple[Any, ...], at: Mapping[str, int]) -> tuple[Any, ...]:
    said = list(cells)
    for key, make in MAKERS.items():
        if key in at and at[key] < len(said):
            said[at[key]] = make(said[at[key]])
    length, point = at.get("duration"), at.get("milestone")
    if length is not None and length < len(said) and is_empty(said[length]):
        mark = said[point] if point is not None and point < len(said) else None
        said[length] = 0 if plain(mark).casefold() in YES else 1
    return tuple(said)


def _duration(cell: Any) -> Any:
    span = read_span(text_of(cell)) if isinstance(cell, str) else None
    return cell if span is None else days_of(span[0], ELAPSED_DAY if span[1] == "elapsed" else DAY)


def _delay(cell: Any) -> Any:
    return 0 if is_empty(cell) else _duration(cell)


def _predecessors(cell: Any) -> Any:
    texts = [part.strip() for part in BREAKS.split(text_of(cell)) if part.strip()]
    tokens = [read_token(text) for text in texts]
    return cell if None in tokens else ";".join(in_order(tokens))


def _resources(cell: Any) -> Any:
    shares = [read_share(part) for part in LIST_BREAKS.split(text_of(cell)) if part.strip()]
    return cell if None in shares else ";".join(sorted(str(share) for share in shares))


def _steps(cell: Any) -> Any:
    found = [read_step(part) for part in LIST_BREAKS.split(text_of(cell)) if part.strip()]
    return cell if None in found else ";".join(map(str, found))


def _clock(cell: Any) -> Any:
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    minute = minute_of(text_of(cell)) if isinstance(cell, str) else None
    return cell if minute is None else time_of(minute)


def _percent(cell: Any) -> Any:
    return cell.strip().rstrip("%") if isinstance(cell, str) else cell


MAKERS: Mapping[str, Callable[[Any], Any]] = {
    "duration": _duration,
    "predecessors": _predecessors,
    "resources": _resources,
    "remaining": _duration,
    "delay": _delay,
    "steps": _steps,
    **{f"{key}_at": _clock for key in MOMENTS},
    "percent": _percent,
}


def figures(rows: Sequence[Row]) -> Mapping[str, int]:
    """Count tasks, summaries, milestones and links of canonical rows."""
    wbs = {row.get("wbs", "") for row in rows}
    above = {text.rpartition(".")[0] for text in wbs if "." in text}
    summaries = sum(bool(row.get("wbs")) and row["wbs"] in above for row in rows)
    return {
        "tasks": len(rows) - summaries,
        "summaries": summaries,
        "milestones": sum(bool(row.get("milestone")) for row in rows),
        "links": sum(len(row.get("predecessors", ())) for row in rows),
    }
