"""The needs' part of the thread, and what they prove."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from core import seams
from core.seams import Evidence, EvidenceItem, Link, Scope
from programme.needs.models import Requirement
from programme.needs.selectors import asked_matrix, bare_groups, capability_gaps, customised, trace_of


@seams.trace.provide("needs.requirements")
def requirements(programme: Any, node: str) -> list[Link]:
    """Each requirement in scope, once for every goal that it serves; two queries."""
    rows = Requirement.objects.filter(programme=programme).in_scope().prefetch_related("goals")
    if node:
        rows = rows.filter(code=node.partition(":")[2])
    found = []
    for row in rows:
        name, url = f"requirement:{row.code}", reverse("needs:requirement", args=[programme.slug, row.public_id])
        goals = [goal for goal in row.goals.all() if goal.withdrawn_on is None]
        found += [Link("requirement", name, str(row), url, f"goal:{goal.code}") for goal in goals]
        if not goals:
            found.append(Link("requirement", name, str(row), url))
    return found


def _overview(programme: Any) -> str:
    return reverse("needs:overview", args=[programme.slug])


@seams.evidence.provide("needs.bare_groups")
def groups(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """User groups with people and without a requirement."""
    rows = bare_groups(programme)
    items = [EvidenceItem(str(row), _overview(programme)) for row in rows]
    return [
        Evidence(len(rows), unit="count", as_of=timezone.now(), source_url=_overview(programme), detail=items)
        for _scope in scopes
    ]


@seams.evidence.provide("needs.customisation")
def custom(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Custom ÷ in scope, by count."""
    found = customised(programme)
    told = Evidence(found.by_count, found.custom, found.every, "share", timezone.now(), _overview(programme))
    return [told for _scope in scopes]


@seams.evidence.provide("needs.trace_coverage")
def coverage(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Share of the thread's nodes that hang from something."""
    judged = trace_of(programme).judged
    url = reverse("needs:trace", args=[programme.slug])
    told = Evidence(judged.coverage, judged.hanging, judged.every, "share", timezone.now(), url)
    return [told for _scope in scopes]


@seams.evidence.provide("needs.unasked_departments")
def unasked(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Departments that were neither interviewed nor sent a questionnaire."""
    rows = [row for row in asked_matrix(programme) if row.gap]
    items = [EvidenceItem(row.department, _overview(programme)) for row in rows]
    told = Evidence(len(rows), unit="count", as_of=timezone.now(), source_url=_overview(programme), detail=items)
    return [told for _scope in scopes]


@seams.evidence.provide("needs.capability_gaps")
def gaps(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Capabilities of the strategy that no requirement gives."""
    rows = capability_gaps(programme)
    items = [EvidenceItem(f"{row.objective.code}: {row}", _overview(programme)) for row in rows]
    told = Evidence(len(rows), unit="count", as_of=timezone.now(), source_url=_overview(programme), detail=items)
    return [told for _scope in scopes]
