"""Channels of a programme: who sets them, what is kept of their secrets, what is sent, tried again and refused."""

import json
import logging

import pytest
from django.core.cache import cache
from django.test import override_settings

from core.errors import BadInputError, ForbiddenError
from core.sealed import unseal
from programme.notices.choices import Topic
from programme.notices.models import Delivery, Endpoint
from programme.notices.services import notify
from programme.notices.services.endpoints import add_endpoint, change_endpoint, try_endpoint
from programme.records.models import AuditEvent, Job
from programme.records.services.runner import run_one
from tests.programme.notices.sink import sink

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=very-secret-key"


def robot(programme, actor, channel="wecom", address=ADDRESS, **values):
    said = {"name": "Steering group", "topics": ["decision", "gate"], "language": "zh-hans"} | values
    return add_endpoint(programme, actor=actor, channel=channel, address=address, **said)


def again(delivery):
    """Let the retry be due now."""
    Job.objects.filter(args={"delivery": delivery.pk}).update(run_at="2020-01-01T00:00:00Z")
    run_one()
    delivery.refresh_from_db()


def test_address_and_secret_are_sealed_and_stand_in_no_audit_page_or_answer(programme, pmo, browse, call):
    row, made = robot(programme, pmo, "dingtalk", ADDRESS, secret="SEC-canary")
    assert made == ""
    row.refresh_from_db()
    assert (unseal(row.sealed_address), unseal(row.sealed_secret)) == (ADDRESS, "SEC-canary")
    kept = json.dumps(list(Endpoint.objects.values("name", "host", "sealed_address", "sealed_secret")))
    events = json.dumps(list(AuditEvent.objects.values("changes", "object_text", "reason")))
    page = browse(pmo).get(row.get_absolute_url()).content.decode()
    form = browse(pmo).get(f"{row.get_absolute_url()}edit/").content.decode()
    api = call(pmo).get(f"/api/v1/programmes/{programme.slug}/channels/{row.public_id}/").content.decode()
    for told in (kept, events, page, form, api):
        assert "very-secret-key" not in told
        assert "SEC-canary" not in told
    assert "qyapi.weixin.qq.com" in page
    assert "secret_set_at" in events


def test_a_webhooks_secret_is_made_and_shown_once(programme, pmo, browse, call):
    url = f"/p/{programme.slug}/channels/"
    said = {
        "name": "Board",
        "channel": "webhook",
        "address": "https://example.com/h",
        "topics": ["gate"],
        "language": "en",
    }
    answer = browse(pmo).post(f"{url}new/", said)
    row = Endpoint.objects.get(name="Board")
    secret = unseal(row.sealed_secret)
    assert secret.startswith("whsec_")
    assert secret in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert secret not in browse(pmo).get(row.get_absolute_url()).content.decode()
    told = call(pmo).post(f"/api/v1{url.replace('/p/', '/programmes/')}", said | {"name": "Two"}, format="json")
    assert told.status_code == 201
    assert told.json()["secret"] == unseal(Endpoint.objects.get(name="Two").sealed_secret)
    assert "secret" not in call(pmo).get(f"/api/v1/programmes/{programme.slug}/channels/").json()["results"][0]


def test_only_the_pmo_and_the_sponsor_set_channels(programme, pmo, sponsor, owner, outsider, browse):
    robot(programme, sponsor)
    with pytest.raises(ForbiddenError):
        robot(programme, owner, name="Other")
    assert browse(owner).get(f"/p/{programme.slug}/channels/").status_code == 403
    assert browse(outsider).get(f"/p/{programme.slug}/channels/").status_code == 404


def test_every_bad_field_is_named_at_once(programme, pmo):
    with pytest.raises(BadInputError) as refused:
        robot(programme, pmo, address="http://example.com", topics=["weather"], language="fr", secret="x")
    assert set(refused.value.fields) == {"address", "topics", "language", "secret"}
    with pytest.raises(BadInputError) as refused:
        robot(programme, pmo, channel="pigeon", address="")
    assert set(refused.value.fields) == {"address", "channel"}


@pytest.mark.parametrize(
    "address",
    ["https://127.0.0.1/", "https://[::1]/", "https://10.0.0.8/x", "https://169.254.169.254/latest", "https://localhost/",
     "https://0x7f000001/", "https://2130706433/", "https://db.internal/"],
)  # fmt: skip
def test_the_own_network_is_refused_when_it_is_set(programme, pmo, address):
    with pytest.raises(BadInputError) as refused:
        robot(programme, pmo, address=address)
    assert "own network" in str(refused.value.fields["address"][0])


def test_a_name_that_leads_inside_is_refused_when_it_is_sent(programme, pmo, monkeypatch):
    with sink() as (address, heard):
        port = int(address.split(":")[2].split("/")[0])
        row, _made = robot(programme, pmo, address=f"https://rebound.example.com:{port}/hook")
        inside = [(2, 1, 6, "", ("127.0.0.1", port))]
        monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_more: inside)
        sent = try_endpoint(row, actor=pmo)
    sent.refresh_from_db()
    assert (sent.state, heard) == ("failed", [])
    assert "own network" in sent.reason


@override_settings(WEBHOOK_PRIVATE=True)
def test_a_decision_is_told_to_the_group_once_however_many_are_told(programme, pmo, sponsor, steering):
    with sink() as (address, heard):
        robot(programme, pmo, address=address)
        for person in (sponsor, steering):
            notify(person, topic=Topic.DECISION, text=lambda: "Go?", url="/p/crm-2027/x/", programme=programme)
            notify(person, topic=Topic.RISK, text=lambda: "Not wanted there", url="/y/", programme=programme)
    assert len(heard) == 1
    path, _headers, body = heard[0]
    assert path == "/hook?key=hush"
    assert "Go?" in json.loads(body)["text"]["content"]
    assert "http://localhost:8000/p/crm-2027/x/" in json.loads(body)["text"]["content"]
    row = Delivery.objects.get(endpoint__isnull=False)
    assert (row.state, row.attempts, row.reason) == ("sent", 1, "")


@override_settings(WEBHOOK_PRIVATE=True)
def test_what_is_not_taken_is_tried_three_times_and_says_why(programme, pmo):
    refusal = (200, b'{"errcode":45009,"errmsg":"api freq out of limit"}', {})
    with sink(refusal) as (address, heard):
        row, _made = robot(programme, pmo, address=address)
        sent = try_endpoint(row, actor=pmo)
        sent.refresh_from_db()
        assert (sent.state, sent.attempts) == ("waiting", 1)
        again(sent)
        again(sent)
    assert (sent.state, sent.attempts, len(heard)) == ("failed", 3, 3)
    assert sent.reason == "It was not taken: 45009 api freq out of limit"
    assert Job.objects.get(task="notices.deliver").state == "quarantined"


@override_settings(WEBHOOK_PRIVATE=True)
def test_what_is_taken_at_the_second_try_is_sent_once(programme, pmo):
    with sink((503, b"", {}), (204, b"", {})) as (address, heard):
        row, made = robot(programme, pmo, "webhook", address)
        assert made
        sent = try_endpoint(row, actor=pmo)
        again(sent)
    assert (sent.state, sent.attempts, sent.reason) == ("sent", 2, "")
    ids = {headers["webhook-id"] for _path, headers, _body in heard}
    assert ids == {sent.public_id}


@override_settings(WEBHOOK_PRIVATE=True)
def test_a_redirect_is_not_followed(programme, pmo):
    with sink() as (other, followed), sink((302, b"", {"Location": other})) as (address, heard):
        row, _made = robot(programme, pmo, "webhook", address)
        sent = try_endpoint(row, actor=pmo)
    sent.refresh_from_db()
    assert (len(heard), followed, sent.state) == (1, [], "failed")
    assert "302" in sent.reason


@override_settings(WEBHOOK_PRIVATE=True)
def test_no_secret_and_no_address_is_logged(programme, pmo, caplog):
    caplog.set_level(logging.DEBUG)
    robot(programme, pmo, "feishu", "http://127.0.0.1:9/hook?key=hush-canary", secret="canary-two")
    sent = try_endpoint(Endpoint.objects.get(), actor=pmo)
    sent.refresh_from_db()
    told = caplog.text + sent.reason + Job.objects.get(task="notices.deliver").reason
    assert "failed" in told
    assert "canary" not in told


def test_an_empty_secret_keeps_what_is_set_and_out_of_use_tells_nobody(programme, pmo, sponsor):
    row, _made = robot(programme, pmo, "dingtalk", ADDRESS, secret="S")
    change_endpoint(row, actor=pmo, name="Renamed", in_use=False)
    row.refresh_from_db()
    assert (row.name, unseal(row.sealed_secret), unseal(row.sealed_address)) == ("Renamed", "S", ADDRESS)
    notify(sponsor, topic=Topic.DECISION, text=lambda: "Go?", url="/x/", programme=programme)
    assert Delivery.objects.filter(endpoint=row).count() == 0
    cache.clear()


def test_another_key_of_the_installation_asks_to_set_it_anew(programme, pmo, settings):
    row, _made = robot(programme, pmo)
    settings.SECRET_KEY = "another key altogether"
    sent = try_endpoint(row, actor=pmo)
    sent.refresh_from_db()
    assert sent.state == "failed"
    assert "key has changed" in sent.reason
