import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.raid import rules
from programme.raid.rules import RiskFacts

TODAY = dt.date(2026, 5, 12)
BANDS = {
    **dict.fromkeys(range(1, 6), "low"),
    **dict.fromkeys(range(6, 12), "medium"),
    **dict.fromkeys(range(12, 20), "high"),
    **dict.fromkeys(range(20, 26), "critical"),
}
WHOLE = RiskFacts(
    state="open", cause="c", event="e", effect="f", probability=4, impact=5, has_owner=True, strategy="mitigate",
    response="r", response_due=dt.date(2026, 6, 1),
)  # fmt: skip


def but(risk=WHOLE, **changed):
    return rules.RiskFacts(**({name: getattr(risk, name) for name in RiskFacts.__slots__} | changed))


@pytest.mark.parametrize(("probability", "impact"), [(p, i) for p in range(1, 6) for i in range(1, 6)])
def test_every_cell_of_the_matrix_has_its_band(probability, impact):
    value = rules.score(probability, impact)
    assert value == probability * impact
    assert rules.band(value) == BANDS[value]


@pytest.mark.parametrize("value", range(1, 26))
def test_band_of_every_score(value):
    assert rules.band(value) == BANDS[value]


@pytest.mark.parametrize(
    ("value", "name"),
    [(5, "low"), (6, "medium"), (11, "medium"), (12, "high"), (19, "high"), (20, "critical"), (25, "critical")],
)
def test_band_boundaries(value, name):
    assert rules.band(value) == name


def test_score_without_either_is_none():
    assert [rules.score(None, 3), rules.score(3, None)] == [None, None]


def test_numeric_variant():
    assert rules.numeric_score(3, 4) == Decimal("0.200")
    assert rules.numeric_score(5, 5) == Decimal("0.720")


def test_contingency_oracle():
    assert rules.contingency([(Decimal("0.3"), 20), (Decimal("0.5"), 10)]) == 11
    assert rules.contingency([]) == 0


@pytest.mark.parametrize(
    ("risks", "light"),
    [
        ([], "good"),
        ([but()], "good"),
        ([but(response_due=None)], "bad"),
        ([but(response="")], "bad"),
        ([but(response=" ")], "bad"),
        ([but(response_due=TODAY)], "good"),
        ([but(response_due=TODAY - dt.timedelta(days=1))], "bad"),
        ([but(response_due=TODAY - dt.timedelta(days=1), response_done=True)], "good"),
        ([but(state="proposed", response="")], "good"),
        ([but(state="closed", response="")], "good"),
        ([but(state="occurred", response="")], "good"),
        ([but(state="monitored", response="")], "bad"),
        ([but(probability=4, impact=4, response="")], "warn"),
        ([but(probability=3, impact=4, response="")], "warn"),
        ([but(probability=3, impact=4, response_due=dt.date(2026, 5, 1))], "warn"),
        ([but(probability=3, impact=3, response="")], "good"),
        ([but(probability=1, impact=5, residual=12, residual_reports=2)], "good"),
        ([but(probability=1, impact=5, residual=12, residual_reports=3)], "warn"),
        ([but(probability=1, impact=5, residual=11, residual_reports=9)], "good"),
        ([but(probability=None, impact=None, response="")], "good"),
        ([but(probability=3, impact=4, response=""), but(response="")], "bad"),
        ([but(), but(probability=3, impact=4, response="")], "warn"),
    ],
)
def test_risk_light(risks, light):
    assert rules.risk_light(risks, TODAY) == light


SEVERE = {"good": 0, "warn": 1, "bad": 2}
facts = st.builds(
    RiskFacts,
    state=st.sampled_from(["proposed", "open", "responding", "monitored", "closed", "occurred"]),
    probability=st.integers(1, 5),
    impact=st.integers(1, 5),
    residual=st.none() | st.integers(1, 25),
    residual_reports=st.integers(0, 4),
    response=st.sampled_from(["", "r"]),
    response_due=st.none() | st.dates(dt.date(2026, 5, 1), dt.date(2026, 5, 31)),
    response_done=st.booleans(),
)


@given(st.lists(facts, max_size=5), facts)
def test_another_risk_never_improves_the_light(risks, more):
    assert SEVERE[rules.risk_light([*risks, more], TODAY)] >= SEVERE[rules.risk_light(risks, TODAY)]


@given(st.lists(facts, max_size=5))
def test_light_is_that_of_the_worst_risk(risks):
    each = [rules.risk_light([risk], TODAY) for risk in risks]
    assert rules.risk_light(risks, TODAY) == max(each, key=SEVERE.get, default="good")


@pytest.mark.parametrize("name", ["cause", "event", "effect", "probability", "impact", "has_owner"])
def test_opening_names_what_is_missing(name):
    empty = {"probability": None, "impact": None, "has_owner": False}.get(name, " ")
    assert list(rules.missing_to_open(but(**{name: empty}))) == [{"has_owner": "owner"}.get(name, name)]


def test_opening_names_everything_at_once():
    assert list(rules.missing_to_open(RiskFacts())) == ["cause", "event", "effect", "probability", "impact", "owner"]
    assert rules.missing_to_open(WHOLE) == {}


@pytest.mark.parametrize(("probability", "impact", "asks"), [(3, 4, ["response_due"]), (2, 5, []), (None, None, [])])
def test_date_of_a_response_is_asked_from_twelve(probability, impact, asks):
    assert list(rules.missing_to_respond(but(probability=probability, impact=impact, response_due=None))) == asks


def test_response_needs_strategy_and_text():
    assert list(rules.missing_to_respond(but(strategy="", response=" "))) == ["strategy", "response"]


def test_watching_a_high_risk_needs_a_dated_response():
    assert list(rules.missing_to_monitor(but(response_due=None))) == ["response_due"]
    assert rules.missing_to_monitor(but(probability=2, impact=2, response="", strategy="", response_due=None)) == {}


@pytest.mark.parametrize(("value", "must"), [(None, False), (19, False), (20, True), (25, True)])
def test_escalation_from_twenty(value, must):
    assert rules.must_escalate(value) is must


@pytest.mark.parametrize(
    ("codes", "following"),
    [([], "R01"), (["R01", "R09"], "R10"), (["r99"], "R100"), (["RISK-7", "R2"], "R03"), (["X"], "R01")],
)
def test_next_code(codes, following):
    assert rules.next_code("R", codes) == following


@pytest.mark.parametrize(("due", "overdue"), [(None, False), (TODAY, False), (TODAY - dt.timedelta(days=1), True)])
def test_review_is_overdue_after_its_day(due, overdue):
    assert but(next_review=due).review_overdue(TODAY) is overdue
    assert not but(next_review=due, state="closed").review_overdue(TODAY)
