"""What the plan says to lights and gates: slip of the next gate, earned schedule."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone

from core import seams
from core.seams import Evidence, Scope
from phases.plan.models import Task
from phases.plan.selectors import next_gate_slip, schedule_performance


@seams.evidence.provide("plan.next_gate_slip")
def gate_slip(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Working days by which the next gate is forecast after its baseline; None without a baseline."""
    line = next_gate_slip(programme, timezone.localdate())
    value = line.slip if line is not None else None
    url = reverse("plan:timeline", args=[programme.slug])
    return [Evidence(value=value, unit="wd", as_of=timezone.now(), source_url=url) for _scope in scopes]


@seams.evidence.provide("plan.spi_t")
def spi_t(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """SPI(t) over the baseline (F03), to two places; None without a baseline or before its first day."""
    found = schedule_performance(programme, timezone.localdate())
    spi = found.spi if found is not None else None
    reading = Evidence(
        value=None if spi is None else spi.quantize(Decimal("0.001")),
        numerator=None if found is None else found.earned.quantize(Decimal("0.1")),
        denominator=None if found is None else found.elapsed,
        unit="",
        as_of=timezone.now(),
        source_url=reverse("plan:timeline", args=[programme.slug]),
    )
    return [reading for _scope in scopes]


@seams.evidence.provide("plan.task_day")
def task_day(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """ISO day on which the task or milestone of the scope ``{"task": code}`` starts; None where it is not dated."""
    codes = {str(scope.get("task", "")) for scope in scopes} - {""}
    rows = Task.objects.filter(programme=programme, code__in=codes, early_start__isnull=False)
    days = {row.code: row for row in rows.order_by("-early_start")} if codes else {}
    found = [days.get(str(scope.get("task", ""))) for scope in scopes]
    return [
        Evidence(
            None if row is None or row.early_start is None else row.early_start.isoformat(),
            as_of=timezone.now(),
            source_url="" if row is None else row.get_absolute_url(),
        )
        for row in found
    ]
