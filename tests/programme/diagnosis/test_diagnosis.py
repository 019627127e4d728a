"""The diagnosis: four scores, pain points from low answers, both rounds over each other."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from core import seams
from core.documents import charts
from core.documents.drawing import Path
from core.documents.native import chart_xml, is_native
from core.errors import BadInputError, IllegalNowError
from programme.diagnosis import rules, services
from programme.diagnosis.choices import QUESTIONS, Block
from programme.diagnosis.contributions import diagnosis as section
from programme.diagnosis.contributions import state
from programme.diagnosis.models import PainPoint
from programme.diagnosis.selectors import radar_of, rounds, unsettled
from tests.factories.diagnosis import DiagnosisFactory
from tests.factories.needs import RequirementFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 3)


def asked(programme, by, low=(), score=4, **more):
    row = services.begin_diagnosis(programme, held_on=DAY, actor=by, **more)
    for question in QUESTIONS:
        services.answer_question(
            row, question=question, score=2 if question in low else score, evidence="Looked at", actor=by
        )
    return row


@pytest.mark.requirement("S1-01")
def test_four_scores_and_a_low_answer_becomes_a_pain_point(programme, pmo, browse):
    row = asked(programme, pmo, low=("complete", "live"))
    (found,) = rounds(programme)
    assert [(one.block, one.mean, one.answered) for one in found.scores] == [
        (Block.DATA, Decimal("3.5"), 4), (Block.PROCESS, Decimal(4), 4), (Block.TOGETHER, Decimal(4), 4),
        (Block.DECISION, Decimal("3.5"), 4),
    ]  # fmt: skip
    assert [(pain.code, pain.block, pain.settled) for pain in PainPoint.objects.all()] == [
        ("PP01", "data", False), ("PP02", "decision", False),
    ]  # fmt: skip
    services.answer_question(row, question="complete", score=1, evidence="Worse", actor=pmo)
    assert PainPoint.objects.count() == 2
    page = browse(pmo).get(reverse("diagnosis:overview", args=[programme.slug])).content.decode()
    assert "<svg" in page
    assert "Not so: Customer records are complete" in page
    with pytest.raises(BadInputError) as refusal:
        services.answer_question(row, question="cars", score=7, evidence=" ", actor=pmo)
    assert set(refusal.value.fields) == {"question", "score", "evidence"}
    with pytest.raises(BadInputError):
        services.begin_diagnosis(programme, held_on=dt.date(2099, 1, 1), actor=pmo)


@pytest.mark.requirement("S1-01")
def test_after_go_live_both_rounds_lie_over_each_other(programme, pmo):
    asked(programme, pmo, score=3)
    assert len(radar_of(rounds(programme)).series) == 1
    asked(programme, pmo, score=4, after_go_live=True)
    radar = radar_of(rounds(programme))
    assert [(one.tone, one.values) for one in radar.series] == [
        ("comparison", (Decimal(3),) * 4),
        ("current", (Decimal(4),) * 4),
    ]
    chart, table = section(programme, timezone.now(), "").blocks
    assert chart == radar
    assert [row[3].value for row in table.rows] == [1, 1, 1, 1]
    closed = [shape for shape in charts.draw(radar, 400, 300).shapes if isinstance(shape, Path) and shape.closed]
    assert len(closed) == 5 + 2
    assert is_native(radar)
    assert b"radarChart" in chart_xml(radar, 8)[0]


def test_a_pain_point_is_met_or_left_with_a_reason(programme, other_programme, pmo):
    asked(programme, pmo, low=("complete", "live", "walls"))
    first, second, third = PainPoint.objects.order_by("code")
    assert seams.evidence["diagnosis.unsettled_pains"](programme, [{}])[0].value == 3
    with pytest.raises(BadInputError):
        services.settle_pain(first, actor=pmo)
    foreign = RequirementFactory(programme=other_programme)
    with pytest.raises(BadInputError) as refusal:
        services.settle_pain(first, requirement=foreign, actor=pmo)
    assert list(refusal.value.fields) == ["requirement"]
    services.settle_pain(first, requirement=RequirementFactory(programme=programme), actor=pmo)
    services.settle_pain(second, reason="Another programme does it", actor=pmo)
    with pytest.raises(BadInputError):
        services.requirement_of_pain(third, title=" ", actor=pmo)
    made = services.requirement_of_pain(third, title="Figures at once", family="insight", actor=pmo)
    assert (made.family, made.text, made.pain_points.get()) == ("insight", str(third), third)
    with pytest.raises(IllegalNowError):
        services.requirement_of_pain(PainPoint.objects.get(pk=third.pk), title="Again", actor=pmo)
    assert unsettled(programme) == []


def test_the_plan_check_asks_a_running_programme_for_its_diagnosis(programme, pmo):
    type(programme).objects.filter(pk=programme.pk).update(state="active")
    running = type(programme).objects.get(pk=programme.pk)
    assert [one.rule for one in state(running)] == ["diagnosis.not_asked"]
    asked(running, pmo, low=("one",))
    assert [one.rule for one in state(running)] == ["diagnosis.unsettled"]


def test_a_block_without_answers_has_no_score():
    assert [(one.mean, one.answered, one.every) for one in rules.scores({"complete": 2, "right": 3})] == [
        (Decimal("2.5"), 2, 4), (None, 0, 4), (None, 0, 4), (None, 0, 4),
    ]  # fmt: skip
    one, two = rules.scores({"complete": 2})[:2]
    assert (rules.moved(one, two), rules.moved(one, one)) == (None, 0)


def test_a_round_is_numbered_after_the_last_one(programme, pmo):
    DiagnosisFactory(programme=programme, number=4)
    assert services.begin_diagnosis(programme, held_on=DAY, actor=pmo).number == 5
