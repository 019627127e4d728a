"""The life of a paper: review, approval by another person, issue, supersession."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import IllegalNowError
from core.models import save_validated
from programme.notices.choices import Topic
from programme.notices.services import notify
from programme.people.choices import Role
from programme.people.selectors import holders
from programme.records.choices import DocumentState, Occasion
from programme.records.models import DocumentFile, GeneratedDocument
from programme.records.permissions import ACTIONS
from programme.records.selectors import stale_sources
from programme.records.selectors.snapshots import still_says_it
from programme.records.services.audit import change, writes
from programme.records.services.papers import stored_file
from programme.records.services.snapshots import take_snapshot

if TYPE_CHECKING:
    from programme.people.models import User


@writes
def submit_document(paper: GeneratedDocument, *, actor: "User | None") -> GeneratedDocument:
    """Hand a draft to the reviewer."""
    require(ACTIONS["submit"], actor, paper)
    if not paper.files.exists():
        raise IllegalNowError(_("The draft has no file yet; wait until it is drawn."))
    with change(paper, "records.document_submitted", actor=actor):
        paper.submit()
        save_validated(paper)
    return paper


@writes
def send_back_document(paper: GeneratedDocument, *, actor: "User | None", reason: str) -> GeneratedDocument:
    """Give a reviewed draft back to its author, who makes another one."""
    require(ACTIONS["send_back"], actor, paper)
    with change(paper, "records.document_sent_back", actor=actor, reason=reason):
        paper.send_back()
        save_validated(paper)
    return paper


@writes
def approve_document(paper: GeneratedDocument, *, actor: "User | None", note: str = "") -> GeneratedDocument:
    """Approve a draft of someone else's; stale sources need a note that says why it goes out all the same."""
    require(ACTIONS["approve"], actor, paper)
    stale = stale_sources(paper)
    if stale and not note.strip():
        raise IllegalNowError(
            _("Sources older than agreed: %(names)s. Say in the note why it is approved all the same.")
            % {"names": ", ".join(stale)}
        )
    with change(paper, "records.document_approved", actor=actor, reason=note):
        paper.approve(actor, timezone.now(), note)
        save_validated(paper)
    return paper


@writes
def issue_document(paper: GeneratedDocument, *, actor: "User | None") -> GeneratedDocument:
    """Issue an approved draft: its files are drawn once more as issued, kept for good, and the last issue gives way.

    Also freezes the figures of the moment of issue, where they are other than those printed, and tells the committee.
    """
    require(ACTIONS["issue"], actor, paper)
    drafts = list(paper.files.all())
    with change(paper, "records.document_issued", actor=actor):
        paper.publish(timezone.now())
        save_validated(paper)
    for draft in drafts:
        _redraw(draft, paper, actor)
    _let_give_way(paper, actor)
    if not still_says_it(paper.snapshot):
        take_snapshot(paper.programme, occasion=Occasion.ISSUE, actor=actor)
    url = reverse("records:document", args=[paper.programme.slug, paper.public_id])
    for person in holders(paper.programme, Role.SP, Role.SC, Role.PM):
        notify(
            person, topic=Topic.DOCUMENT, text=lambda: _("Issued: %(paper)s") % {"paper": paper}, url=url,
            programme=paper.programme,
        )  # fmt: skip
    return paper


def _redraw(draft: DocumentFile, paper: GeneratedDocument, actor: "User | None") -> None:
    """Put the issued bytes in the draft's place; the draft's own hash stays in the audit trail."""
    issued = stored_file(paper, draft.language, draft.format)
    with change(draft, "records.file_issued", actor=actor):
        draft.file, draft.size, draft.sha256 = issued.file, issued.size, issued.sha256
        save_validated(draft)


def _let_give_way(paper: GeneratedDocument, actor: "User | None") -> None:
    earlier = GeneratedDocument.objects.filter(number=paper.number, state=DocumentState.ISSUED).exclude(pk=paper.pk)
    for old in earlier:
        with change(old, "records.document_superseded", actor=actor):
            old.give_way()
            save_validated(old)


@writes
def withdraw_document(paper: GeneratedDocument, *, actor: "User | None", reason: str) -> GeneratedDocument:
    """Take a paper out of use; its files stay and the verify page says so."""
    require(ACTIONS["withdraw"], actor, paper)
    with change(paper, "records.document_withdrawn", actor=actor, reason=reason):
        paper.withdraw()
        save_validated(paper)
    return paper
