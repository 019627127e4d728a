"""What the plan check finds in gates: conditions forgotten, gates that ask nothing, departures without an end."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from core import presence
from core.seams import Finding, Rule, plan_rules
from phases.gates.choices import DECIDED, Binding, DeliverableState
from phases.gates.models import Concession, Condition
from phases.gates.selectors.readings import deliverables_by_code
from phases.plan.selectors.gates import gate_rows
from programme.charter.choices import Pitfall

BREACHED = Rule(
    "gates.condition_overdue", "bad", Pitfall.PROCESS,
    gettext_lazy("Every condition of a gate is met by its day"),
    gettext_lazy("Meet the condition, or let the keepers decide again."),
)  # fmt: skip
EMPTY = Rule(
    "gates.without_must", "bad", Pitfall.GOALS,
    gettext_lazy("Every gate asks for something that must be"),
    gettext_lazy("Write a must-criterion; a gate that asks nothing stops nothing."),
)  # fmt: skip
UNBOUND = Rule(
    "gates.criterion_unbound", "warn", Pitfall.DATA,
    gettext_lazy("Every criterion is bound to evidence, a deliverable or a statement"),
    gettext_lazy("Say what the criterion reads."),
)  # fmt: skip
EXPIRED = Rule(
    "gates.concession_expired", "warn", Pitfall.ITERATION,
    gettext_lazy("No departure that a gate allowed has outlived its day"),
    gettext_lazy("Mend what departs, or ask the keepers again."),
)  # fmt: skip
REJECTED = Rule(
    "gates.deliverable_rejected", "warn", Pitfall.PROCESS,
    gettext_lazy("No deliverable lies rejected"),
    gettext_lazy("Rework it and submit it again."),
)  # fmt: skip


PAST = presence.ask(
    BREACHED.code,
    lambda programme: Condition.objects.filter(programme=programme).overdue(timezone.localdate()),
    says=("text",),
)
OUTLIVED = presence.ask(
    EXPIRED.code,
    lambda programme: Concession.objects.filter(programme=programme, expires_on__lt=timezone.localdate()),
    says=("item",),
)


@plan_rules.provide("gates.rules", BREACHED, EMPTY, UNBOUND, EXPIRED, REJECTED)
def rules(programme: Any) -> list[Finding]:
    """Conditions, criteria, concessions and deliverables that stand wrong; five queries, which others share."""
    gates = [gate for gate in gate_rows(programme) if gate.state not in DECIDED]
    overdue, expired = presence.told(programme, PAST, OUTLIVED)
    works = deliverables_by_code(programme).values()
    page = reverse("gates:gates", args=[programme.slug])
    return [
        *BREACHED.over((text for (text,) in overdue), page),
        *EMPTY.over((str(gate) for gate in gates if not any(one.must for one in gate.criteria.all())), page),
        *UNBOUND.over(
            (f"{gate} {one.label}" for gate in gates for one in gate.criteria.all() if one.binding == Binding.NOTHING),
            page,
        ),
        *EXPIRED.over((item for (item,) in expired), page),
        *REJECTED.over(
            (row.code for row in works if row.state == DeliverableState.REJECTED),
            reverse("gates:deliverables", args=[programme.slug]),
        ),
    ]
