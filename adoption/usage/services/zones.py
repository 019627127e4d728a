"""Moments in SQL: text read as UTC, and the day it was in the programme's zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from adoption.usage.services.engine import text

FIRST_YEAR, LAST_YEAR = 2000, 2099
LAST_PRINTED = 2038  # zones' tables repeat from here
FORMATS = ("%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y%m%d%H%M%S.%g", "%Y%m%d%H%M%S",
           "%Y年%m月%d日 %H:%M:%S", "%Y年%m月%d日 %H:%M")  # fmt: skip


def fixed_offset(zone: ZoneInfo) -> int | None:
    """Give the zone's seconds from UTC where it has been one and the same since 2000; None where clocks change."""
    moments = (
        datetime(year, month, 1, tzinfo=zone) for year in range(FIRST_YEAR, LAST_PRINTED) for month in range(1, 13)
    )
    offsets = {moment.utcoffset() for moment in moments}
    only = offsets.pop()
    return int((only or timedelta()).total_seconds()) if not offsets else None


def moment_sql(raw: str, zone: ZoneInfo) -> str:
    """Give SQL for the UTC moment a text means, NULL where it means none; without an offset it is of the zone."""
    formats = ", ".join(text(one) for one in FORMATS)
    offset = fixed_offset(zone)
    naive = f"COALESCE(TRY_CAST({raw} AS TIMESTAMP), TRY_STRPTIME({raw}, [{formats}]))"
    if offset is None:
        local = f"CAST(timezone({text(zone.key)}, {naive}) AS TIMESTAMP)"
    else:
        local = f"{naive} - INTERVAL {offset} SECOND" if offset else naive
    return f"""CASE WHEN {raw} LIKE '%Z' OR {raw} LIKE '%UTC' THEN TRY_CAST({raw} AS TIMESTAMP)
        WHEN length({raw}) > 16 AND regexp_matches({raw}, '[+-][0-9]{{2}}(:?[0-9]{{2}})?$')
            THEN CAST(TRY_CAST({raw} AS TIMESTAMPTZ) AS TIMESTAMP)
        ELSE {local} END"""


def local_sql(moment: str, zone: ZoneInfo) -> str:
    """Give SQL for the zone's clock at a UTC moment."""
    offset = fixed_offset(zone)
    if offset is None:
        return f"timezone({text(zone.key)}, timezone('UTC', {moment}))"
    return f"({moment} + INTERVAL {offset} SECOND)" if offset else moment


def utc_of(day: date, zone: ZoneInfo) -> datetime:
    """Give the moment a day begins in the zone, as UTC without a zone, the way parts keep it."""
    return datetime.combine(day, time(), zone).astimezone(UTC).replace(tzinfo=None)
