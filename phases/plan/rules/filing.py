"""A plan's file as a table of the kind ``plan``: Microsoft Project's XML, or a sheet in its usual spellings."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.imports.cells import folded, plain, text_of
from core.imports.kinds import Row
from core.imports.readers import read_table
from core.imports.table import Line, Table
from core.imports.values import YES, is_empty
from phases.plan.rules.columns import COLUMNS
from phases.plan.rules.filed import scheduled, start_of, work_calendar
from phases.plan.rules.mspdi import MPP, ParsedPlan, ParsedTask, read_mspdi
from phases.plan.rules.tokens import Token, days_of, minutes_of, read_token

TENTHS = 10
BREAKS = re.compile(r"[;；,，、\n]")
NOT_IN_SOURCE = re.compile(r"[#;；、,，|｜\s]+")
HEADINGS = (
    "uid", "wbs", "name", "duration", "predecessors", "start", "finish", "milestone", "percent", "actual_start",
    "actual_finish", "deadline", "constraint", "constraint_date",
)  # fmt: skip


def parse_plan(data: bytes, filename: str) -> Table:
    """Read a plan's file; raises ``UnreadableError``."""
    if data.startswith(MPP) and not filename.lower().endswith(".xls"):
        read_mspdi(data)
    head = data[:200].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"")
    if head.startswith(b"<"):
        return table_of(read_mspdi(data))
    return spelled(read_table(data, filename))


def table_of(parsed: ParsedPlan) -> Table:
    """Write a parsed file as a table; a circle of links is refused here, with its UIDs."""
    scheduled(parsed)
    source = NOT_IN_SOURCE.sub(" ", parsed.source).strip()[:180]
    before: dict[int, list[Token]] = {}
    for link in parsed.links:
        before.setdefault(link.later, []).append(Token(str(link.earlier), link.kind, link.lag_tenths // TENTHS))
    lines = tuple(
        Line(number, _cells(task, source, before.get(task.uid, ())))
        for number, task in enumerate(parsed.tasks, start=1)
    )
    calendar = work_calendar(parsed)
    context = {
        "source": source,
        "starts_on": start_of(parsed),
        "calendar": {
            "weekdays": list(calendar.weekdays),
            "shifts": [list(shift) for shift in calendar.shifts],
            "exceptions": {day.isoformat(): works for day, works in calendar.overrides.items()},
        },
    }
    figures = {**counted_tasks(parsed), "links": len(parsed.links), "calendars": len(parsed.calendars)}
    return Table(HEADINGS, lines, context=context, figures=figures)


def counted_tasks(parsed: ParsedPlan) -> dict[str, int]:
    """Count leaves, summaries and milestones; the project's own summary is not among them."""
    return {
        "tasks": len(parsed.leaves),
        "summaries": len(parsed.tasks) - len(parsed.leaves),
        "milestones": sum(task.milestone for task in parsed.tasks),
    }


def _cells(task: ParsedTask, source: str, before: Iterable[Token]) -> tuple[Any, ...]:
    return (
        f"{source}#{task.uid}" if source else str(task.uid),
        task.outline or task.wbs,
        task.name,
        days_of(task.minutes),
        ";".join(str(token) for token in before),
        _day(task.start),
        _day(task.finish),
        "yes" if task.milestone else "no",
        task.percent,
        _day(task.actual_start),
        _day(task.actual_finish),
        _day(task.deadline),
        task.constraint,
        task.constraint_at.isoformat(timespec="minutes") if task.constraint_at else "",
    )


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment is not None else None


def spelled(table: Table) -> Table:
    """Bring a sheet's durations, predecessors and per cents into the one form; other cells stay as they are.

    An empty duration becomes one day, a milestone's zero, and a note says so.
    """
    at = {key: found for key in (*MAKERS, "milestone") if (found := _place(table, key)) is not None}
    lines = tuple(Line(line.number, _spelled(line.cells, at)) for line in table.lines)
    length = at.get("duration")
    empty = length is not None and any(len(one.cells) > length and is_empty(one.cells[length]) for one in table.lines)
    notes = (*table.notes, _("Empty durations are read as one working day, those of milestones as zero."))
    return replace(table, lines=lines, notes=notes if empty else table.notes, figures={"calendars": 0})


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
    minutes = minutes_of(text_of(cell)) if isinstance(cell, str) else None
    return cell if minutes is None else days_of(minutes)


def _predecessors(cell: Any) -> Any:
    texts = [part.strip() for part in BREAKS.split(text_of(cell)) if part.strip()]
    tokens = [read_token(text) for text in texts]
    return cell if None in tokens else ";".join(str(token) for token in tokens)


def _percent(cell: Any) -> Any:
    return cell.strip().rstrip("%") if isinstance(cell, str) else cell


MAKERS: Mapping[str, Callable[[Any], Any]] = {
    "duration": _duration,
    "predecessors": _predecessors,
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
