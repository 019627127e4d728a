"""The import and export kind of a plain register, read from its model."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import models
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from core.access import Predicate
from core.books.book import Book
from core.books.forms import as_lines, from_lines
from core.imports.kinds import CHINESE, ENGLISH, Choice, Column, Kind, Objection, Row, Rows, Type, row_by_row
from core.imports.words import say
from core.money import Money
from core.personal import is_masked

CODES = re.compile(r"[\w.-]+")
TYPES: tuple[tuple[type[models.Field[Any, Any]], Type], ...] = (
    (models.BooleanField, Type.BOOLEAN),
    (models.IntegerField, Type.INTEGER),
    (models.DecimalField, Type.DECIMAL),
    (models.DateField, Type.DATE),
)


def both(text: Any) -> tuple[str, str]:
    """Say a lazy text in Chinese and in English."""
    said = []
    for language in (CHINESE, ENGLISH):
        with translation.override(language):
            said.append(capfirst(str(text)))
    return said[0], said[1]


def _choices(one: Any) -> tuple[Choice, ...]:
    return tuple(Choice(str(code), *both(label)) for code, label in one.choices if code != "")


def _column(book: Book, name: str, examples: Mapping[str, tuple[str, str]], required: Sequence[str]) -> Column:
    one = book.column_of(name)
    kind = next((told for of, told in TYPES if isinstance(one, of)), Type.TEXT)
    kind = Type.MONEY if name in book.money else kind
    choices: tuple[Choice, ...] = ()
    helps = ("", "")
    if getattr(one, "choices", None) and kind == Type.TEXT:
        kind, choices = Type.CHOICE, _choices(one)
    if name in book.lists:
        helps = both(gettext_lazy("Codes, with a space between them: %s"))
        told = ", ".join(book.lists[name].values)
        helps = (helps[0] % told, helps[1] % told)
    if name in book.pairs:
        helps = both(gettext_lazy("name = value; name = value"))
    if name in book.links:
        helps = both(gettext_lazy("The code of the record"))
    example = examples.get(name, ("", ""))
    return Column(
        name,
        *both(one.verbose_name),
        kind,
        required=name in required,
        choices=choices,
        max_length=getattr(one, "max_length", None) or 4000,
        minimum=0 if isinstance(one, models.IntegerField) else None,
        example_zh=example[0],
        example_en=example[1],
        help_zh=helps[0],
        help_en=helps[1],
    )


def kind_of(
    book: Book,
    *,
    code: str,
    natural: tuple[str, ...],
    services: Any,
    can: Predicate,
    order: int,
    examples: Mapping[str, tuple[str, str]],
    required: Sequence[str] = (),
    hide: Callable[[Any, Iterable[Row]], Iterable[Row]] | None = None,
) -> Kind:
    """Make the kind; ``services`` has ``create_row``, ``update_row`` and ``remove_row`` over the slice's books."""

    def existing(programme: Any) -> Rows:
        rows: Any = book.model._default_manager.filter(programme=programme).select_related("programme", *book.links)
        return {row.public_id: {name: _told(book, row, name) for name in book.fields} for row in rows}

    def values(programme: Any, row: Row) -> dict[str, Any]:
        return {name: _read(book, programme, name, value) for name, value in row.items() if not _default(book, name, value)}  # fmt: skip  # noqa: E501

    def update(programme: Any, ref: str, row: Row, actor: Any) -> None:
        record = book.model._default_manager.get(programme=programme, public_id=ref)
        services.update_row(record, book.kind, values=values(programme, row), actor=actor)

    def create(programme: Any, row: Row, actor: Any) -> str:
        made = services.create_row(programme, book.kind, values=values(programme, row), actor=actor)
        return str(made.public_id)

    def remove(programme: Any, refs: Sequence[str], actor: Any) -> None:
        for row in book.model._default_manager.filter(programme=programme, public_id__in=refs):
            services.remove_row(row, book.kind, actor=actor)

    return Kind(
        code=code,
        label=book.title,
        columns=tuple(_column(book, name, examples, (*natural, *required)) for name in book.fields),
        id_column="code" if "code" in book.fields else "",
        natural_key=natural,
        existing=existing,
        write=row_by_row(create, update),
        remove=remove,
        check=_check(book),
        can=can,
        order=order,
        hide=hide,
    )


def _told(book: Book, row: Any, name: str) -> Any:
    value = getattr(row, name)
    if name in book.links:
        return value.code if value is not None else ""
    if name in book.lists:
        return " ".join(value)
    if name in book.pairs:
        return as_lines(value).replace("\n", "; ")
    if name in book.money and value is not None:
        return Money(value, row.programme.currency).to_decimal()
    if getattr(book.column_of(name), "choices", None) and value == "":
        return None
    return value


def _default(book: Book, name: str, value: Any) -> bool:
    """Tell whether an empty cell leaves the default."""
    return value is None and not book.column_of(name).null and not getattr(book.column_of(name), "choices", None)


def _read(book: Book, programme: Any, name: str, value: Any) -> Any:
    if name in book.links:
        return book.links[name]._default_manager.filter(programme=programme, code=value).first() if value else None
    if name in book.lists:
        return CODES.findall(str(value or ""))
    if name in book.pairs:
        return from_lines(str(value or ""))[0]
    if name in book.money and value is not None:
        return Money.from_decimal(value, programme.currency).minor
    if value is None and getattr(book.column_of(name), "choices", None):
        return book.column_of(name).get_default() or ""
    return value


def _check(book: Book) -> Callable[[Any, Sequence[Row]], Iterable[Objection]]:
    """Refuse codes that no record has, words that no choice has, and lines that are no pairs."""

    def check(programme: Any, rows: Sequence[Row]) -> Iterable[Objection]:
        known = {
            name: list(model._default_manager.filter(programme=programme).values_list("code", flat=True))
            for name, model in book.links.items()
        }
        for index, row in enumerate(rows):
            for name, codes in known.items():
                if row.get(name) and row[name] not in codes:
                    yield index, name, say(gettext_lazy("No record has this code: {codes}."), codes=row[name]), codes
            for name, choices in book.lists.items():
                bad = [one for one in CODES.findall(str(row.get(name) or "")) if one not in choices.values]
                if bad:
                    text = say(gettext_lazy("No such code: {codes}."), codes=", ".join(bad))
                    yield index, name, text, choices.values
            for name in book.pairs:
                pairs, line = from_lines(str(row.get(name) or ""))
                if hidden := [key for key, value in pairs.items() if is_masked(value)]:
                    said = gettext_lazy("Masked; write the true value or leave it out: {names}")
                    yield index, name, say(said, names=", ".join(hidden)), ()
                if line:
                    text = say(gettext_lazy("Write it as “name = value”: {line}"), line=line)
                    yield index, name, text, ()

    return check
