"""Business units and the letterhead."""

from typing import Any

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError
from core.models import save_validated
from programme.people.models import Organisation, Unit, User
from programme.people.permissions import ACTIONS
from programme.records.services import change, writes


@writes
def save_unit(unit: Unit | None, *, name: str, code: str, parent: Unit | None, actor: User | None) -> Unit:
    """Make or change a business unit; a unit is never below itself."""
    require(ACTIONS["edit_unit"], actor, unit)
    unit = unit or Unit()
    above = parent
    while above is not None:
        if above.pk is not None and above.pk == unit.pk:
            raise BadInputError({"parent": [_("A unit cannot be below itself.")]})
        above = above.parent
    with change(unit, "people.unit_saved", actor=actor):
        unit.name, unit.code, unit.parent = name, code, parent
        save_validated(unit)
    return unit


@writes
def save_organisation(*, actor: User | None, **values: Any) -> Organisation:
    """Change the letterhead."""
    organisation = Organisation.objects.order_by("pk").first() or Organisation()
    require(ACTIONS["edit_organisation"], actor, organisation)
    with change(organisation, "people.organisation_saved", actor=actor):
        for name in {"name_zh", "name_en", "footer", "classification", "number_pattern"} & values.keys():
            setattr(organisation, name, values[name])
        save_validated(organisation)
    return organisation
