"""The numbers: weighted totals, ranking, tried weights, tipping points, lowest offers, benchmarks."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from programme.sourcing import rules
from programme.sourcing.choices import DEFAULT_WEIGHTS, Aspect
from programme.sourcing.rules import Cell, Placed, Tip

CODES = ("C1", "C2", "C3", "C4")
WEIGHTS = {"C1": Fraction(40), "C2": Fraction(30), "C3": Fraction(20), "C4": Fraction(10)}
weights = st.lists(st.integers(1, 97), min_size=4, max_size=4).map(
    lambda parts: {code: Fraction(100 * part, sum(parts)) for code, part in zip(CODES, parts, strict=True)}
)
scores = st.fixed_dictionaries({code: st.integers(1, 5).map(Fraction) for code in CODES})
means = st.dictionaries(st.sampled_from(["V1", "V2", "V3"]), scores, min_size=2)


def test_the_usual_weights_sum_to_one_hundred_with_the_price_lowest():
    told = dict(DEFAULT_WEIGHTS)
    assert sum(told.values()) == 100
    assert rules.outweighed({name: Decimal(weight) for name, weight in told.items()}, Aspect.PRICE) == []
    assert min(told.values()) == told[Aspect.PRICE]


def test_a_cell_has_mean_and_spread_and_says_when_scorers_are_apart():
    assert (Cell().mean, Cell().spread, Cell().apart) == (None, 0, False)
    assert (Cell((4, 3)).mean, Cell((4, 3)).spread, Cell((4, 3)).apart) == (Fraction(7, 2), 1, False)
    assert (Cell((5, 3, 4)).spread, Cell((5, 3, 4)).apart) == (2, True)


def test_equal_totals_share_a_place_and_incomplete_candidates_have_none():
    two = {"C1": Fraction(60), "C2": Fraction(40)}
    found = rules.ranking(
        two,
        {
            "V1": {"C1": Fraction(3), "C2": Fraction(3)},
            "V2": {"C1": Fraction(5), "C2": Fraction(4)},
            "V3": {"C1": Fraction(3), "C2": Fraction(3)},
            "V4": {"C1": Fraction(5)},
        },
    )
    assert found == [
        Placed("V2", Fraction(23, 5), 1, 0), Placed("V1", Fraction(3), 2, 0), Placed("V3", Fraction(3), 2, 0),
        Placed("V4", None, None, 1),
    ]  # fmt: skip
    assert [one.shown for one in found] == [Decimal("4.60"), Decimal("3.00"), Decimal("3.00"), None]
    assert rules.ranking({}, {"V1": {}}) == [Placed("V1", None, None, 0)]


def test_a_tried_weight_scales_the_others():
    assert rules.rebalanced(WEIGHTS, {"C4": Fraction(40)}) == {
        "C1": Fraction(80, 3), "C2": Fraction(20), "C3": Fraction(40, 3), "C4": Fraction(40),
    }  # fmt: skip
    assert rules.rebalanced(WEIGHTS, {"C4": Fraction(10)}) == WEIGHTS
    assert rules.rebalanced(WEIGHTS, {"C1": Fraction(101)}) is None
    assert rules.rebalanced(WEIGHTS, dict.fromkeys(CODES, Fraction(20))) is None
    assert rules.rebalanced({"C1": Fraction(100)}, {"C1": Fraction(60)}) is None
    assert rules.rebalanced(WEIGHTS, {"C1": Fraction(-1)}) is None


@given(weights, st.dictionaries(st.sampled_from(CODES), st.integers(0, 33).map(Fraction), max_size=3))
def test_tried_weights_always_sum_to_one_hundred(stored, tried):
    found = rules.rebalanced(stored, tried)
    assert found is not None
    assert sum(found.values()) == 100
    assert {name: found[name] for name, weight in tried.items()} == tried


def at(stored, code, weight):
    return rules.rebalanced(stored, {code: weight})


@given(weights, means)
def test_just_beyond_a_tip_another_leads_and_before_it_the_leader_stays(stored, told):
    leader = next(one for one in rules.ranking(stored, told) if one.rank == 1)
    step = Fraction(1, 10**9)
    for code, tip in rules.tipping(stored, told, leader.name).items():
        for edge, rival, outward in ((tip.above, tip.above_by, 1), (tip.below, tip.below_by, -1)):
            end = Fraction(100 if outward > 0 else 0)
            if edge is None:
                changed = rules.weighted(at(stored, code, end) or stored, told[leader.name])
                others = [rules.weighted(at(stored, code, end) or stored, own) for own in told.values()]
                assert changed == max(others)
                continue
            assert 0 <= edge <= 100
            assert (edge - stored[code]) * outward >= 0
            beyond = at(stored, code, edge + outward * step)
            assert beyond is not None
            assert rules.weighted(beyond, told[rival]) > rules.weighted(beyond, told[leader.name])
            there = at(stored, code, edge) if edge != stored[code] else stored
            assert rules.weighted(there, told[leader.name]) == rules.weighted(there, told[rival])


def test_a_single_criterion_tips_nothing():
    assert rules.tipping({"C1": Fraction(100)}, {"A": {"C1": Fraction(5)}, "B": {"C1": Fraction(1)}}, "A") == {
        "C1": Tip()
    }
    assert Tip().firm


def test_the_lowest_offer_with_the_weakest_consultants_is_a_false_economy():
    prices, ability = {"A": 100, "B": 80, "C": 80}, {"A": Fraction(4), "B": Fraction(2), "C": Fraction(3)}
    assert rules.cheapest(prices) == {"B", "C"}
    assert [rules.false_economy(name, prices, ability) for name in "ABC"] == [False, True, False]
    assert not rules.false_economy("B", prices, dict.fromkeys("ABC", Fraction(3)))
    assert not rules.false_economy("B", prices, {"A": Fraction(4)})
    assert rules.cheapest({"A": 100}) == set()


def test_a_benchmark_counts_by_user_or_for_the_whole():
    assert rules.benchmark_days("user", Decimal("1.5"), 200) == 300
    assert rules.benchmark_days("whole", Decimal(400), None) == 400
    assert rules.benchmark_days("user", Decimal("1.5"), None) is None
    assert rules.benchmark_days("whole", None, 90) is None


@given(means)
def test_a_path_is_as_good_as_its_best_candidate(told):
    assume("V1" in told)
    places = rules.ranking(WEIGHTS, told)
    best = rules.best_by(("saas" if one.name == "V1" else "open", one) for one in places)
    assert best["saas"].name == "V1"
    others = [one.total for one in places if one.name != "V1"]
    assert best["open"].total == max(others)
