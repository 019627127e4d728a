"""Usual durations: two sources, kept apart."""

from datetime import date
from decimal import Decimal

import pytest

from phases.plan.rules.benchmarks import RANGES, months_between, readings


@pytest.mark.requirement("S3-14")
def test_both_sources_keep_their_own_ranges():
    assert [(one.source, one.size, one.least, one.most) for one in RANGES] == [
        ("A", "sme", 1, 3),
        ("A", "large", 6, None),
        ("B", "sme", 3, 6),
        ("B", "large", 6, 12),
    ]


@pytest.mark.parametrize(
    ("size", "months", "told"),
    [
        ("sme", "9.0", ["above", "above"]),
        ("sme", "4.0", ["above", "within"]),
        ("sme", "3.0", ["within", "within"]),
        ("sme", "2.0", ["within", "below"]),
        ("sme", "0.5", ["below", "below"]),
        ("large", "3.0", ["below", "below"]),
        ("large", "6.0", ["within", "within"]),
        ("large", "20.0", ["within", "within"]),  # "or longer", say both
    ],
)
def test_a_length_is_held_against_each_source(size, months, told):
    assert [one.where for one in readings(size, Decimal(months))] == told


def test_months_count_both_days():
    assert months_between(date(2026, 1, 1), date(2026, 3, 31)) == Decimal("3.0")
    assert months_between(date(2026, 1, 1), date(2026, 9, 30)) == Decimal("9.0")
