"""Chainable reads of processes."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

if TYPE_CHECKING:
    from phases.redesign.models import ProcessNode


class ProcessNodeQuerySet(QuerySet["ProcessNode"]):
    """Reads of processes."""

    def for_list(self) -> "ProcessNodeQuerySet":
        """With owner and chain."""
        return self.select_related("programme", "owner", "chain__programme")

    def unowned(self) -> "ProcessNodeQuerySet":
        """Processes that nobody owns."""
        return self.filter(owner=None)
