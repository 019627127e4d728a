"""Reads of the acceptance test, shaped for pages, gates and other slices."""

from phases.uat.selectors.acts import (
    CASE_LABELS,
    CYCLE_LABELS,
    DEFECT_LABELS,
    RUN_LABELS,
    case_actions,
    cycle_actions,
    defect_actions,
    run_actions,
)
from phases.uat.selectors.counts import (
    counts_json,
    counts_of,
    counts_of_all,
    counts_with_musts,
    entry_lines,
    exit_of,
    figure,
    lack_text,
    share_text,
    standing_state,
)
from phases.uat.selectors.rows import case_rows, cycle_rows, defect_rows, execution_rows

__all__ = [
    "CASE_LABELS",
    "CYCLE_LABELS",
    "DEFECT_LABELS",
    "RUN_LABELS",
    "case_actions",
    "case_rows",
    "counts_json",
    "counts_of",
    "counts_of_all",
    "counts_with_musts",
    "cycle_actions",
    "cycle_rows",
    "defect_actions",
    "defect_rows",
    "entry_lines",
    "execution_rows",
    "exit_of",
    "figure",
    "lack_text",
    "run_actions",
    "share_text",
    "standing_state",
]
