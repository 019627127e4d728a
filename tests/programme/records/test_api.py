"""Jobs, documents, comments, attachments, audit and the bell over the API; the pages answer the same."""

import base64

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse

from programme.notices.models import Notification
from programme.records.models import Attachment, AuditEvent, Comment, GeneratedDocument, Job
from programme.records.services import enqueue
from programme.records.services.notes import attach_file, clean_name
from programme.records.services.papers import draft_paper, draw, request_paper
from programme.records.services.runner import work_off
from tests.factories.programme import member_of

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}
API = "/api/v1/programmes/crm-2027"


@pytest.fixture
def paper(programme, sample, pmo):
    found = draft_paper(programme, kind="sample", actor=pmo)
    draw(found, "en", "pdf", actor=pmo)
    return found


def test_draft_is_a_job_whose_result_is_the_document(call, programme, sample, pmo):
    body = {"kind": "sample", "languages": ["en"], "formats": ["pdf"]}
    answer = call(pmo).post(f"{API}/documents/", body, format="json")
    assert (answer.status_code, answer.json()["state"], answer.json()["finished"]) == (202, "pending", False)
    assert work_off() == 2  # the draft, and what the plan keeps of its snapshot
    job = call(pmo).get(f"/api/v1/jobs/{answer.json()['public_id']}/").json()
    assert (job["state"], job["percent"], job["finished"], job["available_actions"]) == ("done", 100, True, [])
    document = call(pmo).get(f"{API}/documents/{job['result']['document']}/").json()
    assert [(file["language"], file["format"]) for file in document["files"]] == [("en", "pdf")]
    assert document["document_version"] == "0.1"
    assert job["result_url"].endswith(f"/documents/{document['public_id']}/")


def test_life_of_a_paper_over_the_api(call, paper, pmo, sponsor):
    url = f"{API}/documents/{paper.public_id}"
    assert call(pmo).post(f"{url}/approve/", {}, format="json").status_code == 403
    assert call(sponsor).post(f"{url}/approve/", {}, format="json").status_code == 409
    assert call(pmo).post(f"{url}/submit/", {}, format="json").json()["state"] == "in_review"
    assert call(sponsor).post(f"{url}/approve/", {"note": "Good."}, format="json").json()["state"] == "approved"
    issued = call(pmo).post(f"{url}/issue/", {}, format="json").json()
    assert (issued["state"], issued["document_version"]) == ("issued", "1.0")
    file = call(pmo).get(f"{url}/files/{issued['files'][0]['public_id']}/")
    assert b"".join(file.streaming_content).startswith(b"%PDF-")
    gone = call(pmo).post(f"{url}/withdraw/", {"reason": "Wrong month."}, format="json").json()
    assert (gone["state"], gone["available_actions"]) == ("withdrawn", [])


def test_documents_of_another_programme_are_not_there(call, browse, paper, outsider, member):
    url = f"{API}/documents/{paper.public_id}/"
    assert call(outsider).get(url).status_code == 404
    assert call(member).get(url).status_code == 403
    page = reverse("records:document", args=["crm-2027", paper.public_id])
    assert [browse(who).get(page).status_code for who in (outsider, member)] == [404, 403]


def test_job_of_someone_else_is_not_there_and_cancel_ends_a_waiting_one(call, programme, pmo, sponsor, administrator):
    job = enqueue("test.never", args={}, programme=programme, actor=pmo)
    url = f"/api/v1/jobs/{job.public_id}/"
    assert call(sponsor).get(url).status_code == 404
    assert call(sponsor).post(f"{url}cancel/").status_code == 404
    assert call(administrator).get(url).status_code == 200
    assert [act["name"] for act in call(pmo).get(url).json()["available_actions"]] == ["cancel"]
    assert call(pmo).post(f"{url}cancel/").json()["state"] == "cancelled"
    assert call(pmo).post(f"{url}cancel/").json()["state"] == "cancelled"


def test_job_page_shows_progress_and_sends_a_running_one_again(browse, programme, pmo):
    job = enqueue("test.never", args={}, programme=programme, actor=pmo, label="Draw the pack")
    Job.objects.filter(pk=job.pk).update(state="running", done_units=3, total_units=4, progress_text="three")
    page = browse(pmo).get(reverse("records:job", args=[job.public_id]))
    assert "Draw the pack" in page.content.decode()
    assert 'hx-trigger="every 2s"' in page.content.decode()
    Job.objects.filter(pk=job.pk).update(state="done")
    bar = browse(pmo).get(reverse("records:job", args=[job.public_id]), headers={"HX-Request": "true"})
    assert bar.headers["HX-Refresh"] == "true"
    assert "every 2s" not in bar.content.decode()


def test_comment_is_said_and_never_by_auditors_or_strangers(call, paper, pmo, auditor, outsider):
    body = {"kind": "programme.GeneratedDocument", "object_id": paper.public_id, "text": "Add the budget."}
    answer = call(pmo).post(f"{API}/comments/", body, format="json")
    assert (answer.status_code, answer.json()["text"], answer.json()["author"]) == (201, "Add the budget.", "Pmo")
    assert call(auditor).post(f"{API}/comments/", body, format="json").status_code == 403
    assert call(outsider).post(f"{API}/comments/", body, format="json").status_code == 404
    assert Comment.objects.count() == 1
    assert AuditEvent.objects.filter(action="records.commented").count() == 1


@pytest.mark.parametrize("kind", ["programme.User", "programme.Nothing", "nonsense", "programme.Job"])
def test_comment_on_what_is_no_record_of_the_programme_is_not_found(call, programme, pmo, kind):
    body = {"kind": kind, "object_id": pmo.public_id, "text": "x"}
    assert call(pmo).post(f"{API}/comments/", body, format="json").status_code == 404


def test_attachment_goes_in_and_comes_out_as_a_download(call, browse, paper, pmo, outsider):
    body = {"kind": "programme.GeneratedDocument", "object_id": paper.public_id, "filename": "note.txt"}
    body["content"] = base64.b64encode(b"hello").decode()
    answer = call(pmo).post(f"{API}/attachments/", body, format="json")
    assert (answer.status_code, answer.json()["name"], answer.json()["size"]) == (201, "note.txt", 5)
    got = browse(pmo).get(reverse("records:attachment", args=["crm-2027", answer.json()["public_id"]]))
    assert b"".join(got.streaming_content) == b"hello"
    assert got.headers["Content-Disposition"] == 'attachment; filename="note.txt"'
    assert got.headers["Content-Type"] == "application/octet-stream"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert call(outsider).get(f"{API}/attachments/{answer.json()['public_id']}/content/").status_code == 404


@pytest.mark.parametrize(
    ("name", "content"), [("page.html", b"<script>"), ("run.exe", b"MZ"), ("none", b"x"), ("a.txt", b"")]
)
def test_files_that_are_not_taken_are_refused_and_nothing_is_kept(paper, pmo, name, content):
    from core.errors import BadInputError

    with pytest.raises(BadInputError):
        attach_file(paper, file=SimpleUploadedFile(name, content), actor=pmo)
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"), ("C:\\temp\\a b.pdf", "a b.pdf"), ("evil\u202efdp.txt", "evilfdp.txt"),
        ("a\r\nb.txt", "ab.txt"), ("", "file"), ("x" * 300 + ".pdf", "x" * 176 + ".pdf"),
    ],
)  # fmt: skip
def test_file_names_are_made_harmless(typed, kept):
    assert clean_name(typed) == kept


def test_comment_page_form_answers_with_the_page_it_stood_on(browse, paper, pmo):
    url = reverse("records:comment", args=["crm-2027", "programme.GeneratedDocument", paper.public_id])
    back = "http://testserver/p/crm-2027/documents/"
    answer = browse(pmo).post(url, {"text": "Fine."}, headers={"Referer": back})
    assert (answer.status_code, answer.headers["Location"]) == (302, back)
    away = browse(pmo).post(url, {"text": "Fine."}, headers={"Referer": "https://evil.example/"})
    assert away.headers["Location"].startswith("/")
    assert browse(pmo).post(url, {"text": " "}).status_code == 400


def test_audit_is_read_by_who_answers_and_verified(call, browse, paper, pmo, auditor, owner):
    events = call(auditor).get(f"{API}/audit/?fields=seq,action").json()["results"]
    assert [event["seq"] for event in events] == sorted((event["seq"] for event in events), reverse=True)
    assert call(pmo).get(f"{API}/audit/verify/").json()["valid"] is True
    assert call(owner).get(f"{API}/audit/").status_code == 403
    page = browse(pmo).get(reverse("records:audit", args=["crm-2027"])).content.decode()
    assert paper.number in page


def test_bell_tells_and_forgets(call, browse, pmo, sponsor, programme):
    from programme.notices.choices import Topic
    from programme.notices.services import notify

    for _again in range(2):
        notify(pmo, topic=Topic.DOCUMENT, text=lambda: "Issued: SC-1", url="/x/", programme=programme)
    told = call(pmo).get("/api/v1/notifications/").json()["results"]
    assert [one["text"] for one in told] == ["Issued: SC-1"]
    assert call(sponsor).get("/api/v1/notifications/").json()["results"] == []
    assert "Issued: SC-1" in browse(pmo).get(reverse("notices:centre")).content.decode()
    assert call(pmo).post(f"/api/v1/notifications/{told[0]['public_id']}/read/").json()["read_at"] is not None
    assert Notification.objects.of(pmo).unread().count() == 0


@pytest.mark.parametrize(
    "body", [{"kind": "horoscope"}, {"kind": "sample", "languages": []}, {"kind": "sample", "moment": "never"}]
)
def test_draft_that_could_never_be_drawn_is_refused_at_once(call, programme, sample, pmo, body):
    assert call(pmo).post(f"{API}/documents/", body, format="json").status_code == 400
    assert not Job.objects.exists()


def test_pages_of_a_paper_and_its_draft(browse, programme, sample, pmo, sponsor):
    new = reverse("records:document_new", args=["crm-2027"])
    assert "Sample report" in browse(pmo).get(new).content.decode()
    answer = browse(pmo).post(new, {"paper": "sample|", "moment": "now", "languages": ["en"], "formats": ["pdf"]})
    assert answer.status_code == 302
    assert work_off() == 2  # the draft, and what the plan keeps of its snapshot
    paper = GeneratedDocument.objects.get()
    page = browse(pmo).get(reverse("records:document", args=["crm-2027", paper.public_id])).content.decode()
    assert paper.verify_code in page
    report = browse(sponsor).get(reverse("records:document_report", args=["crm-2027", paper.public_id]))
    assert "Adoption" in report.content.decode()
    listed = browse(pmo).get(reverse("records:documents", args=["crm-2027"])).content.decode()
    assert paper.number in listed
    act = reverse("records:document_submit", args=["crm-2027", paper.public_id])
    assert browse(pmo).post(act, {}).status_code == 302
    refused = browse(pmo).post(reverse("records:document_approve", args=["crm-2027", paper.public_id]), {})
    assert refused.status_code == 403


def test_verify_page_shows_facts_and_never_content(browse, paper):
    page = browse().get(reverse("records:verify_code", args=[paper.verify_code.lower()])).content.decode()
    assert paper.number in page
    assert paper.files.get().sha256 in page
    assert paper.programme.name not in page
    assert "Adoption" not in page
    unknown = browse().get("/verify/LF-2222-2222-2222/", headers=EN).content.decode()
    assert "No document has this code." in unknown
    assert browse().get("/verify/?code=lf22222222 2222").headers["Location"] == "/verify/LF-2222-2222-2222/"


def test_verify_page_compares_a_file(browse, paper):
    content = paper.files.get().read()
    url = reverse("records:verify")
    good = browse().post(url, {"file": SimpleUploadedFile("a.pdf", content)}, headers=EN).content.decode()
    bad = browse().post(url, {"file": SimpleUploadedFile("a.pdf", content + b"x")}, headers=EN).content.decode()
    assert ("byte for byte" in good, "was changed" in bad or "No document" in bad) == (True, True)
    assert browse().post(url, {}).status_code == 400


@override_settings(JOBS_RUNNER="inline")
def test_removed_members_request_fails_with_one_outcome(programme, sample, django_capture_on_commit_callbacks):
    person = member_of(programme, "PM", name="Wang Fang")
    with django_capture_on_commit_callbacks() as callbacks:
        request_paper(programme, kind="sample", subject="", languages=["en"], formats=["pdf"], actor=person)
    person.memberships.update(ended_on="2026-03-02")
    for callback in callbacks:
        callback()
    job = Job.objects.get()
    assert (job.state, "Wang Fang" in job.reason, GeneratedDocument.objects.count()) == ("failed", True, 0)


def test_audit_says_fields_in_words_and_lets_no_sequential_id_out(call, browse, paper, pmo, sponsor):
    from programme.records.selectors.differences import tell

    event = AuditEvent.objects.get(action="records.document_drafted")
    told = {one.name: one for one in tell([event])[event.pk]}
    assert (told["author"].label, told["author"].before, told["author"].after) == ("Author", "–", "Pmo")
    assert told["author"].raw == (None, pmo.public_id)
    assert told["state"].after == "Draft"
    assert "public_id" not in told
    shown = call(pmo).get(f"{API}/audit/{event.seq}/").json()["changes"]
    assert shown["author"] == [None, pmo.public_id]
    assert "Kind: – → sample" in browse(pmo).get(reverse("records:audit", args=["crm-2027"])).content.decode()


def test_audit_page_costs_the_same_for_few_and_many_rows(browse, paper, pmo, sponsor):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    url = reverse("records:audit", args=["crm-2027"])
    client = browse(pmo)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for n in range(30):
        client.post(
            reverse("records:comment", args=["crm-2027", "programme.GeneratedDocument", paper.public_id]),
            {"text": str(n)},
        )
    client.get(url)  # ribbon and counts are read anew after the programme's latest event, and kept
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)


def test_a_refused_method_is_named_in_the_title(pmo, call):
    answer = call(pmo).delete("/api/v1/portfolio/", headers={"accept-language": "en"})
    assert (answer.status_code, answer.json()["title"]) == (405, 'Method "DELETE" not allowed.')
