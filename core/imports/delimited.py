"""Text tables: which character separates the cells, and the records with the numbers of their lines."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext_lazy as _

from core.imports.encodings import decode
from core.imports.limits import check_cell, check_columns, check_rows
from core.imports.table import Line, Table, UnreadableError
from core.imports.words import say

DELIMITERS = ",;\t|"
LOOK = 30  # records looked at to choose the delimiter
SAMPLE = 200_000  # characters


def read_delimited(data: bytes) -> Table:
    """Read a CSV in any usual encoding and delimiter; raises ``UnreadableError``."""
    text, encoding, notes = decode(data)
    said = re.match(r"sep=(.)(\r\n|\r|\n)", text, re.IGNORECASE)
    body = text[said.end() :] if said else text
    delimiter = said[1] if said else sniff(body)
    lines = list(_lines(body, delimiter, 1 if said else 0))
    if not lines:
        raise UnreadableError(_("The file is empty."))
    headings, rest = lines[0], lines[1:]
    return Table(
        headings=tuple(str(cell).strip() for cell in headings.cells),
        lines=tuple(rest),
        heading_line=headings.number,
        encoding=encoding,
        delimiter=delimiter,
        notes=notes,
    )


def sniff(text: str) -> str:
    """Choose the delimiter by which most of the first records have as many cells as the headings."""

    def score(delimiter: str) -> tuple[bool, float, int]:
        try:
            reader = csv.reader(io.StringIO(text[:SAMPLE], newline=""), delimiter=delimiter)
            counts = [len(cells) for cells in islice((cells for cells in reader if any(cells)), LOOK)]
        except csv.Error:
            return (False, 0.0, 0)
        if not counts or counts[0] < 2:  # noqa: PLR2004
            return (False, 0.0, 0)
        return (True, counts.count(counts[0]) / len(counts), counts[0])

    best = max(DELIMITERS, key=score)  # the first of equals
    return best if score(best)[0] else ","


def _lines(text: str, delimiter: str, skipped: int) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start, count = 1 + skipped, 0
    try:
        for cells in reader:
            check_columns(len(cells))
            for index, cell in enumerate(cells):
                check_cell(start, index + 1, len(cell))
            if any(cell.strip() for cell in cells):
                count += 1
                check_rows(count - 1)
                yield Line(start, tuple(cells))
            start = reader.line_num + 1 + skipped
    except csv.Error as error:
        raise UnreadableError(_reason(str(error), start)) from error


def _reason(error: str, line: int) -> object:
    if "field larger" in error:
        return say(_("Line {line}: a cell is far too long, perhaps because a quotation mark is not closed."), line=line)
    if "unexpected end" in error:
        return say(_("Line {line}: a quotation mark is not closed, or the file is cut off."), line=line)
    return say(_("Line {line}: there is text after a closing quotation mark."), line=line)
