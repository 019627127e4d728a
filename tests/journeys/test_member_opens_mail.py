"""A steering member opens the mail's link on the phone, logs in, reads page 1 and decides; waiting ends there."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from programme.governance.selectors.decisions import age
from programme.governance.services import decisions as governance
from programme.notices.models import PaperReading
from programme.notices.services.packs import send_pack, set_pack_plan
from programme.records.models import AuditEvent
from programme.records.services.papers import draft_paper, draw
from programme.signoff.models import Signature
from tests.factories.charter import GoalFactory
from tests.programme.governance.test_services import ASK

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery"


@pytest.fixture
def wanted(programme, pmo):
    row = governance.ask_decision(programme, actor=pmo, goals=[GoalFactory(programme=programme)], **ASK)
    return governance.request_decision(row, actor=pmo)


@pytest.fixture
def mailed(programme, pmo, steering, wanted, live_server, settings):
    """The link in the mail that brought the pack."""
    settings.PUBLIC_URL = live_server.url
    steering.language = "en"
    steering.set_password(PASSWORD)
    steering.save()
    set_pack_plan(
        programme, actor=pmo, rhythm="off", day=3, languages=["en"], formats=["html"], mode="send", readers=[steering]
    )
    paper = draft_paper(programme, kind="steering", actor=None)
    draw(paper, "en", "html", actor=None)
    mail.outbox.clear()
    send_pack(paper, actor=pmo)
    [received] = mail.outbox
    assert wanted.question in received.body
    return next(line for line in received.body.splitlines() if line.startswith(live_server.url))


def test_from_the_mail_to_the_decision_on_a_phone(open_page, wanted, mailed, steering, live_server):
    page = open_page(mailed.removeprefix(live_server.url), width=390, height=844)
    assert "/login/" in page.url
    page.get_by_label("E-mail").fill(steering.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url(mailed)
    expect(page.locator("main")).to_contain_text(wanted.question)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert PaperReading.objects.get().person == steering
    page.get_by_role("link", name="Approve").or_(page.get_by_role("button", name="Approve")).first.click()
    sheet = page.locator("dialog[open]").or_(page.locator("form[data-main]")).first
    sheet.locator("button[type=submit]").first.click()
    page.wait_for_load_state("networkidle")
    wanted.refresh_from_db()
    assert (wanted.state, wanted.decided_by) == ("approved", steering)
    event = AuditEvent.objects.get(action="governance.decision_approved", object_id=wanted.public_id)
    assert event.actor == steering
    signature = Signature.objects.get(request__object_id=wanted.public_id)
    assert (signature.signer, signature.method, len(signature.sha256)) == (steering, "session", 64)
    expect(page.locator("main")).to_contain_text(f"SHA-256 {signature.sha256[:4]}")
    today = timezone.localdate()
    assert age(wanted, today + timedelta(days=30)) == age(wanted, today)
