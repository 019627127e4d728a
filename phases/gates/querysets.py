"""Chainable reads of phases, deliverables, gates and what hangs on them."""

from datetime import date
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Prefetch, QuerySet

from phases.gates.choices import PASSED, DeliverableState

if TYPE_CHECKING:
    from phases.gates.models import Condition, Deliverable, Gate, Phase, Stage


class PhaseQuerySet(QuerySet["Phase"]):
    """Reads of phases."""

    def for_list(self) -> "PhaseQuerySet":
        """With stages, their checks and deliverables, and gates."""
        return self.select_related("programme").prefetch_related(
            "stages__checks__done_by", "stages__deliverables", "gates"
        )


class StageQuerySet(QuerySet["Stage"]):
    """Reads of stages."""

    def for_list(self) -> "StageQuerySet":
        """With phase and checks."""
        return self.select_related("phase", "programme").prefetch_related("checks__done_by")


class DeliverableQuerySet(QuerySet["Deliverable"]):
    """Reads of deliverables."""

    def for_list(self) -> "DeliverableQuerySet":
        """With stage, people and parts."""
        parts = apps.get_model("phases", "DeliverablePart")._default_manager.select_related("author", "approved_by")
        return self.select_related("programme", "stage__phase", "author", "approved_by").prefetch_related(
            Prefetch("parts", parts)
        )

    def open(self) -> "DeliverableQuerySet":
        """Not approved yet."""
        return self.exclude(state=DeliverableState.APPROVED)


class GateQuerySet(QuerySet["Gate"]):
    """Reads of gates."""

    def for_list(self) -> "GateQuerySet":
        """With phase and what an evaluation reads of the row's own children."""
        return self.select_related(
            "programme", "phase", "submitted_by", "assessed_by", "exception_by"
        ).prefetch_related(
            "criteria",
            "votes__person",
            "concessions",
            Prefetch("decisions__conditions__owner"),
        )

    def for_evaluation(self) -> "GateQuerySet":
        """With phase and criteria: all that a verdict needs."""
        return self.select_related("programme", "phase").prefetch_related("criteria")

    def with_conditions(self) -> "GateQuerySet":
        """With decisions and their conditions: what says whether a passed gate holds again."""
        return self.prefetch_related("decisions__conditions")

    def passed(self) -> "GateQuerySet":
        """Decided go or conditional."""
        return self.filter(state__in=PASSED)


class ConditionQuerySet(QuerySet["Condition"]):
    """Reads of conditions."""

    def open(self) -> "ConditionQuerySet":
        """Not closed yet."""
        return self.filter(done_at=None)

    def overdue(self, today: date) -> "ConditionQuerySet":
        """Open past their date."""
        return self.open().filter(due_on__lt=today)

    def for_list(self) -> "ConditionQuerySet":
        """With owner, gate and criterion."""
        return self.select_related("programme", "owner", "done_by", "decision__gate", "criterion")
