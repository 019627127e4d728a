"""Amounts as integer minor units with an ISO currency: exact in storage, rounded only in print."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

# ISO 4217 minor digits where they are not two.
MINOR_DIGITS: Mapping[str, int] = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW"), 0),
    **dict.fromkeys(("PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}
SIGNS: Mapping[str, str] = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "KRW": "₩", "INR": "₹"}
CODE_LENGTH = 3
TEN_THOUSAND, HUNDRED_MILLION = Decimal(10**4), Decimal(10**8)


class CurrencyMixError(ValueError):
    """Two currencies met in one sum or comparison."""


def minor_digits(currency: str) -> int:
    """Return how many decimal places the currency has."""
    return MINOR_DIGITS.get(currency, 2)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency; arithmetic with another raises ``CurrencyMixError``."""

    minor: int
    currency: str = "CNY"

    def __post_init__(self) -> None:
        if isinstance(self.minor, bool) or not isinstance(self.minor, int):
            raise TypeError("an amount is a whole number of minor units")
        if not (len(self.currency) == CODE_LENGTH and self.currency.isascii() and self.currency.isupper()):
            msg = f"{self.currency!r} is not an ISO 4217 code"
            raise ValueError(msg)

    @classmethod
    def from_decimal(cls, amount: Decimal | int | str, currency: str = "CNY") -> "Money":
        """Make an amount from major units; raises ``ValueError`` where that would lose a fraction."""
        try:
            minor = Decimal(amount).scaleb(minor_digits(currency))
        except InvalidOperation as error:
            msg = f"{amount!r} is not an amount"
            raise ValueError(msg) from error
        if not minor.is_finite() or minor != minor.to_integral_value():
            msg = f"{amount!r} has more decimal places than {currency}"
            raise ValueError(msg)
        return cls(int(minor), currency)

    @classmethod
    def rounded(cls, amount: Decimal, currency: str = "CNY") -> "Money":
        """Make an amount from a computed figure in major units, half to even; for what is printed or posted."""
        minor = amount.scaleb(minor_digits(currency)).to_integral_value(ROUND_HALF_EVEN)
        return cls(int(minor), currency)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Money":
        """Read ``{"minor", "currency"}``."""
        return cls(value["minor"], value["currency"])

    def to_json(self) -> dict[str, int | str]:
        """Write ``{"minor", "currency"}``."""
        return {"minor": self.minor, "currency": self.currency}

    def to_decimal(self) -> Decimal:
        """Return the amount in major units, exact."""
        return Decimal(self.minor).scaleb(-minor_digits(self.currency))

    def _same(self, other: "Money") -> int:
        if self.currency != other.currency:
            msg = f"{self.currency} and {other.currency} do not add up"
            raise CurrencyMixError(msg)
        return other.minor

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.minor * times, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.minor >= self._same(other)

    def __str__(self) -> str:
        return f"{self.currency} {self.to_decimal():,.{minor_digits(self.currency)}f}"


def total(amounts: Iterable[Money], currency: str) -> Money:
    """Add amounts of one currency; an empty sum is zero of that currency."""
    result = Money(0, currency)
    for amount in amounts:
        result += amount
    return result


def grouped(value: Decimal, language: str, places: int | None = None) -> str:
    """Write a number in groups of three: parted by a space that does not break in Chinese, by commas elsewhere.

    Every figure of a page or a paper is written by this one; ``str(Money)`` is what is signed, alike in all languages.
    """
    text = f"{value:,f}" if places is None else f"{value:,.{places}f}"
    return text.replace(",", "\xa0") if language.startswith("zh") else text


def format_money(amount: Money, language: str, *, short: bool = False) -> str:
    """Write an amount for people: sign, grouped digits; short rounds to 万 and 亿, or to k and M."""
    value = amount.to_decimal()
    sign = "−" if value < 0 else ""
    symbol = SIGNS.get(amount.currency, f"{amount.currency} ")
    if not short:
        return f"{sign}{symbol}{grouped(abs(value), language, minor_digits(amount.currency))}"
    return f"{sign}{symbol}{_short(abs(value), language)}"


def _short(value: Decimal, language: str) -> str:
    if language.startswith("zh"):
        steps = ((HUNDRED_MILLION, " 亿"), (TEN_THOUSAND, " 万"))
    else:
        steps = ((Decimal(10**6), "M"), (Decimal(10**3), "k"))
    for size, word in steps:
        if value >= size:
            return f"{_trim(value / size, language)}{word}"
    return _trim(value, language)


def _trim(value: Decimal, language: str) -> str:
    rounded = value.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return grouped(rounded, language, 0 if rounded == rounded.to_integral_value() else 1)
