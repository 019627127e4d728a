"""The digest: what waits in all programmes on one screen, once a day, over a real mail server at least once."""

import socket
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.utils import timezone

from programme.governance.services import decisions as governance
from programme.notices.models import Delivery
from programme.notices.selectors.digest import SCREEN, digest_of
from programme.notices.services.digests import ask_for_digests, send_digest
from programme.notices.services.wishes import set_wishes
from programme.records.models import Job
from programme.records.services.working import ask_the_clock
from programme.records.tasks import tick
from tests.factories.charter import GoalFactory
from tests.factories.programme import MembershipFactory, member_of
from tests.programme.governance.test_services import ASK

pytestmark = pytest.mark.django_db(transaction=True)
MORNING = datetime(2026, 5, 12, 0, 30, tzinfo=UTC)  # half past eight in Shanghai


def decision_in(programme, pmo, **more):
    row = governance.ask_decision(programme, actor=pmo, goals=[GoalFactory(programme=programme)], **(ASK | more))
    return governance.request_decision(row, actor=pmo)


class Kept:
    """What the mail server was given."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


@pytest.fixture
def mailbox(settings):
    kept = Kept()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    yield kept
    controller.stop()


def test_one_mail_over_all_programmes_reaches_the_mailbox_in_the_persons_language(
    programme, other_programme, pmo, outsider, steering, mailbox
):
    MembershipFactory(programme=other_programme, user=steering, role="SC")
    first, second = decision_in(programme, pmo), decision_in(other_programme, outsider)
    mailbox.mails.clear()
    steering.language = "zh-hans"
    steering.save()
    assert send_digest(steering, slot="2026-05-12") is not None
    [(recipients, received)] = mailbox.mails
    assert recipients == [steering.email]
    assert received["Subject"] == "落地：有 2 件事等您处理"
    for kind in ("plain", "html"):
        text = received.get_body((kind,)).get_content()
        for row in (first, second):
            assert f"http://localhost:8000{row.get_absolute_url()}" in text
        assert "CRM 2027" in text
        assert "Other programme" in text
    sent = Delivery.objects.get(topic="")
    assert (sent.state, received["Message-ID"]) == ("sent", f"<{sent.public_id}@localhost>")


def test_a_mail_server_that_is_away_leaves_it_waiting_and_gets_it_once(programme, pmo, steering, settings, mailbox):
    decision_in(programme, pmo)
    Job.objects.all().delete()
    Delivery.objects.all().delete()
    mailbox.mails.clear()
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    send_digest(steering, slot="2026-05-12")
    sent = Delivery.objects.get()
    assert (sent.state, sent.attempts) == ("waiting", 1)
    assert "mail server was not reached" in sent.reason
    settings.EMAIL_PORT = port
    from programme.records.services.runner import run_one

    Job.objects.update(run_at=timezone.now() - timedelta(seconds=1))
    assert run_one()
    sent.refresh_from_db()
    assert (sent.state, sent.attempts, len(mailbox.mails)) == ("sent", 2, 1)


def test_nothing_to_say_is_no_mail(programme, steering):
    assert digest_of(steering) == []
    assert send_digest(steering, slot="2026-05-12") is None
    assert mail.outbox == []


def test_the_clock_asks_once_a_day_for_members_that_want_it(programme, steering, pmo, member, outsider):
    set_wishes(pmo, rhythm="never")
    auditor = member_of(programme, "AUD", name="New York", time_zone="America/New_York")
    member_of(programme, "SC", name="Demo", is_demo=True)
    assert ask_for_digests(MORNING) == 3  # half past eight in Shanghai, half past eight the evening before in New York
    keys = Job.objects.filter(task="notices.digest").values_list("key", flat=True)
    assert set(keys) == {
        f"digest:{steering.public_id}:2026-05-12", f"digest:{outsider.public_id}:2026-05-12",
        f"digest:{auditor.public_id}:2026-05-11",
    }  # fmt: skip
    assert ask_for_digests(MORNING + timedelta(hours=2)) == 0
    assert ask_for_digests(MORNING + timedelta(hours=12)) == 1
    assert ask_for_digests(MORNING + timedelta(hours=25)) == 2


def test_scheduler_and_beat_end_in_the_same_function(programme, steering, monkeypatch):
    seen = []
    monkeypatch.setattr("programme.records.tasks.ask_the_clock", seen.append)
    tick()
    assert len(seen) == 1
    monkeypatch.undo()
    ask_the_clock(MORNING)
    assert Job.objects.filter(task="notices.digest", state="done").count() == 1
    assert Job.objects.filter(task="records.nightly_snapshot").count() == 1


def test_a_clock_that_fails_stops_no_other(programme, steering, monkeypatch):
    def broken(_now):
        msg = "no"
        raise ValueError(msg)

    monkeypatch.setitem(__import__("core.jobs").jobs._clocks, "a.broken", broken)
    ask_the_clock(MORNING)
    assert Job.objects.filter(task="notices.digest").count() == 1


def test_one_screen_however_much_waits(programme, pmo, steering, browse, call):
    for n in range(SCREEN + 4):
        decision_in(programme, pmo, question=f"Question {n}?")
    [part] = digest_of(steering)
    assert (len(part.items), part.more, part.count) == (SCREEN, 4, SCREEN + 4)
    page = browse(steering).get("/digest/").content.decode()
    assert "and 4 more" in page
    told = call(steering).get("/api/v1/digest/").json()
    assert [(one["programme"], one["count"], len(one["items"])) for one in told] == [("crm-2027", 18, 14)]


def test_a_page_without_anything_says_so(programme, steering, browse):
    assert "Nothing waits for you" in browse(steering).get("/digest/").content.decode()
