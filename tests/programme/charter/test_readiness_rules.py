from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from programme.charter.choices import Cause, Verdict
from programme.charter.rules.readiness import capped, conclude, share_score


def scores(*values):
    return dict(zip(Cause.values, values, strict=False))


def test_three_in_each_passes():
    found = conclude(scores(3, 3, 3, 3, 3))
    assert (found.verdict, found.mean, found.unmet) == (Verdict.PASSED, Decimal(3), ())


def test_one_cause_below_two_blocks_whatever_the_mean():
    found = conclude(scores(4, 4, 4, 4, 1))
    assert (found.verdict, found.unmet) == (Verdict.BLOCKED, (Cause.SELECTION,))


def test_a_mean_below_three_blocks():
    assert conclude(scores(2, 3, 3, 3, 3)).verdict == Verdict.BLOCKED


def test_an_open_cause_leaves_it_incomplete():
    found = conclude(scores(4, 4, 4, 4))
    assert (found.verdict, found.unanswered) == (Verdict.INCOMPLETE, (Cause.SELECTION,))
    assert conclude({}).mean is None


def test_a_share_becomes_a_score_rounded_down():
    assert [share_score(done, 15) for done in (0, 7, 14, 15, 16)] == [0, 1, 3, 4, 4]
    assert share_score(0, 0) is None
    assert (capped(4, 1), capped(1, 3), capped(4, None)) == (1, 1, 4)


@given(st.lists(st.integers(0, 4), min_size=5, max_size=5))
def test_verdict_follows_the_two_conditions(values):
    found = conclude(scores(*values))
    assert (found.verdict == Verdict.PASSED) == (min(values) >= 2 and sum(values) >= 15)
