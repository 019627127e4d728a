"""Cells as text: what was read becomes characters, and what is written can never become a formula."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

FORMULA = re.compile(r"[\s\x00']*[=+\-@\t\r\n\x00＝＋－＠﹢﹣﹦﹫]")
PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?%?")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def safe_cell(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run; plain numbers stay as they are."""
    if FORMULA.match(text) and not PLAIN_NUMBER.fullmatch(text):
        return "'" + text
    return text


def unguarded(text: str) -> str:
    """Take back the apostrophe of ``safe_cell``."""
    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text


def text_of(cell: Any) -> str:
    """Return a cell as trimmed text in NFC, with line ends of one sort; numbers without needless zeros."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 10**15 else repr(cell)
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, datetime) and cell.time() == time.min and cell.tzinfo is None:
        return cell.date().isoformat()
    if isinstance(cell, (date, datetime, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    if isinstance(cell, (tuple, list)):
        return ";".join(map(text_of, cell))
    text = str(cell).replace("\r\n", "\n").replace("\r", "\n").strip("\ufeff \t\n\u3000\xa0")
    return unicodedata.normalize("NFC", unguarded(text)).strip()


def plain(cell: Any) -> str:
    """Return a cell as text with full-width digits, signs and letters made half-width."""
    return unicodedata.normalize("NFKC", text_of(cell)).strip()


def folded(text: str) -> str:
    """Return what is left of a word when case, width, spaces and punctuation do not count."""
    kept = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s_\-–—*:：/／.。'’\"“”]+", "", kept)
