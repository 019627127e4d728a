"""The demo's budget: lines that the sponsor authorised, what was ordered and invoiced since, and what waits."""

from programme.budget.demo import lines, money

__all__ = ["lines", "money"]
