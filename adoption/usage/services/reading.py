"""From a file of any size to a plain UTF-8 table on disk: unpacked, transcoded, its delimiter and headings known."""

import codecs
import csv
import gzip
import io
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.imports.delimited import sniff
from core.imports.encodings import decode
from core.imports.limits import check_columns
from core.imports.readers import FOREIGN, read_table
from core.imports.table import UnreadableError
from core.imports.words import say

CHUNK = 2**20
SAMPLE = 2**18
GZIP = b"\x1f\x8b"
SAMPLES = 3


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A UTF-8 table: ``skip`` physical lines stand before the first record; ``lines`` counts all line ends."""

    path: Path
    delimiter: str
    headings: tuple[str, ...]
    skip: int
    lines: int
    encoding: str
    notes: tuple[Any, ...]
    samples: tuple[tuple[str, ...], ...]


@contextmanager
def plain_table(path: Path) -> Iterator[PlainTable]:
    """Give the file as a plain table for the block; one pass over it, two where it must be transcoded.

    Raises ``UnreadableError`` for what is no table, is empty, or is larger than ``USAGE_MAX_BYTES`` when unpacked.
    """
    with tempfile.TemporaryDirectory(prefix="landfall-usage-") as folder:
        spare = Path(folder)
        with path.open("rb") as file:
            head = file.read(8)
        if not head:
            raise UnreadableError(_("The file is empty."))
        if head.startswith(GZIP):
            path = _unpacked(path, spare / "unpacked")
        elif head.startswith(b"PK"):
            path = _from_workbook(path, spare / "workbook.csv")
        elif any(head.startswith(mark) for mark in FOREIGN):
            read_table(head)  # raises with the name of what it is
        _check_size(path.stat().st_size)
        yield _table(path, spare)


def _check_size(size: int) -> None:
    limit: int = settings.USAGE_MAX_BYTES
    if size > limit:
        text = _("The file has {size} MB; at most {limit} MB are read. Split it.")
        raise UnreadableError(say(text, size=-(-size // 2**20), limit=limit // 2**20))


def _unpacked(path: Path, target: Path) -> Path:
    done = 0
    try:
        with gzip.open(path, "rb") as packed, target.open("wb") as plain:
            while chunk := packed.read(CHUNK):
                done += len(chunk)
                _check_size(done)
                plain.write(chunk)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableError(_("The packed file is damaged or cut off.")) from error
    return target


def _from_workbook(path: Path, target: Path) -> Path:
    table = read_table(path.read_bytes() if path.stat().st_size <= settings.IMPORT_MAX_BYTES else b"PK")
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table.headings)
        writer.writerows([["" if cell is None else cell for cell in line.cells] for line in table.lines])
    return target


def _table(path: Path, spare: Path) -> PlainTable:
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    whole = len(sample) < SAMPLE
    cut = sample if whole else sample[: sample.rfind(b"\n") + 1 or len(sample)]
    wide = cut[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}
    text, encoding, notes = decode(cut[: len(cut) // 2 * 2] if wide else cut)
    lines, path, encoding, notes = _checked(path, spare, encoding, notes)
    said = 1 if text[:4].casefold() == "sep=" else 0
    delimiter = text[4] if said else sniff(text)
    headings, skip, samples = _headings(text, delimiter, said)
    return PlainTable(path, delimiter, headings, skip, lines, encoding, notes, samples)


def _headings(text: str, delimiter: str, said: int) -> tuple[tuple[str, ...], int, tuple[tuple[str, ...], ...]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for _skipped in range(said):
            next(reader)
        first = next((cells for cells in reader if any(cell.strip() for cell in cells)), None)
        if first is None:
            raise UnreadableError(_("The file is empty."))
        skip = reader.line_num
        samples = tuple(tuple(cells) for cells in islice((row for row in reader if any(row)), SAMPLES))
    except csv.Error as error:
        raise UnreadableError(_("The first lines of the file are no table.")) from error
    check_columns(len(first))
    if not samples:
        raise UnreadableError(_("The file has headings but no rows."))
    return tuple(cell.strip("\ufeff \t") for cell in first), skip, samples


def _checked(path: Path, spare: Path, encoding: str, notes: tuple[Any, ...]) -> tuple[int, Path, str, tuple[Any, ...]]:
    """Count the lines; write the file anew in UTF-8 where it is in anything else."""
    name = {"UTF-8": "utf-8", "UTF-16": "utf-16", "UTF-16 LE": "utf-16-le", "UTF-16 BE": "utf-16-be",
            "UTF-32": "utf-32", "Windows-1252": "cp1252", "GB18030": "gb18030"}[encoding]  # fmt: skip
    with path.open("rb") as file:
        try:
            if name == "utf-8":
                return _count(file), path, encoding, notes
            return _transcoded(file, spare / "utf8.csv", name), spare / "utf8.csv", encoding, notes
        except UnicodeDecodeError:
            if name != "utf-8":
                raise UnreadableError(_("The file is damaged: not all of it is in one encoding.")) from None
    # its beginning is plain ASCII and only later come characters of the old Chinese encoding
    with path.open("rb") as file:
        try:
            lines = _transcoded(file, spare / "utf8.csv", "gb18030")
        except UnicodeDecodeError as error:
            raise UnreadableError(
                _("The encoding of the file cannot be told. Save it as UTF-8 (CSV UTF-8) and try again.")
            ) from error
    return lines, spare / "utf8.csv", "GB18030", (*notes, _("Read as GB18030 (GBK)."))


def _count(file: BinaryIO) -> int:
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines = 0
    while chunk := file.read(CHUNK):
        if not chunk.isascii() or decoder.getstate()[0]:
            decoder.decode(chunk)
        lines += chunk.count(b"\n")
    decoder.decode(b"", final=True)
    return lines


def _transcoded(file: BinaryIO, target: Path, encoding: str) -> int:
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 0
    with target.open("w", encoding="utf-8", newline="") as plain:
        while chunk := file.read(CHUNK):
            text = decoder.decode(chunk)
            lines += text.count("\n")
            plain.write(text)
        plain.write(decoder.decode(b"", final=True))
    return lines


def records(table: PlainTable) -> Iterator[tuple[int, list[str]]]:
    """Give each record with the number of its first physical line, blank lines passed over."""
    with table.path.open(encoding="utf-8", newline="", errors="replace") as file:
        for _skipped in range(table.skip):
            next(file, None)
        reader = csv.reader((line.replace("\0", "") for line in file), delimiter=table.delimiter)
        start = table.skip + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, cells
            start = table.skip + reader.line_num + 1
