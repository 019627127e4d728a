"""Who may do what: one predicate per act, asked by services and shown by both fronts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.errors import ForbiddenError

Predicate = Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True)
class Action:
    """An act on a row as both fronts show it: a blocked one stays visible and says why."""

    name: str  # the last part of its URL: POST …/{id}/{name}/
    label: Any
    reasons: Sequence[Any] = ()
    primary: bool = False
    danger: bool = False

    @property
    def blocked(self) -> bool:
        """Tell whether something stands in the way."""
        return bool(self.reasons)

    def as_json(self) -> dict[str, Any]:
        """Give the shape that ``available_actions`` has in the API."""
        return {"name": self.name, "label": str(self.label), "reasons": [str(reason) for reason in self.reasons]}


def allows(predicate: Predicate, actor: Any, obj: Any) -> bool:
    """Tell whether the actor may; ``None`` is the system and may everything."""
    return actor is None or (actor.is_active and predicate(actor, obj))


@dataclass(frozen=True, slots=True)
class Barred:
    """A predicate of roles that keeps some who hold them out, and says why: who declares does not confirm."""

    roles: Predicate
    bars: Predicate
    why: Any

    def __call__(self, user: Any, obj: Any) -> bool:
        """Tell whether the person holds a role and nothing bars the person from this row."""
        return self.roles(user, obj) and not self.bars(user, obj)


def require(predicate: Predicate, actor: Any, obj: Any) -> None:
    """Raise ``ForbiddenError`` unless the actor may; it says what bars a person whose role would do."""
    if not allows(predicate, actor, obj):
        if isinstance(predicate, Barred) and allows(predicate.roles, actor, obj):
            raise ForbiddenError(predicate.why)
        raise ForbiddenError(_("Your role in this programme does not allow this."))
    if actor is not None:
        actor.note_deputising(predicate, obj)


def has_role(*roles: str) -> Predicate:
    """Build the predicate: the person holds one of these roles in the programme of the row, or in the programme."""

    def predicate(user: Any, obj: Any) -> bool:
        programme = getattr(obj, "programme", obj)
        return not user.roles_in(programme).isdisjoint(roles)

    return predicate


def is_administrator(user: Any, _obj: Any) -> bool:
    """Tell whether the person administers the whole installation."""
    return bool(user.is_administrator)
