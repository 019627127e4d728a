"""The charter in the API: programme, goals, KPIs, readings, readiness, and the plain rows."""

from programme.charter.api.goals import GoalViewSet, KpiViewSet, ReadingViewSet
from programme.charter.api.programme import ProgrammesViewSet
from programme.charter.api.readiness import RadarViewSet, ReadinessViewSet
from programme.charter.api.rows import (
    ConsultantViewSet,
    FeatureGapViewSet,
    ReferenceCaseViewSet,
    ScopeViewSet,
    StatementViewSet,
    StrategyViewSet,
    ToleranceViewSet,
)
from programme.charter.api.versions import VersionViewSet

__all__ = [
    "ConsultantViewSet",
    "FeatureGapViewSet",
    "GoalViewSet",
    "KpiViewSet",
    "ProgrammesViewSet",
    "RadarViewSet",
    "ReadinessViewSet",
    "ReadingViewSet",
    "ReferenceCaseViewSet",
    "ScopeViewSet",
    "StatementViewSet",
    "StrategyViewSet",
    "ToleranceViewSet",
    "VersionViewSet",
]
