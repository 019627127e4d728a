"""Keep what is forecast of gates and milestones, one row for each and day, so that its movement can be read."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from phases.plan.models import MilestoneForecast
from phases.plan.selectors import milestone_lines
from programme.records.services import writes

if TYPE_CHECKING:
    from programme.charter.models import Programme

CHUNK = 500


def keep_forecasts(programme: "Programme", found: Mapping[str, date]) -> int:
    """Write today's forecasts where they differ from what today says already; returns how many were written.

    Nothing is read without a milestone; else one read, and one write for each 500 that differ. What is computed leaves
    no audit event, as the dates themselves.
    """
    if not found:
        return 0
    today = timezone.localdate()
    rows = MilestoneForecast.objects.filter(programme=programme, reported_on=today)
    known = dict(rows.values_list("subject", "forecast"))
    changed = [
        MilestoneForecast(programme=programme, subject=subject, reported_on=today, forecast=day)
        for subject, day in found.items()
        if known.get(subject) != day
    ]
    MilestoneForecast.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["programme", "subject", "reported_on"],
        update_fields=["forecast"],
        batch_size=CHUNK,
    )
    return len(changed)


@writes
def record_forecasts(programme: "Programme") -> int:
    """Keep today's forecasts as the plan stands, without computing it anew; returns how many were written."""
    lines = milestone_lines(programme, timezone.localdate())
    return keep_forecasts(
        programme, {line.subject: line.forecast for line in lines if line.actual is None and line.forecast is not None}
    )
