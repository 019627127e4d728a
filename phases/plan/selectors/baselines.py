"""Baselines to read: the line of promises, and two of them side by side."""

from typing import TYPE_CHECKING

from phases.plan.models import PlanBaseline

if TYPE_CHECKING:
    from programme.charter.models import Programme


def current_baseline(programme: "Programme") -> PlanBaseline | None:
    """Return the promise that slip is counted from: the newest not taken automatically; one query."""
    return PlanBaseline.objects.filter(programme=programme, automatic=False).order_by("-number").first()
