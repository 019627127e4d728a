"""Words and tables as the markup of a text document. Measures are points, written as twentieths or eighths of one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from core.documents.drawing import INK_3, INK_5, RULE
from core.documents.office import GLYPHS, clean, status_colour
from core.documents.pdf.prose import Look, Piece, Prose

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
ALIGN = {"left": "left", "right": "right", "center": "center"}
Relate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Shown:
    """A table ready to write: cells with their paragraphs, widths in points, how many rows are its header.

    ``tints`` shade cells, ``rules`` are cells with a stroke above, ``plain`` leaves all other rules out.
    """

    cells: Sequence[Sequence[Sequence[Prose]]]
    widths: Sequence[float]
    heads: int = 1
    tints: Sequence[Sequence[str]] = ()
    rules: frozenset[tuple[int, int]] = frozenset()
    plain: bool = False
    title: str = ""


def run(text: str, look: Look, piece: Piece | None = None) -> str:
    """Write words in one kind."""
    piece = piece or Piece("")
    colour = (piece.colour or look.colour).lstrip("#").upper()
    half = round((piece.size or look.size) * 2)
    properties = (
        ("<w:b/>" if piece.bold or look.bold else "")
        + ("<w:strike/>" if piece.struck else "")
        + f'<w:color w:val="{colour}"/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    )
    lines = clean(text).split("\n")
    said = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    return f"<w:r><w:rPr>{properties}</w:rPr>{said}</w:r>"


def paragraph(prose: Prose, relate: Relate, *, style: str = "", number: int = 0, keep: bool = False) -> str:
    """Write a paragraph; a style or a list number takes the place of its mark."""
    look = prose.look
    mark = _mark(look) if not (style or number) else ""
    listed = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    properties = (
        (f"<w:pStyle w:val={quoteattr(style)}/>" if style else "")
        + ("<w:keepNext/>" if keep else "")
        + listed
        + f'<w:spacing w:before="{round(look.before * 20)}" w:after="{round(look.after * 20)}" '
        f'w:line="{round(look.leading * 20)}" w:lineRule="atLeast"/>'
        + (f'<w:ind w:left="{round(look.indent * 20)}"/>' if look.indent else "")
        + f'<w:jc w:val="{ALIGN[look.align]}"/>'
    )
    said = "".join(_piece(piece, look, relate) for piece in prose.pieces if piece.text)
    return f"<w:p><w:pPr>{properties}</w:pPr>{mark}{said}</w:p>"


def _mark(look: Look) -> str:
    if not look.mark:
        return ""
    if look.mark.isdigit():
        return run(f"{look.mark}. ", look)
    if look.mark == "•":
        return run("• ", look.but(colour=INK_3))
    return run(f"{GLYPHS[look.mark]} ", look.but(colour=status_colour(look.mark)))


def _piece(piece: Piece, look: Look, relate: Relate) -> str:
    said = run(piece.text, look, piece)
    return f'<w:hyperlink r:id="{relate(piece.url)}" w:history="1">{said}</w:hyperlink>' if piece.url else said


def table(shown: Shown, relate: Relate) -> str:
    """Write a table whose header repeats on every page and whose rows do not split."""
    rules = "" if shown.plain else (
        f'<w:tblBorders><w:bottom w:val="single" w:sz="4" w:color="{INK_5[1:]}"/>'
        f'<w:insideH w:val="single" w:sz="4" w:color="{RULE[1:]}"/></w:tblBorders>'
    )  # fmt: skip
    title = f"<w:tblCaption w:val={quoteattr(clean(shown.title))}/>" if shown.title else ""
    head = (
        f'<w:tblPr><w:tblW w:w="{round(sum(shown.widths) * 20)}" w:type="dxa"/>{rules}<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="120" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="0020" w:firstRow="{int(bool(shown.heads))}" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{title}</w:tblPr>'
    )
    grid = "".join(f'<w:gridCol w:w="{round(width * 20)}"/>' for width in shown.widths)
    rows = "".join(_row(shown, at, relate) for at in range(len(shown.cells)))
    return f"<w:tbl {SPACES}>{head}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _row(shown: Shown, at: int, relate: Relate) -> str:
    first = "<w:tblHeader/>" if at < shown.heads else ""
    cells = "".join(_cell(shown, at, column, relate) for column in range(len(shown.cells[at])))
    return f"<w:tr><w:trPr><w:cantSplit/>{first}</w:trPr>{cells}</w:tr>"


def _cell(shown: Shown, at: int, column: int, relate: Relate) -> str:
    parts = shown.cells[at][column]
    tint = shown.tints[at][column] if shown.tints else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{tint.lstrip("#").upper()}"/>' if tint else ""
    above = '<w:tcBorders><w:top w:val="single" w:sz="6" w:color="14181F"/></w:tcBorders>'
    rule = above if (at, column) in shown.rules else ""
    said = "".join(paragraph(_padded(part, place, len(parts)), relate) for place, part in enumerate(parts))
    width = f'<w:tcW w:w="{round(shown.widths[column] * 20)}" w:type="dxa"/>'
    return f"<w:tc><w:tcPr>{width}{rule}{shade}</w:tcPr>{said or '<w:p/>'}</w:tc>"


def _padded(part: Prose, place: int, count: int) -> Prose:
    look = part.look
    before = max(look.before, 2.5) if not place else look.before
    after = max(look.after, 2.5) if place == count - 1 else look.after
    return Prose(part.pieces, look.but(before=before, after=after))
