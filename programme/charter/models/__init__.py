"""The records of the charter: the programme, goals, KPIs, readiness and charter versions."""

from programme.charter.models.goals import Goal, StrategyObjective, Workshop, WorkshopEntry
from programme.charter.models.kpis import Baseline, Kpi, KpiReading
from programme.charter.models.papers import CharterVersion, ScopeItem, Statement, Tolerance
from programme.charter.models.programme import Programme
from programme.charter.models.readiness import (
    Consultant,
    FeatureGap,
    ReadinessAnswer,
    ReadinessCheck,
    ReferenceCase,
)

__all__ = [
    "Baseline",
    "CharterVersion",
    "Consultant",
    "FeatureGap",
    "Goal",
    "Kpi",
    "KpiReading",
    "Programme",
    "ReadinessAnswer",
    "ReadinessCheck",
    "ReferenceCase",
    "ScopeItem",
    "Statement",
    "StrategyObjective",
    "Tolerance",
    "Workshop",
    "WorkshopEntry",
]
