"""What notices give: the bell, and the channels' entry in the map."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import seams
from core.seams import PageEntry
from programme.notices.models import Notification
from programme.notices.permissions import sets_channels


def _unread(user: Any, _programme: Any) -> tuple[str, int] | None:
    count = Notification.objects.of(user).unread().count()
    return ("run", count) if count else None


seams.pages.add(
    "notices.centre",
    PageEntry(
        label=_("Notifications"),
        url_name="notices:centre",
        icon="bell",
        order=10,
        place="bar",
        scoped=False,
        count=_unread,
    ),
)
seams.pages.add(
    "notices.wishes",
    PageEntry(label=_("What I am told"), url_name="notices:wishes", icon="bell", order=12, place="me", scoped=False),
)
seams.pages.add(
    "notices.channels",
    PageEntry(
        label=_("Channels"),
        url_name="notices:channels",
        icon="bell",
        order=175,
        group=3,
        visible=sets_channels,
    ),
)
