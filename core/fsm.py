"""State machines over django_fsm with their types and their protection kept whole.

``ConcurrentTransitionMixin`` is untyped, so a model that uses it directly turns into ``Any`` for the type checker;
and the package's ``refresh_from_db`` lifts a field's protection for every thread while it runs.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

import django_fsm
from django.db import models
from django.db.models.signals import class_prepared

P = ParamSpec("P")
R = TypeVar("R")

if TYPE_CHECKING:
    StateField = models.CharField

    class _Guard:
        """What the type checker sees of the guard."""

else:

    class StateField(django_fsm.FSMField):
        """A protected state column: only a transition writes it."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            kwargs.setdefault("protected", True)
            super().__init__(*args, **kwargs)

        def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
            """Name the class from here in migrations."""
            name, _path, args, kwargs = super().deconstruct()
            return name, "core.fsm.StateField", args, kwargs

        def contribute_to_class(self, cls: type[models.Model], name: str, **kwargs: Any) -> None:
            """Look for transitions on real classes only.

            Each class that a migration renders would leave one more receiver that every later class is shown to:
            half of the time of a long ``migrate``.
            """
            super().contribute_to_class(cls, name, **kwargs)
            if cls.__module__ == "__fake__":
                class_prepared.disconnect(self._collect_transitions)

    class _Guard(django_fsm.ConcurrentTransitionMixin):
        def refresh_from_db(self, using: Any = None, fields: Any = None, from_queryset: Any = None) -> None:
            """Read the row again without lifting the protection of the class-level field."""
            for state in self.state_fields:
                if fields is None or state.name in fields:
                    self.__dict__.pop(state.attname, None)  # an absent value may be set
            models.Model.refresh_from_db(self, using, fields, from_queryset)
            self._update_initial_state()


class StateModel(_Guard, models.Model):
    """Base of every row with a state: a lost race raises ``ConcurrentTransition`` on save."""

    class Meta:
        """No table of its own."""

        abstract = True


def transition(
    field: Any,
    source: str | Sequence[str],
    target: str,
    *,
    conditions: Iterable[Callable[[Any], bool]] = (),
    label: Any = "",
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a method as the transition from source to target; its body only sets fields on ``self``."""
    wrapped = django_fsm.transition(
        field=field,
        source=list(source) if not isinstance(source, str) else source,
        target=target,
        conditions=list(conditions),
        custom={"label": label},
    )
    return cast("Callable[[Callable[P, R]], Callable[P, R]]", wrapped)


def can_move(row: models.Model, name: str) -> bool:
    """Tell whether the transition of that name is legal from the row's state."""
    return bool(django_fsm.can_proceed(getattr(row, name)))


def state_fields(model: type[models.Model]) -> list[str]:
    """Names of the model's protected state columns."""
    return [f.name for f in model._meta.concrete_fields if isinstance(f, django_fsm.FSMFieldMixin)]
