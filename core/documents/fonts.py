"""The two embedded fonts, Noto Sans SC Regular and Bold, and what they cannot draw. Imported before platypus."""

import re
import threading
from functools import cache, lru_cache
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics, ttfonts

FOLDER = Path(__file__).parent / "fonts"
REGULAR, BOLD = "NotoSansSC", "NotoSansSC-Bold"
SUBSTITUTE = "〓"
REPLACED = str.maketrans({"\u2009": "\xa0", "\u202f": "\xa0", "\t": " ", "\r": None, "\u200b": None, "\ufeff": None,
                          "\ufe0e": None, "\ufe0f": None, "\u2011": "-",
                          **{chr(0x2080 + digit): str(digit) for digit in range(10)}})  # fmt: skip
LINE_ENDS = re.compile(r"\r\n|[\r\u2028\u2029\x0b\x0c\x85]")
BEYOND_BMP = re.compile(r"<([0-9A-F]{5,6})>")

_lock = threading.Lock()
_to_unicode = ttfonts.makeToUnicodeCMap


def _surrogates(name: str, subset: list[int]) -> str:
    """Write characters beyond the basic plane as UTF-16 pairs, so that they can be searched and copied."""
    written: str = _to_unicode(name, subset)
    return BEYOND_BMP.sub(lambda hit: f"<{chr(int(hit[1], 16)).encode('utf-16-be').hex().upper()}>", written)


@cache
def _registered() -> None:
    ttfonts.makeToUnicodeCMap = _surrogates
    for name, file in ((REGULAR, "NotoSansSC-Regular.ttf"), (BOLD, "NotoSansSC-Bold.ttf")):
        pdfmetrics.registerFont(ttfonts.TTFont(name, str(FOLDER / file)))
    for bold in (0, 1):
        for italic in (0, 1):
            addMapping(REGULAR, bold, italic, BOLD if bold else REGULAR)
    rl_config.canvas_basefontname = REGULAR
    rl_config.useA85 = 0  # streams as bytes: a fifth smaller


def register() -> None:
    """Load the fonts once a process; afterwards nothing refers to a font that is not embedded."""
    with _lock:
        _registered()


@cache
def widths(name: str) -> dict[int, int]:
    """Return the advance of each character in thousandths of the size."""
    register()
    known: dict[int, int] = pdfmetrics.getFont(name).face.charWidths
    return known


@cache
def _drawable() -> frozenset[int]:
    register()
    return frozenset(pdfmetrics.getFont(REGULAR).face.charToGlyph) | {ord("\n")}


def missing_glyphs(text: str) -> tuple[str, ...]:
    """Return the characters that the font cannot draw, sorted."""
    known = _drawable()
    return tuple(sorted(char for char in set(text.translate(REPLACED)) if ord(char) not in known))


@lru_cache(maxsize=8192)  # a paper is told twice, and its words are looked at before
def drawable(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the text as it prints, a visible mark in place of what cannot be drawn, and what that was."""
    text = LINE_ENDS.sub("\n", text).translate(REPLACED)
    missing = missing_glyphs(text)
    return (text.translate({ord(char): SUBSTITUTE for char in missing}) if missing else text), missing
