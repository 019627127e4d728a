"""What a person wishes to be told, and how often."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import BadInputError
from programme.notices import rules
from programme.notices.choices import PERSONAL, Rhythm, Topic
from programme.notices.models import DigestWish, NoticeWish
from programme.notices.selectors import wishes_of

if TYPE_CHECKING:
    from programme.people.models import User


@transaction.atomic
def set_wishes(
    person: "User", *, wishes: Mapping[str, Mapping[str, bool]] | None = None, rhythm: str | None = None
) -> None:
    """Keep what a person wants over which channel, and how often the digest; topics not named stay as they are.

    Only what differs from what is usual is kept. Raises ``BadInputError`` with every bad field.
    """
    wrong = _faults(wishes or {}, rhythm)
    if wrong:
        raise BadInputError(wrong)
    said = wishes_of(person)
    for topic, channels in (wishes or {}).items():
        said[topic] |= {channel: bool(wanted) for channel, wanted in channels.items()}
    if wishes is not None:
        NoticeWish.objects.filter(person=person).delete()
        NoticeWish.objects.bulk_create(
            NoticeWish(person=person, topic=topic, channel=channel, wanted=wanted)
            for topic, channels in said.items()
            for channel, wanted in channels.items()
            if wanted != rules.defaults.by_default(topic, channel)
        )
    if rhythm is not None:
        DigestWish.objects.update_or_create(person=person, defaults={"rhythm": rhythm})


def _faults(wishes: Mapping[str, Mapping[str, bool]], rhythm: str | None) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    if unknown := sorted({*wishes} - {*Topic.values}):
        wrong["wishes"] = [_("There is no topic %(name)s.") % {"name": ", ".join(unknown)}]
    strange = sorted({channel for channels in wishes.values() for channel in channels} - {*PERSONAL})
    if strange:
        wrong.setdefault("wishes", []).append(_("Choose one of: %(names)s.") % {"names": ", ".join(PERSONAL)})
    if rhythm is not None and rhythm not in Rhythm.values:
        wrong["rhythm"] = [_("Choose one of: %(names)s.") % {"names": ", ".join(Rhythm.values)}]
    return wrong
