"""Chainable reads of decisions, meetings and change requests."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet

from programme.governance.choices import (
    GRANTED,
    OPEN_CHANGES,
    OPEN_DECISIONS,
    TOOK_PLACE,
    UNDECIDED,
    ActionState,
    MeetingState,
)
from programme.people.choices import Role
from programme.people.models import Membership

if TYPE_CHECKING:
    from programme.governance.models import ActionItem, ChangeRequest, Decision, Meeting

PREPARES = (Role.PM, Role.SP)  # who plans meetings and writes their minutes


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

    def visible_to(self, user: Any) -> "MeetingQuerySet":
        """Drafts are there for those who prepare meetings, everything else for everybody inside."""
        if user is None or user.is_administrator:
            return self
        prepares = Membership.objects.filter(user=user, ended_on=None, role__in=PREPARES).values("programme")
        return self.filter(~Q(state=MeetingState.DRAFT) | Q(programme__in=prepares))

    def took_place(self) -> "MeetingQuerySet":
        """Those that were held."""
        return self.filter(state__in=TOOK_PLACE)

    def for_list(self) -> "MeetingQuerySet":
        """With who was there; the newest first."""
        rows = self.select_related("programme", "minuted_by").prefetch_related("attendances__stakeholder")
        return rows.order_by("-held_on", "-pk")


class ActionItemQuerySet(QuerySet["ActionItem"]):
    """Reads of actions."""

    def open(self) -> "ActionItemQuerySet":
        """Still to be done."""
        return self.filter(state=ActionState.OPEN)

    def overdue(self, today: date) -> "ActionItemQuerySet":
        """Open past their day."""
        return self.open().filter(due_on__lt=today)

    def for_list(self) -> "ActionItemQuerySet":
        """With people, meeting and decision, the soonest due first."""
        return self.select_related(
            "programme", "owner", "raised_by", "meeting__programme", "decision__programme"
        ).order_by("due_on", "code")


class ChangeRequestQuerySet(QuerySet["ChangeRequest"]):
    """Reads of change requests."""

    def for_list(self) -> "ChangeRequestQuerySet":
        """With people; the newest first."""
        people = ("requester", "assessed_by", "decided_by", "implemented_by", "verified_by")
        return self.select_related("programme", "issue__programme", *people).order_by("-code", "-pk")

    def open(self) -> "ChangeRequestQuerySet":
        """Not yet closed, refused or withdrawn, drafts aside."""
        return self.filter(state__in=OPEN_CHANGES)

    def undecided(self) -> "ChangeRequestQuerySet":
        """Asked for and not decided."""
        return self.filter(state__in=UNDECIDED)

    def granted(self) -> "ChangeRequestQuerySet":
        """Approved, whatever came of it."""
        return self.filter(state__in=GRANTED)
