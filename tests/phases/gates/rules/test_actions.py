from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.seams import Evidence, EvidenceItem
from phases.gates.choices import Op
from phases.gates.rules.actions import arithmetic, per_cent, plan_actions, shortfall
from phases.gates.rules.criteria import Criterion, evaluate_criterion

D = Decimal
A, B, C, E = (EvidenceItem(name, url=f"/{name}") for name in ["a", "b", "c", "e"])


def unmet(key, op, reading, *threshold, must=True):
    return evaluate_criterion(Criterion(key, must, op, threshold), reading)


def plan(*results):
    return plan_actions(
        results,
        {each.criterion.key: EvidenceItem(f"do {each.criterion.key}", f"/{each.criterion.key}") for each in results},
    )


def share(numerator, denominator, *items):
    return Evidence(
        None if not denominator else D(numerator) / denominator, numerator, denominator, "share", detail=items
    )


@pytest.mark.parametrize(
    ("op", "threshold", "reading", "short", "text"),
    [
        (Op.GE, [D("0.95")], share(41, 44), 1, "41 → 42/44 = 95.5%"),
        (Op.GE, [D("0.8")], share(58, 74), 2, "58 → 60/74 = 81.1%"),
        (Op.EQ, [D(1)], share(3, 5), 2, "3 → 5/5 = 100%"),
        (Op.LE, [D("0.5")], share(3, 5), 1, "3 → 2/5 = 40%"),
        (Op.EQ, [D(0)], Evidence(1), 1, "1 → 0"),
        (Op.EQ, [D(5)], Evidence(2), 3, "2 → 5"),
        (Op.GE, [D(1)], Evidence(0), 1, "0 → 1"),
        (Op.GT, [D(0)], Evidence(0), 1, "0 → 1"),
        (Op.LT, [D(0)], Evidence(0), 1, "0 → -1"),
        (Op.BETWEEN, [D(7), D(14)], Evidence(5), 2, "5 → 7"),
        (Op.BETWEEN, [D(7), D(14)], Evidence(16), 2, "16 → 14"),
        (Op.GE, [D("4.0")], Evidence(D("3.6")), None, ""),
        (Op.EQ, ["accepted"], Evidence("running"), None, ""),
        (Op.SIGNED, [], Evidence(False), None, ""),
        (Op.EQ, [True], Evidence(False), None, ""),
    ],
)
def test_shortfall_and_its_arithmetic(op, threshold, reading, short, text):
    result = unmet("k", op, reading, *threshold)
    assert (shortfall(result), arithmetic(result)) == (short, text)


@pytest.mark.parametrize("reading", [None, Evidence(None), share(0, 0), Evidence(D(1), stale=True)])
def test_shortfall_is_none_where_nothing_can_be_counted(reading):
    assert shortfall(unmet("k", Op.GE, reading, D(1))) is None


def test_plan_actions_is_empty_when_everything_is_met():
    assert plan(unmet("k", Op.SIGNED, Evidence(True))) == ()


def test_plan_actions_takes_only_as_many_items_as_are_short():
    actions = plan(unmet("m1", Op.GE, share(41, 44, A, B, C), D("0.95")))
    assert [(action.text, action.url, action.arithmetic) for action in actions] == [("a", "/a", "41 → 42/44 = 95.5%")]


def test_plan_actions_falls_back_on_the_criterion_without_items():
    actions = plan(unmet("m1", Op.SIGNED, Evidence(False)))
    assert [(action.text, action.url, action.keys) for action in actions] == [("do m1", "/m1", ("m1",))]


def test_plan_actions_lists_all_items_of_what_cannot_be_counted():
    assert [action.text for action in plan(unmet("m1", Op.SIGNED, Evidence(False, detail=[A, B])))] == ["a", "b"]


def test_plan_actions_prefers_what_serves_two_criteria():
    first = unmet("m1", Op.EQ, share(3, 4, A, B), D(1))
    second = unmet("m2", Op.EQ, share(1, 2, C, B), D(1))
    assert [(action.text, action.keys) for action in plan(first, second)] == [("b", ("m1", "m2"))]


def test_plan_actions_orders_musts_first_then_by_effect_then_by_date():
    late, soon = EvidenceItem("late", due=date(2026, 5, 2)), EvidenceItem("soon", due=date(2026, 5, 1))
    should = unmet("s1", Op.GE, share(0, 1, E), D(1), must=False)
    two = unmet("m1", Op.EQ, share(0, 2, late, soon), D(1))
    both = [unmet(key, Op.EQ, share(0, 1, A), D(1)) for key in ["m2", "m3"]]
    assert [action.text for action in plan(should, two, *both)] == ["a", "soon", "late", "e"]
    assert [action.must for action in plan(should, two, *both)] == [True, True, True, False]


def test_per_cent_keeps_one_decimal_at_most():
    from fractions import Fraction

    assert [per_cent(Fraction(n, 44)) for n in [42, 44, 0, 11]] == ["95.5%", "100%", "0%", "25%"]


items = st.sampled_from([A, B, C, E])
needs = st.lists(st.tuples(st.sets(items, min_size=1), st.integers(1, 4)), min_size=1, max_size=4)


def fewest(wanted):
    everything = sorted({item for own, _short in wanted for item in own}, key=lambda item: item.text)
    for size in range(len(everything) + 1):
        for picked in combinations(everything, size):
            if all(len(own & set(picked)) >= min(short, len(own)) for own, short in wanted):
                return size
    raise AssertionError


@settings(max_examples=300)
@given(needs)
def test_plan_actions_is_as_short_as_an_exhaustive_search(wanted):
    """Each need: some items, and how many of them have to be done."""
    wanted = [(own, min(short, len(own))) for own, short in wanted]
    results = [
        unmet(f"m{n}", Op.EQ, share(len(own) - short, len(own), *sorted(own, key=lambda item: item.text)), D(1))
        for n, (own, short) in enumerate(wanted)
    ]
    actions = plan(*results)
    assert len(actions) == fewest(wanted)
    chosen = {action.text for action in actions}
    assert all(len({item.text for item in own} & chosen) >= short for own, short in wanted)


def test_plan_actions_stays_quick_with_many_shared_items():
    many = [EvidenceItem(f"i{n}") for n in range(30)]
    results = [unmet(f"m{k}", Op.EQ, share(0, 30, *many), D(1)) for k in range(5)]
    assert len(plan(*results)) == 30
