"""What the budget gives through the seams."""

from programme.budget.contributions import authorising, frame, kinds, papers, readings

__all__ = ["authorising", "frame", "kinds", "papers", "readings"]
