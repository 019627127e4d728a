"""Lessons written, adopted, searched and offered to the next charter; the closure report in both languages."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from core.errors import BadInputError, ForbiddenError, IllegalNowError
from core.seams import documents
from programme.closure.contributions.papers import blocks
from programme.closure.models import Lesson
from programme.closure.selectors import lessons_offered
from programme.closure.services import adopt_lesson, edit_lesson, write_lesson
from programme.diagnosis.choices import QUESTIONS, Block
from programme.diagnosis.services import answer_question, begin_diagnosis
from programme.records.selectors import frozen_document
from programme.records.services.papers import draft_paper, stored_file
from programme.records.services.snapshots import take_snapshot
from tests.factories.programme import MembershipFactory, ProgrammeFactory
from tests.factories.raid import RiskFactory

pytestmark = pytest.mark.django_db
VALUES = {"event": "The trial ran long", "recommendation": "Promise by the P80", "area": "rollout", "cause": "Hope"}


@pytest.fixture(autouse=True)
def english():
    """Speak English whatever the installation speaks."""
    with translation.override("en"):
        yield


def test_a_lesson_says_what_to_do_next_time_and_is_adopted_once(programme, pmo, member):
    with pytest.raises(BadInputError) as error:
        write_lesson(programme, values={"event": "Late", "area": "other"}, actor=pmo)
    assert set(error.value.fields) == {"recommendation", "area"}
    with pytest.raises(ForbiddenError):
        write_lesson(programme, values=VALUES, actor=member)
    row = write_lesson(programme, values=VALUES, actor=pmo)
    assert row.code == "LL01"
    with pytest.raises(BadInputError) as error:
        adopt_lesson(row, actor=pmo, adopted_in=" ")
    assert set(error.value.fields) == {"adopted_in"}
    adopt_lesson(row, actor=pmo, adopted_in="Template")
    with pytest.raises(IllegalNowError):
        adopt_lesson(row, actor=pmo, adopted_in="Again")
    assert edit_lesson(row, values={"cause": "Plan"}, actor=pmo).cause == "Plan"


def test_lessons_are_searched_and_offered_while_a_charter_is_written(programme, pmo, client):
    earlier = ProgrammeFactory(slug="crm-2024", name="CRM 2024")
    hidden = ProgrammeFactory(slug="secret", name="Secret")
    MembershipFactory(programme=earlier, user=pmo, role="PM")
    write_lesson(earlier, values=VALUES, actor=None)
    write_lesson(hidden, values=VALUES | {"event": "Nobody else knows"}, actor=None)
    assert [row.event for row in lessons_offered(programme, pmo)] == ["The trial ran long"]
    client.force_login(pmo)
    charter = reverse("charter:overview", args=[programme.slug])
    page = client.get(charter).content.decode()
    assert "Promise by the P80" in page
    assert "Nobody else knows" not in page
    type(programme).objects.filter(pk=programme.pk).update(state="active")
    assert "Promise by the P80" not in client.get(charter).content.decode()
    register = reverse("closure:lessons", args=[earlier.slug])
    assert [row.event for row in client.get(register, {"q": "P80"}).context["page_obj"]] == ["The trial ran long"]
    assert list(client.get(register, {"q": "unheard"}).context["page_obj"]) == []


def test_the_closure_report_has_its_sections_in_both_languages(programme, pmo, sponsor):
    write_lesson(programme, values=VALUES, actor=pmo)
    RiskFactory(programme=programme, code="R1", title="Staff leave", state="open", probability=4, impact=5, score=20)
    paper = draft_paper(
        programme, kind="closure", actor=pmo, snapshot=take_snapshot(programme, occasion="asked", actor=None)
    )
    told = {language: frozen_document(paper, language) for language in ("en", "zh-hans")}
    keys = [section.key for section in told["en"].sections]
    assert keys == [
        "conclusion", "goals", "schedule", "money", "benefits", "accepted", "open", "risks", "team", "lessons",
        "blocks", "handover", "reference", "signatures",
    ]  # fmt: skip
    assert [section.key for section in told["zh-hans"].sections] == keys
    assert all("Promise by the P80" in str(one) and "Staff leave" in str(one) for one in told.values())
    assert told["zh-hans"].title == "结项报告"
    assert documents["closure"].formats == ("pdf", "html", "docx")
    assert stored_file(paper, "zh-hans", "docx").size > 0
    Lesson.objects.all().delete()
    assert "Promise by the P80" in str(frozen_document(paper, "en"))


def test_the_four_blocks_stand_as_diagnosed_before_the_programme_and_now(programme, pmo):
    def lines():
        rows = blocks(programme, timezone.now(), "").blocks[0].rows
        return [(row[0], getattr(row[2], "value", row[2]), getattr(row[3], "value", row[3])) for row in rows]

    assert [line[:2] for line in lines()] == [
        (name, "not measured") for name in ("Data", "Process", "Collaboration", "Decision")
    ]
    first = begin_diagnosis(programme, held_on=dt.date(2026, 3, 3), actor=pmo)
    for question, (block, _text) in QUESTIONS.items():
        score = 2 if block == Block.DATA else 3
        answer_question(first, question=question, score=score, evidence="Looked at", actor=pmo)
    assert [line for line in lines() if line[1] != "not measured"] == [
        ("Data", 2, "not asked again"), ("Process efficiency", 3, "not asked again"),
        ("Collaboration", 3, "not asked again"), ("Decision support", 3, "not asked again"),
    ]  # fmt: skip
    again = begin_diagnosis(programme, held_on=dt.date(2026, 9, 3), after_go_live=True, actor=pmo)
    for question in QUESTIONS:
        answer_question(again, question=question, score=4, evidence="Looked at", actor=pmo)
    assert [line for line in lines() if line[1] != "not measured"] == [
        ("Data", 2, 4), ("Process efficiency", 3, 4), ("Collaboration", 3, 4), ("Decision support", 3, 4),
    ]  # fmt: skip
    assert len(lines()) == 8
