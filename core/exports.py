"""A table as a file to open in a spreadsheet: CSV that Excel reads as UTF-8, or XLSX with typed cells."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from core.documents.values import Cell, Figure, Status
from core.documents.words import scalar_text, status_word
from core.imports.cells import safe_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_response(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], kind: str) -> HttpResponse:
    """Answer with the table as ``csv`` or ``xlsx``, named after its title and today."""
    body = csv_bytes(headings, rows) if kind == "csv" else xlsx_bytes(title, headings, rows)
    name = f"{slugify(title, allow_unicode=True)}-{timezone.localdate():%Y%m%d}.{kind}"
    response = HttpResponse(body, content_type="text/csv; charset=utf-8" if kind == "csv" else XLSX)
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    return response


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write CSV with a byte-order mark; a text that a spreadsheet would run as a formula is disarmed."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([safe_cell(heading) for heading in headings])
    for row in rows:
        writer.writerow([safe_cell(value) if isinstance(value := plain(cell), str) else value for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def xlsx_bytes(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write one sheet with a frozen header; numbers stay numbers, texts are never formulas."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, headings, bold)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                value = plain(cell)
                sheet.write(number, place, value, day) if isinstance(value, date) else sheet.write(number, place, value)
        sheet.autofit()
    return out.getvalue()


def plain(cell: Cell) -> Any:
    """Reduce a cell to what a spreadsheet keeps: a number, a day, or words."""
    value = cell.content
    if value is None and cell.status is not None:
        value = cell.status
    match value:
        case None:
            return ""
        case Status():
            return status_word(value)
        case Figure():
            return "" if value.value is None else value.value
        case datetime():
            return f"{timezone.localtime(value) if timezone.is_aware(value) else value:%Y-%m-%d %H:%M}"
        case date() | int() | Decimal():
            return value
    return scalar_text(value, timezone.get_current_timezone_name())


def _sheet_name(title: str) -> str:
    return "".join(sign for sign in title if sign not in "[]:*?/\\'")[:31] or "1"
