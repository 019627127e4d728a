"""Blocks as paragraphs, tables and charts of a text document."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from reportlab.platypus import Flowable
from reportlab.platypus import Table as Grid

from core.documents import charts, grids, model, native, pictures, words
from core.documents.docx.ink import SPACES, Shown, paragraph, table
from core.documents.drawing import INK_2, INK_3
from core.documents.office import clean
from core.documents.pdf import parts as paper
from core.documents.pdf.grid import Ruled, table_flow
from core.documents.pdf.pen import BODY, HEADER, LANDSCAPE_WIDTH, SECOND, SMALL, TABLE, WIDTH, Pen
from core.documents.pdf.prose import Look, Piece, Prose

EMU = 12700
CHART_WORDS = 8.0
CHART_HEIGHT = 0.5  # of its width
CHART_PART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
SHEET_PART = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MATRIX = 5


class Body:
    """Writes a document's body in its order; ``relate`` gives the id of an address outside."""

    def __init__(self, word: Any, pen: Pen) -> None:
        """Write at the end of the body, before its page set-up."""
        self.word, self.pen = word, pen
        self.charts, self.turned, self.wide = 0, 0, False
        self._links: dict[str, str] = {}

    def relate(self, url: str) -> str:
        """Return the id of a link; the same address has one."""
        if url not in self._links:
            self._links[url] = self.word.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return self._links[url]

    def add(self, xml: str) -> None:
        """Write markup."""
        self.word.element.body.sectPr.addprevious(parse_xml(xml))

    def prose(self, prose: Prose, *, style: str = "", number: int = 0, keep: bool = False) -> None:
        """Write a paragraph."""
        said = paragraph(prose, self.relate, style=style, number=number, keep=keep)
        self.add(said.replace("<w:p>", f"<w:p {SPACES}>", 1))

    def table(self, shown: Shown) -> None:
        """Write a table and a little room after it, without which two tables would be one."""
        self.add(table(shown, self.relate))
        self.prose(Prose((Piece(""),), Look(4, 6)))

    def heading(self, text: str, level: int, *, bookmark: str = "", break_before: bool = False) -> None:
        """Write a heading of the word processor's own, which its navigation and contents know."""
        turned = "<w:pageBreakBefore/>" if break_before else ""
        opened = closed = ""
        if bookmark:
            number = quoteattr(bookmark.lstrip("_Toc") or "0")
            opened = f"<w:bookmarkStart w:id={number} w:name={quoteattr(bookmark)}/>"
            closed = f"<w:bookmarkEnd w:id={number}/>"
        said = f'<w:r><w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r>'
        self.add(f'<w:p {SPACES}><w:pPr><w:pStyle w:val="Heading{level}"/>{turned}</w:pPr>{opened}{said}{closed}</w:p>')

    def turn(self, *, wide: bool) -> None:
        """End the pages that lie otherwise, where they do; the next ones lie as said."""
        if wide == self.wide:
            return
        size = 'w:w="16838" w:h="11906" w:orient="landscape"' if self.wide else 'w:w="11906" w:h="16838"'
        last = self.word.element.body.sectPr
        references = "".join(
            f'<w:{place}Reference w:type="{one.get(qn("w:type"))}" r:id="{one.get(qn("r:id"))}"/>'
            for place in ("header", "footer")
            for one in last.findall(qn(f"w:{place}Reference"))
        )
        names = ("top", "bottom", "left", "right", "header", "footer")
        room = " ".join(f'w:{name}="{last.find(qn("w:pgMar")).get(qn(f"w:{name}"))}"' for name in names)
        first = "<w:titlePg/>" if last.find(qn("w:titlePg")) is not None and not self.turned else ""
        self.add(
            f'<w:p {SPACES}><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/><w:sectPr>'
            f'{references}<w:type w:val="nextPage"/><w:pgSz {size}/><w:pgMar {room} w:gutter="0"/>{first}</w:sectPr>'
            "</w:pPr></w:p>"
        )
        if self.turned == 0 and first:
            last.remove(last.find(qn("w:titlePg")))
        self.turned += 1
        self.wide = wide

    def numbering(self) -> int:
        """Begin a numbered list at one; returns its number."""
        numbering = self.word.part.numbering_part._element
        style = self.word.styles["List Number"].element
        known = style.pPr.numPr.numId.val
        abstract = next(num for num in numbering.num_lst if num.numId == known).abstractNumId.val
        num = numbering.add_num(abstract)
        num.add_lvlOverride(0).add_startOverride(1)
        return int(num.numId)


def write(body: Body, block: model.Block, width: float = WIDTH) -> None:
    """Write a block, its heading first as a heading of the second level."""
    title = getattr(block, "heading", "")
    if isinstance(block, model.Asks):
        title = title or _("Decisions requested")
    if title:
        body.heading(title, 2)
    WRITE.get(type(block), _as_on_paper)(body, block, width)


def _as_on_paper(body: Body, block: Any, width: float) -> None:
    flow(body, paper.DRAW[type(block)](body.pen, block, width))


def flow(body: Body, parts: Iterable[Flowable]) -> None:
    """Write what was measured for paper."""
    for part in parts:
        if isinstance(part, Prose):
            body.prose(part)
        elif isinstance(part, Ruled):
            grid: Any = part
            body.table(Shown(_cells(grid._cellvalues), grid._colWidths, grid.repeatRows))
        elif isinstance(part, Grid):
            grid = part
            rules = frozenset((line[1][1], line[1][0]) for line in grid._linecmds if line[0] == "LINEABOVE")
            body.table(Shown(_cells(grid._cellvalues), grid._colWidths, 0, rules=rules, plain=True))


def _cells(rows: Sequence[Sequence[Any]]) -> list[list[list[Prose]]]:
    return [[_prose(cell) for cell in row] for row in rows]


def _prose(cell: Any) -> list[Prose]:
    return [part for part in cell if isinstance(part, Prose)] if isinstance(cell, list | tuple) else []


def _text(body: Body, block: model.Text, _width: float) -> None:
    number = body.numbering() if block.style == "numbered" else 0
    look = paper.STYLES[block.style]
    for said in block.paragraphs:
        style = "ListBullet" if block.style == "bullets" else "ListNumber" if number else ""
        body.prose(body.pen.rich(said, look), style=style, number=number)


def _headline(body: Body, block: model.Headline, _width: float) -> None:
    word = Prose((Piece(words.status_word(block.status), bold=True),), Look(11, 15, mark=block.status.kind))
    body.prose(word, keep=True)
    body.prose(body.pen.prose(block.sentence, Look(14, 19, bold=True, after=4)))
    if block.previous:
        body.prose(body.pen.prose(_("Before: %(word)s") % {"word": block.previous}, SMALL.but(after=4)))


def _key_figures(body: Body, block: model.KeyFigures, width: float) -> None:
    """Set figures as rows: what, how much, counted how, and its light."""
    pen = body.pen
    heads = (_("Figure"), _("Value"), _("Basis"), _("Status"))
    rows: list[list[list[Prose]]] = [[[pen.prose(head, HEADER)] for head in heads]]
    for figure in block.figures:
        value, unit = words.parts(figure.value)
        said = value + (unit if unit == "%" or not unit else f"\xa0{unit}")
        rows.append([
            [pen.prose(f"{figure.label}  {figure.formula}".strip(), TABLE)],
            [pen.prose(said, TABLE.but(bold=True), figure.url)],
            [pen.prose(words.basis(figure), SECOND)],
            [pen.status(figure.status)] if figure.status else [],
        ])  # fmt: skip
    body.table(Shown(rows, [width * share for share in (0.36, 0.2, 0.26, 0.18)]))


def _table(body: Body, block: model.Table, width: float) -> None:
    if block.landscape:
        body.turn(wide=True)
        flow(body, table_flow(body.pen, block, LANDSCAPE_WIDTH))
    else:
        body.turn(wide=False)
        flow(body, table_flow(body.pen, block, width))


def _asks(body: Body, block: model.Asks, width: float) -> None:
    (grid,) = paper.asks(body.pen, block, width)
    told: Any = grid
    share = width / sum(told._colWidths)
    body.table(Shown(_cells(told._cellvalues[1:]), [wide * share for wide in told._colWidths], 1))


def _chart(body: Body, block: model.Chart, width: float) -> None:
    body.prose(body.pen.prose(block.title, TABLE.but(bold=True, before=6)), keep=True)
    said = "  ".join(filter(None, (block.note, *native.notes(block))))
    if said:
        body.prose(body.pen.prose(said, SMALL.but(after=2)), keep=native.is_native(block))
    if native.is_native(block):
        _native(body, block, width)
    else:
        flow(body, table_flow(body.pen, grids.chart_table(block), width))


def _native(body: Body, block: model.Chart, width: float) -> None:
    """Embed the chart with the workbook of its numbers."""
    body.charts += 1
    xml, sheet = native.chart_xml(block, CHART_WORDS)
    package = body.word.part.package
    book = Part(PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{body.charts}.xlsx"), SHEET_PART, sheet, package)
    end = b"</c:chartSpace>"
    xml = xml.replace(end, b'<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>' + end)
    space = b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    if space not in xml:
        xml = xml.replace(b"<c:chartSpace ", b"<c:chartSpace " + space + b" ", 1)
    chart = Part(PackURI(f"/word/charts/chart{body.charts}.xml"), CHART_PART, xml, package)
    chart.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    relation = body.word.part.relate_to(chart, RELATIONSHIP_TYPE.CHART)
    tall = width * (CHART_HEIGHT if block.kind != "hbar" else min(0.12 + 0.06 * len(block.labels), 0.9))
    name, told = quoteattr(clean(block.title)), quoteattr(clean(charts.sentence(block)))
    body.add(
        f"<w:p {SPACES}><w:r><w:drawing>"
        '<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{round(width * EMU)}" cy="{round(tall * EMU)}"/>'
        f'<wp:docPr id="{body.charts}" name={name} descr={told}/><wp:cNvGraphicFramePr/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart '
        f'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="{relation}"/></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def _ribbon(body: Body, block: model.Ribbon, _width: float) -> None:
    body.prose(body.pen.prose(pictures.ribbon_sentence(block.phases, block.gates), BODY.but(colour=INK_2)))


def _gantt(body: Body, block: model.Gantt, width: float) -> None:
    flow(body, table_flow(body.pen, grids.gantt_table(block), width))
    if block.note:
        body.prose(body.pen.prose(block.note, SMALL))


def _matrix(body: Body, block: model.Matrix, width: float) -> None:
    """Set the matrix as a shaded table with the risks' numbers in it, and their table under it."""
    pen = body.pen
    centre = TABLE.but(align="center")
    corner = f"{_('Probability')} ↑  {_('Impact')} →"
    rows: list[list[list[Prose]]] = [[[pen.prose(corner, HEADER)], *([pen.prose(str(i), HEADER.but(align="center"))]
                                      for i in range(1, MATRIX + 1))]]  # fmt: skip
    tints: list[list[str]] = [[""] * (MATRIX + 1)]
    for p in range(MATRIX, 0, -1):
        here = [
            _(", ").join(dot.id for dot in block.dots if (dot.probability, dot.impact) == (p, i))
            for i in range(1, MATRIX + 1)
        ]
        rows.append([[pen.prose(str(p), HEADER)], *([pen.prose(said, centre.but(bold=True))] for said in here)])
        tints.append(["", *(pictures.band_colour(p * i) for i in range(1, MATRIX + 1))])
    body.table(Shown(rows, [width * 0.25, *[width * 0.15] * MATRIX], 1, tints, title=block.heading))
    if block.dots:
        flow(body, table_flow(pen, grids.dots_table(block), width))
    if block.note:
        body.prose(pen.prose(block.note, SMALL.but(colour=INK_3)))


def _columns(body: Body, block: model.Columns, width: float) -> None:
    """One after the other: a text document is read from top to bottom."""
    for part in (*block.left, *block.right):
        write(body, part, width)


def _page_break(body: Body, _block: model.PageBreak, _width: float) -> None:
    body.add(f'<w:p {SPACES}><w:r><w:br w:type="page"/></w:r></w:p>')


WRITE: dict[type, Callable[[Body, Any, float], None]] = {
    model.Text: _text, model.Headline: _headline, model.KeyFigures: _key_figures, model.Table: _table,
    model.Asks: _asks, model.Chart: _chart, model.Ribbon: _ribbon, model.Gantt: _gantt, model.Matrix: _matrix,
    model.Columns: _columns, model.PageBreak: _page_break,
}  # fmt: skip
