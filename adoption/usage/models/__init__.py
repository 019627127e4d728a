"""Records of usage: parts of event files, roll-ups by account and day, weights and completeness of scorecards."""

from adoption.usage.models.months import UsageMonth
from adoption.usage.models.parts import UsagePart
from adoption.usage.models.scores import CompletenessReading, ScoreWeight

__all__ = ["CompletenessReading", "ScoreWeight", "UsageMonth", "UsagePart"]
