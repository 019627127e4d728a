"""Papers: drawn from a snapshot into files, each stored whole under its hash."""

import hashlib
from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core import seams
from core.access import require
from core.errors import BadInputError
from core.models import save_validated
from programme.people.models import Organisation
from programme.records.choices import DocumentState, Format, Occasion
from programme.records.models import DocumentFile, GeneratedDocument, Job, Snapshot
from programme.records.permissions import ACTIONS
from programme.records.rules import new_verify_code, paper_counter, paper_number
from programme.records.selectors import document_of, frozen, last_issued, snapshot_for
from programme.records.selectors.documents import formats_of, kind_title
from programme.records.services.audit import change, lock_programme, writes
from programme.records.services.jobs import enqueue
from programme.records.services.snapshots import LANGUAGES, take_snapshot

if TYPE_CHECKING:
    from core.jobs import Progress
    from programme.charter.models import Programme
    from programme.people.models import User

DRAWERS = {  # imported where used: the fonts take a moment to load
    Format.PDF: ("core.documents.pdf", "render"),
    Format.HTML: ("core.documents.html", "standalone"),
    Format.PPTX: ("core.documents.pptx", "render"),
    Format.DOCX: ("core.documents.docx", "render"),
    Format.XLSX: ("core.documents.xlsx", "render"),
}
PATTERN = "{programme}-{prefix}-{year}-{n:03}"


@writes
def draft_paper(
    programme: "Programme",
    *,
    kind: str,
    subject: str = "",
    actor: "User | None",
    snapshot: Snapshot | None = None,
    key: str | None = None,
) -> GeneratedDocument:
    """Start a draft from a snapshot, a new one where none is given; the same snapshot gives the same paper.

    ``key`` names the job that asks: asking twice gives the first paper again.
    """
    require(ACTIONS["draft"], actor, programme)
    known = GeneratedDocument.objects.filter(key=key).first() if key else None
    if known is not None:
        return known
    _refuse_unknown(programme, kind, subject)
    if snapshot is not None:
        again = GeneratedDocument.objects.filter(snapshot=snapshot, kind=kind, subject=subject).first()
        if again is not None:
            return again
    snapshot = snapshot or take_snapshot(programme, occasion=Occasion.ASKED, actor=actor)
    _refuse_missing(snapshot, kind, subject)
    paper = _next_paper(programme, kind, subject)
    paper.snapshot, paper.author, paper.key = snapshot, actor, key
    with change(paper, "records.document_drafted", actor=actor):
        save_validated(paper)
    return paper


@writes
def request_paper(
    programme: "Programme",
    *,
    kind: str,
    subject: str,
    languages: list[str],
    formats: list[str],
    moment: str = "",
    actor: "User | None",
) -> Job:
    """Ask for a draft as background work; what could never be drawn is refused here, at once.

    No format named means every format the document has.
    """
    require(ACTIONS["draft"], actor, programme)
    _refuse_unknown(programme, kind, subject)
    formats = formats or list(formats_of(kind))
    if not languages or not {*languages} <= {*LANGUAGES}:
        raise BadInputError({"languages": [_("Choose at least one language: %(l)s.") % {"l": ", ".join(LANGUAGES)}]})
    _refuse_formats(kind, formats)
    snapshot = snapshot_for(programme, moment).public_id if moment not in {"", "now"} else ""
    args = {"kind": kind, "subject": subject, "languages": languages, "formats": formats, "snapshot": snapshot}
    label = f"{seams.documents[kind].title} {subject}".strip()
    return enqueue("records.build_document", args=args, programme=programme, actor=actor, label=label)


def _refuse_unknown(programme: "Programme", kind: str, subject: str) -> None:
    known = seams.documents.get(kind)
    if known is None:
        raise BadInputError({"kind": [_("Kinds of documents: %(kinds)s") % {"kinds": ", ".join(seams.documents)}]})
    subjects = list(known.subjects(programme))
    if subject not in subjects:
        said = ", ".join(subjects) or _("none yet")
        raise BadInputError({"subject": [_("This document can be about: %(subjects)s") % {"subjects": said}]})


def _refuse_formats(kind: str, formats: Iterable[str]) -> None:
    """Refuse a format that this document is not written as; a kind that nobody gives any more keeps the house's two."""
    offered = formats_of(kind)
    wrong = [fmt for fmt in formats if fmt not in offered]
    if wrong:
        said = _("%(title)s is written as %(formats)s, not as %(wrong)s.") % {
            "title": kind_title(kind),
            "formats": _(", ").join(fmt.upper() for fmt in offered),
            "wrong": _(", ").join(fmt.upper() for fmt in wrong),
        }
        raise BadInputError({"formats": [said]})


def _refuse_missing(snapshot: Snapshot, kind: str, subject: str) -> None:
    """Refuse a snapshot of a time when this document did not exist."""
    built = frozen(snapshot)["documents"].get(kind, {}).get(subject)
    if not built or not built[LANGUAGES[0]].get("sections"):
        raise BadInputError({"kind": [_("This document had no sections at that moment.")]})


def _next_paper(programme: "Programme", kind: str, subject: str) -> GeneratedDocument:
    """Give number, issue and draft number of the next paper of the kind about the subject."""
    described = seams.documents[kind]
    mine = GeneratedDocument.objects.filter(programme=programme, kind=kind)
    last = mine.of(kind, subject).order_by("-pk").first()
    issued = last_issued(programme, kind, subject)
    paper = GeneratedDocument(programme=programme, kind=kind, subject=subject, verify_code=new_verify_code())
    paper.supersedes = issued
    over = {DocumentState.ISSUED, DocumentState.SUPERSEDED, DocumentState.WITHDRAWN}
    if last is None or (described.serial and last.state in over):
        paper.number = _free_number(programme, described.prefix, mine.values_list("number", flat=True))
        return paper
    paper.number = last.number
    same = GeneratedDocument.objects.filter(number=last.number)
    paper.issue = 1 + same.filter(issued_at__isnull=False).count()
    paper.revision = 1 + (same.filter(issue=paper.issue).aggregate(last=Max("revision"))["last"] or 0)
    return paper


def _free_number(programme: "Programme", prefix: str, numbers: Iterable[str]) -> str:
    """Give the number after the highest of the kind that nobody has; needs the lock, so two never get the same."""
    organisation = Organisation.objects.order_by("pk").first()
    pattern = organisation.number_pattern if organisation else PATTERN
    year = timezone.localdate().year
    try:
        paper_number(pattern, programme=programme.slug, prefix=prefix, year=year, n=1)
    except (ValueError, KeyError, IndexError):
        pattern = PATTERN
    used = [paper_counter(pattern, number, programme=programme.slug, prefix=prefix) for number in numbers]
    n = max(used, default=0)
    while True:
        n += 1
        number = paper_number(pattern, programme=programme.slug, prefix=prefix, year=year, n=n)
        if not GeneratedDocument.objects.filter(number=number).exists():
            return number


def render(paper: GeneratedDocument, language: str, fmt: str) -> bytes:
    """Draw the paper from its frozen snapshot; the same paper gives the same bytes on the same release."""
    module, function = DRAWERS[Format(fmt)]
    drawn = getattr(import_module(module), function)(document_of(paper, language))
    content: str | bytes = getattr(drawn, "content", drawn)
    return content.encode() if isinstance(content, str) else content


def draw(paper: GeneratedDocument, language: str, fmt: str, *, actor: "User | None") -> DocumentFile:
    """Draw one language and format and keep it; what is kept already is returned as it is.

    Drawing holds no lock. The file is stored whole under its hash before its row is written.
    """
    kept = paper.files.filter(language=language, format=fmt).first()
    if kept is not None:
        return kept
    if language not in LANGUAGES:
        raise BadInputError({"languages": [_("Choose at least one language: %(l)s.") % {"l": ", ".join(LANGUAGES)}]})
    _refuse_formats(paper.kind, [fmt])
    file = stored_file(paper, language, fmt)
    with transaction.atomic():
        lock_programme(paper.programme)
        kept = paper.files.filter(language=language, format=fmt).first()
        if kept is None:
            with change(file, "records.file_drawn", actor=actor):
                save_validated(file)
            kept = file
    return kept


def build_paper(
    progress: "Progress",
    *,
    kind: str,
    languages: list[str],
    formats: list[str],
    subject: str = "",
    snapshot: Snapshot | None = None,
) -> GeneratedDocument:
    """Draft a paper as a job and draw its files one by one; started again after a fault, it goes on where it was."""
    wanted = [(language, fmt) for language in languages for fmt in formats]
    progress.progress(0, len(wanted) + 1)
    paper = draft_paper(
        progress.programme, kind=kind, subject=subject, actor=progress.actor, snapshot=snapshot, key=progress.job_id
    )
    for done, (language, fmt) in enumerate(wanted, 1):
        progress.progress(done, len(wanted) + 1, f"{paper.number} {language} {fmt}")
        draw(paper, language, fmt, actor=progress.actor)
    return paper


def stored_file(paper: GeneratedDocument, language: str, fmt: str) -> DocumentFile:
    """Draw and store the bytes; the row is the caller's to save."""
    content = render(paper, language, fmt)
    digest = hashlib.sha256(content).hexdigest()
    name = f"documents/{paper.programme.public_id}/{digest}.{fmt}"
    if not default_storage.exists(name):
        name = default_storage.save(name, ContentFile(content))
    return DocumentFile(document=paper, language=language, format=fmt, file=name, size=len(content), sha256=digest)


def paper_at(
    programme: "Programme",
    *,
    kind: str,
    subject: str,
    moment: str,
    language: str,
    fmt: str,
    actor: "User | None",
) -> DocumentFile:
    """Draw one file of the paper as of now, or as of a moment for which a snapshot exists."""
    _refuse_unknown(programme, kind, subject)
    _refuse_formats(kind, [fmt])
    snapshot = None if moment in {"", "now"} else snapshot_for(programme, moment)
    paper = draft_paper(programme, kind=kind, subject=subject, actor=actor, snapshot=snapshot)
    return draw(paper, language, fmt, actor=actor)
