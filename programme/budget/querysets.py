"""Chainable reads of commitments and actual costs."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models

from programme.budget.choices import ActualKind

if TYPE_CHECKING:
    from programme.budget.models import ActualCost, Commitment


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Reads of commitments."""

    def for_list(self) -> "CommitmentQuerySet":
        """Join what a row shows, and add up what was invoiced of it."""
        rows = self.select_related("programme", "line").annotate(
            invoiced_minor=models.functions.Coalesce(models.Sum("actual_costs__amount_minor"), 0)
        )
        return rows.order_by("code", "pk")  # a sum leaves the usual order out

    def open(self) -> "CommitmentQuerySet":
        """Those of which more is expected."""
        return self.filter(closed_on=None)


class ActualCostQuerySet(models.QuerySet["ActualCost"]):
    """Reads of actual costs."""

    def for_list(self) -> "ActualCostQuerySet":
        """Join what a row shows."""
        return self.select_related("programme", "line", "commitment")

    def until(self, day: date) -> "ActualCostQuerySet":
        """Those that count by the end of a day."""
        return self.filter(booked_on__lte=day)

    def unmatched(self) -> "ActualCostQuerySet":
        """Invoices without the commitment that they pay."""
        return self.filter(kind=ActualKind.INVOICE, commitment=None)
