"""One cell against its column: the canonical value, or a sentence that says what is accepted instead."""

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from core.imports.cells import CONTROL, folded, plain, text_of
from core.imports.dates import DateError, read_date, read_moment
from core.imports.kinds import NUMERIC, Choice, Column, Type
from core.imports.numbers import NumberError, read_money, read_number
from core.imports.words import listed, say
from core.personal import is_masked

YES = frozenset({"是", "有", "对", "真", "√", "✓", "✔", "yes", "y", "true", "t", "1", "x"})
NO = frozenset({"否", "无", "没有", "不", "错", "假", "×", "✗", "✘", "no", "n", "false", "f", "0"})
EXCEL_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
LIST_BREAKS = re.compile(r"[;；、,，|｜\n]")


@dataclass(eq=False)
class CellError(Exception):
    """Why a cell is refused: a cause to group by, a sentence, what is accepted, and the nearest accepted value."""

    cause: str
    message: Any
    accepted: Any = ""
    choices: tuple[Choice, ...] = ()
    nearest: Choice | None = None


def empty_of(column: Column) -> Any:
    """Return what an empty cell becomes."""
    return {Type.TEXT: "", Type.LIST: ()}.get(column.type)


def is_empty(cell: Any) -> bool:
    """Tell whether a cell says nothing."""
    return cell is None or (isinstance(cell, str) and not text_of(cell))


def reader_of(column: Column) -> Callable[[Any], Any]:
    """Return the function that reads the cells of a column; it raises ``CellError``.

    Prepared once per column, because choices in two languages cost more than a cell.
    """
    read = _choice_reader(column) if column.type == Type.CHOICE else READERS[column.type]

    def cell_reader(cell: Any) -> Any:
        if is_empty(cell):
            return empty_of(column)
        if isinstance(cell, str) and cell.strip() in EXCEL_ERRORS:
            raise CellError("formula", _("The cell shows an error of the spreadsheet."), accepted_text(column))
        value = read(column, cell)
        _check_bounds(column, value)
        if column.personal and is_masked(value):
            raise CellError("rule", _("The value is masked; write the true one, or leave the column out."))
        objection = column.check(value) if column.check else None
        if objection:
            raise CellError("rule", objection, accepted_text(column))
        return value

    return cell_reader


def parse(column: Column, cell: Any) -> Any:
    """Read one cell of a column; raises ``CellError``."""
    return reader_of(column)(cell)


def accepted_text(column: Column) -> Any:
    """Say in words what the column accepts, as a lazy text."""
    if column.type == Type.CHOICE:
        choices = column.accepted()
        return listed(lambda language: _join(choices, language))
    if column.type in NUMERIC and (column.minimum is not None or column.maximum is not None):
        return say(_("{what}, {bounds}"), what=ACCEPTED[column.type], bounds=_bounds(column))
    if column.type == Type.TEXT:
        return say(_("Text of at most {n} characters"), n=column.max_length)
    return ACCEPTED[column.type]


def _join(choices: Sequence[Choice], language: str) -> str:
    return ("、" if language.startswith("zh") else ", ").join(choice.label(language) for choice in choices)


def _bounds(column: Column) -> Any:
    low, high = (_printed(column, bound) for bound in (column.minimum, column.maximum))
    if column.minimum is None:
        return say(_("at most {high}"), high=high)
    if column.maximum is None:
        return say(_("at least {low}"), low=low)
    return say(_("from {low} to {high}"), low=low, high=high)


def _printed(column: Column, bound: Any) -> str:
    if column.type == Type.SHARE and bound is not None:
        return f"{Decimal(bound) * 100:f}".rstrip("0").rstrip(".") + "%" if Decimal(bound) % 1 else f"{bound * 100}%"
    return str(bound)


def _check_bounds(column: Column, value: Any) -> None:
    low = column.minimum is not None and value < column.minimum
    high = column.maximum is not None and value > column.maximum
    if low or high:
        raise CellError("range", say(_("It must be {bounds}."), bounds=_bounds(column)), accepted_text(column))


def _text(column: Column, cell: Any) -> str:
    text = text_of(cell)
    if CONTROL.search(text):
        raise CellError("text", _("The text has control characters in it."), accepted_text(column))
    if len(text) > column.max_length:
        sentence = say(_("The text has {n} characters; at most {limit} fit."), n=len(text), limit=column.max_length)
        raise CellError("text", sentence, accepted_text(column))
    return text


def _list(column: Column, cell: Any) -> tuple[str, ...]:
    return tuple(part for part in (item.strip() for item in LIST_BREAKS.split(_text(column, cell))) if part)


def _integer(column: Column, cell: Any) -> int:
    value = _number(column, cell)
    if value != value.to_integral_value():
        raise CellError("number", _("This is not a whole number."), accepted_text(column))
    return int(value)


def _number(column: Column, cell: Any) -> Decimal:
    try:
        number = read_number(cell)
    except NumberError as error:
        raise CellError("number", error.sentence, accepted_text(column)) from error
    if number.percent:
        raise CellError("number", _("A percent sign has no place here."), accepted_text(column))
    return number.value


def _share(column: Column, cell: Any) -> Decimal:
    try:
        number = read_number(cell)
    except NumberError as error:
        raise CellError("number", error.sentence, accepted_text(column)) from error
    if isinstance(cell, str) and not number.percent and abs(number.value) > 1:
        sentence = say(
            _("It is unclear whether {n} means per cent; write a fraction such as 0.35, or {n}%."), n=plain(cell)
        )
        raise CellError("number", sentence, accepted_text(column))
    return number.value


def _money(column: Column, cell: Any) -> Decimal:
    try:
        value = read_money(cell, column.currency)
    except NumberError as error:
        raise CellError("number", error.sentence, accepted_text(column)) from error
    if value != round(value, column.places):
        sentence = say(_("An amount has at most {n} decimals."), n=column.places)
        raise CellError("number", sentence, accepted_text(column))
    return value


def _date(column: Column, cell: Any) -> Any:
    try:
        return read_date(cell)
    except DateError as error:
        raise CellError("date", error.sentence, accepted_text(column)) from error


def _moment(column: Column, cell: Any) -> Any:
    try:
        return read_moment(cell)
    except DateError as error:
        raise CellError("date", error.sentence, accepted_text(column)) from error


def _boolean(column: Column, cell: Any) -> bool:
    word = plain(cell).casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise CellError("boolean", _("This is neither yes nor no."), accepted_text(column))


def _person(column: Column, cell: Any) -> str:
    text = plain(cell)
    found = re.fullmatch(r".*<([^<>]+)>", text, re.DOTALL)
    address = (found[1] if found else text).strip().casefold()
    try:
        validate_email(address)
    except ValidationError as error:
        raise CellError("person", _("This is not an e-mail address."), accepted_text(column)) from error
    return address


def _choice_reader(column: Column) -> Callable[[Column, Any], str]:
    choices = column.accepted()
    known: dict[str, Choice] = {}
    for choice in choices:
        for word in (choice.code, choice.label_zh, choice.label_en, *choice.aliases):
            known.setdefault(folded(word), choice)

    def read(column: Column, cell: Any) -> str:
        word = folded(text_of(cell))
        if word in known:
            return known[word].code
        near = difflib.get_close_matches(word[:100], list(known), n=1, cutoff=0.6)
        sentence = _("This value is not in the list.")
        nearest = known[near[0]] if near else None
        raise CellError("choice", sentence, accepted_text(column), choices, nearest)

    return read


READERS: dict[Type, Callable[[Column, Any], Any]] = {
    Type.TEXT: _text,
    Type.INTEGER: _integer,
    Type.DECIMAL: _number,
    Type.MONEY: _money,
    Type.SHARE: _share,
    Type.DATE: _date,
    Type.DATETIME: _moment,
    Type.BOOLEAN: _boolean,
    Type.PERSON: _person,
    Type.LIST: _list,
}
ACCEPTED: dict[Type, Any] = {
    Type.INTEGER: _("A whole number"),
    Type.DECIMAL: _("A number such as 1234.5 or 1,234.5"),
    Type.MONEY: _("An amount such as 120000 or 120,000.00"),
    Type.SHARE: _("A share such as 0.35 or 35%"),
    Type.DATE: _("A date such as 2026-03-02 or 2026/3/2, or an Excel date"),
    Type.DATETIME: _("A date and time such as 2026-03-02 08:30"),
    Type.BOOLEAN: _("Yes or no"),
    Type.PERSON: _("An e-mail address"),
    Type.LIST: _("Several entries separated by semicolons"),
}
