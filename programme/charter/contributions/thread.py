"""The charter's part of the thread: goals, and the KPIs by which they are read."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core import seams
from core.seams import Link
from programme.charter.models import Goal, Kpi
from programme.charter.selectors.showing import tidy


@seams.trace.provide("charter.goals")
def goals(programme: Any, node: str) -> list[Link]:
    """Goals that stand; one query."""
    rows = Goal.objects.current().filter(programme=programme)
    if node:
        rows = rows.filter(code=node.partition(":")[2])
    return [
        Link("goal", f"goal:{row.code}", str(row), reverse("charter:goal", args=[programme.slug, row.public_id]))
        for row in rows
    ]


@seams.trace.provide("charter.readings")
def readings(programme: Any, node: str) -> list[Link]:
    """KPIs that were read, once for every goal they measure; three queries."""
    rows = Kpi.objects.own().filter(programme=programme).exclude(readings=None).distinct()
    if node:
        rows = rows.filter(code=node.partition(":")[2])
    found = []
    for row in rows.prefetch_related("readings", "goals"):
        last = max(row.readings.all(), key=lambda one: (one.read_on, one.pk))
        said = {"kpi": row, "value": tidy(last.value), "unit": row.get_unit_display(), "day": last.read_on.isoformat()}
        text = _("%(kpi)s: %(value)s %(unit)s on %(day)s") % said
        url = reverse("charter:kpi", args=[programme.slug, row.public_id])
        held = [goal for goal in row.goals.all() if goal.withdrawn_on is None]
        found += [Link("reading", f"reading:{row.code}", text, url, f"goal:{goal.code}") for goal in held]
        if not held:
            found.append(Link("reading", f"reading:{row.code}", text, url))
    return found
