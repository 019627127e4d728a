"""Reads of the budget: its sums, whether the signature still fits, how the money stands, and how that is shown."""

from programme.budget.selectors.money import (
    LineStand,
    MoneyStand,
    baseline_of,
    cost_tolerance,
    locked_through,
    money_stand,
    planned_money,
)
from programme.budget.selectors.totals import Authorisation, Totals, authorisation, budget_totals, contingency_minor

__all__ = [
    "Authorisation",
    "LineStand",
    "MoneyStand",
    "Totals",
    "authorisation",
    "baseline_of",
    "budget_totals",
    "contingency_minor",
    "cost_tolerance",
    "locked_through",
    "money_stand",
    "planned_money",
]
