"""Saving and removing a view. What a person keeps for themselves is no record of the programme: nothing is audited."""

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError
from core.models import save_validated
from core.register import NOT_KEPT
from programme.people.models import User
from programme.savedviews.models import PersonalView
from programme.savedviews.selectors import views_of

if TYPE_CHECKING:
    from programme.charter.models import Programme

MOST = 20  # views of one person in one register


@transaction.atomic
def save_view(
    user: User, *, register: str, name: str, query: str, programme: "Programme | None" = None
) -> PersonalView:
    """Keep filters, order and columns of a register under a name, for this person only; a page number is left out.

    Raises ``BadInputError``: a name twice, more than 20 views of one register.
    """
    kept = urlencode([(key, value) for key, value in parse_qsl(query) if key not in NOT_KEPT])
    if len(views_of(user, register, programme)) >= MOST:
        raise BadInputError({"name": [_("You keep %(most)d views here; remove one first.") % {"most": MOST}]})
    view = PersonalView(programme=programme, user=user, register=register, name=name.strip(), query=kept)
    save_validated(view)
    return view


def forget_view(view: PersonalView, *, actor: User) -> None:
    """Remove one's own saved view."""
    require(lambda user, row: bool(row.user_id == user.pk), actor, view)
    view.delete()
