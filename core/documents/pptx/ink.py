"""Words, tables and pictures as the markup of slides. All measures are points until the last moment."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from core.documents.drawing import INK, INK_3, INK_5, RULE, Circle, Label, Path, Picture, Rect, Shape, measure
from core.documents.office import GLYPHS, clean, status_colour
from core.documents.pdf.prose import Look, Piece, Prose

EMU = 12700
HUNDREDTHS = 100
NARROW = 0.97  # slides are written in a font that runs a little wider than the one that is measured
SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
ALIGN = {"left": "l", "right": "r", "center": "ctr", "start": "l", "middle": "ctr", "end": "r"}


@dataclass(slots=True)
class Ink:
    """Writes on one slide: points times ``scale`` from the slide's corner; ``relate`` gives the id of a link."""

    scale: float
    lang: str
    relate: Callable[[str], str]
    next_id: int = 10
    parts: list[str] = field(default_factory=list)

    def take_id(self) -> int:
        """Return an id that no other shape of the slide has."""
        self.next_id += 1
        return self.next_id

    def size(self, points: float) -> int:
        """Return a size of words in hundredths of a point."""
        return round(points * self.scale * NARROW * 10) * 10

    def box(self, x: float, y: float, width: float, height: float) -> str:
        """Return where a shape stands."""
        return (
            f'<a:off x="{_emu(x * self.scale)}" y="{_emu(y * self.scale)}"/>'
            f'<a:ext cx="{_emu(max(width, 0) * self.scale)}" cy="{_emu(max(height, 0) * self.scale)}"/>'
        )


def _emu(points: float) -> int:
    return round(points * EMU)


def _fill(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:solidFill>' if colour else "<a:noFill/>"


def _line(colour: str, width: float, dash: Sequence[float] = ()) -> str:
    if not colour:
        return "<a:ln><a:noFill/></a:ln>"
    dashed = f'<a:prstDash val="{"sysDot" if dash[0] < 4 else "dash"}"/>' if dash else ""  # noqa: PLR2004
    return f'<a:ln w="{_emu(width)}">{_fill(colour)}{dashed}</a:ln>'


def paragraph(ink: Ink, prose: Prose) -> str:
    """Write a paragraph: its mark hangs before it, its lines keep the measured distance."""
    look = prose.look
    hang, mark = _mark(ink, look)
    indent = look.indent * ink.scale + hang
    properties = (
        f'<a:pPr marL="{_emu(indent)}" indent="{_emu(-hang)}" algn="{ALIGN[look.align]}">'
        f'<a:lnSpc><a:spcPts val="{round(look.leading * ink.scale * HUNDREDTHS)}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{round(look.before * ink.scale * HUNDREDTHS)}"/></a:spcBef>'
        f'<a:spcAft><a:spcPts val="{round(look.after * ink.scale * HUNDREDTHS)}"/></a:spcAft>{mark}</a:pPr>'
    )
    runs = "".join(_run(ink, piece, look) for piece in prose.pieces)
    end = f'<a:endParaRPr lang="{ink.lang}" sz="{ink.size(look.size)}"/>'
    return f"<a:p>{properties}{runs}{end}</a:p>"


def _mark(ink: Ink, look: Look) -> tuple[float, str]:
    """Return by how much the words hang behind their mark, and the mark."""
    size = look.size * ink.scale
    if not look.mark:
        return 0, "<a:buNone/>"
    if look.mark.isdigit():
        return size * 1.6, f'<a:buFont typeface="+mj-lt"/><a:buAutoNum type="arabicPeriod" startAt="{look.mark}"/>'
    glyph, colour = ("•", INK_3.lstrip("#")) if look.mark == "•" else (GLYPHS[look.mark], status_colour(look.mark))
    return size * 1.2, (
        f'<a:buClr><a:srgbClr val="{colour.upper()}"/></a:buClr><a:buFont typeface="Arial"/><a:buChar char="{glyph}"/>'
    )


def _run(ink: Ink, piece: Piece, look: Look) -> str:
    if not piece.text:
        return ""
    bold = ' b="1"' if piece.bold or look.bold else ""
    struck = ' strike="sngStrike"' if piece.struck else ""
    link = f'<a:hlinkClick r:id="{ink.relate(piece.url)}"/>' if piece.url else ""
    said = (
        f'<a:rPr lang="{ink.lang}" sz="{ink.size(piece.size or look.size)}"{bold}{struck} dirty="0">'
        f"{_fill(piece.colour or look.colour)}{link}</a:rPr>"
    )
    lines = clean(piece.text).split("\n")
    return "<a:br/>".join(f"<a:r>{said}<a:t>{escape(line)}</a:t></a:r>" for line in lines)


def text_box(ink: Ink, x: float, y: float, width: float, height: float, prose: Sequence[Prose], name: str) -> None:
    """Write paragraphs into one box; what stands above the first is measured already."""
    said = "".join(paragraph(ink, Prose(one.pieces, one.look.but(before=0) if not at else one.look))
                   for at, one in enumerate(prose))  # fmt: skip
    ink.parts.append(
        f"<p:sp {SPACES}><p:nvSpPr><p:cNvPr id={quoteattr(str(ink.take_id()))} name={quoteattr(name)}/>"
        f'<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>{ink.box(x, y, width, height)}</a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>'
        '<p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:noAutofit/></a:bodyPr>'
        f"<a:lstStyle/>{said}</p:txBody></p:sp>"
    )


def stroke(ink: Ink, x1: float, y1: float, x2: float, y2: float, colour: str = INK, width: float = 0.75) -> None:
    """Draw one rule."""
    ink.parts.append(
        f'<p:cxnSp {SPACES}><p:nvCxnSpPr><p:cNvPr id="{ink.take_id()}" name="Rule"/><p:cNvCxnSpPr/><p:nvPr/>'
        f"</p:nvCxnSpPr><p:spPr><a:xfrm>{ink.box(x1, y1, x2 - x1, y2 - y1)}</a:xfrm>"
        f'<a:prstGeom prst="line"><a:avLst/></a:prstGeom>{_line(colour, width)}</p:spPr></p:cxnSp>'
    )


Cells = Sequence[Sequence[Sequence[Prose]]]


@dataclass(frozen=True, slots=True)
class GridInk:
    """A table as it was measured: cells with their paragraphs, widths, heights and the number of header rows."""

    cells: Cells
    widths: Sequence[float]
    heights: Sequence[float]
    heads: int
    name: str
    tint: str = ""


def table(ink: Ink, x: float, y: float, grid: GridInk) -> None:
    """Write a table whose first rows are its header; a row whose first cell alone has words runs across."""
    columns = "".join(f'<a:gridCol w="{_emu(width * ink.scale)}"/>' for width in grid.widths)
    rows = "".join(_row(ink, grid, at) for at in range(len(grid.cells)))
    first = ' firstRow="1"' if grid.heads else ""
    ink.parts.append(
        f'<p:graphicFrame {SPACES}><p:nvGraphicFramePr><p:cNvPr id="{ink.take_id()}" name={quoteattr(grid.name)}/>'
        '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
        f"<p:xfrm>{ink.box(x, y, sum(grid.widths), sum(grid.heights))}</p:xfrm><a:graphic><a:graphicData "
        'uri="http://schemas.openxmlformats.org/drawingml/2006/table">'
        f"<a:tbl><a:tblPr{first}/><a:tblGrid>{columns}</a:tblGrid>{rows}</a:tbl></a:graphicData></a:graphic>"
        "</p:graphicFrame>"
    )


def _row(ink: Ink, grid: GridInk, at: int) -> str:
    row = grid.cells[at]
    across = len(row) > 1 and bool(row[0]) and not any(row[1:])
    under = INK_5 if at == grid.heads - 1 else "" if at < grid.heads else RULE
    cells = "".join(_cell(ink, grid, row, column, under, across=across) for column in range(len(row)))
    return f'<a:tr h="{_emu(grid.heights[at] * ink.scale)}">{cells}</a:tr>'


def _cell(ink: Ink, grid: GridInk, row: Sequence[Sequence[Prose]], column: int, under: str, *, across: bool) -> str:
    last = column == len(row) - 1
    span = f' gridSpan="{len(row)}"' if across and not column else ' hMerge="1"' if across else ""
    said = "".join(paragraph(ink, prose) for prose in row[column]) or f'<a:p><a:endParaRPr lang="{ink.lang}"/></a:p>'
    pad, gap = _emu(2.83 * ink.scale), 0 if last else _emu(8 * ink.scale)
    none = "<a:noFill/>"
    rules = "".join(f"<a:ln{side}>{none}</a:ln{side}>" for side in "LRT")
    rules += f'<a:lnB w="{_emu(0.5)}">{_fill(under) if under else none}</a:lnB>'
    return (
        f"<a:tc{span}><a:txBody><a:bodyPr/><a:lstStyle/>{said}</a:txBody>"
        f'<a:tcPr marL="{pad if grid.tint else 0}" marR="{gap}" marT="{pad}" marB="{pad}" anchor="t">'
        f"{rules}{_fill(grid.tint)}</a:tcPr></a:tc>"
    )


def picture(ink: Ink, x: float, y: float, drawn: Picture) -> None:
    """Draw a picture as one group of vectors with its title and its sentence."""
    box = ink.box(x, y, drawn.width, drawn.height)
    child = box.replace("a:off", "a:chOff").replace("a:ext", "a:chExt")
    head = (
        f'<p:grpSp {SPACES}><p:nvGrpSpPr><p:cNvPr id="{ink.take_id()}" name={quoteattr(clean(drawn.title))} '
        f"descr={quoteattr(clean(drawn.description))}/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
        f"<p:grpSpPr><a:xfrm>{box}{child}</a:xfrm></p:grpSpPr>"
    )
    ink.parts.append(f"{head}{''.join(_shapes(ink, x, y, drawn.shapes))}</p:grpSp>")


def _shapes(ink: Ink, x: float, y: float, shapes: Iterable[Shape]) -> Iterable[str]:
    for shape in shapes:
        match shape:
            case Rect():
                yield _preset(ink, "rect", (x + shape.x, y + shape.y, shape.width, shape.height), shape.fill,
                              _line(shape.stroke, 0.7 * ink.scale))  # fmt: skip
            case Circle():
                box = (x + shape.x - shape.r, y + shape.y - shape.r, shape.r * 2, shape.r * 2)
                yield _preset(ink, "ellipse", box, shape.fill, _line(shape.stroke, shape.width * ink.scale))
            case Path():
                yield _path(ink, x, y, shape)
            case Label():
                yield _label(ink, x, y, shape)


def _preset(ink: Ink, kind: str, box: tuple[float, float, float, float], fill: str, line: str) -> str:
    return _shape(ink, box, f'<a:prstGeom prst="{kind}"><a:avLst/></a:prstGeom>{_fill(fill)}{line}')


def _shape(ink: Ink, box: tuple[float, float, float, float], form: str) -> str:
    number = ink.take_id()
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="Shape {number}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f"<p:spPr><a:xfrm>{ink.box(*box)}</a:xfrm>{form}</p:spPr></p:sp>"
    )


def _path(ink: Ink, x: float, y: float, path: Path) -> str:
    left, top = min(px for px, _y in path.points), min(py for _x, py in path.points)
    width = max(px for px, _y in path.points) - left
    height = max(py for _x, py in path.points) - top
    places = [(_emu((px - left) * ink.scale), _emu((py - top) * ink.scale)) for px, py in path.points]
    steps = "".join(
        f'<a:{"lnTo" if at else "moveTo"}><a:pt x="{px}" y="{py}"/></a:{"lnTo" if at else "moveTo"}>'
        for at, (px, py) in enumerate(places)
    )
    closed = "<a:close/>" if path.closed else ""
    fill = "" if path.fill else ' fill="none"'
    form = (
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l='0' t='0' r='r' b='b'/><a:pathLst>"
        f'<a:path w="{_emu(width * ink.scale)}" h="{_emu(height * ink.scale)}"{fill}>{steps}{closed}</a:path>'
        f"</a:pathLst></a:custGeom>{_fill(path.fill)}{_line(path.stroke, path.width * ink.scale, path.dash)}"
    )
    return _shape(ink, (x + left, y + top, width, height), form)


def _label(ink: Ink, x: float, y: float, label: Label) -> str:
    """Write words on their baseline in a box that is a little wider than they are."""
    width = measure(label.text, label.size) * 1.15 + 4
    left = {"start": label.x, "middle": label.x - width / 2, "end": label.x - width}[label.anchor]
    box = (x + left, y + label.y - label.size * 0.98, width, label.size * 1.25)
    turned = ""
    if label.turned:
        up = {"start": width, "middle": width / 2, "end": 0.0}[label.anchor]
        box, turned = (x + label.x - label.size, y + label.y - up, label.size * 1.25, width), ' vert="vert270"'
    piece = Prose((Piece(label.text, bold=label.bold),), Look(label.size, label.size * 1.2, label.colour))
    said = paragraph(ink, Prose(piece.pieces, piece.look)).replace('algn="l"', f'algn="{ALIGN[label.anchor]}"')
    number = ink.take_id()
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="Label {number}"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr><a:xfrm>{ink.box(*box)}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>'
        f'<p:txBody><a:bodyPr{turned} wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"/><a:lstStyle/>'
        f"{said}</p:txBody></p:sp>"
    )
