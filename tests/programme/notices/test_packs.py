"""Packs by the clock: when they are made, to whom their link goes, who read them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from core.errors import BadInputError, ForbiddenError, IllegalNowError
from programme.governance.models import Meeting
from programme.notices.models import Delivery, PackPlan, PaperReading
from programme.notices.selectors.packs import pack_slots, readers_of
from programme.notices.services.packs import ask_for_packs, send_pack, set_pack_plan
from programme.records.models import AuditEvent, GeneratedDocument, Job
from programme.records.services.papers import draft_paper, draw

pytestmark = pytest.mark.django_db(transaction=True)
USUAL = {"rhythm": "monthly", "day": 3, "languages": ["en"], "formats": ["html"], "mode": "draft", "readers": []}
JUNE_4 = datetime(2026, 6, 4, 2, tzinfo=UTC)  # the fourth working day


def rhythm(programme, actor, since=date(2026, 5, 1), **more):
    plan = set_pack_plan(programme, actor=actor, **(USUAL | more))
    PackPlan.objects.filter(pk=plan.pk).update(since=since)
    plan.refresh_from_db()
    return plan


def paper_of(programme):
    paper = draft_paper(programme, kind="steering", actor=None)
    draw(paper, "en", "html", actor=None)
    return paper


def test_a_monthly_pack_is_due_from_its_working_day_once(programme, pmo):
    plan = rhythm(programme, pmo)
    days = [date(2026, 6, n) for n in range(1, 31)]
    due = {day: list(pack_slots(plan, day)) for day in days}
    assert next(day.day for day, slots in due.items() if slots) == 3
    assert {slot for slots in due.values() for slot in slots} == {"2026-06"}
    plan.since = date(2026, 6, 10)
    assert list(pack_slots(plan, date(2026, 6, 20))) == []  # set after the day: the next month is the first
    assert list(pack_slots(plan, date(2026, 7, 6))) == ["2026-07"]


def test_a_pack_is_due_so_many_working_days_before_each_meeting(programme, pmo):
    plan = rhythm(programme, pmo, rhythm="meeting", day=3)
    friday = Meeting.objects.create(programme=programme, kind="steering", held_on=date(2026, 6, 12), state="called")
    Meeting.objects.create(programme=programme, kind="team", held_on=date(2026, 6, 9), state="called")
    Meeting.objects.create(programme=programme, kind="steering", held_on=date(2026, 6, 11), state="cancelled")
    assert list(pack_slots(plan, date(2026, 6, 8))) == []
    assert list(pack_slots(plan, date(2026, 6, 9))) == [f"meeting:{friday.public_id}"]
    assert list(pack_slots(plan, date(2026, 6, 13))) == []


def test_draft_mode_makes_the_pack_and_sends_nothing(programme, pmo, steering):
    rhythm(programme, pmo, readers=[steering])
    assert ask_for_packs(JUNE_4) == 1
    assert ask_for_packs(JUNE_4 + timedelta(days=3)) == 0
    job = Job.objects.get(task="notices.pack")
    assert (job.state, job.result["sent"]) == ("done", 0)
    paper = GeneratedDocument.objects.get()
    assert (paper.kind, [file.format for file in paper.files.all()]) == ("steering", ["html"])
    assert (mail.outbox, Delivery.objects.count()) == ([], 0)


def test_send_mode_mails_the_link_without_attachment_to_each_reader(programme, pmo, steering, sponsor):
    rhythm(programme, pmo, mode="send", readers=[steering, sponsor])
    assert ask_for_packs(JUNE_4) == 1
    paper = GeneratedDocument.objects.get()
    link = f"http://localhost:8000/p/crm-2027/documents/{paper.public_id}/report/"
    assert {one.to[0] for one in mail.outbox} == {steering.email, sponsor.email}
    for one in mail.outbox:
        assert link in one.body
        assert link in one.alternatives[0][0]
        assert one.attachments == []
    assert set(Delivery.objects.values_list("document__number", "state")) == {(paper.number, "sent")}
    event = AuditEvent.objects.get(action="notices.pack_sent")
    assert event.changes["sent to"] == [None, ["Sponsor", "Steering"]]


def test_the_pdf_is_attached_where_that_is_set(programme, pmo, steering):
    steering.language = "en"
    steering.save()
    rhythm(programme, pmo, mode="send", readers=[steering], formats=["pdf"], attach=True)
    ask_for_packs(JUNE_4)
    [(name, content, kind)] = [tuple(one) for one in mail.outbox[0].attachments]
    assert (name.endswith("-en.pdf"), bytes(content[:5]), kind) == (True, b"%PDF-", "application/pdf")


def test_who_left_meanwhile_gets_no_link(programme, pmo, steering, sponsor):
    rhythm(programme, pmo, mode="send", readers=[steering, sponsor])
    steering.memberships.update(ended_on=date(2026, 5, 20))
    ask_for_packs(JUNE_4)
    assert [one.to for one in mail.outbox] == [[sponsor.email]]


def test_outsiders_and_bad_choices_are_refused_with_every_field(programme, pmo, member, outsider, owner):
    with pytest.raises(BadInputError) as refused:
        rhythm(programme, pmo, rhythm="hourly", languages=[], formats=["docx"], mode="x", readers=[member, outsider])
    assert set(refused.value.fields) == {"rhythm", "languages", "formats", "mode", "readers"}
    assert "Member, Outsider" in refused.value.fields["readers"][0]
    with pytest.raises(BadInputError) as refused:
        rhythm(programme, pmo, mode="send")
    assert set(refused.value.fields) == {"readers"}
    with pytest.raises(ForbiddenError):
        rhythm(programme, owner)


def test_sending_by_hand_wants_a_list_and_a_paper_in_use_and_sends_once(programme, pmo, steering):
    paper = paper_of(programme)
    with pytest.raises(IllegalNowError, match="Nobody stands"):
        send_pack(paper, actor=pmo)
    rhythm(programme, pmo, rhythm="off", readers=[steering])
    assert len(send_pack(paper, actor=pmo)) == 1
    assert send_pack(paper, actor=pmo) == []
    assert len(mail.outbox) == 1
    GeneratedDocument.objects.filter(pk=paper.pk).update(state="withdrawn")
    with pytest.raises(IllegalNowError, match="out of use"):
        send_pack(GeneratedDocument.objects.get(pk=paper.pk), actor=pmo)


def test_opening_the_page_is_a_receipt_with_first_and_last(programme, pmo, steering, administrator, browse, call):
    paper = paper_of(programme)
    rhythm(programme, pmo, rhythm="off", readers=[steering])
    send_pack(paper, actor=pmo)
    url = f"/p/crm-2027/documents/{paper.public_id}/"
    assert browse().get(f"{url}report/").status_code == 302
    assert PaperReading.objects.count() == 0
    page = browse(pmo).get(url).content.decode()
    assert "not read yet" in page
    browse(steering).get(f"{url}report/")
    first = PaperReading.objects.get(person=steering)
    browse(steering).get(f"{url}report/")
    browse(administrator).get(f"{url}report/")
    again = PaperReading.objects.get(person=steering)
    assert (again.times, again.first_at == first.first_at, again.last_at > first.last_at) == (2, True, True)
    assert {reader.person: (reader.delivery is not None, reader.times) for reader in readers_of(paper)} == {
        pmo: (False, 1), steering: (True, 2),
    }  # fmt: skip
    assert "read 2 times" in browse(pmo).get(url).content.decode()
    told = call(pmo).get(f"/api/v1/programmes/crm-2027/documents/{paper.public_id}/readers/").json()
    assert [(one["person"], one["delivery"], one["times"]) for one in told] == [
        ("Pmo", None, 2),
        ("Steering", "sent", 2),
    ]


def test_both_fronts_set_the_rhythm(programme, pmo, steering, browse, call):
    url = "/p/crm-2027/pack-rhythm/"
    assert "Steering" in browse(pmo).get(url).content.decode()
    form = USUAL | {"mode": "send", "readers": [steering.public_id]}
    assert browse(pmo).post(url, form).status_code == 302
    told = call(pmo).get("/api/v1/programmes/crm-2027/pack-rhythm/").json()
    assert (told["rhythm"], told["day"], told["readers"]) == ("monthly", 3, [steering.public_id])
    body = form | {"rhythm": "meeting", "day": 2}
    put = call(pmo).put("/api/v1/programmes/crm-2027/pack-rhythm/", body, format="json")
    assert (put.status_code, PackPlan.objects.get().rhythm) == (200, "meeting")
    refused = call(pmo).put("/api/v1/programmes/crm-2027/pack-rhythm/", body | {"formats": ["docx"]}, format="json")
    assert (refused.status_code, "formats" in str(refused.json())) == (400, True)
    assert browse(pmo).post(url, form | {"day": 0}).status_code == 400
