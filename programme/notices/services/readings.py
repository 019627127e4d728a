"""That a person opened a paper's page."""

from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone

from programme.notices.models import PaperReading

if TYPE_CHECKING:
    from programme.people.models import User
    from programme.records.models import GeneratedDocument


def note_reading(paper: "GeneratedDocument", *, person: "User") -> None:
    """Keep when a member first and last opened the paper; who only administers is no reader. One or two queries."""
    if not person.roles_in(paper.programme) or (person.is_administrator and len(person.roles_in(paper.programme)) == 1):
        return
    now = timezone.now()
    again = PaperReading.objects.filter(document=paper, person=person).update(last_at=now, times=F("times") + 1)
    if not again:
        PaperReading.objects.get_or_create(document=paper, person=person, defaults={"first_at": now, "last_at": now})
