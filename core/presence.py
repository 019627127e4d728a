"""Whether rows of some kind stand in a programme, and what they say: one query answers for all slices, one tells."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import CharField, Exists, F, Model, Q, QuerySet, Value

from core.memo import shared, shares

Rows = Callable[[Any], QuerySet[Any]]
Said = tuple[str, ...]
WIDEST = 2  # columns that a row says
_ASKED: dict[str, Rows] = {}
_SAYS: dict[str, Said] = {}


def rows_of(model: type[Model], *also: Q, **of: Any) -> Rows:
    """Return the question whether a programme has rows of this model that fit."""
    return lambda programme: model._default_manager.filter(*also, programme=programme, **of)


def ask(name: str, rows: Rows, *, says: Said = ()) -> str:
    """Take a question: ``rows`` gives the programme's rows that would answer it with yes. Gives back its name.

    ``says`` names one or two columns of text that ``told`` gives of such rows, that by which they are sorted first.
    """
    if name in _ASKED:
        message = f"{name!r} is asked already"
        raise ValueError(message)
    _ASKED[name] = rows
    if says:
        _SAYS[name] = says
    return name


def stand(programme: Any, *names: str) -> Sequence[bool]:
    """Tell for each name whether such rows stand in the programme.

    Within one evaluation (``core.memo.afresh``) all questions of all slices are answered by one query.
    """
    asked = _ASKED if shares(programme) else names
    found = shared(programme, "presence", lambda: _read(programme, asked))
    return [found[name] for name in names]


def told(programme: Any, *names: str) -> list[list[Said]]:
    """Give for each name what such rows say, each once and in their order.

    Within one evaluation all that stands under the questions of all slices is read by one query, none where nothing
    stands.
    """
    asked = _SAYS if shares(programme) else names
    found = shared(programme, "presence.told", lambda: _hear(programme, asked))
    return [found.get(name, []) for name in names]


def _read(programme: Any, asked: Iterable[str]) -> dict[str, bool]:
    row = type(programme)._default_manager.filter(pk=programme.pk)
    names = list(asked)
    return dict(zip(names, row.values_list(*(Exists(_ASKED[name](programme)) for name in names))[0], strict=True))


def _hear(programme: Any, asked: Iterable[str]) -> Mapping[str, list[Said]]:
    names = list(asked)
    standing = [name for name, yes in zip(names, stand(programme, *names), strict=True) if yes]
    if not standing:
        return {}
    first, *others = (_saying(programme, name) for name in standing)
    found: dict[str, set[Said]] = {}
    for name, *said in first.union(*others, all=True) if others else first:
        found.setdefault(name, set()).add(tuple(said[: len(_SAYS[name])]))
    return {name: sorted(said) for name, said in found.items()}


def _saying(programme: Any, name: str) -> QuerySet[Any, Any]:
    columns = {f"said_{n}": F(column) for n, column in enumerate(_SAYS[name])}
    blank = {f"said_{n}": Value("", output_field=CharField()) for n in range(len(columns), WIDEST)}
    rows: QuerySet[Any, Any] = _ASKED[name](programme).order_by()
    rows = rows.annotate(asked=Value(name, output_field=CharField()), **columns, **blank)
    return rows.values_list("asked", *(f"said_{n}" for n in range(WIDEST)))
