"""Chainable reads of enrolments, certificates and waivers."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from training.learners.choices import LIVE, SEATED, EnrolmentState

if TYPE_CHECKING:
    from training.learners.models import Certificate, Enrolment, EnrolmentChange, Waiver


class EnrolmentQuerySet(QuerySet["Enrolment"]):
    """Reads of enrolments."""

    def for_list(self) -> "EnrolmentQuerySet":
        """With person, course and session."""
        return self.select_related(
            "programme", "entry__unit", "entry__wave", "entry__user", "course__programme", "certificate",
            "session__edition__course", "session__trainer", "session__room", "session__programme",
        )  # fmt: skip

    def live(self) -> "EnrolmentQuerySet":
        """Under way."""
        return self.filter(state__in=LIVE)

    def seated(self) -> "EnrolmentQuerySet":
        """With a seat, before or after the session."""
        return self.filter(state__in=SEATED)

    def waiting(self) -> "EnrolmentQuerySet":
        """On the waiting list, who came first stands first."""
        return self.filter(state=EnrolmentState.WAITLISTED).order_by("waiting_since", "pk")

    def of(self, user: Any) -> "EnrolmentQuerySet":
        """Those of the person behind an account."""
        return self.filter(entry__user=user)


class EnrolmentChangeQuerySet(QuerySet["EnrolmentChange"]):
    """Reads of the history."""

    def for_list(self) -> "EnrolmentChangeQuerySet":
        """The newest first."""
        return self.select_related("enrolment__course").order_by("-at", "-pk")


class CertificateQuerySet(QuerySet["Certificate"]):
    """Reads of certificates."""

    def for_list(self) -> "CertificateQuerySet":
        """With person and edition."""
        return self.select_related("programme", "enrolment__entry", "edition__course")

    def valid(self, day: date) -> "CertificateQuerySet":
        """Neither expired nor revoked on that day."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), revoked_on=None)


class WaiverQuerySet(QuerySet["Waiver"]):
    """Reads of waivers."""

    def for_list(self) -> "WaiverQuerySet":
        """With person, course and who approved."""
        return self.select_related("programme", "entry", "course", "approved_by")

    def standing(self, day: date) -> "WaiverQuerySet":
        """Those that count on that day."""
        return self.filter(Q(until=None) | Q(until__gte=day), ended_on=None)
