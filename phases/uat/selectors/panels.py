"""What the homes show of the acceptance test."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from core.access import allows
from phases.uat import permissions
from phases.uat.choices import OPEN_RUN, CycleState, RunState
from phases.uat.models import Defect, Execution, UatCycle
from phases.uat.selectors.counts import counts_of, figure

SHOWN = 5


def owner_panel(programme: Any, user: Any) -> dict[str, Any] | None:
    """The latest cycle with progress by unit (one's own first), and defects that wait for one's decision."""
    if not allows(permissions.sees_inside, user, programme):
        return None
    cycle = UatCycle.objects.filter(programme=programme).exclude(state=CycleState.PLANNED).for_list().last()
    rows = Defect.objects.filter(programme=programme).open()
    decide = list(rows.asked().for_list()[:SHOWN]) if allows(permissions.owns, user, programme) else []
    severe = rows.filter(severity__in=(1, 2)).aggregate(
        one=Count("pk", filter=Q(severity=1)), two=Count("pk", filter=Q(severity=2))
    )
    if cycle is None and not decide:
        return None
    counts = counts_of(cycle) if cycle else None
    return {
        "cycle": cycle,
        "run": figure(counts.run_share, counts.run, counts.n) if counts else None,
        "passed": figure(counts.passed_share, counts.passed, counts.n) if counts else None,
        "units": _units(cycle, user) if cycle else [],
        "decide": decide,
        "severe": severe,
        "defects_url": reverse("uat:defects", args=[programme.slug]) + "?open=true",
    }


def _units(cycle: UatCycle, user: Any) -> list[dict[str, Any]]:
    """Give run and passed of each business unit, one's own first; one query."""
    rows = (
        Execution.objects.filter(cycle=cycle).counting().exclude(state=RunState.NOT_APPLICABLE)
        .exclude(case__unit=None).order_by().values("case__unit", "case__unit__name")
        .annotate(n=Count("pk"), passed=Count("pk", filter=Q(state=RunState.PASSED)),
                  open=Count("pk", filter=Q(state__in=[*OPEN_RUN, RunState.INVALIDATED])))
    )  # fmt: skip
    found = [
        {"name": row["case__unit__name"], "n": row["n"], "passed": row["passed"], "run": row["n"] - row["open"],
         "mine": row["case__unit"] == user.unit_id}
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda row: (not row["mine"], row["name"]))


def tester_panel(programme: Any, user: Any) -> dict[str, Any] | None:
    """One's own cases that wait for a result in a running cycle; None without any."""
    rows = Execution.objects.filter(programme=programme, tester=user, state__in=OPEN_RUN).counting()
    rows = rows.filter(cycle__state=CycleState.RUNNING).for_list()
    runs = list(rows[:SHOWN])
    if not runs:
        return None
    url = reverse("uat:executions", args=[programme.slug]) + "?mine=true&open=true"
    return {"runs": runs, "count": rows.count(), "url": url}
