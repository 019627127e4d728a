"""Phases with their stages and deliverables, gates with what was asked, said and decided."""

from phases.gates.models.decisions import Concession, Condition, GateDecision, GateVote
from phases.gates.models.deliverables import Deliverable, DeliverablePart
from phases.gates.models.gates import Criterion, Gate, ManualStatement
from phases.gates.models.lines import BlueprintLine
from phases.gates.models.phases import Phase, Stage, StageCheck

__all__ = [
    "BlueprintLine",
    "Concession",
    "Condition",
    "Criterion",
    "Deliverable",
    "DeliverablePart",
    "Gate",
    "GateDecision",
    "GateVote",
    "ManualStatement",
    "Phase",
    "Stage",
    "StageCheck",
]
