"""Chainable reads of programmes, goals and KPIs."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Prefetch, QuerySet

if TYPE_CHECKING:
    from programme.charter.models import Goal, Kpi, KpiReading, Programme


class ProgrammeQuerySet(QuerySet["Programme"]):
    """Reads of programmes."""

    def visible_to(self, user: Any) -> "ProgrammeQuerySet":
        """All for an administrator; else those in which the person holds a role now."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        return self.filter(memberships__user=user, memberships__ended_on=None).distinct()


def _baselines() -> Prefetch[str]:
    """Signed baselines with their signers, in one query."""
    rows = apps.get_model("programme", "Baseline")._default_manager.select_related("signed_by")
    return Prefetch("baselines", rows)


class GoalQuerySet(QuerySet["Goal"]):
    """Reads of goals."""

    def current(self) -> "GoalQuerySet":
        """Goals that were not withdrawn."""
        return self.filter(withdrawn_on=None)

    def for_list(self) -> "GoalQuerySet":
        """With owner, strategy, signed baselines and the KPI's readings."""
        return self.select_related("programme", "owner", "strategy", "kpi").prefetch_related(
            _baselines(), "kpi__readings"
        )


class KpiQuerySet(QuerySet["Kpi"]):
    """Reads of KPIs."""

    def own(self) -> "KpiQuerySet":
        """This company's KPIs, without the examples of the blueprint."""
        return self.filter(is_example=False)

    def for_list(self) -> "KpiQuerySet":
        """With owner, signed baselines and readings."""
        return self.select_related("programme", "owner").prefetch_related(_baselines(), "readings", "goals")


class ReadingQuerySet(QuerySet["KpiReading"]):
    """Reads of readings."""

    def until(self, day: date) -> "ReadingQuerySet":
        """Facts dated up to the day."""
        return self.filter(read_on__lte=day)

    def for_list(self) -> "ReadingQuerySet":
        """With the KPI and who recorded it."""
        return self.select_related("kpi__programme", "recorded_by").order_by("-read_on", "-pk")
