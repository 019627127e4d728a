"""Chainable reads of statements."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from roi.statements.choices import StatementState

if TYPE_CHECKING:
    from roi.statements.models import RoiStatement


class StatementQuerySet(QuerySet["RoiStatement"]):
    """Reads of statements."""

    def for_list(self) -> "StatementQuerySet":
        """With programme and people."""
        return self.select_related("programme", "locked_by", "validated_by", "approved_by")

    def standing(self) -> "StatementQuerySet":
        """Those that were not returned; one for each quarter."""
        return self.exclude(state=StatementState.RETURNED)
