"""Chainable reads of quality rules."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

if TYPE_CHECKING:
    from adoption.quality.models import QualityRule


class QualityRuleQuerySet(QuerySet["QualityRule"]):
    """Reads of quality rules."""

    def for_list(self) -> "QualityRuleQuerySet":
        """With the programme."""
        return self.select_related("programme")
