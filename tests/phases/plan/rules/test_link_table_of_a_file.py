"""Pairs of one-day tasks of a file, the first on a Friday: every kind of link with every kind of lag, worked out by hand.

Hours are 8:00-12:00 and 13:00-17:00, Monday to Friday; the project begins on Friday 17 October 2014. The table gives
*b*'s early start and finish and *a*'s late ones; *a* always begins first and ends on that Friday. Lags that run through
the weekend are what the two-task table of March does not have.
"""

from datetime import datetime

import pytest

from phases.plan.rules.filed import scheduled
from phases.plan.rules.mspdi import read_mspdi
from phases.plan.rules.worktime import moment
from tests.factories.mspdi import Project

FRIDAY = ((17, 8), (17, 17))
MONDAY = ((20, 8), (20, 17))
# kind, lag, b starts, b finishes, a must start, a must finish: day of October and hour
TABLE = [
    ("FS", "0d", *MONDAY, *FRIDAY),
    ("FS", "+1d", (21, 8), (21, 17), *FRIDAY),
    ("FS", "+1w", (27, 8), (27, 17), *FRIDAY),
    ("FS", "-1d", *FRIDAY, *FRIDAY),
    ("FS", "+50%", (20, 13), (21, 12), *FRIDAY),
    ("FS", "+2ed", *MONDAY, *FRIDAY),  # Sunday 17:00; a may end by Saturday 8:00
    ("SS", "0d", *FRIDAY, *FRIDAY),
    ("SS", "+1d", *MONDAY, *FRIDAY),
    ("SS", "+1w", (24, 8), (24, 17), *FRIDAY),
    ("SS", "-1d", *FRIDAY, *FRIDAY),  # nothing begins before the project
    ("SS", "+50%", (17, 13), (20, 12), *FRIDAY),
    ("SS", "+2ed", *MONDAY, *MONDAY),  # a may begin by Saturday 8:00, and no work is done until Monday
    ("FF", "0d", *FRIDAY, *FRIDAY),
    ("FF", "+1d", *MONDAY, *FRIDAY),
    ("FF", "+1w", (24, 8), (24, 17), *FRIDAY),
    ("FF", "-1d", *FRIDAY, *FRIDAY),
    ("FF", "+50%", (17, 13), (20, 12), *FRIDAY),
    ("FF", "+2ed", *FRIDAY, *FRIDAY),  # Sunday 17:00 has the same work before it as Friday 17:00
    ("SF", "0d", *FRIDAY, *FRIDAY),
    ("SF", "+1d", *FRIDAY, *FRIDAY),
    ("SF", "+1w", (23, 8), (23, 17), *FRIDAY),
    ("SF", "-1d", *FRIDAY, *FRIDAY),
    ("SF", "+50%", *FRIDAY, *FRIDAY),
    ("SF", "+2ed", *FRIDAY, *FRIDAY),  # Sunday 8:00 has the same work before it as Friday 17:00
]


def at(day, hour):
    return moment(datetime(2014, 10, day, hour))


@pytest.mark.parametrize(("kind", "lag", "starts", "ends", "must_start", "must_end"), TABLE)
def test_dates_of_a_file_equal_the_table(kind, lag, starts, ends, must_start, must_end):
    project = Project("2014-10-17").task("Task 1").task("Task 2").link(1, 2, kind, lag)
    slots = scheduled(read_mspdi(project.xml())).slots
    a, b = slots[1], slots[2]
    assert (a.early_start, a.early_finish) == (at(17, 8), at(17, 17))
    assert (b.early_start, b.early_finish) == (at(*starts), at(*ends))
    assert (a.late_start, a.late_finish) == (at(*must_start), at(*must_end))
    assert a.total_float == (480 if must_start != (17, 8) else 0)
