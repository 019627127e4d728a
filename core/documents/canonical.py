"""Canonical JSON of a document: the same document gives the same bytes, and the bytes give the document back."""

import hashlib
import json
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import override

from core.documents.blocks import BLOCKS
from core.documents.model import Change, Definition, Document, Fact, Letterhead, Section, Source
from core.documents.values import Cell, Derived, Figure, Place, Status

TYPES: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        *BLOCKS,
        Change,
        Definition,
        Document,
        Fact,
        Letterhead,
        Section,
        Source,
        Cell,
        Derived,
        Figure,
        Place,
        Status,
    )
}


def to_json(document: Document) -> str:
    """Return the document with sorted keys; lazy words are said in the document's language; times are UTC."""
    with override(document.language):
        return dumps(_encode(document))


def from_json(text: str) -> Document:
    """Return the document; raises ``ValueError`` where the text is not one."""
    document = _decode(json.loads(text))
    if not isinstance(document, Document):
        raise ValueError("this JSON is not a document")  # noqa: TRY004  (the text is wrong, not its type)
    return document


def dumps(value: Any) -> str:
    """Return canonical JSON: sorted keys, no spaces, no escapes, no NaN."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def sha256_of(canonical: str) -> str:
    """Return the SHA-256 of the canonical text as 64 hexadecimal digits."""
    return hashlib.sha256(canonical.encode()).hexdigest()


def _encode(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Decimal):
        return {"$": "decimal", "v": _finite(value)}
    if isinstance(value, datetime):
        return {"$": "datetime", "v": _utc(value)}
    if isinstance(value, date):
        return {"$": "date", "v": value.isoformat()}
    if isinstance(value, tuple | list):
        return [_encode(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        said = {
            field.name: _encode(item) for field in fields(value) if _differs(field, item := getattr(value, field.name))
        }
        return {"$": type(value).__name__, **said}
    raise TypeError(f"a document carries no {type(value).__name__}; give numbers as int or Decimal")


def _differs(field: "Field[Any]", value: Any) -> bool:
    """Tell whether the value must be written; a default of another type (0 and False) does."""
    return field.default is MISSING or type(value) is not type(field.default) or value != field.default


def _finite(value: Decimal) -> str:
    if not value.is_finite():
        raise TypeError("a document carries no NaN or infinity; say None")
    return str(value)


def _utc(value: datetime) -> str:
    if value.tzinfo is None:
        raise TypeError("a document's times are aware")
    return value.astimezone(UTC).isoformat()


def _decode(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_decode(item) for item in value)
    if not isinstance(value, dict):
        return value
    match value.get("$"):
        case "decimal":
            return Decimal(value["v"])
        case "datetime":
            return datetime.fromisoformat(value["v"])
        case "date":
            return date.fromisoformat(value["v"])
        case str(name) if name in TYPES:
            return _build(TYPES[name], value)
    raise ValueError(f"unknown part of a document: {value.get('$')!r}")


def _build(kind: type, value: dict[str, Any]) -> Any:
    try:
        return kind(**{name: _decode(item) for name, item in value.items() if name != "$"})
    except TypeError as error:
        raise ValueError(f"{kind.__name__}: {error}") from error
