"""What the plan gives through the seams."""

from phases.plan.contributions import forecast, frame, kinds, papers, readings  # noqa: F401  (they register on import)
