"""Chainable reads of the sponsor's acts."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet

if TYPE_CHECKING:
    from programme.sponsor.models import SponsorAct


class SponsorActQuerySet(QuerySet["SponsorAct"]):
    """Reads of acts."""

    def standing(self) -> "SponsorActQuerySet":
        """Those that were not dropped."""
        return self.filter(dropped_on=None)

    def overdue(self, today: date) -> "SponsorActQuerySet":
        """Those that should have been done."""
        return self.standing().filter(done_on=None, due_on__lt=today)

    def for_list(self) -> "SponsorActQuerySet":
        """With who does it, in the order of their days."""
        return self.select_related("programme", "person").order_by("due_on", "code")
