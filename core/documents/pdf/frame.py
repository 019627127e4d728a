"""The pages: templates, running lines, headings that know their page, contents."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from core.documents import fonts, words
from core.documents.drawing import INK, INK_3, RULE
from core.documents.pdf.pen import BODY, BOTTOM, LEFT, MM, PAGE, RIGHT, SHEET, TITLE, TOP, Pen
from core.documents.pdf.prose import Piece, Prose, ink, width_of

LINE = 7.0


class Book:
    """Which part stands on which page, as the last pass found it and as this one finds it."""

    def __init__(self) -> None:
        """Know no pages yet."""
        self.parts: list[tuple[str, str]] = []
        self.last: dict[str, int] = {}
        self.now: dict[str, int] = {}
        self.total = 0

    def settled(self) -> bool:
        """Tell whether a pass changed nothing."""
        return self.last == self.now


class Head(Flowable):  # type: ignore[misc]
    """A section's rule and title; entered in the outline and in the book."""

    def __init__(self, book: Book, key: str, prose: Prose, title: str, level: int = 0) -> None:
        """Keep the title as it is drawn and as it is listed."""
        super().__init__()
        self.book, self.key, self.prose, self.title, self.level = book, key, prose, title, level

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the height of rule and title."""
        self.width = width
        self.height = self.prose.wrap(width, height)[1] + 8
        return width, self.height

    def getSpaceBefore(self) -> float:  # noqa: N802
        """Return the space above in points."""
        return 12

    def draw(self) -> None:
        """Rule, write, and enter."""
        canvas = self.canv
        canvas.bookmarkPage(self.key)
        canvas.addOutlineEntry(self.title, self.key, self.level, closed=False)
        self.book.now[self.key] = canvas.getPageNumber()
        canvas.setStrokeColor(ink(INK))
        canvas.setLineWidth(0.75)
        canvas.line(0, self.height, self.width, self.height)
        self.prose.drawOn(canvas, 0, 3)


class Contents(Flowable):  # type: ignore[misc]
    """The list of parts with their pages; asks for another pass until the pages hold still."""

    def __init__(self, book: Book, pen: Pen, *, shown: bool) -> None:
        """Keep the book; unshown, it only counts the pages."""
        super().__init__()
        self.book, self.pen, self.shown = book, pen, shown

    def isIndexing(self) -> bool:  # noqa: N802
        """Take part in the passes."""
        return True

    def isSatisfied(self) -> bool:  # noqa: N802
        """Tell whether the pages are as printed."""
        return self.book.settled()

    def beforeBuild(self) -> None:  # noqa: N802
        """Start a pass: what the last one found is printed."""
        self.book.last, self.book.now = self.book.now, {}

    def afterBuild(self) -> None:  # noqa: N802
        """End a pass."""

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return a line for every part."""
        self.width = width
        self.height = (len(self.book.parts) * 15 + 4) if self.shown else 0
        return width, self.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        """Never split: it starts the page it stands on."""
        return [] if height < self.height else [self]

    def draw(self) -> None:
        """Write the parts and their pages, each a link."""
        if not self.shown:
            return
        y = self.height
        for key, title in self.book.parts:
            y -= 15
            page = str(self.book.last.get(key, ""))
            line = self.pen.prose(title, BODY.but(after=0))
            line.wrap(self.width - 40, 15)
            line.lines = line.lines[:1]
            line.height = BODY.leading
            line.drawOn(self.canv, 0, y)
            self.canv.setFont(fonts.REGULAR, BODY.size)
            self.canv.setFillColor(ink(INK))
            self.canv.drawRightString(self.width, y + 2.9, page)
            self.canv.setStrokeColor(ink(RULE))
            self.canv.setLineWidth(0.4)
            self.canv.line(0, y - 1, self.width, y - 1)
            self.canv.linkRect("", key, (0, y, self.width, y + 15), relative=1, thickness=0)


class Paper(BaseDocTemplate):  # type: ignore[misc]
    """The reportlab document with the house's pages."""

    def __init__(self, target: Any, pen: Pen, book: Book, cover: Callable[[Any], None], opening: str) -> None:
        """Set the page kinds, the one that opens first, and what the file says about itself."""
        document = pen.document
        super().__init__(
            target,
            pagesize=PAGE,
            invariant=1,
            lang="zh-CN" if document.language == "zh-hans" else "en",
            title=pen.clean(" ".join(filter(None, (document.title, document.period)))),
            author=pen.clean(document.letterhead.name or document.owner or document.programme),
            subject=pen.clean(document.programme),
            creator="Landfall",
            producer="Landfall",
            initialFontName=fonts.REGULAR,
            pageCompression=1,
        )
        self.pen, self.book = pen, book
        body = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}
        upright = Frame(LEFT, BOTTOM, PAGE[0] - LEFT - RIGHT, PAGE[1] - TOP - BOTTOM, id="body", **body)
        turned = Frame(LEFT, BOTTOM, PAGE[1] - LEFT - RIGHT, PAGE[0] - TOP - BOTTOM, id="wide", **body)
        board = Frame(LEFT, BOTTOM, SHEET[0] - LEFT - RIGHT, SHEET[1] - TOP - BOTTOM, id="sheet", **body)
        first = Frame(LEFT, BOTTOM, PAGE[0] - LEFT - RIGHT, PAGE[1] - TOP - BOTTOM, id="cover", **body)
        pages = [
            PageTemplate("page", [upright], onPage=self._running, pagesize=PAGE),
            PageTemplate("wide", [turned], onPage=self._running, pagesize=(PAGE[1], PAGE[0])),
            PageTemplate("sheet", [board], onPage=self._running, pagesize=SHEET),
        ]
        pages.sort(key=lambda page: page.id != opening)
        front = PageTemplate("cover", [first], onPage=lambda canvas, _paper: cover(canvas), pagesize=PAGE)
        self.addPageTemplates([front, *pages] if document.cover else pages)

    def afterPage(self) -> None:  # noqa: N802
        """Count the pages for the next pass."""
        self.book.total = max(self.book.total, self.page)

    def _running(self, canvas: Any, _paper: Any) -> None:
        document = self.pen.document
        width, height = canvas._pagesize
        canvas.saveState()
        canvas.setStrokeColor(ink(RULE))
        canvas.setLineWidth(0.5)
        canvas.line(LEFT, height - 19 * MM, width - RIGHT, height - 19 * MM)
        canvas.line(LEFT, 16.5 * MM, width - RIGHT, 16.5 * MM)
        room = (width - LEFT - RIGHT) / 2 - 8
        top = height - 17 * MM
        self._word(canvas, document.programme, LEFT, top, room)
        self._word(
            canvas, "  ".join(filter(None, (document.title, document.period))), width - RIGHT, top, room, end=True
        )
        for x, text, end in self._feet(width):
            self._word(canvas, text, x, 12.6 * MM, width / 2.6, end=end)
        canvas.setFillColor(ink(INK))
        canvas.setFont(fonts.REGULAR, LINE)
        canvas.drawRightString(width - RIGHT, 12.6 * MM, f"{canvas.getPageNumber()} / {self.book.total or 1}")
        if document.letterhead.footer:
            self._word(canvas, document.letterhead.footer, LEFT, 9.4 * MM, width - LEFT - RIGHT)
        canvas.restoreState()

    def _feet(self, width: float) -> list[tuple[float, str, bool]]:
        """Return the parts of the footer, spread over the width."""
        document = self.pen.document
        version = _("Version %(version)s") % {"version": document.version}
        said = [f"{document.number}  {version}  {words.document_status(document.status)}"]
        said.append(_("Data as of %(time)s") % {"time": words.moment(document.as_of, document.zone)})
        if document.sha256:
            said.append(f"SHA-256 {words.short_hash(document.sha256)}")
        said = [self.pen.clean(text) for text in said]
        wide = [width_of(text, LINE, bold=False) for text in said]
        gap = (width - LEFT - RIGHT - 40 - sum(wide)) / len(said)
        x, feet = LEFT, []
        for text, long in zip(said, wide, strict=True):
            feet.append((x, text, False))
            x += long + max(gap, 6)
        return feet

    def _word(self, canvas: Any, text: str, x: float, y: float, room: float, *, end: bool = False) -> None:
        """Write a running line, cut where it has no room."""
        text = self.pen.clean(text)
        while text and width_of(text, LINE, bold=False) > room:
            text = f"{text[:-2]}…" if text != "…" else ""
        canvas.setFont(fonts.REGULAR, LINE)
        canvas.setFillColor(ink(INK_3))
        (canvas.drawRightString if end else canvas.drawString)(x, y, text)


def heading(pen: Pen, book: Book, key: str, title: str, subtitle: str = "", number: str = "") -> Head:
    """Return a section's heading and enter it in the list of parts."""
    shown = f"{number}  {title}" if number else title
    book.parts.append((key, shown))
    pieces = [Piece(shown, bold=True)] + ([Piece(f"  {subtitle}", colour=INK_3, size=8.5)] if subtitle else [])
    return Head(book, key, pen.pieces(*pieces, look=TITLE), pen.clean(shown))
