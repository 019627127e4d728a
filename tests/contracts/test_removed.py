"""Somebody is removed meanwhile: with a form open, with a job queued, named as signer; a session or account ends."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings

from programme.budget.services import request_authorisation
from programme.people.models import Membership
from programme.people.services import deactivate, end_role
from programme.raid.models import Risk
from programme.records.choices import JobState
from programme.records.models import AuditEvent, Job
from programme.records.services import runner
from programme.records.services.papers import request_paper
from programme.signoff.models import SignatureRequest
from programme.signoff.services import readdress
from tests.factories.charter import BudgetLineFactory
from tests.factories.programme import member_of
from tests.factories.raid import RiskFactory

pytestmark = pytest.mark.django_db
NEW = "/p/crm-2027/risks/new/"
API = "/api/v1/programmes/crm-2027/risks/"


@pytest.fixture
def second(programme, pmo):
    """A business owner, who may go."""
    return member_of(programme, "BO", name="Second")


def removed(person, programme, actor):
    for held in Membership.objects.filter(programme=programme, user=person, ended_on=None):
        end_role(held, actor=actor, reason="Moved")


def written():
    return Risk.objects.count(), AuditEvent.objects.count(), Job.objects.count()


@pytest.fixture
def form(browse, second):
    """The browser of the business owner with the form of a new risk open."""
    browser = browse(second)
    assert browser.get(NEW).status_code == 200
    return browser


def test_form_open_at_removal_is_refused_and_writes_nothing(programme, form, second, sponsor):
    removed(second, programme, sponsor)
    before = written()
    assert form.post(NEW, {"title": "Late", "review_days": 30}).status_code in {403, 404}
    assert written() == before


def test_form_of_a_row_open_at_removal_is_refused_and_the_row_stays(programme, browse, second, sponsor):
    risk = RiskFactory(programme=programme, owner=second, title="Before")
    browser, url = browse(second), f"/p/crm-2027/risks/{risk.public_id}/edit/"
    assert browser.get(url).status_code == 200
    removed(second, programme, sponsor)
    before = written()
    assert browser.post(url, {"title": "After", "review_days": 30}).status_code in {403, 404}
    risk.refresh_from_db()
    assert (risk.title, risk.version, written()) == ("Before", 1, before)


def test_api_of_a_removed_member_is_refused_and_writes_nothing(programme, call, second, sponsor):
    api = call(second)
    removed(second, programme, sponsor)
    before = written()
    assert api.post(API, {"title": "Late"}, format="json").status_code in {403, 404}
    assert written() == before


@pytest.mark.parametrize("way", ["role", "account"])
def test_queued_job_of_a_removed_member_fails_with_the_reason(programme, second, sponsor, administrator, way):
    job = request_paper(
        programme, kind="charter", subject="", moment="now", actor=second, languages=["en"], formats=["html"]
    )
    if way == "role":
        removed(second, programme, sponsor)
    else:
        deactivate(second, actor=administrator, reason="Left")
    runner.run_one(job.pk, inline=True)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.FAILED, 1)
    assert job.reason == "Second asked for this and has since lost access."
    assert not programme.documents.exists()


@pytest.fixture
def asked(programme, pmo, sponsor):
    """A request that names a sponsor who then leaves."""
    BudgetLineFactory(programme=programme)
    request_authorisation(programme, actor=pmo)
    return readdress(SignatureRequest.objects.get(programme=programme), actor=pmo, signer=sponsor)


def test_request_says_that_its_signer_left_and_is_readdressed(programme, asked, browse, pmo, sponsor, administrator):
    successor = member_of(programme, "FIN", name="Successor")
    deactivate(sponsor, actor=administrator, reason="Left")
    browser = browse(pmo)
    page = browser.get(f"/p/crm-2027/signatures/{asked.public_id}/").content.decode()
    assert "Sponsor is no longer in the programme; the project manager names another signer." in page
    assert "has left; name another signer" in browser.get("/p/crm-2027/signatures/").content.decode()
    url = f"/p/crm-2027/signatures/{asked.public_id}/readdress/"
    assert browser.post(url, {"signer": successor.public_id}).status_code == 302
    asked.refresh_from_db()
    assert asked.signer == successor
    assert "has left" not in browser.get("/p/crm-2027/signatures/").content.decode()


def test_signer_who_left_cannot_sign(programme, asked, browse, sponsor, pmo):
    browser, url = browse(sponsor), f"/p/crm-2027/signatures/{asked.public_id}/sign/"
    removed(sponsor, programme, None)
    before = written()
    assert browser.post(url, {"decision": "sign", "password": "x", "seen_hash": "0" * 64}).status_code in {403, 404}
    assert written() == before


def test_expired_session_is_sent_to_login_and_back_and_writes_nothing(form):
    form.session.flush()
    before = written()
    response = form.post(NEW, {"title": "Late", "review_days": 30})
    there = urlsplit(response["Location"])
    assert (response.status_code, there.path) == (302, "/login/")
    assert parse_qs(there.query)["next"] == [NEW]
    assert written() == before


def test_deactivated_account_is_anonymous_at_the_next_request(form, second, administrator):
    assert settings.SESSION_COOKIE_NAME in form.cookies
    deactivate(second, actor=administrator, reason="Left")
    before = written()
    for response in (form.get(NEW), form.post(NEW, {"title": "Late", "review_days": 30})):
        assert (response.status_code, urlsplit(response["Location"]).path) == (302, "/login/")
    assert form.get(API).status_code == 401
    assert written() == before
