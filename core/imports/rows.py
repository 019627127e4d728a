"""Canonical rows as JSON and back, so that an import can be undone exactly."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from core.imports.kinds import Column, Kind, Row, Type
from core.imports.templates import printed

BACK: dict[Type, Callable[[Any], Any]] = {
    Type.DECIMAL: Decimal,
    Type.MONEY: Decimal,
    Type.SHARE: Decimal,
    Type.DATE: date.fromisoformat,
    Type.DATETIME: datetime.fromisoformat,
    Type.LIST: tuple,
}


def row_to_json(kind: Kind, row: Row) -> dict[str, Any]:
    """Return the row with JSON values; columns that the row does not have stay away."""
    return {column.key: _plain(row[column.key]) for column in kind.columns if column.key in row}


def row_from_json(kind: Kind, kept: dict[str, Any]) -> Row:
    """Return the canonical row of ``row_to_json``."""
    return {column.key: _value(column, kept[column.key]) for column in kind.columns if column.key in kept}


def name_of(kind: Kind, row: Row, language: str | None = None) -> str:
    """Call a row by its id, its natural key and otherwise its first filled columns, in a language."""
    language = language or get_language() or "en"
    keys = [kind.id_column, *kind.natural_key] if kind.id_column else list(kind.natural_key)
    named = {column.key: printed(column, row[column.key], language) for column in kind.columns if row.get(column.key)}
    parts = [named[key] for key in keys if key in named] or list(named.values())[:2]
    return " ".join(dict.fromkeys(parts))[:120]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize() if value else Decimal(0), "f")
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _value(column: Column, kept: Any) -> Any:
    back = BACK.get(column.type)
    return kept if kept is None or back is None else back(kept)
