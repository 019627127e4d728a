"""Views of one's own in hand: the name is typed at once, and on a phone the current view is in sight."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from programme.savedviews.services import save_view
from tests.factories.raid import RiskFactory
from tests.journeys.axe import too_wide, violations

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
RISKS = "raid:risk_list"
IN_SIGHT = """() => {
  const row = document.querySelector('.lf-views').getBoundingClientRect();
  const here = document.querySelector('.lf-views [aria-current]').getBoundingClientRect();
  return here.left >= row.left - 1 && here.right <= row.right + 1;
}"""


@pytest.fixture
def kept(programme, pmo):
    RiskFactory(programme=programme, title="Churn of the pilot team")
    for number in range(5):
        save_view(
            pmo,
            register=RISKS,
            name=f"A view by the name of {number}",
            query=f"score_min={number + 2}",
            programme=programme,
        )
    save_view(pmo, register=RISKS, name="The last of all views", query="q=Churn", programme=programme)
    return reverse(RISKS, args=[programme.slug])


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_name_is_typed_at_once(open_page, programme, pmo, language, width):
    address = reverse("savedviews:new", args=[programme.slug, RISKS])
    page = open_page(f"{address}?score_min=12", pmo, language=language, width=width)
    expect(page.locator("#id_name")).to_be_focused()
    assert violations(page) == []
    assert too_wide(page) <= 0


def test_the_current_view_is_in_sight_on_a_phone(open_page, kept, pmo):
    page = open_page(f"{kept}?q=Churn", pmo, width=390)
    expect(page.locator(".lf-views [aria-current]")).to_contain_text("The last of all views")
    assert page.evaluate(IN_SIGHT)
    assert page.evaluate("scrollY") == 0


def test_it_comes_into_sight_when_rows_are_filtered_in_place(open_page, kept, pmo):
    page = open_page(kept, pmo, width=390)
    assert page.evaluate("document.querySelector('.lf-views').scrollLeft") == 0
    page.locator("#id_q").fill("Churn")
    expect(page.locator(".lf-views [aria-current]")).to_contain_text("The last of all views")
    page.wait_for_function(IN_SIGHT, timeout=3000)
    page.locator("#id_q").fill("")
    expect(page.locator(".lf-views [aria-current]")).not_to_contain_text("The last of all views")
    page.wait_for_function(IN_SIGHT, timeout=3000)
