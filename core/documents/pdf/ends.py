"""The ends of a paper: its cover, and the last pages that say where everything came from."""

from typing import Any

from django.utils.translation import gettext as _
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable
from reportlab.platypus import Table as Grid

from core.documents import model, tails, words
from core.documents.drawing import INK, INK_2, INK_3, Picture, Rect
from core.documents.pdf.canvas import Drawing
from core.documents.pdf.frame import Book, heading
from core.documents.pdf.grid import grid, table_flow
from core.documents.pdf.parts import PLAIN
from core.documents.pdf.pen import BODY, LEFT, MINOR, MM, PAGE, RIGHT, SECOND, SMALL, TABLE, WIDTH, Pen
from core.documents.pdf.prose import Look, ink


def draw_cover(pen: Pen, canvas: Any) -> None:
    """Draw the mark and company, the title at one third, and the facts at the foot."""
    document = pen.document
    canvas.saveState()
    _letterhead(pen, canvas)
    y = PAGE[1] * 2 / 3
    for look, said in (
        (Look(11, 16, INK_2), document.programme),
        (Look(28, 38, bold=True), document.title),
        (Look(14, 20, INK_2), document.subtitle if document.subtitle != document.programme else ""),
        (Look(11, 18, INK_3), _period(document)),
    ):
        if said:
            prose = pen.prose(said, look)
            _width, height = prose.wrap(WIDTH, PAGE[1])
            y -= height + look.size * 0.3
            prose.drawOn(canvas, LEFT, y)
    facts = _facts_table(pen)
    _width, height = facts.wrap(WIDTH, PAGE[1])
    facts.drawOn(canvas, LEFT, 24 * MM)
    if document.letterhead.footer:
        foot = pen.prose(document.letterhead.footer, SMALL)
        foot.wrap(WIDTH, 40)
        foot.drawOn(canvas, LEFT, 12 * MM)
    canvas.restoreState()


def _letterhead(pen: Pen, canvas: Any) -> None:
    letterhead = pen.document.letterhead
    x, y = LEFT, PAGE[1] - 26 * MM
    if letterhead.logo:
        image = ImageReader(letterhead.logo)
        wide, tall = image.getSize()
        width = min(12 * MM * wide / tall, 60 * MM)
        canvas.drawImage(image, x, y, width=width, height=width * tall / wide, mask="auto")
        x += width + 4 * MM
    names = [(letterhead.name, Look(11, 15, bold=True)), (letterhead.name_en, SMALL)]
    if pen.document.language == "en" and letterhead.name_en:
        names = [(letterhead.name_en, Look(11, 15, bold=True)), (letterhead.name, SMALL)]
    top = y + 12 * MM
    for said, look in names:
        if said:
            prose = pen.prose(said, look)
            _width, height = prose.wrap(PAGE[0] - RIGHT - x, 60)
            top -= height
            prose.drawOn(canvas, x, top)


def _period(document: model.Document) -> str:
    version = _("Paper version %(version)s") % {"version": document.version}
    return "  ".join(dict.fromkeys(filter(None, (document.period, version, words.document_status(document.status)))))


def _facts_table(pen: Pen, rule: float = 0.75) -> Flowable:
    document = pen.document
    facts = [
        (_("Number"), document.number),
        (_("Owner"), document.owner),
        (_("Classification"), document.classification),
        (_("Data as of"), words.moment(document.as_of, document.zone)),
        (_("Generated"), words.moment(document.generated_at, document.zone)),
        (_("Distribution"), _(", ").join(document.distribution)),
        (_("Verify code"), document.verify_code),
        ("SHA-256", document.sha256),
    ]
    rows = [[[pen.prose(label, TABLE.but(colour=INK_3))], [pen.prose(said, TABLE)]] for label, said in facts if said]
    above = [("LINEABOVE", (0, 0), (-1, 0), rule, ink(INK))] if rule else []
    return grid(rows, [32 * MM, WIDTH - 32 * MM], heads=0, extra=above)


def tail(pen: Pen, book: Book) -> list[list[Flowable]]:
    """Return the last parts, each a heading with what stands under it."""
    document = pen.document
    parts: list[list[Flowable]] = []

    def part(key: str, title: str, flow: list[Flowable]) -> None:
        if flow:
            parts.append([heading(pen, book, key, title), *flow])

    part("end-definitions", _("Definitions, assumptions and limits"), _definitions(pen))
    for key, title, table in (
        ("end-sources", _("Sources"), tails.sources(document)),
        ("end-changes", _("Changes since the previous issue"), tails.changes(document)),
    ):
        part(key, title, table_flow(pen, table) if table.rows else [])
    part("end-record", _("About this document"), _record(pen))
    if document.distribution or document.next_issue:
        parts[-1] += _issue(pen)
    return parts


def _definitions(pen: Pen) -> list[Flowable]:
    document = pen.document
    flow: list[Flowable] = []
    if document.definitions:
        flow += table_flow(pen, tails.definitions(document))
    for title, lines in ((_("Assumptions"), document.assumptions), (_("Limits"), document.limits)):
        if lines:
            flow += [pen.prose(title, MINOR), *(pen.rich(line, BODY.but(mark="•", after=2)) for line in lines)]
    return flow


def _record(pen: Pen) -> list[Flowable]:
    """Return what the paper says of itself, with the code that verifies it."""
    document = pen.document
    flow: list[Flowable] = [_facts_table(pen, 0)]
    if document.verify_url:
        code = Drawing(qr_picture(document.verify_url, 24 * MM))
        lines = [
            pen.prose(_("Verify this document"), MINOR.but(before=0)),
            pen.prose(_("The page shows number, version and hash, never content."), SECOND),
            pen.prose(document.verify_url, TABLE, document.verify_url),
            pen.prose(document.verify_code, Look(11, 16, bold=True)),
        ]
        style = [*PLAIN, ("VALIGN", (0, 0), (-1, -1), "TOP")]
        flow.append(
            Grid([[code, lines]], colWidths=[30 * MM, WIDTH - 30 * MM], style=style, spaceBefore=8, hAlign="LEFT")
        )
    return flow


def _issue(pen: Pen) -> list[Flowable]:
    document = pen.document
    if not document.next_issue:
        return []
    return [pen.prose(_("Next issue: %(day)s") % {"day": words.day(document.next_issue)}, BODY.but(before=6))]


def qr_picture(text: str, size: float) -> Picture:
    """Return the QR code of an address as squares, runs of a row joined."""
    code = QrCodeWidget(text, barLevel="M").qr
    code.make()
    count = code.getModuleCount()
    unit = size / count
    picture = Picture(size, size, _("QR code"), text)
    for row, modules in enumerate(code.modules):
        start = None
        for column in range(count + 1):
            dark = column < count and bool(modules[column])
            if dark and start is None:
                start = column
            if not dark and start is not None:
                picture.add(Rect(start * unit, row * unit, (column - start) * unit + 0.02, unit + 0.02, INK))
                start = None
    return picture
