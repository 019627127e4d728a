"""Chainable reads of waivers."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet

if TYPE_CHECKING:
    from programme.checks.models import RuleWaiver


class RuleWaiverQuerySet(QuerySet["RuleWaiver"]):
    """Reads of waivers."""

    def standing(self) -> "RuleWaiverQuerySet":
        """Not taken back; some may have run out."""
        return self.filter(ended_on=None)

    def alive(self, today: date) -> "RuleWaiverQuerySet":
        """Not taken back, and not run out."""
        return self.standing().filter(until__gte=today)

    def for_list(self) -> "RuleWaiverQuerySet":
        """With who granted it; the newest first."""
        return self.select_related("programme", "granted_by", "ended_by").order_by("-created_at", "-pk")
