"""Lights that people declare, and the colour of each day."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import save_validated
from programme.governance import rules
from programme.governance.choices import Colour, Dimension
from programme.governance.models import LightDay, LightDeclaration
from programme.governance.permissions import ACTIONS
from programme.governance.selectors.lights import board
from programme.records.services import change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User


@writes
def declare_light(
    programme: "Programme", *, dimension: str, colour: str, reason: str, actor: "User | None"
) -> LightDeclaration:
    """Declare a light: a worse one counts at once, a better one once a second person confirmed it.

    An earlier declaration of the same light ends.
    """
    require(ACTIONS["declare"], actor, programme)
    if not reason.strip():
        raise BadInputError({"reason": [_("Say why the light is not what was computed.")]})
    light = next((one for one in board(programme).lights if one.dimension == dimension), None)
    if light is None or colour not in {Colour.GREEN, Colour.AMBER, Colour.RED}:
        raise BadInputError({"colour": [_("Choose a light and green, amber or red.")]})
    if light.declaration is not None:
        _end(light.declaration, actor)
    row = LightDeclaration(
        programme=programme,
        dimension=dimension,
        colour=colour,
        computed=light.computed.colour,
        reason=reason.strip(),
        declared_by=actor,
    )
    with change(row, "governance.light_declared", actor=actor, reason=reason):
        save_validated(row)
    return row


@writes
def confirm_light(row: LightDeclaration, *, actor: "User | None") -> LightDeclaration:
    """Confirm as the second person that a light is better than computed."""
    require(ACTIONS["confirm"], actor, row)
    if row.ended_at is not None or row.confirmed_by_id is not None:
        raise IllegalNowError(_("This declaration was confirmed or ended already."))
    if not rules.improves(Colour(row.computed), Colour(row.colour)):
        raise IllegalNowError(_("A light that is worse than computed counts without a second person."))
    with change(row, "governance.light_confirmed", actor=actor):
        row.confirmed_by = actor
        save_validated(row)
    return row


@writes
def end_declaration(row: LightDeclaration, *, actor: "User | None") -> LightDeclaration:
    """Let the computed light count again."""
    require(ACTIONS["end_declaration"], actor, row)
    if row.ended_at is not None:
        raise IllegalNowError(_("This declaration has ended already."))
    _end(row, actor)
    return row


def _end(row: LightDeclaration, actor: "User | None") -> None:
    with change(row, "governance.declaration_ended", actor=actor):
        row.ended_at = timezone.now()
        save_validated(row)


@writes
def record_lights(programme: "Programme", *, day: date) -> int:
    """Keep the colours of a day, once; returns how many were new."""
    known = set(LightDay.objects.filter(programme=programme, day=day).values_list("dimension", flat=True))
    missing = [light for light in board(programme, day).lights if light.dimension not in known]
    for light in missing:
        LightDay.objects.create(
            programme=programme, dimension=Dimension(light.dimension), day=day, colour=light.counts.colour
        )
    return len(missing)
