"""Chainable reads of sessions."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from training.timetable.choices import AHEAD, ATTENDED, SITTING, SessionState

if TYPE_CHECKING:
    from training.timetable.models import Session


class SessionQuerySet(QuerySet["Session"]):
    """Reads of sessions."""

    def with_seats(self) -> "SessionQuerySet":
        """Add ``taken``, ``waiting``, ``asking`` and ``unmarked``: how many sit, wait, ask, and are not marked yet."""
        return self.annotate(
            taken=Count("enrolments", filter=Q(enrolments__state__in=SITTING), distinct=True),
            waiting=Count("enrolments", filter=Q(enrolments__state="waitlisted"), distinct=True),
            asking=Count("enrolments", filter=Q(enrolments__state="requested"), distinct=True),
            unmarked=Count("enrolments", filter=Q(enrolments__state="confirmed"), distinct=True),
        )

    def for_list(self) -> "SessionQuerySet":
        """With course, trainer, room, wave and the counts of seats, the earliest first."""
        rows = self.select_related("programme", "edition__course__programme", "trainer", "room", "wave")
        return rows.with_seats().order_by("starts_at", "code", "pk")

    def booked(self) -> "SessionQuerySet":
        """Those that take up their room and trainer."""
        return self.exclude(state=SessionState.CANCELLED)

    def meeting(self, starts: datetime, ends: datetime) -> "SessionQuerySet":
        """Those that share a moment with this span; half-open."""
        return self.filter(starts_at__lt=ends, ends_at__gt=starts)

    def ahead(self, now: datetime) -> "SessionQuerySet":
        """Planned and not begun."""
        return self.filter(state__in=AHEAD, starts_at__gt=now)

    def unconfirmed(self, now: datetime) -> "SessionQuerySet":
        """Over, and not completed: their attendance is missing."""
        return self.filter(state__in=ATTENDED, ends_at__lte=now)
