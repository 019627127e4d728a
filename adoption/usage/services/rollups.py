"""Roll-ups: what the parts of a month say about each account and day, written in place of what was said before.

An event in several parts counts once. Bursts count nothing: more than ``BURST`` actions of one account in one minute
are a bulk edit or a machine, not work. Of sources that write several events for one act (Dataverse), a record counts
once a minute.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from adoption.usage.choices import WORK, Deed, Source
from adoption.usage.models import UsageMonth, UsagePart
from adoption.usage.permissions import ACTIONS
from adoption.usage.selectors.periods import zone_of
from adoption.usage.services.engine import engine
from adoption.usage.services.parts import local_parts
from adoption.usage.services.staging import EVENT_KEY, files_sql, next_month
from adoption.usage.services.zones import local_sql, utc_of
from core.access import require
from programme.records.services import append_event, writes

BURST = 60
BATCH = 2_000
NAMES = ", ".join(f"n{int(deed)}" for deed in Deed)
WORKING = sum(1 << int(deed) for deed in WORK)
KEY = f"CASE WHEN folding THEN hash(account, record, date_trunc('minute', moment)) ELSE {EVENT_KEY} END"


def roll_up(programme: Any, months: Iterable[date], zone: ZoneInfo) -> int:
    """Write these months of the programme anew from its parts; returns the rows written. Needs the programme's lock."""
    written = 0
    with TemporaryDirectory(prefix="landfall-usage-") as folder, engine(Path(folder)) as con:
        for month in sorted(set(months)):
            written += _roll_up(con, programme, month, zone)
    return written


@writes
def rebuild(programme: Any, *, actor: Any) -> int:
    """Write every roll-up of the programme anew from its parts, as after a change of zone or of a definition."""
    require(ACTIONS["rebuild"], actor, programme)
    zone = zone_of(programme)
    moments = UsagePart.objects.filter(programme=programme).values_list("first_at", "last_at")
    months = {month for first, last in moments for month in _months(first.astimezone(zone), last.astimezone(zone))}
    months |= set(UsageMonth.objects.filter(programme=programme).values_list("month", flat=True))
    written = roll_up(programme, months, zone)
    append_event("usage.rebuilt", programme, actor=actor, changes={"rows": [None, written]})
    return written


def _months(first: datetime, last: datetime) -> Iterator[date]:
    month = first.date().replace(day=1)
    while month <= last.date():
        yield month
        month = next_month(month)


def _roll_up(con: duckdb.DuckDBPyConnection, programme: Any, month: date, zone: ZoneInfo) -> int:
    begins, ends = utc_of(month, zone), utc_of(next_month(month), zone)
    parts = list(
        UsagePart.objects.filter(
            programme=programme, first_at__lt=ends.replace(tzinfo=UTC), last_at__gte=begins.replace(tzinfo=UTC)
        ).order_by("pk")
    )
    UsageMonth.objects.filter(programme=programme, month=month).delete()
    if not parts:
        return 0
    written = 0
    with local_parts(parts) as paths:
        where = f"moment >= TIMESTAMP '{begins}' AND moment < TIMESTAMP '{ends}' AND account <> ''"
        for found in _days(con, files_sql(paths), where, local_sql("moment", zone), exact=_overlap(parts)):
            UsageMonth.objects.bulk_create([_row(programme, month, one) for one in found])
            written += len(found)
    return written


def _overlap(parts: Sequence[UsagePart]) -> bool:
    """Tell whether an event may stand in two parts, or several rows may be one act."""
    ordered = sorted(parts, key=lambda part: part.first_at)
    touching = any(after.first_at <= before.last_at for before, after in pairwise(ordered))
    return touching or any(part.source == Source.DATAVERSE for part in parts)


def _days(
    con: duckdb.DuckDBPyConnection, files: str, where: str, clock: str, *, exact: bool
) -> Iterator[Sequence[Any]]:
    """Aggregate events to days and days to months, a batch at a time: the days of all people at once are many objects.

    ``exact`` tells that events may come twice.
    """
    _acts(con, files, where, clock, exact=exact)
    counts = ", ".join(f"count(*) FILTER (WHERE deeds & {1 << int(deed)} > 0) AS n{int(deed)}" for deed in Deed)
    con.execute(
        f"""WITH days AS (
            SELECT account, minute // 1440 AS day, {counts},
            count(*) FILTER (WHERE deeds & {WORKING} > 0) AS actions, bool_or(kept_up) AS kept_up,
            min(minute % 1440) AS first, max(minute % 1440) AS last
            FROM {_without_bursts(con)} GROUP BY account, minute // 1440),
        told AS (SELECT *, day(make_date(CAST(day AS INTEGER))) AS nth FROM days)
        SELECT account,
            CAST(bit_or(CASE WHEN actions > 0 THEN 1 << (nth - 1) ELSE 0 END) AS BIGINT),
            CAST(bit_or(CASE WHEN kept_up THEN 1 << (nth - 1) ELSE 0 END) AS BIGINT),
            CAST(bit_or(CASE WHEN actions + n{int(Deed.VIEW)} + n{int(Deed.LOGIN)} > 0 THEN 1 << (nth - 1) ELSE 0 END)
                AS BIGINT),
            CAST(sum(actions) AS BIGINT),
            CAST(to_json(map(list(nth ORDER BY nth), list([{NAMES}, first, last] ORDER BY nth))) AS VARCHAR)
        FROM told GROUP BY account ORDER BY account"""
    )
    while found := con.fetchmany(BATCH):
        yield found


def _acts(con: duckdb.DuckDBPyConnection, files: str, where: str, clock: str, *, exact: bool) -> None:
    """Call each act ``acts``: account, minute, deeds as bits, whether it kept a customer's record up to date.

    Where an event may come twice, its rows are one act; else every row is, and nothing need be gathered.
    """
    kept_up = f"customer AND deed IN ({int(Deed.UPDATE)}, {int(Deed.ADVANCE)})"
    rows = f"""SELECT account, epoch_us({clock}) // 60000000 AS minute, CAST(1 << deed AS UTINYINT) AS deeds,
        {kept_up} AS kept_up, {KEY if exact else 0} AS key FROM {files} WHERE {where}"""
    if not exact:
        con.execute(f"CREATE OR REPLACE TEMP VIEW acts AS {rows}")
        return
    con.execute("DROP TABLE IF EXISTS gathered")
    con.execute(
        f"""CREATE TEMP TABLE gathered AS SELECT account, minute, bit_or(deeds) AS deeds, bool_or(kept_up) AS kept_up
        FROM ({rows}) GROUP BY account, minute, key"""
    )
    con.execute("CREATE OR REPLACE TEMP VIEW acts AS SELECT * FROM gathered")


def _without_bursts(con: duckdb.DuckDBPyConnection) -> str:
    """Leave out the minutes in which an account did more than a person can; returns the name to read from."""
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE busy AS SELECT account, minute // 1440 AS day FROM acts
        WHERE deeds & {WORKING} > 0 GROUP BY ALL HAVING count(*) > {BURST}"""
    )
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE bursts AS SELECT e.account, e.minute FROM acts e
        SEMI JOIN busy b ON e.account = b.account AND e.minute // 1440 = b.day
        WHERE e.deeds & {WORKING} > 0 GROUP BY ALL HAVING count(*) > {BURST}"""
    )
    found = con.execute("SELECT count(*) FROM bursts").fetchone()
    if not found or not found[0]:
        return "acts"
    return f"""(SELECT * FROM acts e ANTI JOIN bursts b ON e.account = b.account AND e.minute = b.minute
        AND e.deeds & {WORKING} > 0)"""


def _row(programme: Any, month: date, told: Sequence[Any]) -> UsageMonth:
    account, worked, updated, logged_in, actions, days = told
    return UsageMonth(
        programme=programme,
        month=month,
        account=account,
        worked=worked,
        updated=updated,
        logged_in=logged_in,
        actions=actions,
        days=json.loads(days),
    )
