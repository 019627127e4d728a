import pytest
from django.utils import timezone, translation

from core import seams
from core.documents import html, pdf
from core.documents.model import Document
from tests.factories.training import EnrolmentFactory, held, needs, person, published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", ["steering", "training-plan"])
def test_sections_are_drawn_on_paper_and_on_the_page(programme, kind, language):
    edition = published(programme, "C02")
    needs(edition)
    done = person(programme, wave="W1")
    person(programme, wave="W2")
    session = held(edition, state="evaluated", reaction_score=4, reaction_n=5)
    EnrolmentFactory(session=session, entry=done, state="passed", score=90)
    with translation.override(language):
        names = sorted(name for name in seams._sections[kind] if name.startswith("training."))
        parts = tuple(seams._sections[kind][name].build(programme, timezone.now(), "") for name in names)
        now = timezone.now()
        paper = Document(kind=kind, number="T-1", title="T", programme="P", as_of=now, generated_at=now,
                         language=language, sections=parts)  # fmt: skip
        page, sheet = str(html.fragment(paper)), pdf.render(paper)
    assert ("1/2" in page, sheet.content[:5]) == (True, b"%PDF-")
