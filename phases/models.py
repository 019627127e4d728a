"""Table of contents: the records of each slice, imported for Django only."""

from phases.gates.models import (
    Concession,
    Condition,
    Criterion,
    Deliverable,
    DeliverablePart,
    Gate,
    GateDecision,
    GateVote,
    ManualStatement,
    Phase,
    Stage,
    StageCheck,
)
from phases.plan.models import CalendarDay, PlanBasis, Task, TaskLink
from phases.redesign.models import ProcessChain, ProcessNode
from phases.rollout.models import Absence, CutoverStep, RosterEntry, Wave
from phases.uat.models import Defect, EntryStatement, Execution, TestCase, UatConcession, UatCycle

__all__ = [
    "Absence",
    "CalendarDay",
    "Concession",
    "Condition",
    "Criterion",
    "CutoverStep",
    "Defect",
    "Deliverable",
    "DeliverablePart",
    "EntryStatement",
    "Execution",
    "Gate",
    "GateDecision",
    "GateVote",
    "ManualStatement",
    "Phase",
    "PlanBasis",
    "ProcessChain",
    "ProcessNode",
    "RosterEntry",
    "Stage",
    "StageCheck",
    "Task",
    "TaskLink",
    "TestCase",
    "UatConcession",
    "UatCycle",
    "Wave",
]
