"""Pages of the charter, one module for each part of it."""

from programme.charter.views.charter import (
    KickoffEdit,
    Move,
    Overview,
    PurposeEdit,
    Radar,
    RowEdit,
    RowNew,
    RowRemove,
    Submit,
    WithdrawVersion,
)
from programme.charter.views.goals import (
    GoalEdit,
    GoalList,
    GoalNew,
    GoalRecord,
    GoalScore,
    GoalSign,
    GoalSupersede,
    GoalWithdraw,
)
from programme.charter.views.kpis import KpiEdit, KpiList, KpiNew, KpiRead, KpiRecord, KpiSign, KpiSupersede
from programme.charter.views.readiness import Answer, Conclude, ReadinessPage, Waiver
from programme.charter.views.versions import VersionPage
from programme.charter.views.workshops import WorkshopAdd, WorkshopExport, WorkshopNew, WorkshopRecord

__all__ = [
    "Answer",
    "Conclude",
    "GoalEdit",
    "GoalList",
    "GoalNew",
    "GoalRecord",
    "GoalScore",
    "GoalSign",
    "GoalSupersede",
    "GoalWithdraw",
    "KickoffEdit",
    "KpiEdit",
    "KpiList",
    "KpiNew",
    "KpiRead",
    "KpiRecord",
    "KpiSign",
    "KpiSupersede",
    "Move",
    "Overview",
    "PurposeEdit",
    "Radar",
    "ReadinessPage",
    "RowEdit",
    "RowNew",
    "RowRemove",
    "Submit",
    "VersionPage",
    "Waiver",
    "WithdrawVersion",
    "WorkshopAdd",
    "WorkshopExport",
    "WorkshopNew",
    "WorkshopRecord",
]
