"""Telling a person something: in the centre, by mail where the person wants that, and to the programme's channels."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone, translation

from core.models import save_validated
from programme.notices.choices import Channel, Topic
from programme.notices.models import Notification
from programme.notices.selectors import endpoints_for, wanted_channels
from programme.notices.services.sending import mail_notice, tell_group

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User


def notify(
    person: "User", *, topic: Topic, text: Callable[[], str], url: str, programme: "Programme | None"
) -> Notification | None:
    """Tell a person something once, in the person's language: the same words and link wait unread only once.

    The programme's channels that want the topic are told once too, in their own language, however many people are.
    None where the person does not want the topic in the centre.
    """
    for endpoint in endpoints_for(programme, topic):
        with translation.override(endpoint.language):
            tell_group(endpoint, topic=topic, text=text(), url=url)
    wanted = wanted_channels(person, topic)
    with translation.override(person.language or settings.LANGUAGE_CODE):
        said = text()[:300]
        known = Notification.objects.of(person).unread().filter(text=said, url=url).first()
        if known is not None:
            return known
        if Channel.MAIL in wanted:
            mail_notice(person, topic=topic, text=said, url=url, programme=programme)
    if Channel.BELL not in wanted:
        return None
    told = Notification(person=person, topic=topic, text=said, url=url, programme=programme)
    save_validated(told)
    return told


def read_notifications(person: "User", *, only: Notification | None = None, topic: str = "") -> int:
    """Mark one, those of a topic, or all of a person's notifications as read; returns how many were not."""
    waiting = Notification.objects.of(person).unread()
    if only is not None:
        waiting = waiting.filter(pk=only.pk)
    if topic:
        waiting = waiting.filter(topic=topic)
    return waiting.update(read_at=timezone.now())
