"""Reads of phases, deliverables and gates, shaped for pages, papers, commands and other slices."""

from phases.gates.selectors.evaluation import CriterionLine, GateStatus, evaluate_gate, evaluate_gates
from phases.gates.selectors.lists import (
    deliverable_actions,
    find_gate,
    next_gate,
    next_status,
    phase_actions,
    phases_of,
    visible_checks,
)
from phases.gates.selectors.readings import deliverable_url, gate_url, statement_url
from phases.gates.selectors.standing import (
    available_actions,
    decision_of,
    earlier_conditions,
    holding_gates,
    is_breached,
    options_of,
    state_label,
    tally_of,
    votes_of,
    way_blocked,
    works_of,
)
from phases.gates.selectors.timeline import gate_dates, phase_spans, ribbon_of

__all__ = [
    "CriterionLine",
    "GateStatus",
    "available_actions",
    "decision_of",
    "deliverable_actions",
    "deliverable_url",
    "earlier_conditions",
    "evaluate_gate",
    "evaluate_gates",
    "find_gate",
    "gate_dates",
    "gate_url",
    "holding_gates",
    "is_breached",
    "next_gate",
    "next_status",
    "options_of",
    "phase_actions",
    "phase_spans",
    "phases_of",
    "ribbon_of",
    "state_label",
    "statement_url",
    "tally_of",
    "visible_checks",
    "votes_of",
    "way_blocked",
    "works_of",
]
