"""The fixed words of a paper and the way its numbers and dates are written, in the language that is active."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from core.documents.blocks import KeyFigure
from core.documents.values import Cell, CellValue, Figure, Number, Scalar, Status
from core.money import Money, grouped, minor_digits

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

STATUS_WORDS = {
    "good": gettext_lazy("Met"),
    "warn": gettext_lazy("Attention"),
    "bad": gettext_lazy("Not met"),
    "block": gettext_lazy("Blocked"),
    "stale": gettext_lazy("Stale"),
    "run": gettext_lazy("Running"),
    "wait": gettext_lazy("Waiting"),
    "done": gettext_lazy("Closed"),
    "none": gettext_lazy("n/a"),
}
DOCUMENT_STATUS = {
    "draft": gettext_lazy("Draft"),
    "in_review": gettext_lazy("In review"),
    "approved": gettext_lazy("Approved"),
    "issued": gettext_lazy("Issued"),
    "superseded": gettext_lazy("Superseded"),
    "withdrawn": gettext_lazy("Withdrawn"),
}
TRENDS = {
    "better": ("↑", gettext_lazy("better")),
    "same": ("→", gettext_lazy("unchanged")),
    "worse": ("↓", gettext_lazy("worse")),
}
UNITS: dict[str, Callable[[int], str]] = {
    "wd": lambda n: ngettext("working day", "working days", n),
    "days": lambda n: ngettext("day", "days", n),
    "hours": lambda n: ngettext("hour", "hours", n),
    "minutes": lambda n: ngettext("minute", "minutes", n),
    "weeks": lambda n: ngettext("week", "weeks", n),
    "count": lambda _n: "",
}
HEADER_UNITS = {
    "wd": gettext_lazy("working days"),
    "days": gettext_lazy("days"),
    "hours": gettext_lazy("hours"),
    "minutes": gettext_lazy("minutes"),
    "weeks": gettext_lazy("weeks"),
    "count": "",
}


def is_chinese() -> bool:
    """Tell whether Chinese is active."""
    return (get_language() or "").startswith("zh")


def number(value: Number, places: int | None = None, *, signed: bool = False) -> str:
    """Write a number in groups of three; a minus sign that is one."""
    exact = Decimal(value)
    text = grouped(exact, get_language() or "", places)
    if text.startswith("-"):
        return f"−{text[1:]}" if exact else text[1:]
    return f"+{text}" if signed and exact > 0 else text


def money_text(amount: Money) -> str:
    """Write an amount with its currency before it, in the groups of every other figure."""
    return f"{amount.currency} {number(amount.to_decimal(), minor_digits(amount.currency))}"


def parts(figure: Figure) -> tuple[str, str]:
    """Return the figure's number and its unit as words; no value reads not available."""
    if figure.value is None:
        return _("n/a"), ""
    if figure.unit == "share":
        places = 1 if figure.places is None else figure.places
        return number(Decimal(figure.value) * 100, places, signed=figure.signed), "%"
    unit = UNITS[figure.unit](_plural(figure.value)) if figure.unit in UNITS else figure.unit
    return number(figure.value, figure.places, signed=figure.signed), unit


def figure_text(figure: Figure) -> str:
    """Write a figure with its unit: ``78.4%``, ``7 working days``, ``+7.2 pp``."""
    value, unit = parts(figure)
    return value + (unit if unit == "%" or not unit else f"\xa0{unit}")


def counted(figure: Figure) -> str:
    """Write how a figure was counted: its numerator and denominator, or its n; empty where neither is known."""
    if figure.numerator is not None and figure.denominator is not None:
        return f"{number(figure.numerator)}/{number(figure.denominator)}"
    return f"n={number(figure.n)}" if figure.n is not None else ""


def day(value: date) -> str:
    """Write a date with its year: ``2027-05-14`` in Chinese, ``14 May 2027`` in English."""
    return value.strftime("%Y-%m-%d") if is_chinese() else f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def short_day(value: date) -> str:
    """Write a date without its year, where the year stands beside it."""
    return value.strftime("%m-%d") if is_chinese() else f"{value.day} {MONTHS[value.month - 1]}"


def moment(value: datetime, zone: str) -> str:
    """Write a time in the zone, with the zone's name."""
    local = value.astimezone(ZoneInfo(zone))
    return f"{day(local)} {local:%H:%M} {local.tzname()}"


def status_word(status: Status) -> str:
    """Return the status's own word, else the usual one of its kind."""
    return str(status.word) or str(STATUS_WORDS[status.kind])


def scalar_text(value: Scalar, zone: str) -> str:
    """Write what stands in a cell."""
    match value:
        case None:
            return ""
        case Figure():
            return figure_text(value)
        case Status():
            return status_word(value)
        case datetime():
            return moment(value, zone)
        case date():
            return day(value)
        case bool():
            return _("yes") if value else _("no")
        case int() | Decimal():
            return number(value)
    return str(value)


def as_cell(value: CellValue) -> Cell:
    """Return the value as a cell; a bare status becomes the cell's status."""
    if isinstance(value, Cell):
        return value
    return Cell(status=value) if isinstance(value, Status) else Cell(value)


def document_status(code: str) -> str:
    """Return the word for a document's status."""
    return str(DOCUMENT_STATUS.get(code, code))


def short_hash(digest: str) -> str:
    """Return the first and last four digits."""
    return f"{digest[:4]}…{digest[-4:]}" if digest else ""


def _plural(value: Number) -> int:
    """Return 1 for exactly one and 2 for anything else: fractions are plural."""
    return 1 if abs(value) == 1 else 2


def unit_word(unit: str) -> str:
    """Return a unit as it stands in a header."""
    if unit == "share":
        return "%"
    return str(HEADER_UNITS.get(unit, unit))


def basis(figure: KeyFigure) -> str:
    """Say how a figure was counted and what it is measured against."""
    said = [counted(figure.value)]
    if figure.target is not None:
        word = figure.target_word or _("target")
        said.append(f"{word} {figure_text(figure.target)}")
    return _(", ").join(filter(None, [*said, figure.note]))
