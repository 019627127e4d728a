"""What a plain register is: its rows, what people write, how it is shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import django_filters
from django.db import models

from core.filters import SearchFilter
from core.register import Column


@dataclass(frozen=True, kw_only=True)
class Book:
    """One plain register.

    ``fields`` are what people write; ``prefix`` and ``width`` make the next code where none is given. ``lists`` are
    JSON columns that hold codes of a choice; ``pairs`` JSON columns that hold text by name; ``money`` columns of
    minor units, which forms and files show in major ones of the programme's currency. ``check(row)`` gives the faults
    by field that no constraint can see. ``search`` and ``filters`` are lookups; ``empty`` teaches: title, text,
    example. ``fixed`` is not changed once written.
    """

    kind: str
    model: type[models.Model]
    fields: tuple[str, ...]
    title: Any
    one: Any
    columns: tuple[Column, ...]
    empty: tuple[Any, Any, Any]
    prefix: str = ""
    width: int = 2
    search: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    lists: Mapping[str, type[models.TextChoices]] = field(default_factory=dict)
    pairs: tuple[str, ...] = ()
    money: tuple[str, ...] = ()
    helps: Mapping[str, Any] = field(default_factory=dict)
    check: Callable[[Any], dict[str, list[str]]] = lambda _row: {}
    order: str = "code"

    def column_of(self, name: str) -> Any:
        """The model's field of that name."""
        return self.model._meta.get_field(name)

    @property
    def links(self) -> dict[str, type[models.Model]]:
        """The fields that lead to a row of the same programme, with its kind."""
        found = {name: self.column_of(name) for name in self.fields}
        return {name: one.related_model for name, one in found.items() if isinstance(one, models.ForeignKey)}

    def filterset(self) -> type[django_filters.FilterSet]:
        """Make the filters: words, and each of ``filters``."""
        meta = type("Meta", (), {"model": self.model, "fields": list(self.filters)})
        body = {"q": SearchFilter(*self.search), "Meta": meta, "__doc__": str(self.model.__doc__)}
        return type(f"{self.model.__name__}Filter", (django_filters.FilterSet,), body)


def choices_in(codes: Sequence[str], choices: type[models.TextChoices]) -> list[str]:
    """Say codes in words, in the order of the choices."""
    return [str(choice.label) for choice in choices if choice.value in codes]
