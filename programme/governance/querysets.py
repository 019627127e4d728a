"""Chainable reads of decisions, meetings and change requests."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet

from programme.governance.choices import GRANTED, OPEN_CHANGES, OPEN_DECISIONS, UNDECIDED

if TYPE_CHECKING:
    from programme.governance.models import ChangeRequest, Decision, Meeting


class DecisionQuerySet(QuerySet["Decision"]):
    """Reads of decisions."""

    def visible_to(self, user: Any) -> "DecisionQuerySet":
        """Decisions of programmes in which the person holds a role."""
        if user.is_administrator:
            return self
        return self.filter(programme__memberships__user=user, programme__memberships__ended_on=None).distinct()

    def open(self) -> "DecisionQuerySet":
        """Asked of the committee and not decided."""
        return self.filter(state__in=OPEN_DECISIONS)

    def overdue(self, today: date) -> "DecisionQuerySet":
        """Open past the day they were needed."""
        return self.open().filter(due_on__lt=today)

    def for_list(self) -> "DecisionQuerySet":
        """With people; the soonest needed first."""
        return self.select_related("asked_by", "decided_by", "programme").order_by(
            F("due_on").asc(nulls_last=True), "pk"
        )


class MeetingQuerySet(QuerySet["Meeting"]):
    """Reads of meetings."""

    def for_list(self) -> "MeetingQuerySet":
        """With who was there; the newest first."""
        return self.select_related("programme").prefetch_related("attendances__stakeholder").order_by("-held_on", "-pk")


class ChangeRequestQuerySet(QuerySet["ChangeRequest"]):
    """Reads of change requests."""

    def for_list(self) -> "ChangeRequestQuerySet":
        """With people; the newest first."""
        people = ("requester", "assessed_by", "decided_by", "implemented_by", "verified_by")
        return self.select_related("programme", *people).order_by("-code", "-pk")

    def open(self) -> "ChangeRequestQuerySet":
        """Not yet closed, refused or withdrawn, drafts aside."""
        return self.filter(state__in=OPEN_CHANGES)

    def undecided(self) -> "ChangeRequestQuerySet":
        """Asked for and not decided."""
        return self.filter(state__in=UNDECIDED)

    def granted(self) -> "ChangeRequestQuerySet":
        """Approved, whatever came of it."""
        return self.filter(state__in=GRANTED)
