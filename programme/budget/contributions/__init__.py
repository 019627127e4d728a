"""What the budget gives through the seams."""

from programme.budget.contributions import authorising, findings, frame, kinds, papers, readings

__all__ = ["authorising", "findings", "frame", "kinds", "papers", "readings"]
