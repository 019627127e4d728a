"""Readings that several parts of one page need, made once on the row they belong to."""

from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


def once(row: Any, name: str, make: Callable[[], T]) -> T:
    """Return what ``make`` gave for this instance of the row; a request fetches its own instance."""
    kept: dict[str, Any] = row.__dict__.setdefault("_once", {})
    if name not in kept:
        kept[name] = make()
    found: T = kept[name]
    return found


def forget(*rows: Any) -> None:
    """Drop what was read once on these rows: something was written."""
    for row in rows:
        getattr(row, "__dict__", {}).pop("_once", None)
