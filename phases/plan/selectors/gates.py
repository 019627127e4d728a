"""Gates as the plan sees them: dated by the work before them, holding the work after them."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from core.memo import once, shared, shares
from phases.gates.choices import PASSED
from phases.gates.models import Gate, GateDecision
from phases.plan.models import Task
from phases.plan.rules.schedule import Hold
from phases.plan.selectors.tasks import task_rows

if TYPE_CHECKING:
    from programme.charter.models import Programme


def holds_of(programme: "Programme") -> list[Hold]:
    """Give each gate with the tasks before and after it; a passed one falls on its decision. Three queries."""
    decided = _decisions(programme)
    tasks = {code: pk for code, pk, *_days in _coded(programme)}
    return [
        Hold(
            key=f"gate:{gate.key}",
            after=[tasks[code] for code in gate.after if code in tasks],
            held=[tasks[code] for code in gate.holds if code in tasks],
            decided=decided.get(gate.pk) if gate.state in PASSED else None,
        )
        for gate in gate_rows(programme)
    ]


def gate_rows(programme: "Programme") -> list[Gate]:
    """Return the gates in their order; one query, and within an evaluation once with their criteria by two."""
    rows = Gate.objects.filter(programme=programme).order_by("position", "wave", "pk")
    return once(programme, "gates.rows", lambda: list(rows.for_evaluation())) if shares(programme) else list(rows)


def passed_gates(programme: "Programme") -> dict[int, date]:
    """Return the day of the decision of every gate that is passed, by primary key; two queries."""
    passed = {gate.pk for gate in gate_rows(programme) if gate.state in PASSED}
    return {gate: day for gate, day in _decisions(programme).items() if gate in passed}


def _coded(programme: "Programme") -> list[tuple[Any, ...]]:
    """Code, key, actual and early finish of the tasks that have a code."""
    columns = ("code", "pk", "actual_finish", "early_finish")
    if shares(programme):
        return [tuple(getattr(row, name) for name in columns) for row in task_rows(programme) if row.code]
    return list(Task.objects.filter(programme=programme).exclude(code="").values_list(*columns))


def _decisions(programme: "Programme") -> dict[int, date]:
    rows = GateDecision.objects.filter(programme=programme).order_by("round").values_list("gate_id", "decided_at")
    return shared(programme, "plan.decisions", lambda: {gate: _local(at) for gate, at in rows})


def _local(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def gate_dates(programme: "Programme") -> dict[str, date]:
    """When each gate falls, by its key: its decision if passed, else when the work before it is forecast to end.

    A gate without dated work is left out. Three queries.
    """
    return shared(programme, "plan.gate_dates", lambda: _gate_dates(programme))


def _gate_dates(programme: "Programme") -> dict[str, date]:
    decided = _decisions(programme)
    ends = {code: actual or early for code, _pk, actual, early in _coded(programme)}
    found: dict[str, date] = {}
    for gate in gate_rows(programme):
        days = [day for code in gate.after if (day := ends.get(code)) is not None]
        if gate.state in PASSED and gate.pk in decided:
            found[gate.key] = decided[gate.pk]
        elif days:
            found[gate.key] = max(days)
    return found


def holding_gate(task: Task) -> Gate | None:
    """Return the gate that holds the task and is not passed; one query, none for a task without a code."""
    if not task.code:
        return None
    gates = Gate.objects.filter(programme=task.programme).exclude(state__in=PASSED).order_by("position", "wave", "pk")
    return next((gate for gate in gates if task.code in gate.holds), None)
