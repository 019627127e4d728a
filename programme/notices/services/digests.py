"""The digest: asked for by the clock once for each person's day or week, mailed where something waits."""

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.jobs import by_clock
from programme.notices import rules
from programme.notices.models import Delivery, DigestWish
from programme.notices.selectors import link
from programme.notices.selectors.digest import digest_of
from programme.notices.services.sending import send_mail
from programme.people.choices import INSIDE_ROLES
from programme.people.models import User
from programme.records.choices import Queue
from programme.records.models import Job
from programme.records.services.jobs import enqueue

if TYPE_CHECKING:
    from collections.abc import Mapping


@by_clock("notices.digests")
def ask_for_digests(now: datetime) -> int:
    """Write the digest jobs that are due in the zones of those who want them; four queries and one for each job."""
    said: Mapping[int, str] = dict(DigestWish.objects.values_list("person_id", "rhythm"))
    people = User.objects.active().filter(
        is_demo=False, memberships__ended_on=None, memberships__role__in=INSIDE_ROLES
    )  # fmt: skip
    wanted: dict[str, tuple[User, str]] = {}
    for person in people.distinct():
        local = now.astimezone(ZoneInfo(person.time_zone or settings.TIME_ZONE))
        slot = rules.timing.digest_slot(said.get(person.pk, rules.defaults.RHYTHM), local)
        if slot:
            wanted[f"digest:{person.public_id}:{slot}"] = (person, slot)
    known = set(Job.objects.filter(key__in=list(wanted)).values_list("key", flat=True))
    for key in sorted(wanted.keys() - known):
        person, slot = wanted[key]
        enqueue("notices.digest", args={"person": person.pk, "slot": slot}, key=key, queue=Queue.BULK)
    return len(wanted.keys() - known)


def send_digest(person: User, *, slot: str) -> Delivery | None:
    """Write the mail that says what waits for a person; None where nothing does: then no mail comes."""
    language, zone = person.language or settings.LANGUAGE_CODE, ZoneInfo(person.time_zone or settings.TIME_ZONE)
    with translation.override(language), timezone.override(zone):
        parts = digest_of(person)
        count = sum(part.count for part in parts)
        if not count:
            return None
        said = {
            "parts": [
                (part, [(item, link(item.url) if item.url else "") for item in part.items]) for part in parts
            ],
            "count": count,
            "person": person,
            "all": link("/digest/"),
            "wishes": link("/profile/notices/"),
        }  # fmt: skip
        subject = ngettext("%(n)d thing waits for you", "%(n)d things wait for you", count) % {"n": count}
        return send_mail(
            person,
            key=f"digest:{person.pk}:{slot}",
            subject=_("Landfall: %(what)s") % {"what": subject},
            body=render_to_string("notices/mail/digest.txt", said),
            html=render_to_string("notices/mail/digest.html", said),
            url="/digest/",
        )
