"""F07 at every boundary, the overall rule, the two halves, and what a person may declare."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.governance import rules
from programme.governance.choices import HUMAN, TECHNICAL, Colour, Dimension, Why
from programme.governance.rules import Light
from programme.governance.selectors.changes import grouped

G, A, R, N = Colour.GREEN, Colour.AMBER, Colour.RED, Colour.GREY


def d(text):
    return None if text is None else Decimal(text)


@pytest.mark.parametrize(
    ("spi", "slip", "colour"),
    [
        ("0.95", None, G), ("0.949", None, A), ("0.85", None, A), ("0.849", None, R), (None, "5", G), (None, "6", A),
        (None, "10", A), (None, "11", R), ("1.2", "-3", G), ("0.95", "6", A), ("0.90", "11", R), ("0.80", "0", R),
        (None, None, N),
    ],
)  # fmt: skip
def test_schedule_boundaries(spi, slip, colour):
    assert rules.schedule(d(spi), d(slip)) == colour


@pytest.mark.parametrize(
    ("share", "colour"),
    [("-0.10", G), ("0", G), ("0.05", G), ("0.0501", A), ("0.10", A), ("0.1001", R), (None, N)],
)
def test_cost_and_scope_boundaries(share, colour):
    assert (rules.cost(d(share)), rules.scope(d(share))) == (colour, colour)


@pytest.mark.parametrize(("count", "colour"), [(0, G), (1, R), (7, R), (None, N)])
def test_quality_is_red_while_a_severity_1_defect_is_open(count, colour):
    assert rules.quality(count) == colour


@pytest.mark.parametrize(
    ("share", "colour"), [("1.2", G), ("1", G), ("0.999", A), ("0.85", A), ("0.849", R), ("0", R), (None, N)]
)
def test_adoption_boundaries(share, colour):
    assert rules.adoption(d(share)) == colour


@pytest.mark.parametrize(
    ("share", "colour"), [("0.95", G), ("0.949", A), ("0.80", A), ("0.799", R), ("0", R), (None, N)]
)
def test_benefit_boundaries(share, colour):
    assert rules.benefit(d(share)) == colour


def lights(**colours):
    return {name: value if isinstance(value, Light) else Light(value) for name, value in colours.items()}


@pytest.mark.parametrize("name", ["schedule", "cost", "adoption", "benefit"])
def test_a_decisive_red_makes_the_overall_red(name):
    assert rules.overall(lights(schedule=G, cost=G, adoption=G, benefit=G, risk=G) | lights(**{name: R})) == R


@pytest.mark.parametrize("name", ["quality", "risk", "scope"])
def test_another_red_makes_the_overall_amber(name):
    assert rules.overall(lights(schedule=G, cost=G) | lights(**{name: R})) == A


@pytest.mark.parametrize("name", [dimension.value for dimension in Dimension])
def test_any_amber_makes_the_overall_amber(name):
    assert rules.overall(lights(schedule=G) | lights(**{name: A})) == A


def test_stale_makes_at_least_amber_and_what_is_not_due_leaves():
    assert rules.overall(lights(schedule=G, cost=Light(N, Why.STALE))) == A
    assert rules.overall(lights(schedule=R, cost=Light(N, Why.STALE))) == R
    assert rules.overall(lights(schedule=G, adoption=Light(N, Why.NOT_DUE), benefit=Light(N, Why.NO_DATA))) == G
    assert rules.overall(lights(adoption=Light(N, Why.NOT_DUE))) == N
    assert rules.overall({}) == N


@pytest.mark.requirement("S1-37")
def test_technical_green_and_adoption_red_is_red_overall():
    every = lights(schedule=G, cost=G, scope=G, quality=G, risk=G, adoption=R, benefit=G)
    assert rules.two_lights(every) == (G, R)
    assert rules.overall(every) == R


COLOURS = st.sampled_from(
    [Light(G), Light(A), Light(R), Light(N, Why.NO_DATA), Light(N, Why.NOT_DUE), Light(N, Why.STALE)]
)


@given(st.fixed_dictionaries({dimension.value: COLOURS for dimension in Dimension}))
def test_overall_is_always_the_worse_of_the_two_halves(every):
    technical, human = rules.two_lights(every)
    assert rules.overall(every) == rules.worst((technical, human))
    assert set(TECHNICAL) | set(HUMAN) == set(Dimension)


@pytest.mark.parametrize(
    ("computed", "declared", "confirmed", "counts"),
    [
        (G, R, None, R), (G, A, None, A), (A, R, None, R), (A, A, None, A),
        (R, G, None, R), (R, G, R, G), (A, G, None, A), (A, G, A, G),
        (N, G, None, N), (N, R, None, R), (N, A, None, A), (N, G, N, G),
        (R, G, A, R),
    ],
)  # fmt: skip
def test_a_person_worsens_alone_and_betters_with_a_second(computed, declared, confirmed, counts):
    assert rules.effective(Light(computed), declared, confirmed_against=confirmed).colour == counts


def test_trend_and_weeks_in_colour():
    assert [rules.trend(*pair) for pair in (("warn", "good"), ("good", "bad"), ("bad", "bad"), (None, "bad"), ("none", "bad"))] == [
        "better", "worse", "same", "", ""]  # fmt: skip
    history = [(1, "warn"), (8, "warn"), (21, "warn"), (22, "good"), (30, "warn")]
    assert rules.weeks_in_colour(history, "warn") == 3
    assert rules.weeks_in_colour(history, "good") is None


def test_decisions_on_time_count_what_was_made_or_is_late():
    assert rules.closed_on_time([(True, True), (True, False), (False, False), (False, True)]) == (1, 3)


def test_impacts_of_one_name_stand_together_with_each_person_once():
    items = [
        {"text": "Charter", "url": "/1", "detail": "Li"}, {"text": "Charter", "url": "/2", "detail": "Gu"},
        {"text": "Budget", "url": "/3", "detail": "Sponsor"}, {"text": "Charter", "url": "/4", "detail": "Li"},
    ]  # fmt: skip
    (found,) = grouped([{"label": "Signatures", "count": 4, "items": items}])
    assert (found["label"], found["count"]) == ("Signatures", 4)
    assert found["items"] == [
        {
            "text": "Charter",
            "each": [{"detail": "Li", "url": "/4", "times": 2}, {"detail": "Gu", "url": "/2", "times": 1}],
        },
        items[2],
    ]
