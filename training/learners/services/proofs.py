"""Certificates for those who passed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils import timezone

from programme.records.services import append_event
from training.learners.models import Certificate, Enrolment
from training.learners.rules import months_after
from training.timetable.models import Session

if TYPE_CHECKING:
    from programme.people.models import User


def certify(rows: Sequence[Enrolment], session: Session, *, actor: "User | None") -> list[Certificate]:
    """Issue a numbered certificate for each; inside a service that holds the lock. Three queries for any number."""
    if not rows:
        return []
    today, edition = timezone.localdate(), session.edition
    number = Certificate.objects.filter(programme=session.programme).count()
    until = months_after(today, edition.valid_months) if edition.valid_months else None
    made = [
        Certificate(
            programme=session.programme, enrolment=row, edition=edition, issued_on=today, valid_until=until,
            number=f"{edition.course.code}-{today.year}-{number + offset:04}",
        )
        for offset, row in enumerate(rows, start=1)
    ]  # fmt: skip
    Certificate.objects.bulk_create(made)
    told = {f"{one.enrolment.entry} ({one.enrolment.entry.key})": [None, one.number] for one in made}
    append_event("session.certified", session, actor=actor, changes=told)
    return made
