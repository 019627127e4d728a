"""Chainable reads of exceptions and of stage tolerances."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from phases.exceptions.choices import OPEN_EXCEPTIONS

if TYPE_CHECKING:
    from phases.exceptions.models import ExceptionReport, StageTolerance


class ExceptionQuerySet(QuerySet["ExceptionReport"]):
    """Reads of exceptions."""

    def open(self) -> "ExceptionQuerySet":
        """Those that are not closed."""
        return self.filter(state__in=OPEN_EXCEPTIONS)

    def for_list(self) -> "ExceptionQuerySet":
        """With stage and people; the newest first."""
        return self.select_related("programme", "stage__programme", "raised_by", "decided_by").order_by("-code", "-pk")


class StageToleranceQuerySet(QuerySet["StageTolerance"]):
    """Reads of stage tolerances."""

    def for_list(self) -> "StageToleranceQuerySet":
        """With the stage, in the order of the stages."""
        return self.select_related("programme", "stage__programme").order_by("stage__position", "stage", "dimension")
