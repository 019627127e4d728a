"""A session that ends while someone types: after the login the form stands there with what was typed."""

import pytest
from playwright.sync_api import expect

from programme.raid.models import Risk
from tests.factories.programme import PASSWORD
from tests.journeys.keyboard import log_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("way", ["page", "dialog"])
def test_typed_text_outlives_the_session(open_page, programme, pmo, way):
    page = open_page(f"/p/{programme.slug}/risks/" + ("new/" if way == "page" else ""), pmo)
    if way == "dialog":
        page.get_by_role("link", name="New risk").first.click()
        expect(page.locator("dialog[open] #id_title")).to_be_visible()
    page.locator("#id_title").fill("Typed with care")
    page.locator("#id_cause").fill("Long words about a cause")
    page.context.clear_cookies(name="sessionid")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/login/**")
    log_in(page, pmo, PASSWORD)
    page.wait_for_url(f"**/p/{programme.slug}/risks/new/")
    expect(page.locator("#id_title")).to_have_value("Typed with care")
    expect(page.locator("#id_cause")).to_have_value("Long words about a cause")
    page.locator("main form[data-draft] button[type=submit]").click()
    page.wait_for_url(lambda url: "/risks/new/" not in url)
    assert Risk.objects.get().title == "Typed with care"
    page.goto(page.url.split("/risks/")[0] + "/risks/new/")
    expect(page.locator("#id_title")).to_have_value("")  # what was sent is no draft any more
