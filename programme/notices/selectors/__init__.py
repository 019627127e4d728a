"""Reads about notices: wishes of a person, channels that want a topic."""

from typing import TYPE_CHECKING, Any

from django.conf import settings

from programme.notices import rules
from programme.notices.choices import Channel
from programme.notices.models import DigestWish, Endpoint, NoticeWish, Notification

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.notices.querysets import NotificationQuerySet
    from programme.people.models import User


def wishes_of(person: "User") -> dict[str, dict[str, bool]]:
    """Topic → channel → wanted; one query."""
    rows = NoticeWish.objects.filter(person=person).values_list("topic", "channel", "wanted")
    return rules.defaults.wishes({(topic, channel): wanted for topic, channel, wanted in rows})


def wanted_channels(person: "User", topic: str) -> frozenset[str]:
    """The channels over which a person wants a topic; one query."""
    return frozenset(channel for channel, wanted in wishes_of(person)[topic].items() if wanted)


def rhythm_of(person: "User") -> str:
    """How often a person wants the digest; one query."""
    said = DigestWish.objects.filter(person=person).values_list("rhythm", flat=True).first()
    return said or str(rules.defaults.RHYTHM)


def told(person: "User", *, topic: str = "", only: str = "") -> "NotificationQuerySet":
    """What a person was told, the newest first: of one topic, or only what is ``unread`` or ``read``."""
    rows = Notification.objects.of(person)
    if topic:
        rows = rows.filter(topic=topic)
    if only == "unread":
        rows = rows.unread()
    if only == "read":
        rows = rows.exclude(read_at=None)
    return rows


def endpoints_for(programme: "Programme | None", topic: str) -> list[Endpoint]:
    """The channels of a programme that want a topic; one query."""
    if programme is None:
        return []
    rows = Endpoint.objects.filter(programme=programme).in_use().for_list()
    return [row for row in rows if topic in row.topics]


def may_be_told(person: "User", programme: "Programme | None") -> bool:
    """Tell whether the account lives and the programme is visible to it, as of now."""
    person.forget_roles()
    return person.is_active and (programme is None or bool(person.roles_in(programme)))


def link(url: str) -> str:
    """A page's address as it stands in a mail."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{url}" if url.startswith("/") else url


def signs(channel: Any) -> bool:
    """Tell whether a channel signs what it sends."""
    return rules.channels.CHANNELS[Channel(channel)].secret
