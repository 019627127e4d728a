"""Budget lines, their baselines, what is bound and spent, locked months and draw-downs of contingency."""

from programme.budget.models.baselines import BudgetBaseline, BudgetBaselineLine
from programme.budget.models.draws import ContingencyDraw
from programme.budget.models.entries import ActualCost, Commitment, MonthLock
from programme.budget.models.lines import BudgetAuthorisation, BudgetLine

__all__ = [
    "ActualCost",
    "BudgetAuthorisation",
    "BudgetBaseline",
    "BudgetBaselineLine",
    "BudgetLine",
    "Commitment",
    "ContingencyDraw",
    "MonthLock",
]
