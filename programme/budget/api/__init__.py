"""The budget in the API."""

from programme.budget.api.entries import ActualCostViewSet, CommitmentViewSet
from programme.budget.api.lines import BudgetViewSet
from programme.budget.api.money import BudgetBaselineViewSet, DrawViewSet

__all__ = ["ActualCostViewSet", "BudgetBaselineViewSet", "BudgetViewSet", "CommitmentViewSet", "DrawViewSet"]
