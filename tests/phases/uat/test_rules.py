"""Counts by F11, priority, the exit, the roll-up."""

from decimal import Decimal
from fractions import Fraction

import pytest

from phases.uat import rules
from phases.uat.choices import RunState
from phases.uat.rules import Counts, DefectFacts, Lack
from phases.uat.selectors import figure, share_text


def test_counts_of_the_published_example():
    """N 120, run 116, passed 110: run 96.7 %, pass at the gate 91.7 %, passed of run 94.8 %."""
    counts = rules.counted({"passed": 110, "failed": 4, "blocked": 2, "not_run": 4, "not_applicable": 3})
    assert (counts.planned, counts.n, counts.run) == (123, 120, 116)
    shares = [counts.run_share, counts.passed_share, counts.passed_of_run]
    assert [round(Decimal(share.numerator) * 100 / share.denominator, 1) for share in shares] == [
        Decimal("96.7"), Decimal("91.7"), Decimal("94.8"),
    ]  # fmt: skip
    assert share_text(counts.passed_share) == "91.7%"


def test_nothing_that_applies_has_no_share():
    counts = rules.counted({"not_applicable": 5})
    assert (counts.n, counts.run_share, counts.passed_share, counts.passed_of_run) == (0, None, None, None)
    assert figure(counts.passed_share, 0, 0).value is None
    assert rules.exit_lacks(counts, Counts(), []) == [Lack("empty")]


def test_waived_stays_in_n_and_is_not_passed():
    counts = rules.counted({"passed": 18, "waived": 2})
    assert (counts.n, counts.run, counts.passed_share) == (20, 18, Fraction(9, 10))


@pytest.mark.parametrize(
    ("urgency", "importance", "expected"), [(3, 2, 3), (2, 2, 2), (2, 1, 1), (3, 1, 2), (3, 3, 3), (1, 1, 1)]
)
def test_priority_from_urgency_and_importance(urgency, importance, expected):
    assert rules.priority(urgency, importance) == expected


def test_exit_needs_musts_shares_and_no_severe_defect():
    counts = Counts(planned=100, passed=94, failed=1, not_run=5)
    musts = Counts(planned=10, passed=9, failed=1)
    defects = [
        DefectFacts("D1", 1, "assigned", conceded=True), DefectFacts("D2", 2, "deferred", conceded=False),
        DefectFacts("D3", 2, "new", conceded=True), DefectFacts("D4", 1, "closed", conceded=False),
    ]  # fmt: skip
    assert rules.exit_lacks(counts, musts, defects) == [
        Lack("musts", 9, 10), Lack("passed", 94, 100), Lack("sev1", codes=("D1",)), Lack("sev2", codes=("D2",)),
    ]  # fmt: skip
    whole = Counts(planned=20, passed=19, failed=1)
    assert rules.exit_lacks(whole, Counts(), []) == []
    assert rules.exit_lacks(Counts(planned=20, passed=18, failed=1, not_run=1), Counts(), []) == [
        Lack("passed", 18, 20)
    ]


def test_more_than_a_fifth_blocked():
    assert not Counts(planned=10, blocked=2).too_blocked
    assert Counts(planned=10, blocked=3).too_blocked


@pytest.mark.parametrize(
    ("severity", "workaround", "fault"),
    [(3, "", "needs_workaround"), (3, "Use a sheet", ""), (2, "Use a sheet", "has_workaround"), (2, " ", ""),
     (1, "x", ""), (None, "", "")],
)  # fmt: skip
def test_severity_by_rule(severity, workaround, fault):
    assert rules.severity_fault(severity, workaround) == fault


@pytest.mark.parametrize(
    ("states", "expected"),
    [([], None), (["passed", "passed"], "passed"), (["passed", "not_run"], "not_run"),
     (["not_run", "blocked"], "blocked"), (["blocked", "failed"], "failed"), (["error"], "failed")],
)  # fmt: skip
def test_roll_up(states, expected):
    assert rules.rolled_up([RunState(one).value for one in states]) == expected
