"""From what a page of paper holds to what a slide holds: paragraphs, tables, pictures and charts at their places."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pptx.util import Pt
from reportlab.platypus import Flowable
from reportlab.platypus import Table as Grid

from core.documents import charts, model, native, pictures
from core.documents.drawing import PAPER
from core.documents.grids import chart_table
from core.documents.office import clean
from core.documents.pdf import parts
from core.documents.pdf.canvas import Drawing
from core.documents.pdf.grid import Ruled, table_flow
from core.documents.pdf.pen import SMALL, TABLE, Pen
from core.documents.pdf.prose import Prose
from core.documents.pptx.deck import Page
from core.documents.pptx.ink import GridInk, picture, stroke, table, text_box

CHART_WORDS = 7.5  # points, before the slide's scale
CHART_SHARE = 0.84  # of the body's height
BARS = 13  # bars of a plan on a slide


class ChartFlow(Flowable):  # type: ignore[misc]
    """A chart of the office program's own, as tall as the slide lets it be."""

    def __init__(self, chart: model.Chart, height: float) -> None:
        """Keep what is drawn."""
        super().__init__()
        self.chart, self.tall = chart, height

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Take the width, and a height that suits it."""
        self.width, self.height = width, min(self.tall, width * 0.62)
        return self.width, self.height


def draw_chart(pen: Pen, block: model.Chart, width: float) -> Sequence[Flowable]:
    """Set title and note over a native chart; statuses over time are a table."""
    head = [pen.prose(block.title, TABLE.but(bold=True, before=2))]
    said = "  ".join(filter(None, (block.note, *native.notes(block))))
    head += [pen.prose(said, SMALL.but(after=2))] if said else []
    if native.is_native(block):
        used = sum(one.wrap(width, pen.height)[1] for one in head) + 4
        return [*head, ChartFlow(block, pen.height * CHART_SHARE - used + 10)]
    if block.kind == "strip":
        return [*head, *table_flow(pen, chart_table(block), width)]
    return [*head, pen.drawing(charts.draw(block, width, pen.height * 0.6))]


def draw_gantt(pen: Pen, block: model.Gantt, width: float) -> Sequence[Flowable]:
    """Draw the bars, as many to a picture as a slide holds."""
    groups = [block.bars[at : at + BARS] for at in range(0, max(len(block.bars), 1), BARS)]
    flow = [pen.drawing(pictures.gantt(bars, block.today, width, 8.5, whole=block.bars), 2, 2) for bars in groups]
    return [*flow, *([pen.prose(block.note, SMALL)] if block.note else [])]


def draw_table(pen: Pen, block: model.Table, width: float) -> Sequence[Flowable]:
    """Set a table in the width of the slide, which is wide already."""
    return table_flow(pen, replace(block, landscape=False), width)


def draw_matrix(pen: Pen, block: model.Matrix, width: float) -> Sequence[Flowable]:
    """Draw the risk matrix as tall as the slide."""
    note = [pen.prose(block.note, SMALL)] if block.note else []
    return [pen.drawing(pictures.risk_matrix(block.dots, min(width / 5.7, (pen.height - 50) / 6))), *note]


OWN: dict[type, Any] = {
    model.Chart: draw_chart,
    model.Gantt: draw_gantt,
    model.Table: draw_table,
    model.Matrix: draw_matrix,
}


def block_flow(pen: Pen, block: model.Block, width: float) -> list[Flowable]:
    """Return what stands on slides for a block."""
    return parts.block_flow(pen, block, width)


def stacked(flow: Sequence[Flowable], width: float) -> list[tuple[Flowable, float, float]]:
    """Return each part with its top and its height; space between two is the larger of what both want."""
    found, y, after = [], 0.0, 0.0
    for at, part in enumerate(flow):
        height = part.wrap(width, 1e6)[1]
        y += max(after, part.getSpaceBefore()) if at else 0
        found.append((part, y, height))
        y += height
        after = part.getSpaceAfter()
    return found


def height_of(flow: Sequence[Flowable], width: float) -> float:
    """Return how tall a stack is."""
    placed = stacked(flow, width)
    return placed[-1][1] + placed[-1][2] if placed else 0


def put(page: Page, flow: Sequence[Flowable], x: float, y: float, width: float) -> None:
    """Place a stack; words that follow one another share a box."""
    box: list[tuple[Prose, float, float]] = []
    for part, top, height in stacked(flow, width):
        if isinstance(part, Prose):
            if part.look.rule:
                _box(page, box, x, y, width)
                box = []
                stroke(page.ink, x, y + top, x + width, y + top)
                top, height = top + 5, height - 5
            box.append((part, top, height))
            continue
        _box(page, box, x, y, width)
        box = []
        _put(page, part, x, y + top, width)
    _box(page, box, x, y, width)


def _box(page: Page, box: Sequence[tuple[Prose, float, float]], x: float, y: float, width: float) -> None:
    if box:
        last = box[-1]
        text_box(page.ink, x, y + box[0][1], width, last[1] + last[2] - box[0][1], [one[0] for one in box], "Text")


def _put(page: Page, part: Flowable, x: float, y: float, width: float) -> None:
    if isinstance(part, Ruled):
        _table(page, part, x + (width - sum(part._colWidths)) / 2, y)
    elif isinstance(part, Grid):
        _cells(page, part, x, y)
    elif isinstance(part, Drawing):
        picture(page.ink, x, y, part.picture)
    elif isinstance(part, ChartFlow):
        _chart(page, part, x, y)


def _table(page: Page, grid: Any, x: float, y: float) -> None:
    cells = [[_prose(cell) for cell in row] for row in grid._cellvalues]
    tint = PAPER if grid.repeatRows > 1 else ""
    table(page.ink, x, y, GridInk(cells, grid._colWidths, grid._rowHeights, grid.repeatRows, "Table", tint))


def _prose(cell: Any) -> list[Prose]:
    return [part for part in cell if isinstance(part, Prose)] if isinstance(cell, list | tuple) else []


def _cells(page: Page, grid: Any, x: float, y: float) -> None:
    """Place what stands in a grid's cells, and its rules."""
    lefts, tops = [0.0], [0.0]
    for wide in grid._colWidths:
        lefts.append(lefts[-1] + wide)
    for tall in grid._rowHeights:
        tops.append(tops[-1] + tall)
    for row, cells in enumerate(grid._cellvalues):
        for column, cell in enumerate(cells):
            if not isinstance(cell, list | tuple):
                continue
            style = grid._cellStyles[row][column]
            width = grid._colWidths[column] - style.leftPadding - style.rightPadding
            top = tops[row] + style.topPadding
            if style.valign == "BOTTOM":
                top = tops[row + 1] - style.bottomPadding - height_of(cell, width)
            put(page, cell, x + lefts[column] + style.leftPadding, y + top, width)
    for line in grid._linecmds:
        _rule(page, line, (x, y), lefts, tops)


def _rule(page: Page, line: Any, at: tuple[float, float], lefts: list[float], tops: list[float]) -> None:
    kind, (first, above), (last, below), weight, colour = line[:5]
    columns, rows = len(lefts) - 1, len(tops) - 1
    first, last = first % columns, last % columns
    above, below = above % rows, below % rows
    tone = f"#{colour.hexval()[2:]}"
    x, y = at
    for row in range(above, below + 1):
        if kind in {"LINEABOVE", "LINEBELOW"}:
            level = y + tops[row + (kind == "LINEBELOW")]
            stroke(page.ink, x + lefts[first], level, x + lefts[last + 1], level, tone, weight * page.ink.scale)
        elif kind == "LINEAFTER":
            for column in range(first, last + 1):
                place = x + lefts[column + 1]
                stroke(page.ink, place, y + tops[row], place, y + tops[row + 1], tone, weight * page.ink.scale)


def _chart(page: Page, part: ChartFlow, x: float, y: float) -> None:
    scale = page.ink.scale
    box = (Pt(x * scale), Pt(y * scale), Pt(part.width * scale), Pt(part.height * scale))
    frame = page.slide.shapes.add_chart(native.KINDS[part.chart.kind], *box, native.chart_data(part.chart))
    properties = frame._element.nvGraphicFramePr.cNvPr
    properties.set("id", str(page.ink.take_id()))
    properties.set("name", clean(part.chart.title))
    properties.set("descr", clean(charts.sentence(part.chart)))
    native.style(frame.chart, part.chart, CHART_WORDS * scale)
