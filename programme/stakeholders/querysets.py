"""Chainable reads of stakeholders and messages."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet

if TYPE_CHECKING:
    from programme.stakeholders.models import CommunicationItem, Stakeholder


class StakeholderQuerySet(QuerySet["Stakeholder"]):
    """Reads of stakeholders."""

    def for_list(self) -> "StakeholderQuerySet":
        """With the unit."""
        return self.select_related("unit", "programme")


class CommunicationQuerySet(QuerySet["CommunicationItem"]):
    """Reads of messages."""

    def for_list(self) -> "CommunicationQuerySet":
        """With the programme."""
        return self.select_related("programme")

    def overdue(self, today: date) -> "CommunicationQuerySet":
        """Messages that should have been sent."""
        return self.filter(sent_on=None, due_on__lt=today)
