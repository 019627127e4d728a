"""A usage file in DuckDB: every row read once, accounts and events judged by their distinct values.

The heavy work is columnar: a row is never a Python object. Rules are asked only of the distinct accounts and the
distinct combinations of event, object, way and status, of which a file has few however long it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from adoption.usage.choices import Deed, Source
from adoption.usage.rules.accounts import account_key, account_problem
from adoption.usage.rules.deeds import Told, deed_of, is_customer
from adoption.usage.rules.layouts import Layout
from adoption.usage.services.engine import name, text
from adoption.usage.services.reading import PlainTable
from adoption.usage.services.zones import FIRST_YEAR, LAST_YEAR, local_sql, moment_sql, utc_of

NAMED = 20
LONGEST = 254  # characters of an account
EVENT_KEY = "CASE WHEN ref <> '' THEN hash(moment, ref) ELSE hash(moment, account, event, object, record, via) END"


@dataclass(frozen=True, slots=True)
class DraftPart:
    """The accepted events of one month of the programme's calendar, in a file of its own that nobody sees yet."""

    month: date
    path: Path
    rows: int


@dataclass(frozen=True, slots=True)
class Staged:
    """What the whole file says: counts, accounts, days, and its parts; ``twice`` counts repeated rows in the file."""

    rows: int
    bad: int
    twice: int
    users: int
    days: int
    first: datetime | None
    last: datetime | None
    strange: tuple[tuple[str, int], ...]
    parts: tuple[DraftPart, ...]


def csv_sql(table: PlainTable) -> str:
    """Give the SQL that reads the table as text, putting lines of another width aside."""
    columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(len(table.headings)))
    return (
        f"read_csv({text(str(table.path))}, auto_detect = false, header = false, skip = {table.skip}, "
        f"delim = {text(table.delimiter)}, quote = '\"', escape = '\"', columns = {{{columns}}}, store_rejects = true)"
    )


def _first_filled(columns: Sequence[int]) -> str:
    if not columns:
        return "''"
    return "COALESCE(" + ", ".join(f"NULLIF(trim(c{index}), '')" for index in columns) + ", '')"


def _cell(column: int | None) -> str:
    return "''" if column is None else f"COALESCE(trim(c{column}), '')"


def _joined(columns: Sequence[int]) -> str:
    """Join cells with a separator; without any filled cell it is empty."""
    if not columns:
        return "''"
    cells = [_cell(column) for column in columns]
    if len(cells) == 1:
        return cells[0]
    parts = " || chr(31) || ".join(cells)
    return f"CASE WHEN {cells[0]} = '' THEN '' ELSE {parts} END"


def _via(layout: Layout) -> str:
    cells = [_cell(column) for column in layout.via]
    return " || chr(31) || ".join(cells) if cells else "''"


def row_sql(layout: Layout, zone: ZoneInfo) -> str:
    """Give the SQL of one row as it is judged: moment, account as written, what it tells of itself, key parts."""
    event = text(layout.constant) if layout.constant else _cell(layout.event)
    at = moment_sql(f"({_first_filled(layout.at)})", ZoneInfo("UTC") if layout.utc else zone)
    return f"""SELECT {at} AS moment, {_first_filled(layout.account)} AS who, {event} AS event,
        {_cell(layout.object)} AS object, {_cell(layout.record)} AS record, {_via(layout)} AS via,
        {_cell(layout.status)} AS status, {_joined(layout.ref)} AS ref"""


def kept_columns(table: PlainTable, layout: Layout) -> list[tuple[int, str]]:
    """Give position and name of each column that is kept beside the judged ones, names told apart."""
    own = {*layout.at, *layout.account, *layout.via, *layout.ref}
    own |= {layout.event, layout.object, layout.record, layout.status}  # type: ignore[arg-type]
    seen: dict[str, int] = {}
    kept = []
    for index, heading in enumerate(table.headings):
        if index in own and not (index in layout.ref or index in layout.account):
            continue
        base = f"x_{heading or index + 1}".casefold()
        seen[base] = seen.get(base, 0) + 1
        kept.append((index, base if seen[base] == 1 else f"{base}#{seen[base]}"))
    return kept


def stage(con: duckdb.DuckDBPyConnection, table: PlainTable, layout: Layout, zone: ZoneInfo, folder: Path) -> Staged:
    """Read the file into the table ``staged``, judge it, and write its parts; refused rows are only counted here."""
    extra = "".join(f", c{index} AS {name(called)}" for index, called in kept_columns(table, layout))
    rows = folder / "staged.parquet"  # half the work of a table of the engine, and nothing of it in memory
    con.execute(f"COPY ({row_sql(layout, zone)}{extra} FROM {csv_sql(table)}) TO {text(str(rows))} (FORMAT parquet)")
    con.execute(f"CREATE VIEW staged AS SELECT * FROM read_parquet({text(str(rows))})")
    _judge_accounts(con)
    _judge_events(con, layout)
    written = _write_parts(con, zone, folder, folding=layout.source == Source.DATAVERSE)
    parts = [_without_repeats(con, part) for part in written]
    return _counted(con, parts, good=sum(part.rows for part in written), zone=zone)


def _judge_accounts(con: duckdb.DuckDBPyConnection) -> None:
    raw = [row[0] for row in con.execute("SELECT DISTINCT who FROM staged").fetchall()]
    rows = [(one, account_key(one), not one.strip() or len(one) > LONGEST or account_problem(one)) for one in raw]
    con.execute("CREATE TABLE accounts (who VARCHAR, account VARCHAR, bad BOOLEAN)")
    _fill(con, "accounts", rows)


def _judge_events(con: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    found = con.execute("SELECT DISTINCT event, object, via, status FROM staged").fetchall()
    rows = [
        (
            *said,
            int(deed_of(layout.source, Told(*said))),
            is_customer(said[1]),
            not said[0] and layout.source == Source.GENERIC,
            deed_of(layout.source, Told(said[0], said[1])) == Deed.OTHER,
        )
        for said in found
    ]
    con.execute(
        "CREATE TABLE events (event VARCHAR, object VARCHAR, via VARCHAR, status VARCHAR, deed UTINYINT, "
        "customer BOOLEAN, bad BOOLEAN, strange BOOLEAN)"
    )
    _fill(con, "events", rows)


def _fill(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Insert rows by columns, which is quick where there are many."""
    if not rows:
        return
    columns = [list(column) for column in zip(*rows, strict=True)]
    marks = ", ".join("unnest(?)" for _column in columns)
    con.execute(f"INSERT INTO {table} SELECT {marks}", columns)


def _write_parts(con: duckdb.DuckDBPyConnection, zone: ZoneInfo, folder: Path, *, folding: bool) -> list[DraftPart]:
    clock = local_sql("moment", zone)
    months = [
        row[0]
        for row in con.execute(
            f"""SELECT DISTINCT CAST(date_trunc('month', {clock}) AS DATE) AS month FROM staged
            WHERE moment IS NOT NULL AND year(moment) BETWEEN {FIRST_YEAR} AND {LAST_YEAR} ORDER BY month"""
        ).fetchall()
    ]
    parts = []
    for month in months:
        path = folder / f"{month:%Y-%m}.parquet"
        begins, ends = utc_of(month, zone), utc_of(next_month(month), zone)
        told = con.execute(
            f"""COPY (SELECT s.* EXCLUDE (who, status), a.account, e.deed, e.customer,
            {folding} AS folding
            FROM staged s JOIN accounts a ON s.who = a.who
            JOIN events e ON s.event = e.event AND s.object = e.object AND s.via = e.via AND s.status = e.status
            WHERE s.moment >= TIMESTAMP '{begins}' AND s.moment < TIMESTAMP '{ends}' AND NOT a.bad AND NOT e.bad)
            TO {text(str(path))} (FORMAT parquet, COMPRESSION snappy)"""
        ).fetchone()
        if told and told[0]:
            parts.append(DraftPart(month, path, told[0]))
    return parts


def _without_repeats(con: duckdb.DuckDBPyConnection, part: DraftPart) -> DraftPart:
    """Keep each event once; a part without repeats, which is the rule, stays as it was written."""
    source = f"read_parquet({text(str(part.path))})"
    con.execute(
        f"CREATE OR REPLACE TABLE repeated AS SELECT {EVENT_KEY} AS key FROM {source} GROUP BY ALL HAVING count(*) > 1"
    )
    found = con.execute("SELECT count(*) FROM repeated").fetchone()
    if not found or not found[0]:
        return part
    path = part.path.with_suffix(".once.parquet")
    told = con.execute(
        f"""COPY (WITH keyed AS (SELECT *, {EVENT_KEY} AS key FROM {source})
        SELECT * EXCLUDE (key) FROM keyed ANTI JOIN repeated USING (key)
        UNION ALL SELECT * EXCLUDE (key, nth) FROM (SELECT *, row_number() OVER (PARTITION BY key) AS nth
        FROM keyed SEMI JOIN repeated USING (key)) WHERE nth = 1)
        TO {text(str(path))} (FORMAT parquet, COMPRESSION snappy)"""
    ).fetchone()
    part.path.unlink()
    return replace(part, path=path, rows=told[0] if told else 0)


def next_month(month: date) -> date:
    """Give the first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _counted(con: duckdb.DuckDBPyConnection, parts: Sequence[DraftPart], *, good: int, zone: ZoneInfo) -> Staged:
    narrow = _number(con, "SELECT count(DISTINCT line) FROM reject_errors WHERE trim(csv_line, ' \t\r\n') <> ''")
    total = _number(con, "SELECT count(*) FROM staged")
    users, days, first, last = 0, 0, None, None
    if parts:
        found = con.execute(
            f"""SELECT count(DISTINCT account), count(DISTINCT CAST({local_sql("moment", zone)} AS DATE)),
            min(moment), max(moment)
            FROM {files_sql([part.path for part in parts])}"""
        ).fetchone()
        users, days, first, last = found or (0, 0, None, None)
    strange: list[tuple[str, int]] = []
    if _number(con, "SELECT count(*) FROM events WHERE strange"):
        strange = con.execute(
            f"""SELECT s.event, count(*) AS n FROM staged s JOIN (SELECT DISTINCT event FROM events WHERE strange) e
            ON s.event = e.event WHERE s.event <> '' GROUP BY s.event ORDER BY n DESC, s.event LIMIT {NAMED}"""
        ).fetchall()
    return Staged(
        rows=total + narrow,
        bad=total - good + narrow,
        twice=good - sum(part.rows for part in parts),
        users=users,
        days=days,
        first=first,
        last=last,
        strange=tuple((event, count) for event, count in strange),
        parts=tuple(parts),
    )


def files_sql(paths: Sequence[Path]) -> str:
    """Give the SQL that reads parts together; columns that one of them lacks are empty there."""
    listed = ", ".join(text(str(path)) for path in paths)
    return f"read_parquet([{listed}], union_by_name = true)"


def _number(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = con.execute(sql).fetchone()
    return int(row[0]) if row else 0
