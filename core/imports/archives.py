"""What is checked of a workbook before it is opened: members, true unpacked size, and the extent of its sheets."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from core.imports.limits import MAX_COLUMNS, MAX_MEMBERS, MAX_RATIO, MAX_ROWS, MAX_UNPACKED
from core.imports.table import UnreadableError
from core.imports.words import say

CHUNK = 2**20
FREE = 10 * 2**20  # below this no ratio is looked at
LOCAL_HEADER = 30
REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")
TAIL = 64
BOMB = _("The workbook unpacks to far more than it says or than is read; it is not opened.")
DAMAGED = _("The workbook is cut off or damaged: it cannot be unpacked.")


def check_workbook(data: bytes) -> None:
    """Refuse a workbook that is damaged, not a workbook, or would unpack or spread too far."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, EOFError, OSError) as error:
        raise UnreadableError(DAMAGED) from error
    names = {member.filename for member in members}
    if "xl/workbook.xml" not in names:
        raise UnreadableError(_("The file is a ZIP archive but not an .xlsx workbook."))
    if len(members) > MAX_MEMBERS or sum(member.compress_size for member in members) > len(data):
        raise UnreadableError(BOMB)
    total = 0
    for member in members:
        total += _unpack(data, member, MAX_UNPACKED - total)
    if total > FREE and total > MAX_RATIO * len(data):
        raise UnreadableError(BOMB)


def _unpack(data: bytes, member: zipfile.ZipInfo, left: int) -> int:
    """Unpack one member by its bytes, not by what its header says; return how many there were."""
    is_sheet = member.filename.startswith("xl/worksheets/")
    size, rest, rows, columns = 0, b"", 0, 0
    for chunk in _chunks(data, member):
        size += len(chunk)
        if size > left:
            raise UnreadableError(BOMB)
        window = rest + chunk
        if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
            raise UnreadableError(_("The workbook has a document type or entities in it; it is not opened."))
        if is_sheet:
            for letters, digits in REFERENCE.findall(window):
                columns, rows = max(columns, _number(letters)), max(rows, int(digits))
            _check_extent(rows, columns)
        rest = window[-TAIL:]
    return size


def _chunks(data: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    start = member.header_offset
    if member.flag_bits & 1 or member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise UnreadableError(_("The workbook is encrypted or packed in an unusual way; save it again as .xlsx."))
    header = data[start : start + LOCAL_HEADER]
    if len(header) < LOCAL_HEADER:
        raise UnreadableError(DAMAGED)
    start += LOCAL_HEADER + sum(struct.unpack("<HH", header[26:30]))
    packed = data[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    machine = zlib.decompressobj(-15)
    try:
        while packed and not machine.eof:
            yield machine.decompress(packed, CHUNK)
            packed = machine.unconsumed_tail
    except zlib.error as error:
        raise UnreadableError(DAMAGED) from error
    if not machine.eof:
        raise UnreadableError(DAMAGED)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _check_extent(rows: int, columns: int) -> None:
    """Refuse before opening: a reader lays out the whole rectangle in memory."""
    if columns > MAX_COLUMNS:
        raise UnreadableError(
            say(_("The file has {count} columns; at most {limit} are read."), count=columns, limit=MAX_COLUMNS)
        )
    if rows > MAX_ROWS + 1000:
        raise UnreadableError(say(_("The file has more than {limit} rows. Split it."), limit=MAX_ROWS))
