"""Table of contents: the records of each slice, imported for Django only."""

from adoption.quality.models import QualityRule
from adoption.usage.models import CompletenessReading, ScoreWeight, UsageMonth, UsagePart

__all__ = ["CompletenessReading", "QualityRule", "ScoreWeight", "UsageMonth", "UsagePart"]
