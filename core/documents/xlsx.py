"""The workbook of a document: a sheet a section, numbers as numbers, what follows from others as formulas."""

import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import override
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from core.documents import derived, grids, model, tails, words
from core.documents.drawing import BAD_INK, GOOD_INK, INK, INK_2, INK_3, STATUS_INK, WARN_INK
from core.documents.markup import runs
from core.documents.office import APPLICATION, EAST_ASIAN, LATIN, clean, link, moment, settled
from core.documents.values import Cell, Derived, Figure, Number, Place

TONES = {"": INK, "good": GOOD_INK, "warn": WARN_INK, "bad": BAD_INK, "muted": INK_3}
LONGEST_NAME, LONGEST_TEXT = 31, 32_000
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
NARROWEST, WIDEST = 9, 52  # letters
LINE = 13.2  # points of a line in a cell
WIDE_LETTER = 0x2E80


@dataclass(slots=True)
class Sheet:
    """A sheet that is being written: where the next row goes, how wide columns must be, which words may wrap."""

    sheet: Any
    row: int = 0
    widths: dict[int, float] = field(default_factory=dict)
    wrapped: dict[int, list[tuple[int, str]]] = field(default_factory=dict)


def render(document: model.Document) -> bytes:
    """Return the workbook in the document's language."""
    with override(document.language):
        target = io.BytesIO()
        book = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        writer = Writer(book, document)
        book.set_properties({
            "title": clean(f"{document.number} {document.title}".strip()), "subject": clean(document.programme),
            "author": clean(document.owner or APPLICATION), "keywords": document.verify_code,
            "comments": document.sha256, "created": moment(document),
        })  # fmt: skip
        book.set_calc_mode("auto")
        writer.about()
        for section in (*document.sections, *tails.sections(document)[:-1]):
            writer.section(section)
        book.close()
        return settled(target.getvalue(), document)


class Writer:
    """Writes a document's sections, each on a sheet of its own."""

    def __init__(self, book: Any, document: model.Document) -> None:
        """Keep the looks that were asked for, for a workbook has each once."""
        self.book, self.document = book, document
        self._looks: dict[tuple[Any, ...], Any] = {}
        self._names: set[str] = set()
        self._keyed: dict[str, _Frame] = {}

    def look(self, **wanted: Any) -> Any:
        """Return a format; the same look has one."""
        key = tuple(sorted(wanted.items()))
        if key not in self._looks:
            font = EAST_ASIAN if words.is_chinese() else LATIN
            base = {"font_name": font, "font_size": 10, "valign": "top", "font_color": INK}
            self._looks[key] = self.book.add_format(base | wanted)
        return self._looks[key]

    def sheet(self, title: str) -> Sheet:
        """Begin a sheet; its name is the title as far as a name may go."""
        stem = FORBIDDEN.sub(" ", clean(title)).strip()[:LONGEST_NAME] or "-"
        name, n = stem, 1
        while name.casefold() in self._names:
            n += 1
            name = f"{stem[: LONGEST_NAME - 4]} {n}"
        self._names.add(name.casefold())
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        foot = f"{self.document.number}  {self.document.version}".replace("&", "&&")
        sheet.set_footer(f"&L{clean(foot)}&R&P / &N")
        return Sheet(sheet)

    def about(self) -> None:
        """Write what the paper says of itself, and which inputs are stale."""
        sheet = self.sheet(_("About this document"))
        self._line(sheet, self.document.title, font_size=15, bold=True)
        self._line(sheet, self.document.programme, font_color=INK_2)
        sheet.row += 1
        for label, value in tails.facts(self.document):
            self._text(sheet, sheet.row, 0, label, font_color=INK_3)
            self._text(sheet, sheet.row, 1, value)
            sheet.row += 1
        stale = tails.stale_note(self.document)
        if stale:
            self._line(sheet, stale, font_color=WARN_INK)
        sheet.sheet.set_column(0, 0, 22)
        sheet.sheet.set_column(1, 1, 72)

    def section(self, section: model.Section) -> None:
        """Write a section's blocks one under the other."""
        sheet = self.sheet(section.title)
        self._keyed = {}
        self._line(sheet, section.title, font_size=14, bold=True)
        if section.subtitle:
            self._line(sheet, section.subtitle, font_color=INK_3)
        for block in section.blocks:
            self.block(sheet, block)
        line = tails.source_line(section, self.document.zone)
        if line:
            self._line(sheet, line, font_color=INK_3, font_size=9)
        widths = {column: min(max(width + 2, NARROWEST), WIDEST) for column, width in sorted(sheet.widths.items())}
        for column, width in widths.items():
            sheet.sheet.set_column(column, column, width)
        for row, cells in sorted(sheet.wrapped.items()):
            lines = max(sum(math.ceil(max(_width(line), 1) / (widths[column] - 1)) for line in text.split("\n"))
                        for column, text in cells)  # fmt: skip
            if lines > 1:
                sheet.sheet.set_row(row, LINE * lines + 2)

    def block(self, sheet: Sheet, block: model.Block) -> None:
        """Write a block; what is a picture on paper stands here as its numbers."""
        match block:
            case model.PageBreak():
                return
            case model.Columns():
                for part in (*block.left, *block.right):
                    self.block(sheet, part)
                return
            case model.Text():
                self._heading(sheet, block.heading)
                for said in block.paragraphs:
                    self._line(sheet, "".join(run.text for run in runs(str(said))))
            case model.Headline():
                self._line(sheet, f"{words.status_word(block.status)}: {block.sentence}", bold=True)
            case model.Missing():
                self._line(sheet, "  ".join(filter(None, (block.text, block.action))), font_color=INK_3)
            case model.Signatures():
                self._heading(sheet, block.heading)
                self.table(sheet, _signatures(block))
            case _:
                self._heading(sheet, _heading(block))
                self.table(sheet, _as_table(block))
                if note := getattr(block, "note", ""):
                    self._line(sheet, note, font_color=INK_3, font_size=9)
        sheet.row += 1

    def table(self, sheet: Sheet, table: model.Table) -> None:
        """Write a table: header, then cells as what they are."""
        if not table.rows:
            self._line(sheet, table.empty or _("No rows."), font_color=INK_3)
            return
        places = grids.places(table)
        if not table.bare:
            for at, said, right in grids.heads(table, places):
                align = "right" if right else "left"
                self._text(sheet, sheet.row, at, said, bold=True, font_color=INK_3, bottom=1, align=align, wide=True)
            sheet.row += 1
        first = sheet.row
        self._keyed[table.key or f"#{id(table)}"] = _Frame(first, places)
        for row, cells in enumerate(table.rows):
            last = table.total and row == len(table.rows) - 1
            for at, value in zip(places, cells, strict=True):
                self._cell(sheet, (first + row, at), words.as_cell(value), _Frame(first, places, last=last))
            sheet.row += 1

    def _cell(self, sheet: Sheet, at: tuple[int, int], cell: Cell, frame: "_Frame") -> None:
        look: dict[str, Any] = {"bottom": 4, "bottom_color": "#dfe2e5"}
        if cell.strong or frame.last:
            look["bold"] = True
        if cell.tone:
            look["font_color"] = TONES[cell.tone]
        elif cell.status is not None:
            look["font_color"] = STATUS_INK[cell.status.kind]
        number = derived.number_of(cell)
        content = cell.content
        if grids.stands_beside(cell):
            self._text(sheet, at[0], at[1] + 1, cell.second, **look)
        if number is not None:
            self._number(sheet, at, cell, number, frame, look)
        elif isinstance(content, datetime):
            local = content.astimezone(ZoneInfo(self.document.zone)).replace(tzinfo=None)
            sheet.sheet.write_datetime(*at, local, self.look(num_format="yyyy-mm-dd hh:mm", align="left", **look))
            self._widen(sheet, at[1], 16)
        elif isinstance(content, date):
            sheet.sheet.write_datetime(*at, content, self.look(num_format="yyyy-mm-dd", align="left", **look))
            self._widen(sheet, at[1], 11)
        else:
            shown = words.scalar_text(content, self.document.zone)
            if cell.status is not None:
                shown = "  ".join(filter(None, (words.status_word(cell.status), shown)))
            self._text(sheet, *at, "\n".join(filter(None, (shown, cell.second))), link(self.document, cell.url), **look)

    def _number(
        self, sheet: Sheet, at: tuple[int, int], cell: Cell, number: Number, frame: "_Frame", look: dict[str, Any]
    ) -> None:
        """Write a number, or the formula that gives it with the number as its last result."""
        figure = cell.content if isinstance(cell.content, Figure) else Figure(number)
        told = self.look(num_format=_format(figure), align="right", **look)
        formula = "" if cell.derived is None else self._formula(cell.derived, frame)
        if formula:
            sheet.sheet.write_formula(*at, formula, told, float(number))
        else:
            sheet.sheet.write_number(*at, _even(figure, number), told)
        self._widen(sheet, at[1], len(words.figure_text(figure)))

    def _formula(self, how: Derived, frame: "_Frame") -> str:
        of = self._terms(how.of, frame)
        return f"=({of})/({self._terms(how.over, frame)})" if how.over else f"={of}"

    def _terms(self, places: Sequence[Place], frame: "_Frame") -> str:
        """Write places as a sum, a run of whole cells of one column as a range."""
        cells = []
        for place in places:
            there = self._keyed[place.table] if place.table else frame
            cells.append((there.first + place.row, there.places[place.column], place.times))
        rows = [row for row, _column, _times in cells]
        together = len({column for _row, column, _times in cells}) == 1 and all(times == 1 for *_rest, times in cells)
        if len(cells) > 1 and together and rows == list(range(rows[0], rows[0] + len(rows))):
            column = cells[0][1]
            return f"SUM({xl_rowcol_to_cell(rows[0], column)}:{xl_rowcol_to_cell(rows[-1], column)})"
        said = "" if cells else "0"
        for row, column, times in cells:
            sign = "-" if times < 0 else "+" if said else ""
            share = "" if abs(times) == 1 else f"{abs(times)}*"
            said += f"{sign}{share}{xl_rowcol_to_cell(row, column)}"
        return said

    def _heading(self, sheet: Sheet, text: str) -> None:
        if text:
            self._line(sheet, text, bold=True)

    def _line(self, sheet: Sheet, text: str, **look: Any) -> None:
        """Write words that may run over the cells beside them."""
        sheet.sheet.write_string(sheet.row, 0, clean(text)[:LONGEST_TEXT], self.look(**look))
        sheet.row += 1

    def _text(
        self, sheet: Sheet, row: int, column: int, text: str, url: str = "", *, wide: bool = False, **look: Any
    ) -> None:
        said = clean(text)[:LONGEST_TEXT]
        told = self.look(text_wrap=True, **({"indent": 1} if column and "align" not in look else {}), **look)
        if url and said:
            sheet.sheet.write_url(row, column, url, told, said)
        else:
            sheet.sheet.write_string(row, column, said, told)
        sheet.wrapped.setdefault(row, []).append((column, said))
        longest = max((_width(line) for line in said.split("\n")), default=0)
        self._widen(sheet, column, min(longest, 24) if wide else longest)

    def _widen(self, sheet: Sheet, column: int, width: float) -> None:
        sheet.widths[column] = max(sheet.widths.get(column, 0), width)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the table of a cell stands: the sheet's row of its first one, the sheet's column of each of its own."""

    first: int
    places: tuple[int, ...]
    last: bool = False


def _width(text: str) -> float:
    return sum(1.9 if ord(letter) >= WIDE_LETTER else 1.0 for letter in text)


def _heading(block: Any) -> str:
    return str(getattr(block, "heading", "") or getattr(block, "title", "") or "")


def _format(figure: Figure) -> str:
    """Return the number format that prints what paper prints."""
    places = figure.places
    if figure.unit == "share":
        places = 1 if places is None else places
        shown = f"0{_point(places)}%"
    elif places is None:
        exact = Decimal(figure.value or 0)
        exponent = exact.as_tuple().exponent
        places = max(0, -exponent) if isinstance(exponent, int) else 0
        shown = f"#,##0{_point(min(places, 15))}"
    else:
        shown = f"#,##0{_point(places)}"
    unit = "" if figure.unit == "share" else words.parts(figure)[1] if figure.unit else ""
    tail = f'" {unit.replace(chr(34), chr(39))}"' if unit else ""
    return f"+{shown}{tail};-{shown}{tail};{shown}{tail}" if figure.signed else f"{shown}{tail}"


def _point(places: int) -> str:
    return f".{'0' * places}" if places else ""


def _even(figure: Figure, number: Number) -> float:
    """Return the number; where a half would be rounded otherwise than on paper, the rounded one."""
    if figure.places is None:
        return float(number)
    places = figure.places + (derived.SHARE if figure.unit == "share" else 0)
    exact = Decimal(number)
    even = round(exact, places)
    up = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return float(even if even != up else exact)


def _as_table(block: Any) -> model.Table:
    """Return the numbers behind a block."""
    match block:
        case model.Table():
            return block
        case model.Chart():
            return grids.chart_table(block)
        case model.Gantt():
            return grids.gantt_table(block)
        case model.Matrix():
            return grids.dots_table(block)
        case model.KeyFigures():
            return _key_figures(block)
        case model.Lights():
            return _lights(block)
        case model.Asks():
            return _asks(block)
        case model.Ribbon():
            return _ribbon(block)
    msg = f"no table for {type(block).__name__}"
    raise TypeError(msg)


def _columns(*labels: str) -> tuple[model.Column, ...]:
    return tuple(map(model.Column, labels))


def _key_figures(block: model.KeyFigures) -> model.Table:
    rows = tuple(
        (f"{figure.label}  {figure.formula}".strip(), figure.value, figure.target, words.basis(figure),
         figure.status)
        for figure in block.figures
    )  # fmt: skip
    return model.Table(_columns(_("Figure"), _("Value"), _("Target"), _("Basis"), _("Status")), rows)


def _lights(block: model.Lights) -> model.Table:
    rows = tuple(
        (light.dimension, light.computed, light.declared, str(words.TRENDS.get(light.trend, ("", ""))[1]), light.weeks,
         light.reason)
        for light in block.lights
    )  # fmt: skip
    labels = (_("Dimension"), _("Computed"), _("Declared"), _("Trend"), _("Weeks"), _("Basis"))
    return model.Table(_columns(*labels), rows)


def _asks(block: model.Asks) -> model.Table:
    rows = tuple(
        (ask.number, model.Cell(ask.question, second=ask.context),
         "\n".join(f"{option.key} {option.text}" for option in ask.options), ask.recommendation,
         ask.cost_of_delay, ask.by)
        for ask in block.asks
    )  # fmt: skip
    labels = (_("No."), _("Decide"), _("Options"), _("Recommendation"), _("Cost of delay"), _("By"))
    return model.Table(_columns(*labels), rows)


def _ribbon(block: model.Ribbon) -> model.Table:
    phases: Iterable[tuple[model.CellValue, ...]] = ((one.name, one.start, one.end) for one in block.phases)
    gates: Iterable[tuple[model.CellValue, ...]] = ((f"{one.name} {one.text}".strip(), None, one.on) for one in
                                                    block.gates)  # fmt: skip
    return model.Table(_columns(_("Phases and gates"), _("Start"), _("End")), (*phases, *gates))


def _signatures(block: model.Signatures) -> model.Table:
    rows = tuple(
        (one.role, one.name, one.status or model.Status("done" if one.signed_at else "wait",
                                                        one.decision or _("Awaiting signature")), one.signed_at,
         one.method, one.comment)
        for one in block.signatures
    )  # fmt: skip
    return model.Table(_columns(_("Role"), _("Name"), _("Status"), _("Time"), _("Method"), _("Comment")), rows)
