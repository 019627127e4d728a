"""Reads of the charter, shaped for pages, papers, gates and other slices."""

from programme.charter.selectors.contents import charter_parts
from programme.charter.selectors.days import working_calendar
from programme.charter.selectors.figures import (
    GoalFigures,
    KpiFigures,
    figures_of_goal,
    figures_of_kpi,
    goal_figures,
    kpi_figures,
    smart_of,
    target_hint,
    value_ways,
)
from programme.charter.selectors.life import available_actions, blocked_by
from programme.charter.selectors.live import evidence_of
from programme.charter.selectors.papers import (
    charter_gaps,
    charter_warnings,
    current_version,
    is_promised,
    latest_version,
    signers,
)
from programme.charter.selectors.radar import radar, radar_facts
from programme.charter.selectors.readiness import Readiness, ceilings, readiness, readiness_checks
from programme.charter.selectors.versions import (
    AMENDABLE,
    OPS,
    Amended,
    amended,
    amendment_bars,
    before,
    last_signed,
    version_diff,
    version_parts,
    versions,
)

__all__ = [
    "AMENDABLE",
    "OPS",
    "Amended",
    "GoalFigures",
    "KpiFigures",
    "Readiness",
    "amended",
    "amendment_bars",
    "available_actions",
    "before",
    "blocked_by",
    "ceilings",
    "charter_gaps",
    "charter_parts",
    "charter_warnings",
    "current_version",
    "evidence_of",
    "figures_of_goal",
    "figures_of_kpi",
    "goal_figures",
    "is_promised",
    "kpi_figures",
    "last_signed",
    "latest_version",
    "radar",
    "radar_facts",
    "readiness",
    "readiness_checks",
    "signers",
    "smart_of",
    "target_hint",
    "value_ways",
    "version_diff",
    "version_parts",
    "versions",
    "working_calendar",
]
