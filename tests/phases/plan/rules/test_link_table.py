"""Every kind of link with every kind of lag, against dates worked out by hand.

Hours are 8:00-12:00 and 13:00-17:00, Monday to Friday; the plan begins on Monday 2 March 2026. Task *a* takes three
days: Monday 2 8:00 to Wednesday 4 17:00. Task *b* takes two days and waits for *a*. The table gives *b*'s early start
and finish and *a*'s late start and finish; *b* ends last or has the float that *a*'s finish leaves it.
"""

from dataclasses import replace
from datetime import datetime

import pytest

from phases.plan.rules.schedule import LinkPlan, TaskPlan, schedule
from phases.plan.rules.worktime import WorkTime, moment

OFFICE = ((480, 720), (780, 1020))
CALENDAR = WorkTime((OFFICE,) * 5 + ((), ()))
START = datetime(2026, 3, 2, 8)
DAY, EDAY = 480, 1440
LAGS = {
    "none": (0, "work"),
    "+1d": (DAY, "work"),
    "+1w": (5 * DAY, "work"),
    "-1d": (-DAY, "work"),
    "+50%": (50, "percent"),
    "+2ed": (2 * EDAY, "elapsed"),
}
# kind, lag, b starts, b finishes, a must start, a must finish: day of March and hour
TABLE = [
    ("FS", "none", (5, 8), (6, 17), (2, 8), (4, 17)),
    ("FS", "+1d", (6, 8), (9, 17), (2, 8), (4, 17)),
    ("FS", "+1w", (12, 8), (13, 17), (2, 8), (4, 17)),
    ("FS", "-1d", (4, 8), (5, 17), (2, 8), (4, 17)),
    ("FS", "+50%", (6, 13), (10, 12), (2, 8), (4, 17)),
    ("FS", "+2ed", (9, 8), (10, 17), (4, 8), (6, 17)),  # a may end on Friday: Saturday and Sunday do the waiting
    ("SS", "none", (2, 8), (3, 17), (2, 8), (4, 17)),  # a ends last: b may wait a day, a may not
    ("SS", "+1d", (3, 8), (4, 17), (2, 8), (4, 17)),
    ("SS", "+1w", (9, 8), (10, 17), (2, 8), (4, 17)),
    ("SS", "-1d", (2, 8), (3, 17), (2, 8), (4, 17)),  # nothing begins before the plan
    ("SS", "+50%", (3, 13), (5, 12), (2, 8), (4, 17)),
    ("SS", "+2ed", (4, 8), (5, 17), (2, 8), (4, 17)),
    ("FF", "none", (3, 8), (4, 17), (2, 8), (4, 17)),
    ("FF", "+1d", (4, 8), (5, 17), (2, 8), (4, 17)),
    ("FF", "+1w", (10, 8), (11, 17), (2, 8), (4, 17)),
    ("FF", "-1d", (2, 8), (3, 17), (2, 8), (4, 17)),
    ("FF", "+50%", (4, 13), (6, 12), (2, 8), (4, 17)),
    ("FF", "+2ed", (5, 8), (6, 17), (2, 8), (4, 17)),
    ("SF", "none", (2, 8), (3, 17), (2, 8), (4, 17)),
    ("SF", "+1d", (2, 8), (3, 17), (2, 8), (4, 17)),
    ("SF", "+1w", (5, 8), (6, 17), (2, 8), (4, 17)),
    ("SF", "-1d", (2, 8), (3, 17), (2, 8), (4, 17)),
    ("SF", "+50%", (2, 8), (3, 17), (2, 8), (4, 17)),
    ("SF", "+2ed", (2, 8), (3, 17), (2, 8), (4, 17)),  # Wednesday 8:00 is Tuesday 17:00
]


def at(day, hour):
    return moment(datetime(2026, 3, day, hour))


def dates(link):
    result = schedule([TaskPlan("a", 3 * DAY), TaskPlan("b", 2 * DAY)], [link], CALENDAR, START)
    a, b = result.slots["a"], result.slots["b"]
    assert (a.early_start, a.early_finish) == (at(2, 8), at(4, 17))
    return b.early_start, b.early_finish, a.late_start, a.late_finish


@pytest.mark.parametrize(("kind", "lag", "starts", "ends", "must_start", "must_end"), TABLE)
def test_dates_equal_the_table(kind, lag, starts, ends, must_start, must_end):
    assert dates(LinkPlan("a", "b", kind, *LAGS[lag])) == (at(*starts), at(*ends), at(*must_start), at(*must_end))


def wrong(change):
    """Count the rows of the table that an engine which reads links otherwise misses."""
    missed = 0
    for kind, lag, *expected in TABLE:
        link = LinkPlan("a", "b", kind, *LAGS[lag])
        missed += dates(change(link)) != tuple(at(*one) for one in expected)
    return missed


def test_the_table_notices_an_engine_without_lags():
    assert wrong(lambda link: replace(link, lag=0)) >= 12
    assert wrong(lambda link: link) == 0


@pytest.mark.parametrize("kind", ["FS", "SS", "FF", "SF"])
def test_the_table_notices_an_engine_without_one_kind_of_link(kind):
    other = "SS" if kind == "FS" else "FS"
    assert wrong(lambda link: replace(link, kind=other) if link.kind == kind else link) >= 5


@pytest.mark.parametrize("unit", ["elapsed", "percent"])
def test_the_table_notices_an_engine_without_one_unit_of_lag(unit):
    assert wrong(lambda link: replace(link, unit="work") if link.unit == unit else link) >= 2
