"""The import of usage: look, judge with nothing locked, count or keep under the lock, undo."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from adoption.usage.choices import Source
from adoption.usage.models import UsagePart
from adoption.usage.rules.layouts import Layout, generic_layout, known_layout
from adoption.usage.selectors.periods import zone_of
from adoption.usage.selectors.population import account_keys
from adoption.usage.services.engine import engine
from adoption.usage.services.parts import keep_part, local_parts, remove_parts
from adoption.usage.services.problems import Refusals, refusals
from adoption.usage.services.reading import PlainTable, plain_table, records
from adoption.usage.services.rollups import roll_up
from adoption.usage.services.staging import EVENT_KEY, Staged, files_sql, kept_columns, stage
from core.imports.mapping import Mapped, match
from core.imports.streams import StreamFile
from core.imports.table import Line, Table, UnreadableError
from core.imports.words import both, say
from core.seams import kinds
from programme.records.services import writes

KIND = "usage"
NAMED = 20


def _layout(headings: tuple[str, ...], mapping: Mapping[str, str | None]) -> tuple[Layout, Mapped]:
    """Recognise the file, unless a person said which heading is which; raises where time or account are missing."""
    mapped = match(kinds[KIND], headings, mapping)
    found = None if any(mapping.values()) else known_layout(headings)
    if found is not None:
        return found, mapped
    columns = {column.key: index for index, column in mapped.columns.items()}
    missing = [column.label_en for column in kinds[KIND].columns if column.required and column.key not in columns]
    if missing:
        text = gettext_lazy("These columns are missing: {columns}. Say on the mapping which headings they are.")
        raise UnreadableError(say(text, columns=", ".join(missing)))
    return generic_layout(columns), mapped


def look(file: StreamFile) -> Mapping[str, Any]:
    """Say what the file is; raises ``UnreadableError`` where it cannot be read as a table."""
    with plain_table(file.path) as table:
        found = known_layout(table.headings)
        return {
            "headings": list(table.headings),
            "rows": max(table.lines - table.skip, 1),
            "encoding": table.encoding,
            "notes": list(table.notes),
            "samples": [list(cells) for cells in table.samples],
            "layout": found.source.value if found else "",
        }


class Judged:
    """A file whose rows are read and judged; its parts are drafts that nobody sees."""

    def __init__(self, file: StreamFile, table: PlainTable, con: duckdb.DuckDBPyConnection, folder: Path) -> None:
        """Do the long work."""
        self.began = time.monotonic()
        self.programme, self.con, self.folder = file.programme, con, folder
        self.zone = zone_of(file.programme)
        self.layout, self.mapped = _layout(table.headings, file.mapping)
        self.table = table
        self.staged: Staged = stage(con, table, self.layout, self.zone, folder)
        file.tell(self.staged.rows // 2)
        none = Refusals((), ())
        self.refusals = refusals(con, table, self.layout, self.zone) if self.staged.bad else none

    def verdict(self) -> dict[str, Any]:
        """Count the rows against the parts there are."""
        staged, known = self.staged, self._known
        kept = sum(part.rows for part in staged.parts)
        return {
            "rows": staged.rows,
            "accepted": staged.rows - staged.bad,
            "refused": staged.bad,
            "unchanged": known + staged.twice,
            "created": kept - known,
            "updated": 0,
            "absent": 0,
            "refused_rows": list(self.refusals.lines),
            "errors": [problem.as_json() for problem in self.refusals.problems],
            "errors_left_out": max(staged.bad - len(self.refusals.lines), 0),
            "unknown_headings": [self.table.headings[index] for index in self._aside()],
            "duplicate_headings": list(self.mapped.duplicates) if self.layout.source == Source.GENERIC else [],
            "notes": [both(note) for note in self._notes()],
            "created_rows": [],
            "updated_rows": [],
            "figures": self._figures(),
        }

    def _aside(self) -> list[int]:
        """Columns that are kept beside the judged ones."""
        used = {*self.layout.ref, *self.layout.account}
        return [index for index, _name in kept_columns(self.table, self.layout) if index not in used]

    def _figures(self) -> dict[str, Any]:
        staged = self.staged
        seconds = max(time.monotonic() - self.began, 1e-6)
        return {
            "layout": self.layout.source.value,
            "first": self._moment(staged.first),
            "last": self._moment(staged.last),
            "users": staged.users,
            "days": staged.days,
            "rows_per_second": round(staged.rows / seconds),
        }

    def _moment(self, moment: datetime | None) -> str | None:
        return None if moment is None else moment.replace(tzinfo=UTC).astimezone(self.zone).isoformat()

    def _notes(self) -> list[Any]:
        notes = list(self.table.notes)
        if names := [self.table.headings[index] for index in self._aside()]:
            columns = ", ".join(names)
            notes.append(say(gettext_lazy("Unknown columns, kept aside: {columns}."), columns=columns))
        if self.layout.source != Source.GENERIC:
            text = gettext_lazy("Recognised as: {layout}.")
            notes.append(say(text, layout=Source(self.layout.source).label))
        if self.staged.strange:
            told = ", ".join(f"{event} ({count})" for event, count in self.staged.strange)
            notes.append(say(gettext_lazy("Unknown events, kept and not counted: {events}."), events=told))
        if not self.layout.has_object:
            notes.append(gettext_lazy("The file does not say what was worked on; it gives no daily update rate."))
        if strangers := self._strangers:
            text = gettext_lazy("{n} accounts are not on the roster; their events are kept: {accounts}.")
            notes.append(say(text, n=len(strangers), accounts=_some(strangers)))
        return notes

    @cached_property
    def _strangers(self) -> list[str]:
        """Accounts of the file that no roster entry has."""
        if not self.staged.parts:
            return []
        files = files_sql([part.path for part in self.staged.parts])
        found = self.con.execute(
            f"SELECT DISTINCT account FROM {files} WHERE account <> '' ORDER BY account"
        ).fetchall()
        known = account_keys(self.programme)
        return [account for (account,) in found if account not in known]

    @cached_property
    def _known(self) -> int:
        """Count the events that stand in parts already; only parts that share a moment are looked at."""
        if self.staged.first is None or self.staged.last is None:
            return 0
        first, last = self.staged.first.replace(tzinfo=UTC), self.staged.last.replace(tzinfo=UTC)
        parts = UsagePart.objects.filter(programme=self.programme, first_at__lte=last, last_at__gte=first)
        with local_parts(list(parts.order_by("pk"))) as paths:
            if not paths:
                return 0
            mine = files_sql([part.path for part in self.staged.parts])
            span = f"moment BETWEEN TIMESTAMP '{self.staged.first}' AND TIMESTAMP '{self.staged.last}'"
            row = self.con.execute(
                f"""SELECT count(*) FROM (SELECT {EVENT_KEY} AS key FROM {mine}) m
                SEMI JOIN (SELECT {EVENT_KEY} AS key FROM {files_sql(paths)} WHERE {span}) k ON m.key = k.key"""
            ).fetchone()
        return int(row[0]) if row else 0

    def write(self, run: Any, actor: Any) -> dict[str, Any]:  # noqa: ARG002  the audit is the import's own
        """Keep the parts and write the months they touch anew; a file that brings nothing new keeps nothing."""
        told = self.verdict()
        if told["created"]:
            has_object, source = self.layout.has_object, self.layout.source.value
            for draft in self.staged.parts:
                keep_part(run, draft, source=source, has_object=has_object, con=self.con)
            roll_up(self.programme, [part.month for part in self.staged.parts], self.zone)
        told["figures"] = self._figures()
        return told


def _some(names: list[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" … +{more}" if more > 0 else "")


@contextmanager
def judge(file: StreamFile) -> Iterator[Judged]:
    """Read and judge a file; its drafts live for the block."""
    with (
        plain_table(file.path) as table,
        TemporaryDirectory(prefix="landfall-usage-") as folder,
        engine(Path(folder)) as con,
    ):
        yield Judged(file, table, con, Path(folder))


def refused(file: StreamFile, lines: list[int]) -> Table:
    """Give the refused lines with their cells."""
    wanted = set(lines)
    with plain_table(file.path) as table:
        found = []
        for line, cells in records(table):
            if line in wanted:
                found.append(Line(line, tuple(cells)))
            if len(found) == len(wanted):
                break
        return Table(headings=table.headings, lines=tuple(found), heading_line=table.skip)


def undo_reasons(run: Any) -> list[str]:
    """Say why an import of usage cannot be undone."""
    return [] if UsagePart.objects.filter(run=run).exists() else [_("This import wrote nothing.")]


@writes
def undo(run: Any, actor: Any) -> int:  # noqa: ARG001  the audit is the import's own
    """Take out the import's parts and write their months anew; returns how many events went."""
    parts = list(UsagePart.objects.filter(run=run).order_by("pk"))
    rows = UsagePart.objects.filter(run=run).aggregate(rows=Sum("rows"))["rows"] or 0
    months = [part.month for part in parts]
    remove_parts(parts)
    roll_up(run.programme, months, zone_of(run.programme))
    return int(rows)
