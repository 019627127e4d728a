"""Scorecards: both shares with what they were counted from; a changed weight leaves the past alone."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from adoption.usage.choices import Cut, Metric
from adoption.usage.models import ScoreWeight
from adoption.usage.selectors.scores import scorecard
from adoption.usage.services.scores import set_weight
from core.errors import BadInputError, ForbiddenError
from programme.records.services.imports import run_import
from programme.records.services.undo import undo_import
from tests.adoption.usage.events import bring, event, table
from tests.factories.programme import UnitFactory
from tests.factories.rollout import RosterEntryFactory, WaveFactory

FEBRUARY, MARCH, APRIL = dt.date(2026, 2, 1), dt.date(2026, 3, 1), dt.date(2026, 4, 1)
HEAD = ("person", "month", "filled", "required")


@pytest.fixture
def scored(programme, time_machine):
    """Five people of one team; each worked on the first two working days of March and of April."""
    time_machine.move_to(dt.datetime(2026, 3, 20, 4, tzinfo=dt.UTC), tick=False)
    wave = WaveFactory(programme=programme, live_on=dt.date(2026, 1, 5))
    unit = UnitFactory(code="EAST", name="East")
    for n in range(5):
        RosterEntryFactory(programme=programme, key=f"u{n}", email=f"u{n}@example.com", wave=wave, unit=unit)
    bring(
        programme,
        [event(f"2026-{day} 09:00", f"u{n}") for day in ("03-02", "03-03", "04-01", "04-02") for n in range(5)],
    )
    rows = [(f"u{n}", f"2026-0{month}-15", 80 + n, 100) for month in (3, 4) for n in range(5)]
    run_import(programme, kind="completeness", data=table(rows, HEAD), filename="c.csv", actor=None)
    return programme


def card(programme, month):
    programme.__dict__.pop("_once", None)
    (line,) = scorecard(programme, month, Cut.UNIT)
    return line.score


@pytest.mark.requirement("S0-31")
def test_scorecard_shows_both_with_numerator_and_denominator(scored):
    """March 2026 has 22 working days: 10 of 110 person-days used, 410 of 500 fields filled."""
    parts = {part.metric: part for part in card(scored, MARCH).parts}
    usage, complete = parts[Metric.USAGE], parts[Metric.COMPLETENESS]
    assert (usage.share.numerator, usage.share.denominator, usage.weight) == (10, 110, 60)
    assert (complete.share.numerator, complete.share.denominator, complete.weight) == (410, 500, 40)
    assert round(card(scored, MARCH).value, 4) == round((60 * Decimal(10) / 110 + 40 * Decimal("0.82")), 4)


@pytest.mark.requirement("S0-31")
def test_changed_weight_recalculates_future_periods_only(scored, analyst):
    before, later = card(scored, MARCH).value, card(scored, APRIL).value
    set_weight(scored, metric="usage", weight=60, valid_from=FEBRUARY, actor=analyst)
    set_weight(scored, metric="usage", weight=20, valid_from=APRIL, actor=analyst)
    assert card(scored, MARCH).value == before
    assert card(scored, APRIL).value != later
    assert [part.weight for part in card(scored, APRIL).parts] == [20, 40]
    with pytest.raises(BadInputError) as refusal:
        set_weight(scored, metric="usage", weight=10, valid_from=MARCH, actor=analyst)
    assert list(refusal.value.fields) == ["valid_from"]
    assert ScoreWeight.objects.count() == 2


def test_what_is_not_measured_leaves_the_score_and_is_told(programme, time_machine):
    time_machine.move_to(dt.datetime(2026, 3, 20, 4, tzinfo=dt.UTC), tick=False)
    wave = WaveFactory(programme=programme, live_on=dt.date(2026, 1, 5))
    for n in range(5):
        RosterEntryFactory(programme=programme, key=f"u{n}", email=f"u{n}@example.com", wave=wave)
    bring(programme, [event("2026-03-02 09:00", "u0")])
    told = card(programme, MARCH)
    assert told.measured == 60
    assert round(told.value, 4) == round(Decimal(100) / 110, 4)


def test_weights_are_the_analysts(scored, pmo):
    with pytest.raises(ForbiddenError):
        set_weight(scored, metric="usage", weight=20, valid_from=APRIL, actor=pmo)


def test_completeness_names_bad_rows_and_can_be_undone(scored):
    rows = [("nobody", "2026-03-01", 1, 2), ("u0", "2026-03-01", 3, 2), ("u1", "2026-03-01", 99, 100)]
    run = run_import(scored, kind="completeness", data=table(rows, HEAD), filename="c.csv", actor=None)
    assert (run.verdict["refused"], run.verdict["updated"]) == (2, 1)
    parts = {part.metric: part.share.numerator for part in card(scored, MARCH).parts}
    assert parts[Metric.COMPLETENESS] == 428
    undo_import(run, actor=None)
    assert {part.metric: part.share.numerator for part in card(scored, MARCH).parts}[Metric.COMPLETENESS] == 410


def test_front(scored, analyst, pmo, call, browse):
    url = reverse("api-scorecard", args=[scored.slug])
    (row,) = call(pmo).get(url, {"month": "2026-03-01"}).json()["rows"]
    assert (row["key"], row["people"], row["measured_weight"]) == ("EAST", 5, 100)
    assert row["parts"][0] == {"metric": "usage", "weight": 60, "numerator": 10, "denominator": 110, "value": 0.090909}
    weights = reverse("api-scoreweights", args=[scored.slug])
    body = {"metric": "usage", "weight": 30, "valid_from": "2026-04-01"}
    assert call(pmo).post(weights, body, format="json").status_code == 403
    assert call(analyst).post(weights, body, format="json").status_code == 201
    assert call(analyst).post(weights, body | {"weight": 101}, format="json").status_code == 400
    assert [row["weight"] for row in call(pmo).get(weights).json()] == [30]
    page = browse(pmo).get(reverse("usage:scorecard", args=[scored.slug]), {"month": "2026-03-01"}).content.decode()
    assert "10/110" in page
    assert "410/500" in page
