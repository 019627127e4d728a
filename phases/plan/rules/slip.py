"""Milestone slip and its trend (F04): how far the forecast has moved from the promise, and how it moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from core.calendar import WorkCalendar

ZIGZAG = 3
RECEDING_PERIODS = 2


def slip_days(baseline: date | None, forecast: date | None, calendar: WorkCalendar) -> int | None:
    """Working days the forecast lies after the baseline, negative before; None without a baseline."""
    if baseline is None or forecast is None:
        return None
    return calendar.days_between(baseline, forecast)


@dataclass(frozen=True, slots=True)
class Trend:
    """How a milestone's forecast moved over reports; slope is days of forecast per day of report."""

    slope: float | None
    receding: bool
    unstable: bool


def monthly(reports: Sequence[tuple[date, date]]) -> list[tuple[date, date]]:
    """Keep the last report of each month, in time order: what a monthly report would have said."""
    last = {(reported.year, reported.month): (reported, forecast) for reported, forecast in sorted(reports)}
    return list(last.values())


def trend(reports: Sequence[tuple[date, date]]) -> Trend:
    """Judge (reported on, forecast) pairs in time order: receding as fast as time for two periods, or zig-zag."""
    slopes = [
        (later[1] - earlier[1]).days / (later[0] - earlier[0]).days
        for earlier, later in pairwise(reports)
        if later[0] > earlier[0]
    ]
    signs = [slope > 0 for slope in slopes if slope]
    turns = sum(one != other for one, other in pairwise(signs))
    recent = slopes[-RECEDING_PERIODS:]
    receding = len(recent) == RECEDING_PERIODS and all(slope >= 1 for slope in recent)
    return Trend(slopes[-1] if slopes else None, receding, turns >= ZIGZAG)
