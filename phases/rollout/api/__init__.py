"""Waves with their stage, the roster and the cutover runbook in the API."""

from phases.rollout.api.registers import CutoverStepViewSet, LengthViewSet, RosterViewSet, WaveViewSet
from phases.rollout.api.stages import OverlapViewSet

__all__ = ["CutoverStepViewSet", "LengthViewSet", "OverlapViewSet", "RosterViewSet", "WaveViewSet"]
