"""The first row of a programme, with its seats and its project manager."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from core.access import is_administrator, require
from core.errors import BadInputError
from core.models import save_validated
from programme.charter.choices import Profile
from programme.charter.models import Programme
from programme.people.choices import Role
from programme.people.services import give_role, set_up_seats
from programme.records.services import change, writes

if TYPE_CHECKING:
    from programme.people.models import User

LANGUAGES = ("zh-hans", "en")


@writes
def create_programme(
    *,
    slug: str,
    name: str,
    language: str,
    starts_on: date,
    actor: "User | None",
    profile: str = Profile.ENTERPRISE,
    blueprint: str = "",
    blueprint_version: int = 1,
    owner: "User | None" = None,
    is_demo: bool = False,
) -> Programme:
    """Make an empty programme in draft with its mandatory seats; the owner becomes its project manager.

    Only administrators, and the system, start programmes. Raises ``BadInputError`` with every bad field.
    """
    require(is_administrator, actor, None)
    if language not in LANGUAGES:
        raise BadInputError({"language": [_("Choose zh-hans or en.")]})
    programme = Programme(
        slug=slug,
        name=name,
        language=language,
        profile=profile,
        blueprint=blueprint,
        blueprint_version=blueprint_version,
        starts_on=starts_on,
        is_demo=is_demo,
    )
    with translation.override(language):  # the audit trail names seats and roles in the programme's words
        with change(programme, "programme.created", actor=actor):
            save_validated(programme)
        set_up_seats(programme, actor=None)
        if owner is not None:
            give_role(programme, user=owner, role=Role.PM, actor=None)
    return programme
