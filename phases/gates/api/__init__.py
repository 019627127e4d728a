"""Phases, deliverables, gates and conditions in the API: the same services and the same acts as the pages."""

from phases.gates.api.gates import ConditionViewSet, GateViewSet
from phases.gates.api.updates import BlueprintViewSet
from phases.gates.api.work import DeliverableViewSet, PhaseViewSet, StageViewSet

__all__ = ["BlueprintViewSet", "ConditionViewSet", "DeliverableViewSet", "GateViewSet", "PhaseViewSet", "StageViewSet"]
