"""Papers: numbers, drafts, review by another person, issue for good, and the same bytes from the same snapshot."""

import hashlib
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.errors import BadInputError, ForbiddenError, IllegalNowError
from programme.notices.models import Notification
from programme.people.models import Organisation
from programme.records.choices import DocumentState
from programme.records.models import AuditEvent, GeneratedDocument, Snapshot
from programme.records.selectors import document_of
from programme.records.selectors.snapshots import still_says_it
from programme.records.services import documents as services
from programme.records.services.notes import add_comment
from programme.records.services.papers import draft_paper, draw, paper_at, render
from programme.records.services.verification import verify_bytes
from tests.factories.programme import member_of
from tests.factories.records import provide_sample

pytestmark = pytest.mark.django_db


def drafted(programme, actor=None, *, drawn=True):
    paper = draft_paper(programme, kind="sample", actor=actor)
    if drawn:
        draw(paper, "en", "pdf", actor=actor)
    return paper


def issued(programme, author, approver):
    paper = drafted(programme, author)
    services.submit_document(paper, actor=author)
    services.approve_document(paper, actor=approver)
    return services.issue_document(paper, actor=author)


def test_number_follows_the_organisations_pattern(programme, sample):
    Organisation.objects.create(name_zh="林", name_en="Lin", number_pattern="{prefix}/{year}/{n:02}")
    assert drafted(programme, drawn=False).number.startswith("SR/20")
    assert drafted(programme, drawn=False).number.endswith("/01")


@pytest.mark.parametrize("pattern", ["{nonsense}", "{n:zz}", "{"])
def test_unusable_pattern_falls_back_to_the_houses(programme, sample, pattern):
    Organisation.objects.create(name_zh="林", name_en="Lin", number_pattern=pattern)
    assert drafted(programme, drawn=False).number.startswith("CRM-2027-SR-")


def test_drafts_count_up_and_the_issue_is_whole(programme, sample, pmo, sponsor):
    assert [drafted(programme, drawn=False).version_text for _ in range(2)] == ["0.1", "0.2"]
    first = issued(programme, pmo, sponsor)
    assert first.version_text == "1.0"
    assert drafted(programme, drawn=False).version_text == "1.1"


def test_next_issue_supersedes_the_last_and_says_what_changed(programme, sample, pmo, sponsor):
    first = issued(programme, pmo, sponsor)
    sample.share, sample.rows = Decimal("0.5"), (("R1", "closed"), ("R2", "closed"), ("R3", "open"))
    second = issued(programme, pmo, sponsor)
    first.refresh_from_db()
    assert (first.state, second.state, second.number) == (DocumentState.SUPERSEDED, DocumentState.ISSUED, first.number)
    document = document_of(second, "en")
    assert document.previous == f"{first.number} 1.0"
    assert [(c.what, c.before, c.after) for c in document.changes] == [
        ("Facts · Adoption", "25.0% (1/4)", "50.0% (1/4)"),
        ("风险 Risks · R1", "State: Met open", "State: Met closed"),
        ("风险 Risks · R3", "", "State: Met open"),
    ]


def test_serial_kind_gets_a_new_number_after_an_issue(programme, serial_sample, pmo, sponsor):
    first = issued(programme, pmo, sponsor)
    second = drafted(programme, drawn=False)
    assert (first.number[-3:], second.number[-3:], second.version_text) == ("001", "002", "0.1")
    assert second.supersedes == first


def test_same_snapshot_gives_the_same_paper(programme, sample):
    paper = drafted(programme)
    again = draft_paper(programme, kind="sample", actor=None, snapshot=paper.snapshot)
    assert again == paper
    assert draw(again, "en", "pdf", actor=None) == paper.files.get()


def test_job_that_asks_twice_gets_one_paper(programme, sample):
    first = draft_paper(programme, kind="sample", actor=None, key="job-1")
    assert draft_paper(programme, kind="sample", actor=None, key="job-1") == first
    assert Snapshot.objects.count() == 1


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_paper_is_rebuilt_byte_for_byte_from_its_snapshot(programme, sample, pmo, sponsor, language):
    paper = issued(programme, pmo, sponsor)
    file = draw(paper, language, "pdf", actor=None)
    sample.share, programme.name = Decimal("0.9"), "Renamed"
    programme.save()
    stored = file.read()
    rebuilt = render(GeneratedDocument.objects.get(pk=paper.pk), language, "pdf")
    assert hashlib.sha256(stored).hexdigest() == file.sha256
    assert rebuilt == stored


def test_author_cannot_approve_the_own_paper(programme, sample, pmo, sponsor):
    paper = drafted(programme, pmo)
    services.submit_document(paper, actor=pmo)
    with pytest.raises(ForbiddenError):
        services.approve_document(paper, actor=pmo)
    services.approve_document(paper, actor=sponsor)
    assert (paper.state, paper.approved_by) == (DocumentState.APPROVED, sponsor)


def test_stale_sources_need_a_note_at_approval(programme, sample, pmo, sponsor):
    sample.stale = True
    paper = drafted(programme, pmo)
    services.submit_document(paper, actor=pmo)
    with pytest.raises(IllegalNowError, match="ERP"):
        services.approve_document(paper, actor=sponsor)
    services.approve_document(paper, actor=sponsor, note="ERP is down until Monday; figures of Friday.")
    assert paper.state == DocumentState.APPROVED


def test_draft_without_files_cannot_be_submitted(programme, sample, pmo):
    with pytest.raises(IllegalNowError, match="no file yet"):
        services.submit_document(drafted(programme, pmo, drawn=False), actor=pmo)


def test_sent_back_draft_returns_to_its_author_with_the_reason(programme, sample, pmo, sponsor):
    paper = drafted(programme, pmo)
    services.submit_document(paper, actor=pmo)
    services.send_back_document(paper, actor=sponsor, reason="Add the budget.")
    assert paper.state == DocumentState.DRAFT
    assert AuditEvent.objects.get(action="records.document_sent_back").reason == "Add the budget."


def test_issue_freezes_the_moment_unless_the_figures_are_those_printed(programme, sample, pmo, sponsor):
    issued(programme, pmo, sponsor)
    assert Snapshot.objects.filter(occasion="issue").count() == 0
    paper = drafted(programme, pmo)
    services.submit_document(paper, actor=pmo)
    services.approve_document(paper, actor=sponsor)
    assert still_says_it(paper.snapshot)
    add_comment(programme, text="Something happened.", actor=pmo)
    assert not still_says_it(paper.snapshot)
    services.issue_document(paper, actor=pmo)
    assert Snapshot.objects.filter(occasion="issue").count() == 1


def test_frozen_figures_are_those_of_their_day_only(programme, sample, monkeypatch):
    snapshot = drafted(programme).snapshot
    assert still_says_it(snapshot)
    moment = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert not still_says_it(snapshot)


def test_issue_tells_the_committee(programme, sample, pmo, sponsor, steering):
    issued(programme, pmo, sponsor)
    told = set(Notification.objects.values_list("person__name", "text"))
    number = GeneratedDocument.objects.get().number
    assert told == {(name, f"Issued: {number} 1.0") for name in ("Sponsor", "Steering", "Pmo")}


def test_withdrawn_paper_keeps_its_file_and_the_verdict_says_so(programme, sample, pmo, sponsor):
    paper = issued(programme, pmo, sponsor)
    services.withdraw_document(paper, actor=pmo, reason="Wrong month.")
    verdict = verify_bytes(paper.files.get().read())
    assert (verdict.valid, verdict.facts["state"], verdict.facts["version"]) == (True, "withdrawn", "1.0")


@pytest.mark.parametrize("role", ["USR", "AUD", "GST", "TR"])
def test_roles_that_write_no_papers_are_refused(programme, sample, role):
    with pytest.raises(ForbiddenError):
        draft_paper(programme, kind="sample", actor=member_of(programme, role))
    assert not Snapshot.objects.exists()


def test_unknown_kind_subject_language_and_format_are_refused(programme, sample):
    with pytest.raises(BadInputError, match="sample"):
        draft_paper(programme, kind="horoscope", actor=None)
    with pytest.raises(BadInputError):
        draft_paper(programme, kind="sample", subject="G9", actor=None)
    with pytest.raises(BadInputError, match="written as PDF, HTML, not as"):
        paper_at(programme, kind="sample", subject="", moment="now", language="en", fmt="pptx", actor=None)


def test_kind_that_came_later_has_nothing_at_an_earlier_moment(programme):
    from programme.records.services.snapshots import take_snapshot
    from tests.factories.records import forget_sample

    earlier = take_snapshot(programme, occasion="night", actor=None)
    provide_sample()
    try:
        with pytest.raises(BadInputError, match="no sections at that moment"):
            paper_at(
                programme, kind="sample", subject="", moment=earlier.public_id, language="en", fmt="pdf", actor=None
            )
    finally:
        forget_sample()
