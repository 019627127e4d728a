"""Writes of the terms."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError
from core.models import expect_version, save_validated
from programme.charter.services.rows import require_alive
from programme.records.services import change, writes
from roi.statements import permissions
from roi.statements.models import RoiTerms
from roi.statements.selectors.inputs import terms_of

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

FIELDS = frozenset({"rate", "finance_rate", "reinvest_rate", "horizon_years", "value_from", "users"})


@writes
def set_terms(
    programme: "Programme", *, values: Mapping[str, Any], actor: "User | None", version: int | None = None
) -> RoiTerms:
    """Set rates, horizon and the month from which value counts; the next statement names what changed."""
    require(permissions.can_set_terms, actor, programme)
    require_alive(programme)
    terms = terms_of(programme)
    if terms.pk is not None:
        expect_version(terms, version, dict(values))
    if unknown := sorted(set(values) - FIELDS):
        raise BadInputError({name: [_("This cannot be changed here.")] for name in unknown})
    with change(terms, "statements.terms_set", actor=actor):
        for name, value in values.items():
            setattr(terms, name, value.replace(day=1) if name == "value_from" and value else value)
        save_validated(terms)
    return terms
