"""Words on a page: Chinese breaks between characters, Latin between words, a token too long for its box anywhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from core.documents import fonts
from core.documents.drawing import INK, INK_3, status_shapes
from core.documents.pdf.canvas import paint

WIDE = "\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uffef\U0001f000-\U0003ffff"
TOKEN = re.compile(rf"\n| +|[{WIDE}\u2018-\u201d…—]|[^ \n{WIDE}\u2018-\u201d…—]+")
NO_START = frozenset("，。、；：？！）】》」』”’％…·〉〕,.;:?!)]}%—")
NO_END = frozenset("（【《「『“‘〈〔([{¥$#")
LATIN = re.compile(rf"[^ \n{WIDE}]")
LONG = 24
RULE_ROOM = 5
BREAKS = re.compile(r"(?<=[/\-?&=_.,+:])")


@dataclass(frozen=True, slots=True)
class Look:
    """How words are set, in points: ``mark`` is a status shape or number before them, ``rule`` a stroke above."""

    size: float = 9.5
    leading: float = 13
    colour: str = INK
    bold: bool = False
    align: Literal["left", "right", "center"] = "left"
    indent: float = 0
    before: float = 0
    after: float = 0
    mark: str = ""
    rule: float = 0

    def but(self, **changes: Any) -> "Look":
        """Return the look with some of it changed."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one kind within a paragraph."""

    text: str
    bold: bool = False
    colour: str = ""
    size: float = 0
    url: str = ""
    struck: bool = False


@cache
def ink(colour: str) -> HexColor:
    """Return reportlab's colour."""
    return HexColor(colour)


def width_of(text: str, size: float, *, bold: bool) -> float:
    """Return the exact width of words in points."""
    known = fonts.widths(fonts.BOLD if bold else fonts.REGULAR)
    return sum(known.get(ord(char), 1000) for char in text) * size / 1000


Atom = list[tuple[int, str, float]]  # (piece, words, width), never parted but where alone too long
Line = list[tuple[int, str, float]]


class Prose(Flowable):  # type: ignore[misc]
    """A paragraph of pieces; knows its lines after ``wrap`` and may be split between them."""

    def __init__(self, pieces: tuple[Piece, ...], look: Look) -> None:
        """Keep what is said and how."""
        super().__init__()
        self.pieces, self.look = pieces, look
        self.lines: list[Line] = []
        self._at = -1.0

    def getSpaceBefore(self) -> float:  # noqa: N802
        """Return the space above in points."""
        return self.look.before

    def getSpaceAfter(self) -> float:  # noqa: N802
        """Return the space beneath in points."""
        return self.look.after

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Break the lines for the width; the same width is not broken twice."""
        if self._at != width:
            self._at = self.width = width
            self.lines = self._broken(width - self._indent())
        self.height = max(len(self.lines), 1) * self.look.leading + (RULE_ROOM if self.look.rule else 0)
        return width, self.height

    def natural(self) -> float:
        """Return the width at which nothing would break."""
        lines = "".join(piece.text for piece in self.pieces).count("\n")
        if lines:
            return self._indent() + max(sum(part[2] for part in line) for line in self._broken(1e6))
        return self._indent() + sum(self._width(index, piece.text) for index, piece in enumerate(self.pieces))

    def longest(self) -> float:
        """Return the width of the longest words that never part."""
        return self._indent() + max((sum(part[2] for part in atom) for atom in self._atoms()), default=0.0)

    def split(self, width: float, height: float) -> list[Flowable]:
        """Split between lines, two at least on either side."""
        self.wrap(width, height)
        room = int(height / self.look.leading + 1e-6)
        if room >= len(self.lines):
            return [self]
        room = min(room, len(self.lines) - 2)
        if room < 2:  # noqa: PLR2004  (one line alone is an orphan)
            return []
        return [self._part(self.lines[:room], width), self._part(self.lines[room:], width, first=False)]

    def draw(self) -> None:
        """Write the lines, then their links and strikes."""
        canvas, look = self.canv, self.look
        top = self.height
        if look.rule:
            top -= RULE_ROOM
            canvas.setStrokeColor(ink(INK))
            canvas.setLineWidth(look.rule)
            canvas.line(0, self.height, self.width, self.height)
        y = top - look.leading + (look.leading - look.size) / 2 + look.size * 0.12
        self._mark(y)
        text = canvas.beginText()
        state: tuple[str, float, str] = ("", 0, "")
        for line in self.lines:
            x = self._start(line)
            for index, words, width in line:
                piece = self.pieces[index]
                wanted = (self._font(piece), piece.size or look.size, piece.colour or look.colour)
                if wanted != state:
                    text.setFont(wanted[0], wanted[1])
                    text.setFillColor(ink(wanted[2]))
                    state = wanted
                text.setTextOrigin(x, y)
                text.textOut(words)
                self._decorate(piece, x, y, width)
                x += width
            y -= look.leading
        canvas.drawText(text)

    def _decorate(self, piece: Piece, x: float, y: float, width: float) -> None:
        if piece.url:
            kind = {"relative": 1, "thickness": 0}
            box = (x, y - 2, x + width, y + self.look.size)
            self.canv.linkURL(piece.url, box, **kind)
        if piece.struck:
            self.canv.setLineWidth(0.5)
            self.canv.setStrokeColor(ink(piece.colour or INK_3))
            self.canv.line(x, y + self.look.size * 0.33, x + width, y + self.look.size * 0.33)

    def _mark(self, y: float) -> None:
        """Draw the status shape, or the number in its ring, before the first line."""
        mark, size = self.look.mark, self.look.size
        if not mark:
            return
        if mark == "•":
            self.canv.setFillColor(ink(INK_3))
            self.canv.rect(0, y + size * 0.28, size * 0.5, 0.8, stroke=0, fill=1)
        elif mark.isdigit():
            self.canv.setStrokeColor(ink(INK))
            self.canv.setLineWidth(0.7)
            self.canv.circle(size * 0.6, y + size * 0.34, size * 0.6, stroke=1, fill=0)
            self.canv.setFillColor(ink(INK))
            self.canv.setFont(fonts.BOLD, size * 0.72)
            self.canv.drawCentredString(size * 0.6, y + size * 0.09, mark)
        else:
            for shape in status_shapes(mark, 0, -(y + size * 0.84), size * 0.96):
                paint(self.canv, shape, 0)

    def _indent(self) -> float:
        extra = {"": 0.0, "•": 1.3}.get(self.look.mark, 1.9 if self.look.mark.isdigit() else 1.45)
        return self.look.indent + extra * self.look.size

    def _start(self, line: Line) -> float:
        used = sum(part[2] for part in line)
        spare = self.width - self._indent() - used
        return self._indent() + {"left": 0, "right": spare, "center": spare / 2}[self.look.align]

    def _font(self, piece: Piece) -> str:
        return fonts.BOLD if piece.bold or self.look.bold else fonts.REGULAR

    def _width(self, index: int, words: str) -> float:
        piece = self.pieces[index]
        return width_of(words, piece.size or self.look.size, bold=piece.bold or self.look.bold)

    def _part(self, lines: list[Line], width: float, *, first: bool = True) -> "Prose":
        look = self.look
        if not first:
            look = look.but(mark="", indent=self._indent(), before=0)
        part = Prose(self.pieces, look.but(after=0) if first else look)
        part.lines, part.width, part._at = lines, width, width
        return part

    def _broken(self, room: float) -> list[Line]:
        """Fill lines greedily with atoms; spaces at a line's end fall away."""
        lines: list[Line] = [[]]
        used = 0.0
        for atom in self._atoms():
            if atom[0][1] == "\n":
                lines.append([])
                used = 0.0
                continue
            width = sum(part[2] for part in atom)
            blank = atom[0][1].isspace() and "\xa0" not in atom[0][1]
            if blank and not lines[-1]:
                continue
            if used + width > room + 0.01 and not blank:
                if lines[-1]:
                    lines.append([])
                    used = 0.0
                if width > room:
                    used = self._force(atom, lines, room)
                    continue
            lines[-1].extend(atom)
            used += width
        return [_trimmed(line) for line in lines]

    def _force(self, atom: Atom, lines: list[Line], room: float) -> float:
        """Part a token that is wider than its box wherever the box ends."""
        used = 0.0
        for index, words, _width in atom:
            start = 0
            for at, char in enumerate(words):
                wide = self._width(index, char)
                if used + wide > room and (at > start or lines[-1]):
                    if at > start:
                        lines[-1].append((index, words[start:at], self._width(index, words[start:at])))
                    lines.append([])
                    start, used = at, 0.0
                used += wide
            lines[-1].append((index, words[start:], self._width(index, words[start:])))
        return used

    def _atoms(self) -> Iterator[Atom]:
        """Yield what must stay on one line: characters with their punctuation, words across pieces."""
        atom: Atom = []
        last = ""
        for index, piece in enumerate(self.pieces):
            for token in TOKEN.findall(piece.text):
                for order, words in enumerate(_parted(token)):
                    if atom and not (order == 0 and _glued(last, words)):
                        yield atom
                        atom = []
                    atom.append((index, words, self._width(index, words)))
                    last = words
        if atom:
            yield atom


def _parted(token: str) -> list[str]:
    """Part a long Latin token, such as an address, after its slashes and dots."""
    return [token] if len(token) < LONG else [part for part in BREAKS.split(token) if part]


def _glued(before: str, after: str) -> bool:
    """Tell whether a line must not end between the two."""
    if before in {"", "\n"} or after == "\n" or before[-1] == " " or after[0] == " ":
        return False
    if after[0] in NO_START or before[-1] in NO_END:
        return True
    return LATIN.match(before[-1]) is not None and LATIN.match(after[0]) is not None


def _trimmed(line: Line) -> Line:
    while line and line[-1][1].isspace() and "\xa0" not in line[-1][1]:
        line = line[:-1]
    return line
