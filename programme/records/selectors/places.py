"""Find the record that a comment, an attachment or an audit event is about."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.urls import NoReverseMatch

from core.access import allows
from core.errors import NotVisibleError
from core.models import Record
from programme.records.permissions import can_see_records

if TYPE_CHECKING:
    from programme.charter.models import Programme


def record_named(programme: "Programme", kind: str, object_id: str, user: Any) -> Any:
    """Return the row of the programme that this person sees; raises ``NotVisibleError``.

    Rows of other programmes, kinds without a programme and kinds that do not exist are equally not there.
    """
    try:
        model = apps.get_model(kind)
    except (LookupError, ValueError):
        raise NotVisibleError from None
    own = issubclass(model, Record) and hasattr(model, "programme")
    if not own:
        raise NotVisibleError
    manager: Any = model._default_manager
    rows = manager.filter(public_id=object_id)
    visible = getattr(rows, "visible_to", None)
    row = (visible(user) if visible else rows).first()
    if row is None or row.programme != programme or not allows(can_see_records, user, row):
        raise NotVisibleError
    return row


def address_of(row: Any) -> str:
    """Give the page of a row; the programme's own where it has none."""
    try:
        return str(row.get_absolute_url())
    except (AttributeError, NoReverseMatch):
        return f"/p/{row.programme.slug}/"
