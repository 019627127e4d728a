from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.seams import Evidence
from phases.gates.choices import Op, Verdict
from phases.gates.rules.criteria import Criterion, Gap, as_well, evaluate, evaluate_criterion, is_met, reading_value

D = Decimal


def criterion(op=Op.GE, *threshold, must=True, weight=1, key="k"):
    return Criterion(key, must, op, threshold, weight)


def result(met, *, must=True, weight=1):
    reading = {True: Evidence(True), False: Evidence(False), None: None}[met]
    return evaluate_criterion(criterion(Op.SIGNED, must=must, weight=weight), reading)


BOUNDARIES = [
    (Op.EQ, 5, [D(5)], True),
    (Op.EQ, 4, [D(5)], False),
    (Op.EQ, D("5.0"), [D(5)], True),
    (Op.EQ, True, [True], True),
    (Op.EQ, False, [True], False),
    (Op.EQ, "accepted", ["accepted"], True),
    (Op.EQ, "running", ["accepted"], False),
    (Op.EQ, 1, [True], None),
    (Op.EQ, True, [D(1)], None),
    (Op.EQ, "5", [D(5)], None),
    (Op.EQ, 5, ["5"], None),
    (Op.GE, D("0.95"), [D("0.95")], True),
    (Op.GE, D("0.949"), [D("0.95")], False),
    (Op.GE, True, [D(1)], None),
    (Op.GE, "b", ["a"], None),
    (Op.LE, D("0.5"), [D("0.5")], True),
    (Op.LE, D("0.51"), [D("0.5")], False),
    (Op.GT, 0, [D(0)], False),
    (Op.GT, 1, [D(0)], True),
    (Op.LT, 0, [D(0)], False),
    (Op.LT, -1, [D(0)], True),
    (Op.BETWEEN, 7, [D(7), D(14)], True),
    (Op.BETWEEN, 14, [D(7), D(14)], True),
    (Op.BETWEEN, 6, [D(7), D(14)], False),
    (Op.BETWEEN, 15, [D(7), D(14)], False),
    (Op.SIGNED, True, [], True),
    (Op.SIGNED, False, [], False),
    (Op.SIGNED, "yes", [], None),
    (Op.SIGNED, 1, [], None),
    (Op.EXISTS, 1, [], True),
    (Op.EXISTS, 0, [], False),
    (Op.EXISTS, "", [], False),
    (Op.EXISTS, None, [], False),
    (Op.GE, None, [D(1)], None),
]


@pytest.mark.parametrize(("op", "value", "threshold", "expected"), BOUNDARIES)
def test_is_met_at_every_boundary(op, value, threshold, expected):
    assert is_met(op, value, threshold) is expected


def test_share_is_compared_by_its_counts_and_not_by_the_rounded_value():
    rounded = Evidence(D("0.95"), numerator=949, denominator=1000, unit="share")
    assert reading_value(rounded) == Fraction(949, 1000)
    assert evaluate_criterion(criterion(Op.GE, D("0.95")), rounded).met is False
    thirds = Evidence(D("0.333"), numerator=1, denominator=3, unit="share")
    assert evaluate_criterion(criterion(Op.GE, D("0.3333")), thirds).met is True


@pytest.mark.parametrize(
    ("reading", "met", "gap"),
    [
        (None, None, Gap.NO_EVIDENCE),
        (Evidence(None), None, Gap.UNDEFINED),
        (Evidence(D(1), numerator=0, denominator=0, unit="share"), None, Gap.UNDEFINED),
        (Evidence(D(1), stale=True), False, Gap.STALE),
        (Evidence("one"), None, Gap.UNLIKE),
        (Evidence(D("0.5")), False, Gap.SHORT),
        (Evidence(D("0.9")), True, Gap.NONE),
    ],
)
def test_must_that_cannot_be_read_is_not_met(reading, met, gap):
    found = evaluate_criterion(criterion(Op.GE, D("0.9")), reading)
    assert (found.met, found.gap) == (met, gap)
    evaluation = evaluate([found])
    assert (evaluation.verdict, evaluation.musts_met) == ((Verdict.GREEN, 1) if met else (Verdict.RED, 0))


def test_exists_without_a_value_is_decided_and_not_undefined():
    found = evaluate_criterion(criterion(Op.EXISTS), Evidence(None))
    assert (found.met, found.gap) == (False, Gap.SHORT)


def test_gate_is_undecidable_when_all_that_lacks_has_no_provider():
    unread = evaluate_criterion(criterion(Op.SIGNED), None, provided=False)
    assert (unread.met, unread.gap) == (None, Gap.NO_PROVIDER)
    assert evaluate([unread, result(True)]).verdict == Verdict.UNDECIDABLE
    assert evaluate([unread, result(False)]).verdict == Verdict.RED
    assert evaluate([unread, result(None)]).verdict == Verdict.RED


def test_gate_without_must_criteria_is_red():
    assert evaluate([]).verdict == Verdict.RED
    assert evaluate([result(True, must=False)]).verdict == Verdict.RED


def test_should_score_is_weighted_and_undefined_counts_as_not_satisfied():
    found = evaluate([result(True), result(True, must=False, weight=3), result(None, must=False, weight=2)])
    assert (found.should_score, found.shoulds, found.shoulds_met) == (Fraction(3, 5), 2, 1)
    assert evaluate([result(True)]).should_score is None


def test_unmet_musts_leaves_out_what_is_met_and_what_should():
    found = evaluate([result(True), result(False), result(None), result(False, must=False)])
    assert [each.met for each in found.unmet_musts] == [False, None]


met_values = st.sampled_from([True, False, None])


@given(st.lists(st.tuples(met_values, st.booleans()), max_size=8))
def test_verdict_is_green_only_with_every_must_met(rows):
    found = evaluate([result(met, must=must) for met, must in rows])
    musts = [met for met, must in rows if must]
    assert (found.verdict == Verdict.GREEN) == (bool(musts) and all(musts))
    assert (found.musts, found.musts_met) == (len(musts), musts.count(True))


numbers = st.one_of(st.integers(-1000, 1000), st.decimals(-1000, 1000, places=3))


@given(numbers, numbers)
def test_comparisons_exclude_each_other(value, bound):
    bound = D(bound)
    assert is_met(Op.GE, value, [bound]) is not is_met(Op.LT, value, [bound])
    assert is_met(Op.LE, value, [bound]) is not is_met(Op.GT, value, [bound])
    assert is_met(Op.EQ, value, [bound]) is is_met(Op.BETWEEN, value, [bound, bound])


@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 100))
def test_share_meets_exactly_from_the_needed_count_on(numerator, denominator, per_cent):
    share = Evidence(D(0), numerator=numerator, denominator=denominator, unit="share")
    met = evaluate_criterion(criterion(Op.GE, D(per_cent) / 100), share).met
    assert met is (numerator * 100 >= per_cent * denominator)


@pytest.mark.parametrize(
    ("reading", "met", "gap"),
    [
        (Evidence(0), True, Gap.NONE),
        (Evidence(2), False, Gap.SHORT),
        (Evidence(True), True, Gap.NONE),
        (Evidence(False), False, Gap.SHORT),
        (Evidence(True, stale=True), False, Gap.STALE),
        (Evidence(None), None, Gap.UNDEFINED),
        (Evidence("accepted"), None, Gap.UNLIKE),
        (None, None, Gap.NO_EVIDENCE),
    ],
)
def test_what_must_be_so_as_well_counts_zero_or_holds(reading, met, gap):
    asked = criterion(Op.GE, D(5))
    told = evaluate_criterion(as_well(asked, reading), reading)
    assert (told.met, told.gap, told.criterion.key, told.criterion.must) == (met, gap, "k", True)
