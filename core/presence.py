"""Whether rows of some kind stand in a programme: each slice says what it asks, one query answers for all."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Exists, Model, Q, QuerySet

from core.memo import shared

Rows = Callable[[Any], QuerySet[Any]]
_ASKED: dict[str, Rows] = {}


def rows_of(model: type[Model], *also: Q, **of: Any) -> Rows:
    """Return the question whether a programme has rows of this model that fit."""
    return lambda programme: model._default_manager.filter(*also, programme=programme, **of)


def ask(name: str, rows: Rows) -> str:
    """Take a question: ``rows`` gives the programme's rows that would answer it with yes. Gives back its name."""
    if name in _ASKED:
        message = f"{name!r} is asked already"
        raise ValueError(message)
    _ASKED[name] = rows
    return name


def stand(programme: Any, *names: str) -> Sequence[bool]:
    """Tell for each name whether such rows stand in the programme.

    All questions of all slices are answered by one query, kept for one evaluation (``core.memo.afresh``).
    """
    told = shared(programme, "presence", lambda: _read(programme))
    return [told[name] for name in names]


def _read(programme: Any) -> dict[str, bool]:
    row = type(programme)._default_manager.filter(pk=programme.pk)
    return dict(zip(_ASKED, row.values_list(*(Exists(rows(programme)) for rows in _ASKED.values()))[0], strict=True))
