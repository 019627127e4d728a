"""Records of the registers: risks, issues, assumptions, dependencies, and the views that people saved."""

from programme.raid.models.assumptions import Assumption
from programme.raid.models.common import MAX_DELAY, MAX_LEVEL
from programme.raid.models.dependencies import Dependency
from programme.raid.models.issues import Issue, IssueTerm
from programme.raid.models.risks import Risk, RiskScore

__all__ = [
    "MAX_DELAY",
    "MAX_LEVEL",
    "Assumption",
    "Dependency",
    "Issue",
    "IssueTerm",
    "Risk",
    "RiskScore",
]
