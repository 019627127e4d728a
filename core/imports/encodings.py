"""From bytes to text: which encoding a file is in, told by its content."""

import codecs
import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.imports.table import UnreadableError
from core.imports.words import say

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NAMES = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16 LE", "utf-16-be": "UTF-16 BE"}
COMMON_SHARE = 0.7  # of the non-ASCII characters of real Chinese text, far more are common ones
COMMON_LEADS = frozenset(range(0xA1, 0xA4)) | frozenset(range(0xB0, 0xD8))  # punctuation, level 1
SAMPLE = 2**20
NUL = _("The file has NUL characters: it is not a text table, or it is damaged.")
SAVE_AS = _("The encoding of the file cannot be told. Save it as UTF-8 (CSV UTF-8) and try again.")


def decode(data: bytes) -> tuple[str, str, tuple[Any, ...]]:
    """Return text, the encoding's name, and notes; raises ``UnreadableError``."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding), NAMES.get(encoding, "UTF-32"), ()
    if b"\0" in data:
        encoding = _wide(data)
        text = _strictly(data, encoding)
        if not re.search(r"[\r\n]", text) or not _looks_chinese(text):
            raise UnreadableError(NUL)
        return text, NAMES[encoding], ()
    try:
        return data.decode("utf-8"), "UTF-8", ()
    except UnicodeDecodeError as error:
        return _not_utf8(data, error)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            say(
                _("The file says it is {encoding}, but byte {byte} is not: it is cut off or damaged."),
                encoding=NAMES.get(encoding, "UTF-32"),
                byte=error.start + 1,
            )
        ) from error
    if "\0" in text:
        raise UnreadableError(NUL)
    return text


def _wide(data: bytes) -> str:
    """Choose a UTF-16 without a mark by where its zero bytes stand."""
    sample = data[:SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(data) % 2 or min(even, odd) * 10 > max(even, odd):
        raise UnreadableError(NUL)
    return "utf-16-le" if odd > even else "utf-16-be"


def _not_utf8(data: bytes, error: UnicodeDecodeError) -> tuple[str, str, tuple[Any, ...]]:
    if error.start > 0 and error.end == len(data) and error.reason == "unexpected end of data":
        raise UnreadableError(_("The file ends in the middle of a character: it is cut off.")) from error
    if _looks_western(data):
        try:
            note = _("Read as Western European (Windows-1252); check accented letters.")
            return data.decode("cp1252"), "Windows-1252", (note,)
        except UnicodeDecodeError:
            raise UnreadableError(SAVE_AS) from error
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        raise UnreadableError(SAVE_AS) from error
    if not _looks_chinese(text):
        raise UnreadableError(SAVE_AS)
    return text, "GB18030", (_("Read as GB18030 (GBK)."),)


def _looks_western(data: bytes) -> bool:
    """Tell single accented letters among ASCII from pairs of bytes."""
    runs = [len(run) for run in re.findall(rb"[\x80-\xff]+", data[:SAMPLE])]
    return sum(1 for length in runs if length == 1) * 10 > 9 * len(runs)


def _looks_chinese(text: str) -> bool:
    """Tell Chinese from another double-byte encoding read as such: most of its characters are common ones."""
    seen = [character for character in text[:SAMPLE] if character > "\x7f"]
    common = sum(1 for character in seen if _is_common(character))
    return common >= COMMON_SHARE * len(seen)


def _is_common(character: str) -> bool:
    try:
        lead = character.encode("gb2312")[0]
    except UnicodeEncodeError:
        return character in "·—…￥€"
    return lead in COMMON_LEADS
