"""What people are told in the bell."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone, translation

from core.models import save_validated
from programme.records.models import Notification

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User


def notify(person: "User", *, text: Callable[[], str], url: str, programme: "Programme | None") -> Notification:
    """Tell a person something once, in the person's language: the same words and link wait unread only once."""
    with translation.override(person.language or settings.LANGUAGE_CODE):
        said = text()[:300]
    known = Notification.objects.of(person).unread().filter(text=said, url=url).first()
    if known is not None:
        return known
    told = Notification(person=person, text=said, url=url, programme=programme)
    save_validated(told)
    return told


def read_notifications(person: "User", *, only: Notification | None = None) -> int:
    """Mark one, or all, of a person's notifications as read; returns how many were not."""
    waiting = Notification.objects.of(person).unread()
    if only is not None:
        waiting = waiting.filter(pk=only.pk)
    return waiting.update(read_at=timezone.now())
