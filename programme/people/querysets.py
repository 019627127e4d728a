"""Chainable reads of people, memberships and seats."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

if TYPE_CHECKING:
    from programme.people.models import Away, Membership, Seat, User


class UserQuerySet(QuerySet["User"]):
    """Reads of people."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the person who logs in with this address, whatever its case."""
        return self.get(email__iexact=username or "")

    def active(self) -> "UserQuerySet":
        """People who may log in."""
        return self.filter(is_active=True)

    def visible_to(self, user: Any) -> "UserQuerySet":
        """Everyone for an administrator; else those who share a programme with the person."""
        if user.is_administrator:
            return self
        return self.filter(
            Q(pk=user.pk)
            | Q(memberships__programme__memberships__user=user, memberships__programme__memberships__ended_on=None)
        ).distinct()

    def for_list(self) -> "UserQuerySet":
        """With what a row of the register shows."""
        return self.select_related("unit").prefetch_related("memberships__programme").order_by("name", "pk")


class MembershipQuerySet(QuerySet["Membership"]):
    """Reads of roles held."""

    def current(self) -> "MembershipQuerySet":
        """Roles that have not ended, held by people who may log in."""
        return self.filter(ended_on=None, user__is_active=True)

    def acted_by(self, user: "User") -> "MembershipQuerySet":
        """Roles the person holds, and those of whoever the person deputises for today in the same programme."""
        away = user.deputyships.on(timezone.localdate())
        replaced = away.filter(programme=OuterRef("programme"), person=OuterRef("user"))
        return self.filter(Q(user=user) | Exists(replaced), ended_on=None)

    def for_list(self) -> "MembershipQuerySet":
        """With person, unit and programme."""
        return self.select_related("user", "unit", "programme").order_by("role", "user__name", "pk")


class SeatQuerySet(QuerySet["Seat"]):
    """Reads of seats."""

    def vacant(self) -> "SeatQuerySet":
        """Seats without a holder who may log in."""
        return self.filter(Q(holder=None) | Q(holder__is_active=False))

    def filled(self) -> "SeatQuerySet":
        """Seats with a holder who may log in."""
        return self.filter(holder__is_active=True)

    def for_list(self) -> "SeatQuerySet":
        """With the holder."""
        return self.select_related("holder").order_by("-mandatory", "position", "pk")


class AwayQuerySet(QuerySet["Away"]):
    """Reads of absences."""

    def on(self, day: date) -> "AwayQuerySet":
        """Those that last on the day."""
        return self.filter(first_on__lte=day, last_on__gte=day, ended_on=None)

    def from_day(self, day: date) -> "AwayQuerySet":
        """Those that last on the day or begin after it."""
        return self.filter(last_on__gte=day, ended_on=None)

    def touching(self, first: date | OuterRef, last: date | OuterRef) -> "AwayQuerySet":
        """Those that share a day with the span."""
        return self.filter(first_on__lte=last, last_on__gte=first, ended_on=None)

    def for_list(self) -> "AwayQuerySet":
        """With both people, the nearest first."""
        return self.select_related("person", "deputy").order_by("first_on", "pk")
