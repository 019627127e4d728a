"""Numbers as people write them: thousands separators, 万 and 亿, percent, money signs, brackets for negatives."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.imports.cells import plain
from core.imports.words import say

UNITS = {"千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "k": 3, "m": 6}
UNIT = re.compile(r"(?<=[0-9])\s*(百万|千万|千|万|亿|[kKmM])$")
DIGITS = re.compile(r"[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
SPACED = re.compile(r"[0-9]{1,3}([ '’][0-9]{3})+(\.[0-9]+)?")
CONTINENTAL = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(\.[0-9]{3}){2,}")
MONEY_SIGNS = {"CNY": ("CNY", "RMB", "¥", "元", "人民币"), "USD": ("USD", "US$", "$"), "EUR": ("EUR", "€"),
               "GBP": ("GBP", "£"), "HKD": ("HKD", "HK$"), "JPY": ("JPY", "円")}  # fmt: skip
LARGEST = 15  # digits before the point; more is a typing error
FINEST = 12  # digits after it


class NumberError(ValueError):
    """The cell is not a number as we read them; carries the sentence."""

    def __init__(self, sentence: Any) -> None:
        """Keep a lazy sentence."""
        super().__init__()
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Number:
    """A number, and whether it carried a percent sign."""

    value: Decimal
    percent: bool = False


def read_number(cell: Any) -> Number:
    """Read a number; raises ``NumberError``."""
    if isinstance(cell, bool):
        raise NumberError(_("This is yes or no, not a number."))
    if isinstance(cell, int):
        return Number(_bounded(Decimal(cell)))
    if isinstance(cell, float):
        return Number(_bounded(Decimal(repr(cell))))
    text = plain(cell).replace("\xa0", " ").replace("−", "-")
    sign, text = _sign(text)
    percent = text.endswith("%")
    text = text.removesuffix("%").strip()
    text, power = _unit(text)
    value = _bounded(sign * _digits(text).scaleb(power - (2 if percent else 0)))
    return Number(value, percent)


def read_money(cell: Any, currency: str) -> Decimal:
    """Read an amount of major units; a sign of another currency is refused."""
    if isinstance(cell, (int, float)):
        return read_number(cell).value
    text = plain(cell)
    for code, signs in sorted(MONEY_SIGNS.items(), key=lambda item: item[0] == currency):
        for mark in sorted(signs, key=len, reverse=True):
            bare = _without(text, mark)
            if bare == text:
                continue
            if code != currency and mark not in MONEY_SIGNS.get(currency, ()) and not _also(text, currency):
                raise NumberError(say(_("The amount is in {other}; this column is in {currency}."), other=code,
                                      currency=currency))  # fmt: skip
            text = bare
    return read_number(text).value


def _also(text: str, currency: str) -> bool:
    return any(text.upper().startswith(mark) for mark in MONEY_SIGNS.get(currency, ()))


def _without(text: str, mark: str) -> str:
    """Take a money sign from either end, inside brackets or after a minus too."""
    found = re.fullmatch(rf"(\(?\s*[+-]?)\s*{re.escape(mark)}\s*(.*)", text, re.IGNORECASE | re.DOTALL)
    if found:
        return (found[1] + found[2]).strip()
    found = re.fullmatch(rf"(.*?)\s*{re.escape(mark)}\s*(\)?)", text, re.IGNORECASE | re.DOTALL)
    return (found[1] + found[2]).strip() if found else text


def _sign(text: str) -> tuple[int, str]:
    if text.startswith("(") and text.endswith(")"):
        return -1, text[1:-1].strip()
    if text[:1] in {"-", "+"}:
        return (-1 if text[0] == "-" else 1), text[1:].strip()
    return 1, text


def _unit(text: str) -> tuple[str, int]:
    found = UNIT.search(text)
    return (text[: found.start()], UNITS[found[1].lower()]) if found else (text, 0)


def _digits(text: str) -> Decimal:
    if DIGITS.fullmatch(text):
        return Decimal(text)
    if GROUPED.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if SPACED.fullmatch(text):
        return Decimal(re.sub(r"[ '’]", "", text))
    if CONTINENTAL.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    if re.fullmatch(r"[0-9]+,[0-9]+", text):
        raise NumberError(
            _("It is unclear whether the comma separates decimals or thousands; write 1234.5 or 1,234.5.")
        )
    raise NumberError(_("This is not a number."))


def _bounded(value: Decimal) -> Decimal:
    if not value.is_finite() or value.adjusted() >= LARGEST:
        raise NumberError(_("The number is too large."))
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > FINEST:
        value = value.quantize(Decimal(1).scaleb(-FINEST))
    return value
