"""Readings of deliverables and stages for whoever asks through the seam."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from core import seams
from core.seams import Evidence, EvidenceItem, Scope
from phases.gates.models import Deliverable, Stage
from phases.gates.selectors.readings import deliverables_by_code, read_deliverables

FINAL_PHASE = "P4"


@seams.evidence.provide("gates.deliverable")
def deliverable(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Whether a deliverable (scope ``deliverable``: its code) is approved with all its outputs; two queries."""
    rows = deliverables_by_code(programme)
    found = []
    for scope in scopes:
        row = rows.get(scope.get("deliverable", ""))
        found.append((row and read_deliverables([row], "signed")) or Evidence(None))
    return found


@seams.evidence.provide("gates.final_stages")
def final_stages(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """How many stages the programme has after its rollout."""
    count = Stage.objects.filter(programme=programme, phase__code=FINAL_PHASE).count()
    url = reverse("gates:phases", args=[programme.slug])
    return [Evidence(count, unit="count", as_of=timezone.now(), source_url=url) for _scope in scopes]


@seams.evidence.provide("gates.open_final_stages")
def open_final_stages(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Stages after the rollout whose mandatory deliverables are not all approved; None without such stages."""
    stages = list(Stage.objects.filter(programme=programme, phase__code=FINAL_PHASE))
    rows = Deliverable.objects.open().filter(stage__in=stages, mandatory=True).values_list("stage_id", flat=True)
    waiting = [stage for stage in stages if stage.pk in set(rows)]
    url = reverse("gates:phases", args=[programme.slug])
    reading = Evidence(
        len(waiting) if stages else None,
        unit="count",
        as_of=timezone.now(),
        source_url=url,
        detail=[EvidenceItem(str(stage), f"{url}#{stage.code}") for stage in waiting],
    )
    return [reading for _scope in scopes]
