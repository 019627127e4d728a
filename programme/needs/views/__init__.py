"""Pages of needs, one module for each part of them."""

from programme.needs.views.overview import Overview, Prompt, RowEdit, RowNew, RowRemove, TracePage
from programme.needs.views.requirements import (
    RequirementApprove,
    RequirementDrop,
    RequirementEdit,
    RequirementList,
    RequirementNew,
    RequirementRecord,
)

__all__ = [
    "Overview",
    "Prompt",
    "RequirementApprove",
    "RequirementDrop",
    "RequirementEdit",
    "RequirementList",
    "RequirementNew",
    "RequirementRecord",
    "RowEdit",
    "RowNew",
    "RowRemove",
    "TracePage",
]
