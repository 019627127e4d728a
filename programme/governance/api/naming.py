"""Rows that a call names by code or public id: all that are unknown are named at once."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.errors import BadInputError
from programme.stakeholders.models import Stakeholder

if TYPE_CHECKING:
    from programme.charter.models import Programme


def stakeholders_named(programme: "Programme", field: str, ids: Iterable[str]) -> list[Stakeholder]:
    """Find stakeholders by public id; one query, and ``BadInputError`` naming the unknown."""
    return _named(field, ids, {one.public_id: one for one in Stakeholder.objects.filter(programme=programme)})


def _named(field: str, names: Iterable[str], known: dict[str, Any]) -> list[Any]:
    wanted = list(dict.fromkeys(names))
    if unknown := [name for name in wanted if name not in known]:
        raise BadInputError({field: [_("There is no %(name)s here.") % {"name": ", ".join(unknown)}]})
    return [known[name] for name in wanted]
