"""Two sides of a plan: shifts in working days, what is new, what is gone, the largest slip first."""

from datetime import date
from decimal import Decimal

from core.calendar import china, plain
from phases.plan.rules.compare import Promise, compare

DAY = 480


def promise(key, start, finish, days=1, **more):
    return Promise(key, key, key.upper(), start and date(*start), finish and date(*finish), days * DAY, **more)


def told(rows):
    return [(row.task.key, row.change, row.start, row.finish, row.duration) for row in rows]


def test_shifts_are_working_days_and_the_largest_slip_comes_first():
    before = [
        promise("a", (2026, 3, 2), (2026, 3, 3), 2),
        promise("b", (2026, 3, 4), (2026, 3, 6), 3),
        promise("c", (2026, 3, 9), (2026, 3, 9)),
        promise("gone", (2026, 3, 9), (2026, 3, 9)),
    ]
    after = [
        promise("a", (2026, 3, 2), (2026, 3, 3), 2),
        promise("new", (2026, 3, 2), (2026, 3, 2)),
        promise("b", (2026, 3, 5), (2026, 3, 10), 4),
        promise("c", (2026, 3, 6), (2026, 3, 6)),
    ]
    assert told(compare(before, after, plain())) == [
        ("b", "moved", 1, 2, 1), ("a", "same", 0, 0, 0), ("c", "moved", -1, -1, 0),
        ("new", "added", None, None, None), ("gone", "removed", None, None, None),
    ]  # fmt: skip


def test_the_holidays_of_the_calendar_count():
    before, after = [promise("a", (2026, 2, 13), (2026, 2, 13))], [promise("a", (2026, 2, 24), (2026, 2, 24))]
    assert told(compare(before, after, china())) == [("a", "moved", 2, 2, 0)]


def test_what_has_no_date_has_no_shift_and_a_summary_no_length():
    before = [promise("a", None, None), promise("s", (2026, 3, 2), (2026, 3, 3), 2, summary=True)]
    after = [promise("a", (2026, 3, 2), (2026, 3, 2)), promise("s", (2026, 3, 2), (2026, 3, 4), 3, summary=True)]
    assert told(compare(before, after, plain())) == [("s", "moved", 0, 1, None), ("a", "same", None, None, 0)]


def test_half_a_day_is_half_a_day():
    before, after = promise("a", (2026, 3, 2), (2026, 3, 2)), promise("a", (2026, 3, 2), (2026, 3, 2), 0.5)
    (row,) = compare([before], [Promise("a", "a", "A", after.start, after.finish, 240)], plain())
    assert (row.duration, row.change) == (Decimal("-0.5"), "moved")
