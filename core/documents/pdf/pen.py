"""What every part of a paper is written with: cleaned words, looks, and the list of what could not be drawn."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from reportlab.platypus import Flowable

from core.documents import fonts, words
from core.documents.drawing import BAD_INK, GOOD_INK, INK, INK_2, INK_3, STATUS_INK, WARN_INK, Label, Picture
from core.documents.markup import Run, is_safe, runs
from core.documents.model import Cell, CellValue, Document, Status
from core.documents.pdf.canvas import Drawing
from core.documents.pdf.prose import Look, Piece, Prose

MM = 72 / 25.4
PAGE = (210 * MM, 297 * MM)
LEFT, RIGHT, TOP, BOTTOM = 20 * MM, 16 * MM, 23 * MM, 19 * MM
WIDTH = PAGE[0] - LEFT - RIGHT
HEIGHT = PAGE[1] - TOP - BOTTOM
LANDSCAPE_WIDTH = PAGE[1] - LEFT - RIGHT
LANDSCAPE_HEIGHT = PAGE[0] - TOP - BOTTOM
SHEET = (420 * MM, 297 * MM)  # A3 turned, for what a board reads on a wall
SHEET_WIDTH = SHEET[0] - LEFT - RIGHT

BODY = Look(9.5, 13, after=4)
LEAD = Look(11, 16, after=6)
SMALL = Look(7.5, 10, INK_3)
TABLE = Look(8.5, 11.5)
SECOND = Look(7.5, 10, INK_3)
HEADER = Look(7.5, 10, INK_3)
TITLE = Look(10, 14)
HEADING = Look(9.5, 13, bold=True, before=11, after=3, rule=0.75)
MINOR = Look(8.5, 12, bold=True, before=6, after=2)
STRAIGHT = str.maketrans("“”‘’", "\"\"''")  # the font's curly quotes are as wide as a Chinese character
TONES = {"": INK, "good": GOOD_INK, "warn": WARN_INK, "bad": BAD_INK, "muted": INK_3}


Draw = Callable[["Pen", Any, float], Sequence[Flowable]]


class Pen:
    """Writes for one document; ``missing`` gathers the characters that print as a substitute.

    ``own`` draws kinds of blocks otherwise than a page does, ``height`` is the room of a page's body in points.
    """

    def __init__(self, document: Document, own: Mapping[type, Draw] | None = None, height: float = HEIGHT) -> None:
        """Start with nothing missing."""
        self.document, self.own, self.height = document, own or {}, height
        self.missing: set[str] = set()
        self._wide_quotes = document.language == "zh-hans"
        site = urlsplit(document.verify_url)
        self._site = f"{site.scheme}://{site.netloc}" if site.scheme and site.netloc else ""

    def clean(self, text: object) -> str:
        """Return the words as they print; what the font lacks is noted."""
        said = str(text)
        printed, missing = fonts.drawable(said if self._wide_quotes else said.translate(STRAIGHT))
        self.missing.update(missing)
        return printed

    def link(self, url: str) -> str:
        """Return a link that works outside the product, or nothing."""
        if not url or not is_safe(url) or url.startswith("#"):
            return ""
        return f"{self._site}{url}" if url.startswith("/") and self._site else "" if url.startswith("/") else url

    def prose(self, text: object, look: Look, url: str = "") -> Prose:
        """Write plain words."""
        return Prose((Piece(self.clean(text), url=self.link(url)),), look)

    def rich(self, markup: object, look: Look) -> Prose:
        """Write words with light markup."""
        return Prose(tuple(map(self._piece, runs(str(markup)))), look)

    def pieces(self, *pieces: Piece, look: Look) -> Prose:
        """Write pieces of several kinds."""
        return Prose(tuple(Piece(self.clean(p.text), p.bold, p.colour, p.size, self.link(p.url), p.struck)
                           for p in pieces), look)  # fmt: skip

    def status(self, status: Status, look: Look = TABLE) -> Prose:
        """Write a status: its shape and its word."""
        shown = look.but(mark=status.kind, colour=STATUS_INK[status.kind])
        return self.prose(words.status_word(status), shown)

    def cell(self, value: CellValue, look: Look) -> list[Flowable]:
        """Write a table cell: shape, old value, value, second line."""
        cell = words.as_cell(value)
        tone = look.but(colour=TONES[cell.tone]) if cell.tone else look
        if cell.status is not None:
            tone = tone.but(mark=cell.status.kind, colour=tone.colour if cell.tone else STATUS_INK[cell.status.kind])
        lines: list[Flowable] = [self.pieces(*self._cell_pieces(cell), look=tone)]
        if cell.second:
            lines.append(self.prose(cell.second, SECOND.but(align=look.align, indent=0)))
        return lines

    def drawing(self, picture: Picture, before: float = 2, after: float = 4) -> Drawing:
        """Place a picture; the words in it are checked too."""
        for shape in picture.shapes:
            if isinstance(shape, Label):
                self.clean(shape.text)
        return Drawing(picture, before, after)

    def _cell_pieces(self, cell: Cell) -> list[Piece]:
        zone = self.document.zone
        shown = words.scalar_text(cell.content, zone)
        if cell.status is not None and not shown:
            shown = words.status_word(cell.status)
        old = words.scalar_text(cell.old, zone)
        before = [Piece(old, colour=INK_3, struck=True), Piece(" ")] if old else []
        return [*before, Piece(shown, bold=cell.strong, url=cell.url)]

    def _piece(self, run: Run) -> Piece:
        return Piece(self.clean(run.text), run.bold, INK_2 if run.url else "", url=self.link(run.url))
