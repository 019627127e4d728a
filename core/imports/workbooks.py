"""XLSX tables: the first sheet with content or a named one, headings below a title or merged over two rows."""

import io
from typing import Any

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineSheet, CalamineWorkbook

from core.imports.archives import DAMAGED, check_workbook
from core.imports.limits import check_cell, check_columns, check_rows
from core.imports.table import Line, Table, UnreadableError
from core.imports.words import say

TITLE_ROWS = 5  # a title may stand above the headings


def read_workbook(data: bytes, sheet: str = "") -> Table:
    """Read a sheet of an .xlsx; raises ``UnreadableError``."""
    check_workbook(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        name, rows, merged = _choose(book, sheet)
    except UnreadableError:
        raise
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a panic of the reader is no Exception
        raise UnreadableError(DAMAGED) from error
    return _table(name, rows, merged)


def _choose(book: CalamineWorkbook, wanted: str) -> tuple[str, list[list[Any]], list[Any]]:
    names = book.sheet_names
    if wanted and wanted not in names:
        raise UnreadableError(
            say(_("There is no sheet “{sheet}”; there are: {sheets}."), sheet=wanted, sheets=", ".join(names))
        )
    for name in [wanted] if wanted else names:
        sheet: CalamineSheet = book.get_sheet_by_name(name)
        rows = sheet.to_python(skip_empty_area=False)
        if any(_filled(row) for row in rows):
            return name, rows, list(sheet.merged_cell_ranges or [])
    raise UnreadableError(_("The file is empty."))


def _filled(row: list[Any]) -> int:
    return sum(1 for cell in row if cell is not None and str(cell).strip())


def _table(name: str, rows: list[list[Any]], merged: list[Any]) -> Table:
    top = _heading_row(rows)
    headings, depth = _headings(rows, top, merged)
    check_columns(len(headings))
    lines = []
    for number, row in enumerate(rows[top + depth :], start=top + depth + 1):
        if not _filled(row):
            continue
        for index, cell in enumerate(row):
            if isinstance(cell, str):
                check_cell(number, index + 1, len(cell))
        lines.append(Line(number, tuple(row)))
        check_rows(len(lines))
    notes: tuple[Any, ...] = ()
    if any(_filled(row) for row in rows[:top]):
        notes = (say(_("Headings were found in row {row}; what stands above was left out."), row=top + 1),)
    return Table(tuple(headings), tuple(lines), heading_line=top + depth, sheet=name, notes=notes)


def _heading_row(rows: list[list[Any]]) -> int:
    """Return the first filled row, or the next with several cells where a lone title stands above it."""
    filled = [index for index, row in enumerate(rows) if _filled(row)][: TITLE_ROWS + 1]
    if _filled(rows[filled[0]]) == 1:
        for index in filled[1:]:
            if _filled(rows[index]) > 1:
                return index
    return filled[0]


def _headings(rows: list[list[Any]], top: int, merged: list[Any]) -> tuple[list[str], int]:
    """Join headings that are merged over several rows: the lower one counts, the upper one where it is empty."""
    bottom = top
    for (start_row, _start), (end_row, _end) in merged:
        if start_row == top:
            bottom = max(bottom, end_row)
    if bottom >= len(rows) - 1:
        bottom = top
    headings: list[str] = []
    for index in range(len(rows[top])):
        cells = [str(row[index]).strip() for row in rows[top : bottom + 1] if str(row[index]).strip()]
        headings.append(cells[-1] if cells else "")
    while headings and not headings[-1] and not any(str(row[len(headings) - 1]).strip() for row in rows[bottom + 1 :]):
        headings.pop()
    return headings, bottom - top + 1
