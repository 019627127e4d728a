"""Money on a page is written with one grouping, whether it stands in a sentence or in a table."""

import re

import pytest
from django.urls import reverse

from tests.factories.charter import BudgetLineFactory
from tests.factories.money import ActualCostFactory, CommitmentFactory, DrawFactory
from tests.factories.programme import member_of
from tests.factories.raid import RiskFactory

pytestmark = pytest.mark.django_db

COMMAS, SPACES = re.compile(r"\d,\d{3}(?!\d)"), re.compile(r"\d\xa0\d{3}(?!\d)")


@pytest.fixture
def costly(programme):
    """A line that its invoices exceed, by millions, with contingency asked for; and a risk that costs as much."""
    line = BudgetLineFactory(programme=programme, amount_minor=300_000_000)
    order = CommitmentFactory(programme=programme, line=line, stated_minor=200_000_000)
    ActualCostFactory(programme=programme, line=line, commitment=order, stated_minor=500_000_000)
    DrawFactory(programme=programme, line=line, amount_minor=120_000_000, state="asked")
    RiskFactory(programme=programme, code="R01", state="open", probability=3, impact=4, cost_minor=400_000_000)
    return programme


def content(client, name, programme, *more):
    page = client.get(reverse(name, args=[programme.slug, *more]))
    assert page.status_code == 200
    return page.content.decode().partition("<main")[2].partition("</main")[0].replace("&nbsp;", "\xa0")


@pytest.mark.parametrize(
    ("language", "wanted", "other"), [("zh-hans", SPACES, COMMAS), ("en", COMMAS, SPACES)], ids=["zh", "en"]
)
@pytest.mark.parametrize(
    ("name", "more", "sentence"),
    [
        ("budget:money", (), "3 000 000.00"),  # what needs a look
        ("people:home", ("pmo",), "3 000 000.00"),  # needs attention
        ("people:home", ("steering",), "5 300 000"),  # finance's figures
        ("raid:risk_list", (), "2 000 000.00"),  # the expected loss
    ],
)
def test_a_page_has_one_grouping(costly, browse, name, more, sentence, language, wanted, other):
    page = content(browse(member_of(costly, "PM", "FIN", language=language)), name, costly, *more)
    assert sentence.replace(" ", "," if language == "en" else "\xa0") in page
    assert wanted.search(page)
    assert other.findall(page) == []
