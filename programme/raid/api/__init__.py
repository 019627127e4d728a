"""The registers over the API: risks, issues and their terms, assumptions, dependencies."""

from programme.raid.api.assumptions import AssumptionViewSet
from programme.raid.api.dependencies import DependencyViewSet
from programme.raid.api.registers import IssueViewSet, RiskViewSet
from programme.raid.api.terms import IssueTermViewSet

__all__ = ["AssumptionViewSet", "DependencyViewSet", "IssueTermViewSet", "IssueViewSet", "RiskViewSet"]
