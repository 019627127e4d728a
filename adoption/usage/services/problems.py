"""Refused rows of a usage file: which line, which column, what stands there, what would be accepted."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
from django.utils.translation import gettext_lazy as _

from adoption.usage.choices import Source
from adoption.usage.rules.accounts import account_problem, restored
from adoption.usage.rules.layouts import Layout
from adoption.usage.services.reading import PlainTable, records
from adoption.usage.services.staging import csv_sql, row_sql
from adoption.usage.services.zones import FIRST_YEAR, LAST_YEAR
from core.imports.verdict import Problem
from core.imports.words import say

KEPT = 2_000
TIMES = _("2026-05-12 08:30:00, 2026-05-12T08:30:00Z or 2026-05-12T08:30:00+08:00")


@dataclass(frozen=True, slots=True)
class Refusals:
    """The first refused rows of the file, by line."""

    problems: tuple[Problem, ...]
    lines: tuple[int, ...]


def refusals(con: duckdb.DuckDBPyConnection, table: PlainTable, layout: Layout, zone: ZoneInfo) -> Refusals:
    """Find the first refused rows; reads the file a second time in order, so it is asked only where there are any."""
    narrow = {
        line: (kind, said)
        for line, kind, said in con.execute(
            "SELECT line, any_value(error_type), any_value(csv_line) FROM reject_errors "
            "WHERE trim(csv_line, ' \t\r\n') <> '' GROUP BY line ORDER BY line"
        ).fetchall()
    }
    wrong = _wrong_records(con, table, layout, zone)
    problems: list[Problem] = []
    lines: list[int] = []
    number = 0
    for line, cells in records(table):
        if line in narrow:
            problems.append(_shape(line, *narrow[line]))
            lines.append(line)
        else:
            number += 1
            if number in wrong:
                problems += _problems(line, cells, table, layout, has_moment=wrong[number])
                lines.append(line)
        if len(lines) >= KEPT or len(lines) >= len(narrow) + len(wrong):
            break
    return Refusals(tuple(problems), tuple(lines))


def _wrong_records(
    con: duckdb.DuckDBPyConnection, table: PlainTable, layout: Layout, zone: ZoneInfo
) -> dict[int, bool]:
    """Give the number of each refused record among those of the right width, with whether its time was read."""
    con.execute("SET preserve_insertion_order = true")
    reading = csv_sql(table).replace(", store_rejects = true", ", ignore_errors = true")
    rows = con.execute(
        f"""SELECT nth, timely FROM (
            SELECT row_number() OVER () AS nth, who, event,
            moment IS NOT NULL AND year(moment) BETWEEN {FIRST_YEAR} AND {LAST_YEAR} AS timely
            FROM ({row_sql(layout, zone)} FROM {reading})) r
        WHERE NOT COALESCE(timely, false) OR who IN (SELECT who FROM accounts WHERE bad)
            OR event IN (SELECT event FROM events WHERE bad)
        ORDER BY nth LIMIT {KEPT}"""
    ).fetchall()
    con.execute("SET preserve_insertion_order = false")
    return {nth: bool(timely) for nth, timely in rows}


def _shape(line: int, kind: str, said: str) -> Problem:
    sentences = {
        "TOO MANY COLUMNS": _("The line has more cells than there are headings."),
        "MISSING COLUMNS": _("The line has fewer cells than there are headings."),
        "UNQUOTED VALUE": _("A quotation mark is not closed."),
        "INVALID ENCODING": _("The line has characters that are not UTF-8."),
    }
    sentence = sentences.get(kind, _("The line cannot be read."))
    return Problem(line, "", "", said.strip()[:200], "shape", sentence, _("As many cells as headings"))


def _problems(line: int, cells: list[str], table: PlainTable, layout: Layout, *, has_moment: bool) -> list[Problem]:
    def first(columns: Any) -> tuple[str, str]:
        at = next((index for index in columns if index < len(cells) and cells[index].strip()), columns[0])
        return table.headings[at], cells[at].strip() if at < len(cells) else ""

    found = []
    if not has_moment:
        heading, value = first(layout.at)
        empty = not value
        sentence = _("This must be filled in.") if empty else _("This is not a time.")
        found.append(Problem(line, "timestamp", heading, value, "required" if empty else "date", sentence, TIMES))
    heading, value = first(layout.account)
    if not value:
        accepted = _("An e-mail address or the account's id in the CRM")
        found.append(Problem(line, "user", heading, value, "required", _("This must be filled in."), accepted))
    elif account_problem(value):
        sentence = say(_("The last three characters do not fit the id {id}."), id=value[:15])
        found.append(Problem(line, "user", heading, value, "rule", sentence, restored(value)[:15]))
    if layout.source == Source.GENERIC and layout.event is not None and not cells[layout.event].strip():
        sentence = _("This must be filled in.")
        accepted = _("create, update, advance, log, view or login")
        found.append(Problem(line, "event", table.headings[layout.event], "", "required", sentence, accepted))
    return found
