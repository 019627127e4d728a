"""Readings that several parts of one page need, made once on the row they belong to."""

import copy
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.utils.translation import get_language

T = TypeVar("T")
P = ParamSpec("P")


def once(row: Any, name: Hashable, make: Callable[[], T]) -> T:
    """Return what ``make`` gave for this instance of the row; a request fetches its own instance."""
    kept: dict[Hashable, Any] = row.__dict__.setdefault("_once", {})
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


def read_once(*, words: bool = False) -> Callable[[Callable[Concatenate[Any, P], T]], Callable[Concatenate[Any, P], T]]:
    """Let a selector answer the same question about a copy from ``afresh`` once; any other row is read each time.

    Its further arguments are hashable, and callers leave what it gives as it is (a list is theirs). Give ``words``
    where the answer holds texts of the reader's language.
    """

    def decorate(read: Callable[Concatenate[Any, P], T]) -> Callable[Concatenate[Any, P], T]:
        @wraps(read)
        def reading(row: Any, /, *args: P.args, **kwargs: P.kwargs) -> T:
            if not shares(row):
                return read(row, *args, **kwargs)
            language = get_language() if words else None
            name = (read.__module__, read.__qualname__, language, args, tuple(sorted(kwargs.items())))
            found: Any = once(row, name, lambda: read(row, *args, **kwargs))
            return list(found) if type(found) is list else found  # type: ignore[return-value]

        return reading

    return decorate


def forget(*rows: Any) -> None:
    """Drop what was read once on these rows: something was written."""
    for row in rows:
        getattr(row, "__dict__", {}).pop("_once", None)
