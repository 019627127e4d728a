"""Abstract bases of the rows: random public ids, a version for stale edits, and the one way to save."""

import secrets
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.errors import BadInputError, StaleError
from core.fsm import state_fields

REMEMBERED = frozenset({"_once", "_shares", "_roles", "_subject", "_acts_for"})  # readings kept while an instance lives


def new_public_id() -> str:
    """Return 128 random bits as 22 URL-safe characters."""
    return secrets.token_urlsafe(16)


class Record(models.Model):
    """A row that the outside may name: by its random public id, never by its sequence."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        abstract = True

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what was only remembered on this instance."""
        return {name: value for name, value in super().__getstate__().items() if name not in REMEMBERED}


def save_validated(row: models.Model, *, exclude: Iterable[str] = ()) -> None:
    """Check all but the state columns, raise the version, save; raises ``BadInputError`` with every bad field.

    A ``full_clean`` of a row with a protected state raises, so the state columns are left out of the fields' checks;
    constraints do read them. What the database alone can break is left to it: a random id drawn twice, and a programme
    in hand that is gone.
    """
    found: dict[str, list[str]] = {}
    left_out = {*exclude}
    given = {name for name in ("public_id", "programme") if _is_given(row, name)}
    try:
        row.full_clean(exclude={*state_fields(type(row)), *left_out, *given}, validate_constraints=False)
    except ValidationError as error:
        found |= error.message_dict
    try:
        row.validate_constraints(exclude={*left_out, *found})
    except ValidationError as error:
        found = {name: found.get(name, []) + error.message_dict.get(name, []) for name in {*found, *error.message_dict}}
    if found:
        raise BadInputError({"" if name == NON_FIELD_ERRORS else name: texts for name, texts in found.items()})
    if isinstance(row, Record) and row.pk is not None:
        row.version += 1
    _settle_decimals(row)
    row.save()


def _is_given(row: models.Model, name: str) -> bool:
    """Tell whether the column holds what this process made or read, so that asking for it again tells nothing."""
    field = next((one for one in row._meta.concrete_fields if one.name == name), None)
    if field is None:
        return False
    if isinstance(field, models.ForeignKey):
        return not field.unique and field.is_cached(row) and getattr(row, field.attname) is not None
    return bool(getattr(row, field.attname))


def _settle_decimals(row: models.Model) -> None:
    """Give every decimal the places of its column, as the database will: an untouched 5.00 is not changed by a 5."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(field, models.DecimalField) and isinstance(value, Decimal) and value.is_finite():
            setattr(row, field.attname, value.quantize(Decimal(1).scaleb(-field.decimal_places)))


def expect_version(row: Record, version: int | None, mine: dict[str, Any] | None = None) -> None:
    """Raise ``StaleError`` with what the row says now, unless the editor saw this version (None: not asked)."""
    if version is None or version == row.version:
        return
    theirs = {name: getattr(row, name) for name in (mine or {}) if getattr(row, name, None) != (mine or {})[name]}
    raise StaleError(_("This record was changed meanwhile; your values were not saved."), theirs=theirs)
