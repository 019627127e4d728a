"""Records of the rollout: waves, the roster of their people, and the cutover runbook."""

from phases.rollout.models.cutover import CutoverStep
from phases.rollout.models.roster import Absence, RosterEntry
from phases.rollout.models.waves import Wave, WaveOverlap

__all__ = ["Absence", "CutoverStep", "RosterEntry", "Wave", "WaveOverlap"]
