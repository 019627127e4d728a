"""The centre: one's own notifications, topics, wishes, and the mail that they bring."""

import pytest
from django.core import mail
from django.urls import reverse

from programme.notices.choices import Topic
from programme.notices.models import Delivery, NoticeWish, Notification
from programme.notices.services import notify
from programme.notices.services.wishes import set_wishes
from programme.records.services.runner import work_off
from tests.factories.programme import member_of

pytestmark = pytest.mark.django_db(transaction=True)
CENTRE = "/notifications/"


def tell(person, programme, topic=Topic.DECISION, text="Decision requested: D1", url="/p/crm-2027/"):
    return notify(person, topic=topic, text=lambda: text, url=url, programme=programme)


def test_page_filters_by_topic_and_part_and_marks_one_or_a_topic(programme, steering, pmo, browse):
    one, two = tell(steering, programme), tell(steering, programme, Topic.GATE, "Gate decided: G1")
    tell(pmo, programme, text="Of somebody else")
    page = browse(steering)
    both = page.get(CENTRE).content.decode()
    assert "Decision requested: D1" in both
    assert "Gate decided: G1" in both
    assert "Of somebody else" not in both
    assert "Gate decided" not in page.get(f"{CENTRE}?topic=decision").content.decode()
    assert page.post(CENTRE, {"one": one.public_id}).url == CENTRE
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.read_at is not None, two.read_at) == (True, None)
    assert "Decision requested" not in page.get(f"{CENTRE}?show=unread").content.decode()
    assert "Gate decided" not in page.get(f"{CENTRE}?show=read").content.decode()
    answer = page.post(f"{CENTRE}?topic=gate")
    assert answer.url == f"{CENTRE}?topic=gate"
    assert Notification.objects.of(steering).unread().count() == 0


def test_one_of_somebody_else_is_not_there(programme, steering, pmo, browse):
    other = tell(pmo, programme)
    assert browse(steering).post(CENTRE, {"one": other.public_id}).status_code == 404


def test_empty_and_filtered_pages_say_so(programme, steering, browse):
    assert "Nothing to tell you" in browse(steering).get(CENTRE).content.decode()
    tell(steering, programme)
    assert "No notification fits" in browse(steering).get(f"{CENTRE}?topic=meeting").content.decode()
    assert browse(steering).get(f"{CENTRE}?topic=nonsense&show=x").status_code == 200


def test_api_lists_filters_and_marks(programme, steering, call):
    one = tell(steering, programme)
    tell(steering, programme, Topic.GATE, "Gate decided: G1")
    api = call(steering)
    rows = api.get("/api/v1/notifications/?topic=decision").json()["results"]
    assert [(row["topic"], row["text"]) for row in rows] == [("decision", "Decision requested: D1")]
    assert api.get("/api/v1/notifications/?topic=weather").status_code == 400
    assert api.post(f"/api/v1/notifications/{one.public_id}/read/").json()["read_at"] is not None
    assert api.get("/api/v1/notifications/?unread=true").json()["count"] == 1
    assert api.get("/api/v1/notifications/?unread=false").json()["count"] == 1
    assert api.post("/api/v1/notifications/read_all/").json() == {"read": 1}


def test_a_decision_is_mailed_at_once_and_a_gate_is_not(programme, steering):
    tell(steering, programme)
    tell(steering, programme, Topic.GATE, "Gate decided: G1")
    assert [(one.to, one.subject) for one in mail.outbox] == [([steering.email], "[CRM 2027] Decision requested: D1")]
    assert "http://localhost:8000/p/crm-2027/" in mail.outbox[0].body
    sent = Delivery.objects.get()
    assert (sent.state, sent.channel, sent.person) == ("sent", "mail", steering)
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{sent.public_id}@localhost>"


def test_a_wish_stops_mail_or_the_centre_for_its_topic_only(programme, steering):
    set_wishes(steering, wishes={"decision": {"mail": False}, "gate": {"bell": False, "mail": True}})
    assert tell(steering, programme) is not None
    assert tell(steering, programme, Topic.GATE, "Gate decided: G1") is None
    assert [one.subject for one in mail.outbox] == ["[CRM 2027] Gate decided: G1"]
    assert list(Notification.objects.values_list("topic", flat=True)) == ["decision"]
    set_wishes(steering, wishes={"decision": {"mail": True}})
    assert set(NoticeWish.objects.values_list("topic", "channel", "wanted")) == {
        ("gate", "bell", False),
        ("gate", "mail", True),
    }


def test_page_of_wishes_keeps_what_is_ticked(programme, steering, browse, call):
    page = browse(steering)
    url = reverse("notices:wishes")
    assert steering.email in page.get(url).content.decode()
    assert page.post(url, {"rhythm": "weekly", "decision.bell": "on"}).status_code == 302
    said = call(steering).get("/api/v1/notice-wishes/").json()
    assert said["rhythm"] == "weekly"
    assert said["wishes"]["decision"] == {"bell": True, "mail": False}
    assert said["wishes"]["gate"] == {"bell": False, "mail": False}
    assert page.post(url, {"rhythm": "hourly"}).status_code == 200
    refused = call(steering).put("/api/v1/notice-wishes/", {"wishes": {"weather": {"fax": True}}}, format="json")
    assert refused.status_code == 400
    assert "weather" in str(refused.json())
    told = call(steering).put("/api/v1/notice-wishes/", {"wishes": {"gate": {"mail": True}}}, format="json").json()
    assert told["wishes"]["gate"] == {"bell": False, "mail": True}
    assert told["rhythm"] == "weekly"


def test_who_left_meanwhile_gets_no_mail(programme, steering, django_capture_on_commit_callbacks, settings):
    settings.JOBS_RUNNER = "db"
    tell(steering, programme)
    steering.memberships.update(ended_on="2026-01-01")
    work_off()
    sent = Delivery.objects.get()
    assert (mail.outbox, sent.state) == ([], "failed")
    assert sent.reason == "The person can no longer see this."


def test_accounts_of_the_demo_have_no_mailbox(programme):
    person = member_of(programme, "SC", name="Demo", is_demo=True)
    assert tell(person, programme) is not None
    assert mail.outbox == []


def test_a_line_break_in_the_words_makes_no_header(programme, steering):
    tell(steering, programme, text="Decide\r\nBcc: all@example.com")
    assert mail.outbox[0].subject == "[CRM 2027] Decide Bcc: all@example.com"
    assert mail.outbox[0].recipients() == [steering.email]
