"""Tables: every cell wraps inside its box, the header repeats, a row never splits unless it is taller than a page."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext as _
from reportlab.platypus import Flowable
from reportlab.platypus import Table as Grid
from reportlab.platypus.flowables import PageBreakIfNotEmpty

from core.documents.drawing import INK_5, RULE
from core.documents.grids import header
from core.documents.model import Column, Table
from core.documents.pdf.pen import HEADER, HEIGHT, LANDSCAPE_HEIGHT, LANDSCAPE_WIDTH, SMALL, TABLE, WIDTH, Pen
from core.documents.pdf.prose import Prose, ink

GAP = 11.0
PAD = 2.83
SAMPLE = 80
LEAST = 26.0

Cells = list[Any]


FEWEST = 2  # rows that stand at the foot of a page and at the head of the next one


class Ruled(Grid):  # type: ignore[misc]
    """A table of data, as against a grid that only places things beside each other.

    Where it parts, at least two rows stand on either page, and its notes and source, of the height ``after``, never
    stand on a page without its last rows.
    """

    after = 0.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return its size; where only what comes after has no room, more than there is, so that it parts."""
        wide, tall = super().wrap(width, height)
        many = len(self._rowHeights) - self.repeatRows >= 2 * FEWEST
        return wide, height + 1 if many and tall <= height < tall + self.after else tall

    @property
    def least(self) -> float:
        """Return what a page needs at least to begin the table, once it is wrapped; a short one stands whole."""
        rows = len(self._rowHeights) - self.repeatRows
        if rows < 2 * FEWEST:
            return float(sum(self._rowHeights)) + self.after
        return float(sum(self._rowHeights[: self.repeatRows + FEWEST]))

    def split(self, width: float, height: float) -> list[Flowable]:
        """Part between rows, the notes with the last of them."""
        heights = self._rowHeights
        rows = len(heights) - self.repeatRows
        room = accumulate(heights[self.repeatRows :], initial=sum(heights[: self.repeatRows]))
        fit = sum(tall <= height for tall in room) - 1
        early = rows >= 2 * FEWEST and fit > rows - FEWEST
        if early:
            height = sum(heights[: self.repeatRows + rows - FEWEST]) + 0.01
        parts: list[Flowable] = super().split(width, height)
        if parts:
            parts[-1].after = self.after
        return [parts[0], PageBreakIfNotEmpty(), *parts[1:]] if early and parts else parts


def table_flow(pen: Pen, table: Table, width: float = WIDTH) -> list[Flowable]:
    """Return the table with its caption and notes."""
    wide = turned(pen, table)
    width = LANDSCAPE_WIDTH if wide else width
    before = [pen.prose(table.caption, SMALL.but(after=2))] if table.caption else []
    after = [pen.prose(table.note, SMALL.but(before=2))] if table.note else []
    if not table.rows:
        return [*before, pen.prose(table.empty or _("No rows."), SMALL.but(before=2, after=2)), *after]
    rows = [_row(pen, table, index) for index in range(len(table.rows))]
    head = [] if table.bare else [[_header(pen, column) for column in table.columns]]
    room = LANDSCAPE_HEIGHT if wide else HEIGHT
    return [
        *before,
        grid(
            head + rows, column_widths(table.columns, head + rows, width, heads=len(head)), heads=len(head), room=room
        ),
        *after,
    ]


def grid(rows: Sequence[Cells], widths: Sequence[float], *, heads: int = 1, room: float = HEIGHT,
         extra: Sequence[tuple[object, ...]] = ()) -> Ruled:  # fmt: skip
    """Return the reportlab table in the house's rules; ``room`` is the height of a page's body."""
    style: list[tuple[object, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), GAP),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), PAD),
        ("BOTTOMPADDING", (0, 0), (-1, -1), PAD),
        ("LINEBELOW", (0, heads), (-1, -1), 0.4, ink(RULE)),
        *([("LINEBELOW", (0, heads - 1), (-1, heads - 1), 0.5, ink(INK_5))] if heads else []),
        *extra,
    ]
    tall = any(_height(row, widths) > room - 60 for row in rows)
    return Ruled(rows, colWidths=list(widths), repeatRows=heads, style=style, splitByRow=1, splitInRow=int(tall))


def turned(pen: Pen, table: Table) -> bool:
    """Tell whether a table needs the page turned: one that may, and whose words an upright page does not hold."""
    if not table.landscape or not table.rows:
        return table.landscape
    heads = [[_header(pen, column) for column in table.columns]]
    rows = [_row(pen, table, index) for index in range(len(table.rows))]
    return sum(_wanted([*heads, *rows], WIDTH, 1)) > WIDTH


def column_widths(columns: Sequence[Column], rows: Sequence[Cells], width: float, *, heads: int = 1) -> list[float]:
    """Return widths that fill the table: by weight where columns say so, else by what stands in them.

    Where that is too wide, the words of a header break before those beneath it do.
    """
    if columns and all(column.width for column in columns):
        share = width / sum(column.width for column in columns)
        return [column.width * share for column in columns]
    wanted = _wanted(rows, width, heads)
    return share_out([min(one, width) for one in wanted], [column.align == "left" for column in columns], width)


def _wanted(rows: Sequence[Cells], width: float, heads: int) -> list[float]:
    """Return the widths that keep words whole; where they are too many, those of the headers break first."""
    step = max(1, len(rows) // SAMPLE)
    sample = [*rows[:2], *rows[2::step]]
    places = range(len(rows[0]))
    wanted = [max(_natural(row[at]) for row in sample) + GAP for at in places]
    if sum(wanted) > width and len(sample) > heads:
        for at in places:
            least = max((_least(row[at]) for row in sample[:heads]), default=LEAST)
            wanted[at] = max(least, *(_natural(row[at]) for row in sample[heads:])) + GAP
    return wanted


def share_out(wanted: Sequence[float], grows: Sequence[bool], width: float) -> list[float]:
    """Give every column what it wants where there is room, else shrink the widest alike; words take what is left."""
    spare = width - sum(wanted)
    if spare >= 0:
        takers = [want if grow else 0 for want, grow in zip(wanted, grows, strict=True)]
        takers = takers if sum(takers) else list(wanted)
        return [want + spare * take / sum(takers) for want, take in zip(wanted, takers, strict=True)]
    given = [0.0] * len(wanted)
    room = width
    for left, at in zip(range(len(wanted), 0, -1), sorted(range(len(wanted)), key=lambda at: wanted[at]), strict=True):
        given[at] = min(wanted[at], room / left)
        room -= given[at]
    return given


def _row(pen: Pen, table: Table, index: int) -> Cells:
    last = table.total and index == len(table.rows) - 1
    looks = [TABLE.but(align=column.align, bold=last) for column in table.columns]
    return [pen.cell(value, look) for value, look in zip(table.rows[index], looks, strict=True)]


def _header(pen: Pen, column: Column) -> list[Flowable]:
    return [pen.prose(header(column), HEADER.but(align=column.align))]


def _natural(cell: Sequence[Flowable]) -> float:
    return max((part.natural() for part in cell if isinstance(part, Prose)), default=LEAST)


def _least(cell: Sequence[Flowable]) -> float:
    """Return the width at which a header stands on two lines without a broken word."""
    words = [part for part in cell if isinstance(part, Prose)]
    return max((max(part.natural() / 2, part.longest()) for part in words), default=LEAST)


def _height(row: Cells, widths: Sequence[float]) -> float:
    """Estimate the height of a row from above, cheaply: only rows that may be giants are wrapped."""
    tallest = 0.0
    for cell, width in zip(row, widths, strict=True):
        if not cell:
            continue
        size = sum(len(piece.text) for part in cell if isinstance(part, Prose) for piece in part.pieces)
        if size * TABLE.size > width * (HEIGHT / TABLE.leading) * 0.4:
            tallest = max(tallest, sum(part.wrap(width - GAP, 0)[1] for part in cell))
    return tallest
