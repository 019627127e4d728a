"""What a change means at the gates: deliverables to approve again, and gates under review whose evidence moves."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core import seams
from core.seams import Impact, Touched
from phases.gates.choices import DeliverableState, GateState
from phases.gates.models import Deliverable, Gate
from phases.plan.selectors.ripple import ripple_of

AGREED = (DeliverableState.SUBMITTED, DeliverableState.APPROVED)
UNDER_REVIEW = (GateState.SUBMITTED, GateState.IN_REVIEW)


@seams.impacts.provide("gates")
def to_approve_again(programme: Any, change: Any) -> list[Impact]:
    """Deliverables in review or approved that the edited tasks make, and gates under review that move."""
    computed = ripple_of(change)
    if computed is None:
        return []
    keys = [edit.key for edit in computed.edits if isinstance(edit.key, int)]
    rows = Deliverable.objects.filter(programme=programme, tasks__in=keys, state__in=AGREED).distinct()
    works = list(rows.order_by("position", "pk"))
    found = []
    if works:
        url = reverse("gates:deliverables", args=[programme.slug])
        items = [Touched(str(work), f"{url}{work.code}/", work.get_state_display()) for work in works]
        found.append(Impact("deliverables", _("Deliverables to approve again"), len(works), items))
    moved = {line.key for line in computed.gates(programme)}
    gates = Gate.objects.filter(programme=programme, state__in=UNDER_REVIEW).order_by("position", "wave", "pk")
    open_gates = [gate for gate in gates if f"gate:{gate.key}" in moved]
    if open_gates:
        items = [
            Touched(str(gate), reverse("gates:gate", args=[programme.slug, gate.key]), gate.get_state_display())
            for gate in open_gates
        ]
        found.append(Impact("reviews", _("Gates under review whose date moves"), len(open_gates), items))
    return found
