"""Background work of the registers."""

from datetime import date
from typing import Any

from core.jobs import Progress, task
from programme.raid.services import escalate_overdue, expire_assumptions, follow_plan, tell_due


@task("raid.nightly", nightly=True)
def watch_registers(progress: Progress, *, day: str) -> dict[str, Any]:
    """Expire assumptions, move needed days with the plan, escalate issues past their term, tell what falls due."""
    programme = progress.programme
    return {
        "expired": expire_assumptions(programme, today=date.fromisoformat(day)),
        "moved": follow_plan(programme),
        "escalated": escalate_overdue(programme),
        "due": tell_due(programme, today=date.fromisoformat(day)),
    }
