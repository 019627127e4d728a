"""What the writes of the acceptance test share."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils.translation import gettext as _

from core.errors import BadInputError, IllegalNowError
from core.models import Record
from phases.uat.choices import DECIDED, CycleState
from phases.uat.models import UatCycle

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

Row = TypeVar("Row", bound=Record)


def locked(row: Row) -> Row:
    """Read the row again under the programme's lock, with what hangs on it."""
    rows = type(row)._default_manager.select_for_update(of=("self",))
    for_list = getattr(rows, "for_list", None)
    found: Row = (for_list() if for_list else rows).get(pk=row.pk)
    return found


def apply(row: Record, values: Mapping[str, Any], allowed: frozenset[str]) -> None:
    """Put the values on the row; raises for names outside ``allowed`` and rows of another programme."""
    unknown = sorted(set(values) - allowed)
    fields: dict[str, list[Any]] = {name: [_("This cannot be set.")] for name in unknown}
    programme = row.programme_id  # type: ignore[attr-defined]
    for name, value in values.items():
        if name in unknown:
            continue
        other = getattr(value, "programme_id", programme)
        if other != programme:
            fields[name] = [_("Choose a record of this programme.")]
        setattr(row, name, value)
    if fields:
        raise BadInputError(fields)


def needed(**words: Any) -> None:
    """Raise ``BadInputError`` naming every empty word."""
    empty = {name: [_("This is needed.")] for name, text in words.items() if not str(text or "").strip()}
    if empty:
        raise BadInputError(empty)


def require_member(person: "User | None", programme: "Programme", name: str) -> None:
    """Raise where the person has no role in the programme."""
    if person is not None and not (person.is_active and person.roles_in(programme)):
        raise BadInputError({name: [_("%(name)s has no role in this programme.") % {"name": person}]})


def require_open(cycle: UatCycle | None) -> None:
    """Raise where the cycle is decided or waits for its signatures: its results stay as they are."""
    if cycle is not None and cycle.state in (*DECIDED, CycleState.SIGN_OFF):
        raise IllegalNowError(
            _("%(cycle)s is %(state)s; nothing in it changes.") % {"cycle": cycle, "state": cycle.get_state_display()}
        )
