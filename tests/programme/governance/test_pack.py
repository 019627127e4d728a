"""The steering pack: page 1 computed, the other sections there or saying what is missing, in both languages."""

import pytest
from pypdf import PdfReader

from core import seams
from core.documents.model import Asks, Columns, Headline, Lights, Missing
from programme.governance.services import decisions as decision_services
from programme.governance.services.lights import declare_light
from programme.records.selectors import document_of
from programme.records.services import documents as services
from programme.records.services.papers import draft_paper, draw, paper_at, render
from tests.factories.charter import GoalFactory
from tests.programme.governance.test_services import ASK

pytestmark = pytest.mark.django_db


def pack(programme, language="en"):
    return document_of(draft_paper(programme, kind="steering", actor=None), language)


def page_one(document):
    return document.sections[0].blocks


def test_empty_programme_has_a_pack_that_says_what_is_missing(programme):
    document = pack(programme)
    headline = page_one(document)[0]
    assert isinstance(headline, Headline)
    assert headline.sentence == "No light is due yet: the figures that feed them do not exist."
    missing = [s.title for s in document.sections if any(isinstance(b, Missing) for b in s.blocks)]
    assert "Milestone trend" in missing
    assert not any("could not be built" in str(section.blocks) for section in document.sections)


def test_page_one_reads_in_the_order_of_the_house(programme, pmo):
    row = decision_services.ask_decision(programme, actor=pmo, goals=[GoalFactory(programme=programme)], **ASK)
    decision_services.request_decision(row, actor=pmo)
    declare_light(programme, dimension="cost", colour="bad", reason="Overspent.", actor=pmo)
    blocks = page_one(pack(programme))
    kinds = [type(block) for block in blocks if type(block) in {Headline, Columns, Asks, Lights}]
    assert kinds == [Headline, Columns, Asks, Lights]
    assert blocks[0].sentence.startswith("Red because of Cost")
    asks = next(block for block in blocks if isinstance(block, Asks))
    assert (asks.asks[0].question, asks.asks[0].recommendation) == (ASK["question"], "A")


def test_second_pack_says_what_changed_since_the_first(programme, pmo, sponsor):
    first = draft_paper(programme, kind="steering", actor=pmo)
    draw(first, "en", "pdf", actor=pmo)
    services.submit_document(first, actor=pmo)
    services.approve_document(first, actor=sponsor)
    services.issue_document(first, actor=pmo)
    declare_light(programme, dimension="cost", colour="warn", reason="Overspent.", actor=pmo)
    declare_light(programme, dimension="cost", colour="bad", reason="More.", actor=pmo)
    second = draft_paper(programme, kind="steering", actor=pmo)
    document = document_of(second, "en")
    columns = next(block for block in page_one(document) if isinstance(block, Columns))
    assert second.number != first.number
    assert document.previous == f"{first.number} 1.0"
    assert page_one(document)[0].status.kind == "bad"
    assert any("Cost" in text and "Red" in text for text in columns.left[0].paragraphs)
    assert any(change.what.endswith("Cost") for change in document.changes)


def test_light_that_was_coloured_before_is_told_as_a_change(programme, pmo, sponsor, reading):
    reading("uat.open_sev1", 0)
    first = draft_paper(programme, kind="steering", actor=pmo)
    draw(first, "en", "pdf", actor=pmo)
    services.submit_document(first, actor=pmo)
    services.approve_document(first, actor=sponsor)
    services.issue_document(first, actor=pmo)
    declare_light(programme, dimension="quality", colour="bad", reason="Data lost.", actor=pmo)
    columns = next(block for block in page_one(pack(programme)) if isinstance(block, Columns))
    assert "Quality: Green → Red" in columns.right[0].paragraphs


def test_section_of_another_slice_takes_the_place_of_the_sentence(programme):
    from core.documents.model import Section, Text
    from programme.governance.contributions.pack import _owed

    owed = _owed(5000, "Weather", "A forecast is needed.")
    seams.provide_section("steering", "governance.owed_5000", 5000)(owed)
    assert "Weather" in [section.title for section in pack(programme).sections]
    seams.provide_section("steering", "test.sun", 5020)(lambda p, as_of, subject: Section("Sun", (Text(("Dry",)),)))
    try:
        titles = [section.title for section in pack(programme).sections]
    finally:
        for name in ("test.sun", "governance.owed_5000"):
            seams._sections["steering"].pop(name)
    assert "Sun" in titles
    assert "Weather" not in titles


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_pack_is_drawn_and_rebuilt_byte_for_byte(programme, pmo, tmp_path, language):
    row = decision_services.ask_decision(programme, actor=pmo, goals=[GoalFactory(programme=programme)], **ASK)
    decision_services.request_decision(row, actor=pmo)
    kept = paper_at(programme, kind="steering", subject="", moment="now", language=language, fmt="pdf", actor=None)
    content = kept.read()
    assert render(kept.document, language, "pdf") == content
    path = tmp_path / "pack.pdf"
    path.write_bytes(content)
    text = "".join(page.extract_text() for page in PdfReader(path).pages)
    assert "CRM 2027" in text
    assert ASK["question"].split()[0] in text
