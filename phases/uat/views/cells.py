"""How states and severities are drawn."""

from typing import Any

from core.documents.values import Status, StatusKind
from phases.uat.choices import CaseState, CycleState, DefectState, RunState

CYCLE = {
    CycleState.PLANNED: "wait", CycleState.ENTRY_CHECK: "wait", CycleState.RUNNING: "run",
    CycleState.SUSPENDED: "block", CycleState.EXECUTED: "done", CycleState.SIGN_OFF: "wait",
    CycleState.ACCEPTED: "good", CycleState.CONDITIONAL: "warn", CycleState.REJECTED: "bad",
}  # fmt: skip
CASE = {
    CaseState.PROPOSED: "wait", CaseState.CONFIRMED: "good", CaseState.NEEDS_UPDATE: "warn", CaseState.DISABLED: "none",
}  # fmt: skip
RUN = {
    RunState.NOT_RUN: "wait", RunState.IN_PROGRESS: "run", RunState.PASSED: "good", RunState.FAILED: "bad",
    RunState.BLOCKED: "block", RunState.ERROR: "bad", RunState.NOT_APPLICABLE: "none", RunState.WAIVED: "none",
    RunState.INVALIDATED: "stale",
}  # fmt: skip
DEFECT = {
    DefectState.NEW: "wait", DefectState.TRIAGED: "wait", DefectState.ASSIGNED: "run", DefectState.FIXED: "run",
    DefectState.READY: "wait", DefectState.CLOSED: "done", DefectState.REOPENED: "bad", DefectState.REJECTED: "none",
    DefectState.DEFERRED: "warn", DefectState.CONVERTED: "none",
}  # fmt: skip
SEVERITY: dict[int, StatusKind] = {1: "bad", 2: "warn"}


def of(levels: Any) -> Any:
    """Make a cell of a row's state."""

    def cell(row: Any) -> Status:
        return Status(levels[row.state], str(row.get_state_display()))

    return cell


def severity(defect: Any) -> Status | None:
    """Say the severity; only the two worst have a colour, and only while it is open."""
    if not defect.severity:
        return None
    level: StatusKind = SEVERITY.get(defect.severity, "none") if defect.is_open else "done"
    return Status(level, str(defect.get_severity_display()))
