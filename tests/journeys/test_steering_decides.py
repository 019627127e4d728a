"""A member of the steering committee reads the latest pack and decides in two clicks."""

import pytest
from playwright.sync_api import expect

from programme.governance.models import Decision
from programme.governance.services import decisions as services
from tests.factories.charter import GoalFactory
from tests.programme.governance.test_services import ASK

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def wanted(programme, pmo):
    row = services.ask_decision(programme, actor=pmo, goals=[GoalFactory(programme=programme)], **ASK)
    services.request_decision(row, actor=pmo)
    return row


def test_decision_is_approved_in_two_clicks(open_page, programme, wanted, steering):
    page = open_page(f"/p/{programme.slug}/home/steering/", steering)
    page.get_by_role("link", name="Move the pilot by two weeks?").first.click()
    expect(page.locator("main")).to_contain_text("3 working days of float a week")
    page.get_by_role("link", name="Approve").or_(page.get_by_role("button", name="Approve")).first.click()
    sheet = page.locator("dialog[open]")
    expect(sheet).to_contain_text("Move by two weeks")
    sheet.locator("button[type=submit]").click()
    expect(page.locator(".lf-toast")).to_be_visible()
    wanted.refresh_from_db()
    assert (wanted.state, wanted.chosen, wanted.decided_by) == ("approved", "A", steering)
    assert Decision.objects.filter(state="approved").count() == 1
