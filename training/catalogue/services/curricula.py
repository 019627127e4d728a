"""Which role needs which course."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError
from core.models import save_validated
from programme.charter.services.rows import require_alive
from programme.records.services import append_event, change, facts, writes
from training.catalogue.models import CurriculumItem
from training.catalogue.permissions import ACTIONS
from training.catalogue.services.courses import refuse_unknown

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

FIELDS = ("course", "crm_role", "wave", "before_go_live")


@writes
def add_requirement(programme: "Programme", *, values: Mapping[str, Any], actor: "User | None") -> CurriculumItem:
    """Require a course of a role, or of everybody, in all waves or one; it counts for everyone at once."""
    require(ACTIONS["edit"], actor, programme)
    require_alive(programme)
    refuse_unknown(values, FIELDS)
    item = CurriculumItem(programme=programme, **values)
    item.crm_role = " ".join(item.crm_role.split())
    for name in ("course", "wave"):
        row = getattr(item, name, None) if values.get(name) is not None else None
        if row is not None and row.programme_id != programme.pk:
            raise BadInputError({name: [_("This belongs to another programme.")]})
    with change(item, "curriculum.added", actor=actor):
        save_validated(item)
    return item


@writes
def remove_requirement(item: CurriculumItem, *, actor: "User | None") -> None:
    """Require the course no longer; what was passed stays passed."""
    require(ACTIONS["edit"], actor, item)
    require_alive(item.programme)
    append_event("curriculum.removed", item, actor=actor, changes={k: [v, None] for k, v in facts(item).items()})
    item.delete()
