"""What the plan gives through the seams."""

from phases.plan.contributions import (  # noqa: F401  (they register on import)
    board,
    changes,
    findings,
    forecast,
    frame,
    kinds,
    papers,
    promises,
    readings,
    staff,
)
