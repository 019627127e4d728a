"""The PMO's morning: log in, see why the next gate is red, follow its first act, bring in risks, edit one, save."""

import re

import pytest
from playwright.sync_api import expect

from phases.gates.models import GateDecision
from phases.gates.services import start_programme
from programme.raid.models import Risk
from tests.factories.programme import PASSWORD, member_of
from tests.factories.raid import RiskFactory
from tests.journeys.keyboard import log_in, tab_to

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
RISKS = """Code,Risk,Cause,Event,Effect,Category,Probability,Impact,Owner
R901,Users keep their sheets,habit,shadow lists,no adoption,people,4,4,
R902,Interface late,vendor,build slips,go-live slips,weather,3,4,
R903,Data dirty,duplicates,migration fails,rework,data,2,5,
"""


@pytest.fixture
def started(db):
    return start_programme(slug="acme", name="Acme CRM", language="en", actor=None).programme


@pytest.fixture
def pm(started):
    return member_of(started, "PM", name="Li Min")


def test_next_gate_is_red_and_its_first_act_leads_to_the_place(open_page, started, pm):
    page = open_page("/login/", language="en")
    log_in(page, pm, PASSWORD)
    page.wait_for_url(f"**/p/{started.slug}/home/pmo/")
    gate = page.locator("section[aria-labelledby=next-gate]")
    expect(gate).to_contain_text(re.compile(r"Must \d+/\d+"))
    tab_to(page, gate.locator("h2 a"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/gates/G0/")
    expect(page.locator(".lf-verdict")).to_have_count(1)
    act = page.locator("section[aria-labelledby=actions] li a").first
    words = act.inner_text()
    tab_to(page, act)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/gates/G0/" not in url or "/state/" in url or "#" in url)
    assert words
    expect(page.locator("main h1")).to_be_visible()
    assert not GateDecision.objects.exists()  # whoever reads decides nothing


def test_risks_come_in_through_five_steps_and_go_again(open_page, started, pm):
    before = Risk.objects.filter(programme=started).count()
    page = open_page(f"/p/{started.slug}/imports/new/?kind=risks", pm)
    page.locator("#id_kind").select_option("risks")
    page.locator("#id_file").set_input_files(
        {"name": "risks.csv", "mimeType": "text/csv", "buffer": RISKS.encode("utf-8-sig")}
    )
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/map/") if "/map/" in page.url else None
    if page.get_by_role("button", name="Check the file").count():
        page.get_by_role("button", name="Check the file").click()
    expect(page.locator(".lf-verdict")).to_contain_text("1 is refused")
    expect(page.locator("mark").first).to_have_text("weather")
    assert Risk.objects.filter(programme=started).count() == before
    cause = page.locator("form[action$='/replace/']").first
    cause.locator("select, input:not([type=hidden])").first.evaluate("one => one.focus()")
    choice = cause.locator("select")
    choice.select_option("technology") if choice.count() else page.keyboard.type("technology")
    cause.locator("button[type=submit]").click()
    expect(page.locator(".lf-verdict")).to_contain_text("3 rows can be imported")
    page.get_by_role("button", name="Import 3 rows").click()
    expect(page.locator("main")).to_contain_text("3 rows were written")
    assert Risk.objects.filter(programme=started).count() == before + 3
    page.get_by_role("link", name="Undo").first.click()
    page.locator("main form button[type=submit], dialog[open] button[type=submit]").last.click()
    expect(page.locator("main")).to_contain_text("This import was undone")
    assert Risk.objects.filter(programme=started).count() == before


def test_score_is_edited_where_it_stands(open_page, programme, pmo):
    risk = RiskFactory(programme=programme, title="Users keep their sheets", probability=3, impact=4)
    page = open_page(f"/p/{programme.slug}/risks/", pmo)
    row = page.locator("tr", has_text="Users keep their sheets")
    row.locator("a.edit").first.click()
    field = row.locator("td input:not([type=hidden]):not([type=checkbox]), td select").first
    expect(field).to_be_focused()
    field.select_option("5") if field.evaluate("one => one.tagName") == "SELECT" else field.fill("5")
    page.keyboard.press("Enter")
    expect(page.locator(".lf-toast")).to_contain_text("Score saved.")
    risk.refresh_from_db()
    assert (risk.probability, risk.score) == (5, 20)


def test_risk_is_found_edited_and_saved_by_keyboard_alone(open_page, programme, pmo):
    risk = RiskFactory(programme=programme, title="Data dirty", owner=pmo)
    page = open_page("/login/", language="en")
    log_in(page, pmo, PASSWORD)
    page.wait_for_url("**/home/pmo/")
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url("**/risks/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/risks/{risk.public_id}/")
    tab_to(page, page.get_by_role("link", name="Edit", exact=True).first)
    page.keyboard.press("Enter")
    title = page.locator("dialog[open] #id_title, main form #id_title").first
    expect(title).to_be_visible()
    if not title.evaluate("one => one === document.activeElement"):
        tab_to(page, title)
    page.keyboard.press("Control+a")
    page.keyboard.type("Customer data dirty")
    page.keyboard.press("Control+Enter")
    expect(page.locator("main h1")).to_contain_text("Customer data dirty")
    risk.refresh_from_db()
    assert risk.title == "Customer data dirty"
