"""Readings that several parts of one page need, made once on the row they belong to."""

import copy
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


def afresh(row: T) -> T:
    """Return a copy of the row for one evaluation: it remembers nothing, and shares what is read for it.

    A copy made by this is given back as it is: a part of the evaluation shares with the whole.
    """
    if row.__dict__.get("_shares"):
        return row
    found = copy.copy(row)
    forget(found)
    found.__dict__["_shares"] = True
    return found


def shares(row: Any) -> bool:
    """Tell whether the row is such a copy."""
    return bool(row.__dict__.get("_shares"))


def shared(row: Any, name: str, make: Callable[[], T]) -> T:
    """Return what ``make`` gave for this copy from ``afresh``; for any other instance what it gives now."""
    return once(row, name, make) if shares(row) else make()


def forget(*rows: Any) -> None:
    """Drop what was read once on these rows: something was written."""
    for row in rows:
        getattr(row, "__dict__", {}).pop("_once", None)
