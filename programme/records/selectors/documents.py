"""Reads of papers: the document behind one, its neighbours in time, and the register."""

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import seams
from core.access import Action, allows
from core.documents.canonical import from_json
from core.documents.model import Asks, Block, Document
from core.memo import read_once
from programme.records.choices import DocumentState, Format
from programme.records.models import DocumentFile, GeneratedDocument
from programme.records.permissions import ACTIONS
from programme.records.rules import differences
from programme.records.selectors.snapshots import frozen

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.records.querysets import DocumentQuerySet

OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "pptx": f"{OFFICE}presentationml.presentation",
    "docx": f"{OFFICE}wordprocessingml.document",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
}
PRIMARY = frozenset({"submit", "approve", "issue"})


def register(programme: "Programme") -> "DocumentQuerySet":
    """Papers of the programme, the newest first; those that are still being drawn have no files."""
    return GeneratedDocument.objects.filter(programme=programme).for_list()


def siblings(paper: GeneratedDocument) -> "DocumentQuerySet":
    """All drafts and issues of the same kind about the same subject, the latest first."""
    return GeneratedDocument.objects.filter(programme=paper.programme).of(paper.kind, paper.subject)


@read_once()
def last_issued(programme: "Programme", kind: str, subject: str = "") -> GeneratedDocument | None:
    """The latest issued paper of a kind about a subject."""
    rows = GeneratedDocument.objects.filter(programme=programme).issued().of(kind, subject)
    return rows.select_related("snapshot").order_by("-issued_at", "-pk").first()


def document_of(paper: GeneratedDocument, language: str) -> Document:
    """Return the paper as it is drawn: from its frozen snapshot and its own row, from nothing live."""
    document = frozen_document(paper, language)
    earlier = paper.supersedes
    with override(language):
        changes = differences(frozen_document(earlier, language), document) if earlier else ()
    return replace(
        document,
        number=paper.number,
        version=paper.version_text,
        status="issued" if paper.issued_at else "draft",
        generated_at=paper.issued_at or paper.created_at,
        sha256=paper.snapshot.sha256,
        verify_code=paper.verify_code,
        verify_url=f"{frozen(paper.snapshot)['public_url']}/verify/{paper.verify_code}/",
        previous=f"{earlier.number} {earlier.version_text}" if earlier else "",
        changes=changes,
    )


def frozen_document(paper: GeneratedDocument, language: str) -> Document:
    """Return the paper as its snapshot has it, without number and version."""
    kinds = frozen(paper.snapshot)["documents"]
    return from_json(json.dumps(kinds[paper.kind][paper.subject][language]))


def latest_paper(programme: "Programme", kind: str, subject: str = "") -> GeneratedDocument | None:
    """The newest paper of a kind about a subject, drafts included; one query."""
    return GeneratedDocument.objects.filter(programme=programme).of(kind, subject).first()


def may_draft(user: Any, programme: "Programme") -> bool:
    """Tell whether this person may ask for a draft."""
    return allows(ACTIONS["draft"], user, programme)


def stale_sources(paper: GeneratedDocument) -> list[str]:
    """Names of the sources that were older than agreed when the snapshot was taken."""
    document = frozen_document(paper, settings.LANGUAGES[0][0])
    return sorted({source.system for section in document.sections for source in section.sources if source.stale})


def kind_title(kind: str) -> str:
    """Title of a kind in the language of the page; its code where no slice gives it any more."""
    known = seams.documents.get(kind)
    return str(known.title) if known else kind


def document_actions(paper: GeneratedDocument, user: Any) -> list[Action]:
    """What this person may do with the paper; blocked acts carry their reasons."""
    rows: tuple[tuple[str, str, str, list[str]], ...] = (
        ("submit", _("Submit for review"), DocumentState.DRAFT, [] if paper.files.all() else [_("Still being drawn.")]),
        ("approve", _("Approve"), DocumentState.IN_REVIEW, _own(paper, user)),
        ("send_back", _("Send back"), DocumentState.IN_REVIEW, _own(paper, user)),
        ("issue", _("Issue"), DocumentState.APPROVED, []),
    )
    found = [
        Action(name, label, tuple(reasons), primary=name in PRIMARY)
        for name, label, state, reasons in rows
        if paper.state == state and (reasons or allows(ACTIONS[name], user, paper))
    ]
    over = {DocumentState.SUPERSEDED, DocumentState.WITHDRAWN}
    if paper.state not in over and allows(ACTIONS["withdraw"], user, paper):
        found.append(Action("withdraw", _("Withdraw"), danger=True))
    return found


def _own(paper: GeneratedDocument, user: Any) -> list[str]:
    own = paper.author_id is not None and paper.author_id == user.pk
    return [_("The author does not approve the own paper.")] if own else []


def kinds_and_subjects(programme: "Programme") -> list[tuple[str, str, str]]:
    """Kind, subject and words of every paper that may be drafted now."""
    return [
        (code, subject, f"{kind.title} {subject}".strip())
        for code, kind in seams.documents.items()
        if kind.sections
        for subject in kind.subjects(programme)
    ]


def formats_offered() -> list[tuple[str, str]]:
    """Every format with its name; one that few documents have names them."""
    kinds = [kind for _code, kind in seams.documents.items() if kind.sections]
    found = []
    for fmt in Format:
        having = [str(kind.title) for kind in kinds if fmt in kind.formats]
        few = f" ({_(', ').join(having)})" if having and len(having) < len(kinds) else ""
        if having:
            found.append((str(fmt), f"{fmt.label}{few}"))
    return found


def formats_of(kind: str) -> tuple[str, ...]:
    """The formats a kind of document is written as."""
    known = seams.documents.get(kind)
    return known.formats if known else seams.PAPER


def answerable(document: Document, paper: GeneratedDocument, user: Any) -> Document:
    """Put to each request what this person may answer to it now; a paper without requests is returned as it is."""
    known = seams.documents.get(paper.kind)
    if known is None or not any(isinstance(block, Asks) for section in document.sections for block in section.blocks):
        return document
    with override(document.language):
        answers = known.answers(paper.programme, user)

    def told(block: Block) -> Block:
        if not isinstance(block, Asks):
            return block
        return replace(
            block, asks=tuple(replace(ask, answers=tuple(answers.get(ask.number, ()))) for ask in block.asks)
        )

    sections = (replace(one, blocks=tuple(map(told, one.blocks))) for one in document.sections)
    return replace(document, sections=tuple(sections))


def file_name(paper: GeneratedDocument, kept: DocumentFile) -> str:
    """Name a file for who downloads it."""
    return f"{paper.number}-{paper.version_text}-{kept.language}.{kept.format}".replace("/", "-")


def media_type(fmt: str) -> str:
    """Give the media type of a format."""
    return MEDIA[fmt]
