"""An outcome in days: quantiles, chances, histogram and curve, as plain values that JSON keeps."""

import math
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np

from phases.plan.rules.montecarlo.axis import Moments
from phases.plan.rules.worktime import DAY

HUNDRED = 100
PERCENTS = (10, 50, 80, 90)
BARS = 24
WIDTHS = (1, 2, 5, 7, 14, 28, 56, 91, 182, 365)


def day_of_moment(at: int) -> date:
    """Return the day that work until a moment ends on; midnight belongs to the day before."""
    return date.fromordinal((at - 1) // DAY)


def quantile(ordered: Moments, percent: float) -> date:
    """Return the first day by which so many per cent of the runs have ended; the moments are sorted."""
    place = max(0, math.ceil(len(ordered) * percent / HUNDRED) - 1)
    return day_of_moment(int(ordered[place]))


def quantiles(ordered: Moments) -> dict[str, str]:
    """Return P10, P50, P80 and P90 as ISO days."""
    return {f"p{percent}": quantile(ordered, percent).isoformat() for percent in PERCENTS}


def chance(ordered: Moments, promised: date | None) -> float | None:
    """Return the share of the runs that have ended by the end of a day; None without one."""
    if promised is None or not len(ordered):
        return None
    limit = (promised.toordinal() + 1) * DAY
    return round(int(np.searchsorted(ordered, limit, "right")) / len(ordered), 4)


def histogram(ordered: Moments) -> list[dict[str, Any]]:
    """Count the runs by day, or by as many days as keep the bars few; ``upto`` counts all until the bar's end."""
    first, last = day_of_moment(int(ordered[0])), day_of_moment(int(ordered[-1]))
    span = (last - first).days + 1
    width = next((one for one in WIDTHS if span <= one * BARS), WIDTHS[-1])
    bars, before = [], 0
    for number in range(math.ceil(span / width)):
        start = first + timedelta(days=number * width)
        end = start + timedelta(days=width - 1)
        upto = int(np.searchsorted(ordered, (end.toordinal() + 1) * DAY, "right"))
        bars.append({"from": start.isoformat(), "to": end.isoformat(), "runs": upto - before, "upto": upto})
        before = upto
    return bars


def told(ordered: Moments, promised: date | None, planned: date | None) -> Mapping[str, Any]:
    """Return what is kept of one point: its quantiles, what the plan says, what was promised, and the chance of it."""
    return quantiles(ordered) | {
        "planned": None if planned is None else planned.isoformat(),
        "promised": None if promised is None else promised.isoformat(),
        "chance": chance(ordered, promised),
    }
