"""The story of a paper, told twice so that the contents know their pages."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import takewhile

from django.utils.translation import gettext as _
from django.utils.translation import override
from reportlab.platypus import CondPageBreak, Flowable, NextPageTemplate, Spacer
from reportlab.platypus import Table as Grid
from reportlab.platypus.doctemplate import PageBreak as Break
from reportlab.platypus.flowables import PageBreakIfNotEmpty

from core.documents import model, tails
from core.documents.pdf.ends import draw_cover, tail
from core.documents.pdf.frame import Book, Contents, Head, Paper, heading
from core.documents.pdf.grid import Ruled, turned
from core.documents.pdf.parts import block_flow
from core.documents.pdf.pen import BODY, HEIGHT, LANDSCAPE_WIDTH, SHEET_WIDTH, SMALL, WIDTH, Pen
from core.documents.pdf.prose import Prose
from core.documents.pdf.sheets import Sheets
from core.documents.pdf.whole import on_one_page


@dataclass(frozen=True, slots=True)
class Pdf:
    """The file, its number of pages, and the characters that print as a substitute because no glyph is embedded."""

    content: bytes
    pages: int
    missing: tuple[str, ...]


def render(document: model.Document) -> Pdf:
    """Return the PDF in the document's language; characters without a glyph are listed on its last page."""
    with override(document.language):
        pen = Pen(document)
        content, pages = _built(pen, ())
        if pen.missing:
            content, pages = _built(pen, tuple(sorted(pen.missing)))
        return Pdf(content, pages, tuple(sorted(pen.missing)))


def _built(pen: Pen, missing: tuple[str, ...]) -> tuple[bytes, int]:
    book = Book()
    target = io.BytesIO()
    paper = Paper(target, pen, book, lambda canvas: draw_cover(pen, canvas), _opening(pen.document))
    paper.multiBuild(_story(pen, book, missing), maxPasses=4)
    return target.getvalue(), book.total


def _story(pen: Pen, book: Book, missing: tuple[str, ...]) -> list[Flowable]:
    document = pen.document
    contents = Contents(book, pen, shown=document.contents)
    front: list[Flowable] = [Spacer(1, 1), NextPageTemplate("page"), Break()] if document.cover else []
    stories, page = [], _opening(document)
    for at, section in enumerate(document.sections, 1):
        story, page = _section(pen, book, at, section, page)
        if at == 1 and not document.cover:  # a break follows, and what stands after it names its pages before it
            turn = "sheet" if any(map(_on_sheets, document.sections[1:2])) else "page"
            story += [NextPageTemplate(turn)] if turn != page else []
            page = turn
        stories.append(story)
    ends: list[Flowable] = [NextPageTemplate("page")] if page != "page" else []
    ends.append(PageBreakIfNotEmpty())
    *others, record = tail(pen, book)
    ends += [flow for part in others for flow in _kept(part)] + _kept(record, whole=HEIGHT * 0.6)
    if missing:
        points = _(", ").join(f"U+{ord(char):04X}" for char in missing)
        note = _("Not in the embedded font and printed as 〓: %(points)s") % {"points": points}
        ends.append(pen.prose(note, SMALL.but(before=6)))
    shown = [*_contents_head(pen, book, contents)]
    if not document.sections:
        stories = [[pen.prose(_("This document has no sections."), BODY)]]
    if document.cover:
        return [
            *front,
            *shown,
            *([Break()] if document.contents else []),
            *_joined(stories),
            *ends,
        ]
    first, *others = stories
    return [*first, PageBreakIfNotEmpty(), *shown, *_joined(others), *ends]


def _joined(stories: list[list[Flowable]]) -> list[Flowable]:
    return [flow for story in stories for flow in story]


def _contents_head(pen: Pen, book: Book, contents: Contents) -> list[Flowable]:
    if not contents.shown:
        return [contents]
    head = heading(pen, book, "contents", _("Contents"))
    book.parts.pop()
    return [head, contents]


def _stale_note(pen: Pen) -> list[Flowable]:
    """Name stale inputs on page 1."""
    note = "" if pen.document.cover else tails.stale_note(pen.document)
    return [pen.prose(note, SMALL.but(before=6, mark="stale"))] if note else []


def _opening(document: model.Document) -> str:
    """Name the kind of page on which the first section stands."""
    return "sheet" if document.sections and not document.cover and _on_sheets(document.sections[0]) else "page"


def _on_sheets(section: model.Section) -> bool:
    return any(isinstance(block, model.Gantt) and block.sheet for block in section.blocks)


def _page_of(pen: Pen, section: model.Section, block: model.Block) -> str:
    """Name the kind of page a block needs; a section with a chart on sheets stands on sheets as a whole."""
    if _on_sheets(section):
        return "sheet"
    return "wide" if isinstance(block, model.Table) and turned(pen, block) else "page"


WHOLE = 170  # points: a block so small, with its heading and its source, stands on one page
SIGNED = HEIGHT * 0.8  # signatures stand together, whoever comes to the paper late
ROOM = {"page": WIDTH, "wide": LANDSCAPE_WIDTH, "sheet": SHEET_WIDTH}


def _section(pen: Pen, book: Book, at: int, section: model.Section, page: str) -> tuple[list[Flowable], str]:
    """Return a section and the kind of page it leaves: a heading never stands alone, a wide table turns the page.

    ``page`` is the kind that stands when it begins; sheets stay until the next section needs other pages.
    """
    key = section.key or f"s{at}"
    number = str(at) if pen.document.cover else ""
    led = bool(section.blocks) and isinstance(section.blocks[0], model.Headline)
    opens = led and not pen.document.cover  # behind a cover the contents lead to a heading that is seen
    head = heading(pen, book, key, section.title, section.subtitle, number)
    flow: list[Flowable] = [_Silent(head)] if opens else [head]
    story: list[Flowable] = []
    source = _source_line(pen, section)
    ends = _stale_note(pen) if at == 1 else []
    if section.whole and (whole := on_one_page(partial(_all, pen, section, flow, [*source, *ends]))):
        return [PageBreakIfNotEmpty(), *whole], page
    if section.new_page:
        turns = page == "sheet" or _on_sheets(section)
        page = ("sheet" if _on_sheets(section) else "page") if turns else page
        story = [*([NextPageTemplate(page)] if turns else []), PageBreakIfNotEmpty()]
    for block in section.blocks:
        wanted = _page_of(pen, section, block)
        if wanted != page:
            story += [NextPageTemplate(wanted), PageBreakIfNotEmpty()]
            page = wanted
        if isinstance(block, model.PageBreak):
            story.append(PageBreakIfNotEmpty())
            continue
        if drawn := block_flow(pen, block, SHEET_WIDTH if page == "sheet" else WIDTH):
            last = source if block is section.blocks[-1] else []
            least = SIGNED if isinstance(block, model.Signatures) else WHOLE
            parts = _kept(_noted([*flow, *drawn, *last], ROOM[page]), ROOM[page], least)
            story += _sourced(parts, len(last), ROOM[page])
            source = [] if last else source
            flow = []
    story += [*flow, *source, *ends]
    return ([*story, NextPageTemplate("page"), PageBreakIfNotEmpty()], "page") if page == "wide" else (story, page)


def _all(
    pen: Pen, section: model.Section, head: Sequence[Flowable], ends: Sequence[Flowable], width: float
) -> list[Flowable]:
    return [*head, *(flow for block in section.blocks for flow in block_flow(pen, block, width)), *ends]


class _Silent(Head):
    """The opening page's heading: in the outline and the contents, not drawn."""

    def __init__(self, head: Head) -> None:
        super().__init__(head.book, head.key, head.prose, head.title)

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        self.width = self.height = 0
        return 0, 0

    def getSpaceBefore(self) -> float:  # noqa: N802
        return 0

    def draw(self) -> None:
        self.canv.bookmarkPage(self.key)
        self.canv.addOutlineEntry(self.title, self.key, self.level, closed=False)
        self.book.now[self.key] = self.canv.getPageNumber()


def _kept(flow: list[Flowable], width: float = WIDTH, whole: float = WHOLE) -> list[Flowable]:
    """Put a break before what must not part: headings, captions and the first rows or lines after them.

    What is no taller than ``whole`` does not part at all.
    """
    total = _height(flow, width)
    if flow and total <= whole:
        return [CondPageBreak(total + 2), *flow]
    height = 0.0
    for part in flow:
        if isinstance(part, Grid):
            part.wrap(width, HEIGHT)
            height += part.least if isinstance(part, Ruled) else sum(part._rowHeights[:2])
            break
        tall = part.least if isinstance(part, Sheets) else part.wrap(width, HEIGHT)[1]
        if isinstance(part, Prose) and len(part.lines) > 2:  # noqa: PLR2004  (two lines open a paragraph)
            height += min(tall, part.look.leading * 2)
            break
        height += tall + part.getSpaceBefore()
        if not isinstance(part, Head | Prose):
            break
    return [CondPageBreak(min(height + 2, HEIGHT)), *flow] if flow else []


def _noted(flow: list[Flowable], width: float) -> list[Flowable]:
    """Tell a table how much room its notes and source take that follow it at once."""
    for at, part in enumerate(flow):
        if isinstance(part, Ruled):
            notes = list(takewhile(lambda one: isinstance(one, Prose) and not isinstance(one, Head), flow[at + 1 :]))
            part.after = min(_height(notes, width), WHOLE / 2)
    return flow


def _sourced(flow: list[Flowable], lines: int, width: float, whole: float = WHOLE) -> list[Flowable]:
    """Keep the source's lines with the small part before them, such as the last signatures: no page holds them alone.

    What may part by itself, or stands under a caption, is left as it is.
    """
    before, tail = flow[: -lines - 1], flow[-lines - 1 :]
    parts = not lines or not before or isinstance(tail[0], Ruled | Sheets) or isinstance(before[-1], Head | Prose)
    if parts or (height := _height(tail, width)) > whole:
        return flow
    return [*before, CondPageBreak(height + 2), *tail]


def _height(flow: list[Flowable], width: float) -> float:
    if any(isinstance(part, Sheets) for part in flow):
        return HEIGHT
    return float(sum(part.wrap(width, HEIGHT)[1] + part.getSpaceBefore() for part in flow))


def _source_line(pen: Pen, section: model.Section) -> list[Flowable]:
    """Return one small line that names the section's sources; the table of sources has the rest."""
    line = tails.source_line(section, pen.document.zone)
    return [pen.prose(line, SMALL.but(before=3, after=2))] if line else []
