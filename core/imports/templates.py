"""Files that go out: templates to fill in, exports that come back unchanged, and the lines that were refused."""

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import BadInputError
from core.imports.cells import safe_cell, text_of
from core.imports.kinds import NUMERIC, Column, Kind, Row, Type
from core.imports.table import Table
from core.imports.values import accepted_text
from core.imports.words import say

FORMATS = ("csv", "xlsx")
XLSX_CELL = 32_767
EXACT_DIGITS = 15  # of a spreadsheet's numbers
WIDTHS = (10, 48)
YES_NO = Column("yes_no", "", "", Type.BOOLEAN)
FIRST_LIST = 6  # columns of the second sheet before the lists
GUARDED_TYPES = frozenset({Type.TEXT, Type.LIST, Type.CHOICE, Type.PERSON})
EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001  a workbook's own date; fixed so that equal content is equal bytes


def template_file(kind: Kind, language: str, file_format: str = "xlsx") -> bytes:
    """Return headings and one example row; remove the example and it imports as it is.

    XLSX has the accepted values on a second sheet and as drop-down lists; CSV has them in brackets in the headings,
    which are left out when headings are matched.
    """
    example = [column.example(language) for column in kind.columns]
    with translation.override(language):
        if file_format == "csv":
            headings = [_heading_with_choices(column, language) for column in kind.columns]
            return _csv([headings, [safe_cell(cell) for cell in example]])
        return _workbook_template(kind, language, example)


def export_file(kind: Kind, rows: Iterable[Row], language: str, file_format: str = "xlsx") -> bytes:
    """Return rows as a file that imports again without a change."""
    headings = [column.label(language) for column in kind.columns]
    if file_format == "csv":
        body = [[_guarded(column, row.get(column.key), language) for column in kind.columns] for row in rows]
        return _csv([headings, *body])
    return _workbook_export(kind, list(rows), language)


def error_file(
    table: Table, refused: Collection[int], words: Mapping[int, Sequence[str]], language: str, file_format: str = "csv"
) -> bytes:
    """Return the refused lines as they were, with a column that says what is wrong; corrected, it imports.

    ``words`` are the sentences by line; those of the heading's line stand at lines without any of their own.
    """
    whole = words.get(table.heading_line, [])
    with translation.override(language):
        rows = [[*table.headings, _("Problem")]]
    for line in table.lines:
        if line.number in refused:
            cells = [text_of(cell) for cell in line.cells[: len(table.headings)]]
            cells += [""] * (len(table.headings) - len(cells))
            rows.append([*cells, "; ".join(words.get(line.number, whole))])
    safe = [[safe_cell(cell) for cell in row] for row in rows]
    return _csv(safe) if file_format == "csv" else _plain_workbook(safe)


def printed(column: Column, value: Any, language: str) -> str:
    """Return a canonical value as text that the column reads back as the same value."""
    if value is None or value in ("", ()):
        return ""
    if column.type == Type.CHOICE:
        return next((choice.label(language) for choice in column.accepted() if choice.code == value), str(value))
    if column.type == Type.BOOLEAN:
        return ("是" if value else "否") if language.startswith("zh") else ("yes" if value else "no")
    if column.type == Type.SHARE:
        return f"{_trimmed(Decimal(value) * 100)}%"
    if column.type in {Type.DECIMAL, Type.MONEY}:
        return _trimmed(Decimal(value))
    if column.type == Type.LIST:
        return "; ".join(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return str(value)


def _guarded(column: Column, value: Any, language: str) -> str:
    text = printed(column, value, language)
    return safe_cell(text) if column.type in GUARDED_TYPES else text


def _trimmed(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _heading_with_choices(column: Column, language: str) -> str:
    labels = [choice.label(language) for choice in column.accepted()]
    return f"{column.label(language)} ({' | '.join(labels)})" if labels else column.label(language)


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    """Write with a mark, so that spreadsheets take it as UTF-8, and every cell with a break or delimiter quoted."""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


def _workbook() -> tuple[Any, io.BytesIO]:
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"created": EPOCH})
    return book, stream


def _plain_workbook(rows: Sequence[Sequence[str]]) -> bytes:
    book, stream = _workbook()
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for index, cell in enumerate(row):
            sheet.write_string(number, index, cell[:XLSX_CELL])
    book.close()
    return stream.getvalue()


def _headings(book: Any, sheet: Any, kind: Kind, language: str) -> None:
    plain = book.add_format({"bold": True, "bottom": 1})
    must = book.add_format({"bold": True, "bottom": 1, "font_color": "#9C1C1C"})
    for index, column in enumerate(kind.columns):
        label = column.label(language)
        sheet.write_string(0, index, label, must if column.required else plain)
        width = sum(2 if ord(character) > 0x2E80 else 1 for character in label) + 4  # noqa: PLR2004  wide characters
        sheet.set_column(index, index, min(max(width, WIDTHS[0]), WIDTHS[1]))
    sheet.freeze_panes(1, 0)


def _workbook_template(kind: Kind, language: str, example: Sequence[str]) -> bytes:
    book, stream = _workbook()
    sheet = book.add_worksheet(_("Rows"))
    accepted = book.add_worksheet(_("Accepted values"))
    _headings(book, sheet, kind, language)
    for index, cell in enumerate(example):
        sheet.write_string(1, index, safe_cell(cell))
    _accepted_sheet(book, accepted, kind, language)
    for index, column in enumerate(kind.columns):
        labels = [choice.label(language) for choice in column.accepted()]
        if labels:
            for number, label in enumerate(labels):
                accepted.write_string(number + 1, FIRST_LIST + index, label)
            first, last = (xlsxwriter.utility.xl_rowcol_to_cell(n, FIRST_LIST + index, row_abs=True, col_abs=True)
                           for n in (1, len(labels)))  # fmt: skip
            source = f"='{_('Accepted values')}'!{first}:{last}"
            sheet.data_validation(1, index, 5000, index, {"validate": "list", "source": source, "ignore_blank": True})
    book.close()
    return stream.getvalue()


def _accepted_sheet(book: Any, sheet: Any, kind: Kind, language: str) -> None:
    bold = book.add_format({"bold": True, "bottom": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for index, (heading, width) in enumerate(
        [(_("Column"), 22), (_("Field key"), 20), (_("Required"), 10), (_("Accepted values"), 60), (_("Remark"), 40)]
    ):
        sheet.write_string(0, index, heading, bold)
        sheet.set_column(index, index, width)
    for number, column in enumerate(kind.columns, start=1):
        required = printed(YES_NO, column.required, language)
        cells = (column.label(language), column.key, required, str(accepted_text(column)), column.help(language))
        for index, cell in enumerate(cells):
            sheet.write_string(number, index, cell, wrap)
    for index, column in enumerate(kind.columns):
        if column.accepted():
            sheet.write_string(0, FIRST_LIST + index, column.label(language), bold)


def _workbook_export(kind: Kind, rows: Sequence[Row], language: str) -> bytes:
    book, stream = _workbook()
    with translation.override(language):
        sheet = book.add_worksheet(_("Rows"))
    _headings(book, sheet, kind, language)
    formats = {
        Type.DATE: book.add_format({"num_format": "yyyy-mm-dd"}),
        Type.SHARE: book.add_format({"num_format": "0.##%"}),
    }
    for number, row in enumerate(rows, start=1):
        for index, column in enumerate(kind.columns):
            value, style = row.get(column.key), formats.get(column.type)
            if text := _guarded(column, value, language):
                _write_cell(sheet, (number, index), column, value, (text, style))
    book.close()
    return stream.getvalue()


def _write_cell(sheet: Any, at: tuple[int, int], column: Column, value: Any, shown: tuple[str, Any]) -> None:
    text, style = shown
    if column.type == Type.DATE:
        sheet.write_datetime(*at, datetime.combine(value, datetime.min.time()), style)
    elif column.type in NUMERIC and len(Decimal(value).normalize().as_tuple().digits) <= EXACT_DIGITS:
        sheet.write_number(*at, float(value), style)
    elif len(text) > XLSX_CELL:
        sentence = say(gettext_lazy("Row {row}: the text is too long for XLSX; export as CSV."), row=at[0])
        raise BadInputError({column.key: [sentence]})
    else:
        sheet.write_string(*at, text)
