"""Documents: the register, a paper with its preview and acts, its report page, and the files as they were kept."""

from collections.abc import Sequence
from typing import Any

from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from core.access import Action, allows, has_role
from core.acts import Act
from core.documents.values import CellValue, Status
from core.pages import ActionView, RecordView
from core.register import Column, Empty, RegisterView, SavedView
from programme.notices.selectors.packs import KIND, readers_of
from programme.notices.services.readings import note_reading
from programme.people.choices import Role
from programme.records.choices import DOCUMENT_STATUS, DocumentState
from programme.records.filters import DocumentFilter
from programme.records.forms import DraftForm, NoteForm, ReasonForm
from programme.records.models import DocumentFile, GeneratedDocument, Snapshot
from programme.records.permissions import ACTIONS, can_see_records
from programme.records.selectors import document_of, history_of, notes_on, register, siblings
from programme.records.selectors.documents import (
    answerable,
    document_actions,
    file_name,
    formats_offered,
    kind_title,
    kinds_and_subjects,
    media_type,
)
from programme.records.services import documents as services
from programme.records.services.papers import request_paper
from programme.records.services.snapshots import LANGUAGES
from programme.scope import ProgrammeMixin

RECENT = 40


def status_of(paper: GeneratedDocument) -> Status:
    """Give the paper's state as one of the nine shapes."""
    kind: Any = DOCUMENT_STATUS[DocumentState(paper.state)]
    return Status(kind, str(DocumentState(paper.state).label))


def address(paper: GeneratedDocument) -> str:
    """Give the address of the paper's page."""
    return reverse("records:document", args=[paper.programme.slug, paper.public_id])


class DocumentList(ProgrammeMixin, RegisterView):
    """All papers of the programme."""

    title = gettext_lazy("Documents")
    reads = can_see_records
    filterset_class = DocumentFilter
    order = "-created"
    views = (SavedView(gettext_lazy("All")), SavedView(gettext_lazy("Issued"), "state=issued"),
             SavedView(gettext_lazy("In review"), "state=in_review"))  # fmt: skip
    columns = (
        Column("number", gettext_lazy("Number"), sort="number", title=True),
        Column("title", gettext_lazy("Document"), lambda row: f"{kind_title(row.kind)} {row.subject}".strip()),
        Column("version", gettext_lazy("Version"), "version_text"),
        Column("state", gettext_lazy("State"), status_of, sort="state"),
        Column("as_of", gettext_lazy("Data as of"), "snapshot.as_of", sort="snapshot__as_of"),
        Column("author", gettext_lazy("Author"), "author"),
        Column("created", gettext_lazy("Drafted"), "created_at", sort="created_at"),
        Column("issued", gettext_lazy("Issued"), "issued_at", sort="issued_at"),
    )

    def rows(self) -> Any:
        """Papers with what the columns read."""
        return register(self.programme)

    def row_url(self, row: Any) -> str:
        """The paper's page."""
        return reverse("records:document", args=[self.programme.slug, row.public_id])

    def acts(self) -> Sequence[Act]:
        """Draft a paper."""
        if not allows(ACTIONS["draft"], self.person, self.programme):
            return ()
        url = reverse("records:document_new", args=[self.programme.slug])
        acts = [Act("new", _("Draft a document"), url, method="dialog", primary=True, key="d")]
        if allows(has_role(Role.PM, Role.SP), self.person, self.programme):
            rhythm = reverse("notices:rhythm", args=[self.programme.slug])
            acts.insert(0, Act("rhythm", _("Rhythm of the steering pack"), rhythm, quiet=True))
        return acts

    def empty(self) -> Empty:
        """Teach what a document is here."""
        text = _("A document is drawn from frozen figures: draft it, have it approved by someone else, issue it.")
        act = next(iter(self.acts()[-1:]), None)
        return Empty(_("No document yet"), text, act=act, example=_("Charter, gate report G1"))


class DocumentDraft(ProgrammeMixin, ActionView):
    """Ask for a draft; it is drawn in the background."""

    title = gettext_lazy("Draft a document")
    verb = gettext_lazy("Start the draft")
    done = gettext_lazy("The draft is being drawn.")
    form_class = DraftForm
    reads = can_see_records
    acts = ACTIONS["draft"]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the papers there are, and the moments that were frozen."""
        papers = [(f"{kind}|{subject}", words) for kind, subject, words in kinds_and_subjects(self.programme)]
        rows = Snapshot.objects.filter(programme=self.programme).for_list()[:RECENT]
        moments = [
            (row.public_id, f"{timezone.localtime(row.as_of):%Y-%m-%d %H:%M} · {row.get_occasion_display()}")
            for row in rows
        ]
        return super().get_form_kwargs() | {"papers": papers, "moments": moments, "formats": formats_offered()}

    def get_initial(self) -> dict[str, Any]:
        """Both languages, every format the document has, of now; the link may name the paper."""
        wanted = f"{self.request.GET.get('kind', '')}|{self.request.GET.get('subject', '')}"
        return {"paper": wanted, "moment": "now", "languages": list(LANGUAGES)}

    def act(self, form: Any) -> Any:
        """Write the job."""
        kind, _bar, subject = form.cleaned_data.pop("paper").partition("|")
        return request_paper(self.programme, kind=kind, subject=subject, actor=self.person, **form.cleaned_data)

    def back_url(self) -> str:
        """The register."""
        return reverse("records:documents", args=[self.programme.slug])

    def next_url(self, result: Any) -> str:
        """The job's progress."""
        return reverse("records:job", args=[result.public_id])


class PaperMixin(ProgrammeMixin):
    """Pages of one paper."""

    reads = can_see_records

    def get_object(self, queryset: Any = None) -> GeneratedDocument:  # noqa: ARG002
        """Fetch the paper of the address."""
        found: GeneratedDocument = get_object_or_404(register(self.programme), public_id=self.kwargs["public_id"])
        return found


class DocumentDetail(PaperMixin, RecordView):
    """One paper: facts, files, what changed since the last issue, its other issues."""

    template_name = "records/document.html"

    def title(self) -> str:
        """Kind, subject and number."""
        return f"{kind_title(self.object.kind)} {self.object.subject}".strip()

    def status(self) -> Status:
        """The paper's state."""
        return status_of(self.object)

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """What prints in its frame."""
        paper = self.object
        return (
            (_("Number"), paper.number),
            (_("Version"), paper.version_text),
            (_("Data as of"), paper.snapshot.as_of),
            (_("Author"), str(paper.author) if paper.author else _("System")),
            (_("Approver"), str(paper.approved_by) if paper.approved_by else "–"),
            (_("Issued"), paper.issued_at or "–"),
            (_("Verify code"), paper.verify_code),
            (_("Snapshot SHA-256"), f"{paper.snapshot.sha256[:16]}…"),
        )

    def actions(self) -> Sequence[Action]:
        """The paper's acts."""
        return document_actions(self.object, self.person)

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """The register above."""
        return ((_("Documents"), reverse("records:documents", args=[self.programme.slug])),)

    def history(self) -> Sequence[Any]:
        """The paper's events."""
        return history_of(self.object)

    def more_acts(self) -> Sequence[Act]:
        """Read it as a page."""
        url = reverse("records:document_report", args=[self.programme.slug, self.object.public_id])
        acts = [Act("report", _("Read the document"), url)]
        if self.object.kind == KIND and allows(has_role(Role.PM, Role.SP), self.person, self.object):
            send = reverse("notices:send_pack", args=[self.programme.slug, self.object.public_id])
            acts.append(Act("send", _("Send to the distribution list"), send, method="dialog"))
        return acts

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add files, changes and the other issues."""
        note_reading(self.object, person=self.person)
        document = document_of(self.object, get_language() or "en")
        return super().get_context_data(**kwargs) | {
            "files": list(self.object.files.all()),
            "document": document,
            "readers": readers_of(self.object),
            "siblings": siblings(self.object).exclude(pk=self.object.pk)[:20],
            **notes_on(self.object, self.person),
        }


class DocumentReport(PaperMixin, TemplateView):
    """The paper as a page, drawn from its snapshot."""

    template_name = "records/report.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Draw it in the asked language."""
        from core.documents import html

        paper = self.get_object()
        note_reading(paper, person=self.person)
        asked = self.request.GET.get("language", get_language() or "")
        language = asked if asked in LANGUAGES else LANGUAGES[0]
        document = answerable(document_of(paper, language), paper, self.person)
        return super().get_context_data(**kwargs) | {
            "title": document.title,
            "paper": paper,
            "language": language,
            "languages": LANGUAGES,
            "files": list(paper.files.all()),
            "report": html.fragment(document),
        }


class DocumentDownload(PaperMixin, View):
    """A file as it was kept."""

    def get(self, _request: HttpRequest, slug: str, public_id: str, file_id: str) -> FileResponse:  # noqa: ARG002
        """Serve the bytes under a name that says what it is; never shown inside our own pages."""
        paper = self.get_object()
        kept = DocumentFile.objects.filter(document=paper, public_id=file_id).first()
        if kept is None:
            raise Http404
        name, kind = file_name(paper, kept), media_type(kept.format)
        response = FileResponse(kept.file.open(), as_attachment=True, filename=name, content_type=kind)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["ETag"] = f'"{kept.sha256}"'
        return response


class PaperAct(PaperMixin, ActionView):
    """Base of the acts on a paper."""

    form_class: type[Form] = NoteForm

    def acted_on(self) -> GeneratedDocument:
        """The paper."""
        return self.get_object()

    def back_url(self) -> str:
        """The paper's page."""
        return address(self.get_object())


class DocumentSubmit(PaperAct):
    """Submit for review."""

    acts = ACTIONS["submit"]
    title = verb = gettext_lazy("Submit for review")
    done = gettext_lazy("Submitted for review.")

    def act(self, form: Any) -> Any:  # noqa: ARG002
        """Submit."""
        return services.submit_document(self.get_object(), actor=self.person)


class DocumentApprove(PaperAct):
    """Approve; the note is needed where sources are stale."""

    acts = ACTIONS["approve"]
    title = verb = gettext_lazy("Approve")
    done = gettext_lazy("Approved.")

    def act(self, form: Any) -> Any:
        """Approve."""
        return services.approve_document(self.get_object(), actor=self.person, note=form.cleaned_data["note"])


class DocumentSendBack(PaperAct):
    """Send back with a reason."""

    acts = ACTIONS["send_back"]
    title = verb = gettext_lazy("Send back")
    done = gettext_lazy("Sent back to the author.")
    form_class = ReasonForm

    def act(self, form: Any) -> Any:
        """Send back."""
        return services.send_back_document(self.get_object(), actor=self.person, reason=form.cleaned_data["reason"])


class DocumentIssue(PaperAct):
    """Issue for good."""

    acts = ACTIONS["issue"]
    title = verb = gettext_lazy("Issue")
    done = gettext_lazy("Issued. The committee is told.")

    def consequence(self) -> str:
        """Say that nothing changes afterwards."""
        return _("An issued document never changes; a correction is a new issue that takes its place.")

    def act(self, form: Any) -> Any:  # noqa: ARG002
        """Issue."""
        return services.issue_document(self.get_object(), actor=self.person)


class DocumentWithdraw(PaperAct):
    """Take out of use."""

    acts = ACTIONS["withdraw"]
    title = verb = gettext_lazy("Withdraw")
    done = gettext_lazy("Withdrawn.")
    form_class = ReasonForm
    danger = True

    def consequence(self) -> str:
        """Say what stays."""
        return _("The files stay, and the verify page says that the document was withdrawn. This cannot be undone.")

    def act(self, form: Any) -> Any:
        """Withdraw."""
        return services.withdraw_document(self.get_object(), actor=self.person, reason=form.cleaned_data["reason"])
