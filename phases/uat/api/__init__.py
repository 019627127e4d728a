"""The acceptance test in the API: the same services, filters and actions as the pages."""

from phases.uat.api.registers import CaseViewSet, CycleViewSet, DefectViewSet, ExecutionViewSet

__all__ = ["CaseViewSet", "CycleViewSet", "DefectViewSet", "ExecutionViewSet"]
