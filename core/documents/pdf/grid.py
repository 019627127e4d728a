"""Tables: every cell wraps inside its box, the header repeats, a row never splits unless it is taller than a page."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from reportlab.platypus import Flowable
from reportlab.platypus import Table as Grid

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


class Ruled(Grid):  # type: ignore[misc]
    """A table of data, as against a grid that only places things beside each other."""


def table_flow(pen: Pen, table: Table, width: float = WIDTH) -> list[Flowable]:
    """Return the table with its caption and notes."""
    width = LANDSCAPE_WIDTH if table.landscape else width
    before = [pen.prose(table.caption, SMALL.but(after=2))] if table.caption else []
    after = [pen.prose(table.note, SMALL.but(before=2))] if table.note else []
    if not table.rows:
        return [*before, pen.prose(table.empty or _("No rows."), SMALL.but(before=2, after=2)), *after]
    rows = [_row(pen, table, index) for index in range(len(table.rows))]
    head = [] if table.bare else [[_header(pen, column) for column in table.columns]]
    room = LANDSCAPE_HEIGHT if table.landscape else HEIGHT
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


def column_widths(columns: Sequence[Column], rows: Sequence[Cells], width: float, *, heads: int = 1) -> list[float]:
    """Return widths that fill the table: by weight where columns say so, else by what stands in them.

    Where that is too wide, the words of a header break before those beneath it do.
    """
    if columns and all(column.width for column in columns):
        share = width / sum(column.width for column in columns)
        return [column.width * share for column in columns]
    step = max(1, len(rows) // SAMPLE)
    sample = [*rows[:2], *rows[2::step]]
    wanted = [max(_natural(row[at]) for row in sample) + GAP for at in range(len(columns))]
    if sum(wanted) > width and len(sample) > heads:
        for at in range(len(columns)):
            least = max((_least(row[at]) for row in sample[:heads]), default=LEAST)
            wanted[at] = max(least, *(_natural(row[at]) for row in sample[heads:])) + GAP
    return share_out([min(one, width) for one in wanted], [column.align == "left" for column in columns], width)


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
