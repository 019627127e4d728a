"""What the acceptance test gives through the seams."""

from phases.uat.contributions import changes, findings, kinds, pages, papers, readings, signing  # noqa: F401  (they register on import)
