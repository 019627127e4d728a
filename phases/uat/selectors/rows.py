"""Cases, executions and defects as files carry them, by public id; cycles with what they count."""

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from core.memo import shared
from phases.uat.choices import OPEN_RUN, CycleState
from phases.uat.models import Defect, Execution, TestCase, UatCycle

if TYPE_CHECKING:
    from programme.charter.models import Programme

Rows = dict[str, dict[str, Any]]


def cycle_rows(programme: "Programme") -> list[Any]:
    """Cycles with ``cases`` and ``idle``, open ones nobody tests; one query, read once within an evaluation."""
    current = Q(executions__current=True)
    idle = current & Q(executions__state__in=OPEN_RUN, executions__tester=None)
    rows = UatCycle.objects.filter(programme=programme).order_by("number")
    found = rows.annotate(cases=Count("executions", current), idle=Count("executions", idle))
    return shared(programme, "uat.cycle_rows", lambda: list(found))


def steps_text(steps: list[dict[str, str]]) -> str:
    """Write steps one to a line, what is expected after an arrow."""
    return "\n".join(
        f"{step['action']} → {step['expected']}" if step.get("expected") else step["action"] for step in steps
    )


def case_rows(programme: "Programme") -> Rows:
    """Return the cases; one query."""
    return {
        row.public_id: {
            "code": row.code,
            "title": row.title,
            "scenario": row.scenario,
            "process": row.process.code if row.process else "",
            "unit": row.unit.code if row.unit else "",
            "crm_role": row.crm_role,
            "requirement": row.requirement,
            "preparation": row.preparation,
            "steps": steps_text(row.steps),
            "expected": row.expected,
            "urgency": str(row.urgency),
            "importance": str(row.importance),
            "must": row.must,
        }
        for row in TestCase.objects.filter(programme=programme).for_list()
    }


def cycle_of_results(programme: "Programme") -> UatCycle | None:
    """Return the cycle into which results of files go: the latest that runs, else the latest that is not decided."""
    rows = UatCycle.objects.filter(programme=programme).for_list()
    return rows.filter(state__in=(CycleState.RUNNING, CycleState.SUSPENDED)).last() or rows.open().last()


def execution_rows(programme: "Programme") -> Rows:
    """Return the attempts that count in the cycle that takes results; three queries at most."""
    cycle = cycle_of_results(programme)
    if cycle is None:
        return {}
    return {
        row.public_id: {
            "cycle": row.cycle.number,
            "case": row.case.code,
            "state": row.state,
            "tester": row.tester.email.casefold() if row.tester else None,
            "comment": row.comment,
            "evidence": row.evidence,
        }
        for row in Execution.objects.filter(cycle=cycle).counting().for_list()
    }


def defect_rows(programme: "Programme") -> Rows:
    """Return the defects; one query."""
    return {
        row.public_id: {
            "code": row.code,
            "title": row.title,
            "cycle": row.cycle.number if row.cycle else None,
            "case": row.case.code if row.case else "",
            "unit": row.unit.code if row.unit else "",
            "description": row.description,
            "expected": row.expected,
            "severity": str(row.severity) if row.severity else None,
            "workaround": row.workaround,
            "priority": row.priority or None,
            "environment": row.environment,
            "build": row.build,
            "reported_on": row.reported_on,
        }
        for row in Defect.objects.filter(programme=programme).for_list()
    }
