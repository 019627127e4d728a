"""What the writes of the registers share: applying values, owners, codes, reasons."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from core.errors import BadInputError
from programme.people.models import User
from programme.raid import rules
from programme.raid.models import Assumption, Dependency, Issue, Risk

if TYPE_CHECKING:
    from programme.charter.models import Programme

Kept = Risk | Issue | Assumption | Dependency
Row = TypeVar("Row", Risk, Issue, Assumption, Dependency)


def locked(row: Row) -> Row:
    """Read the row again under the programme's lock, owner included."""
    rows = type(row)._default_manager.select_for_update(of=("self",)).select_related("owner", "programme", "raised_by")
    return rows.get(pk=row.pk)


def needed(**words: str) -> None:
    """Raise ``BadInputError`` naming every empty word."""
    empty = {name: [_("This is needed.")] for name, text in words.items() if not str(text or "").strip()}
    if empty:
        raise BadInputError(empty)


def apply(row: Kept, values: Mapping[str, Any], allowed: frozenset[str]) -> None:
    """Put the values on the row; refuses names outside ``allowed`` and owners outside the programme."""
    if unknown := sorted(set(values) - allowed):
        raise BadInputError({name: [_("This cannot be changed here.")] for name in unknown})
    owner_given = "owner" in values and values["owner"] != row.owner
    for name, value in values.items():
        if name != "owner" or owner_given:
            setattr(row, name, value)
    if owner_given:
        _check_owner(row)
        row.owner_name = row.owner.email if row.owner else values.get("owner_name", "")
    elif "owner_name" in values:
        row.owner = owner_named(row.programme, row.owner_name)


def _check_owner(row: Kept) -> None:
    if row.owner is not None and not is_here(row.owner, row.programme):
        raise BadInputError({"owner": [_("%(name)s has no role in this programme.") % {"name": row.owner}]})


def is_here(person: User | None, programme: "Programme") -> bool:
    """Tell whether the person may log in and holds a role in the programme."""
    return person is not None and person.is_active and bool(person.roles_in(programme))


def owner_named(programme: "Programme", text: str) -> User | None:
    """Find the member meant by an address or a name that only one member has; None where nobody is."""
    if not text:
        return None
    members = User.objects.active().filter(memberships__programme=programme, memberships__ended_on=None).distinct()
    found = list(members.filter(email__iexact=text)[:1]) or list(members.filter(name__iexact=text)[:2])
    return found[0] if len(found) == 1 else None


def free_code(rows: QuerySet[Any], prefix: str) -> str:
    """Return the next code of the programme's register; needs the lock, so two never get the same."""
    codes = (
        rows.filter(code__istartswith=prefix).order_by(Length("code").desc(), "-code").values_list("code", flat=True)
    )
    highest = codes.first()
    if highest is None or highest[len(prefix) :].isdecimal():
        return rules.next_code(prefix, [highest] if highest else [])
    return rules.next_code(prefix, codes)
