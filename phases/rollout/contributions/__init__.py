"""What the rollout gives through the seams."""

from phases.rollout.contributions import evidence, findings, frame, kinds, reactions  # noqa: F401  (they register on import)
