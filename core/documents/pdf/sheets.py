"""A chart that runs over as many sheets as it needs, each with the head of its months and its legend."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportlab.platypus import Flowable

from core.documents.blocks import Bar, Gantt
from core.documents.board import Board
from core.documents.pdf.pen import SHEET_WIDTH, Pen

if TYPE_CHECKING:
    from core.documents.pdf.canvas import Drawing

FEWEST = 3  # rows that a sheet begins with, or the next one is taken


class Sheets(Flowable):  # type: ignore[misc]
    """The rows from one to another; splits where a page ends. Each stretch is drawn once for all passes."""

    def __init__(
        self, pen: Pen, block: Gantt, bars: Sequence[Bar] | None = None, whole: "Sheets | None" = None
    ) -> None:
        """Take the whole chart, or some rows of it."""
        super().__init__()
        self.pen, self.block = pen, block
        self.bars = block.bars if bars is None else bars
        self.board: Board = whole.board if whole else Board(block, SHEET_WIDTH)
        self.drawn: dict[tuple[int, int], Drawing] = whole.drawn if whole else {}

    @property
    def least(self) -> float:
        """Return what a sheet needs at least to begin."""
        return self.board.height(min(FEWEST, len(self.bars)))

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Return the size of all rows."""
        self.width, self.height = SHEET_WIDTH, self.board.height(len(self.bars))
        return self.width, self.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        """Part where the page ends."""
        room = self.board.room(height)
        if room < min(FEWEST, len(self.bars)):
            return []
        if room >= len(self.bars):
            return [self]
        return [Sheets(self.pen, self.block, rows, self) for rows in (self.bars[:room], self.bars[room:])]

    def getSpaceBefore(self) -> float:  # noqa: N802
        """Return the space above in points."""
        return 4

    def draw(self) -> None:
        """Draw these rows."""
        key = (id(self.bars[0]) if self.bars else 0, len(self.bars))
        if key not in self.drawn:
            self.drawn[key] = self.pen.drawing(self.board.picture(self.bars))
        part = self.drawn[key]
        part.canv = self.canv
        part.draw()
