"""The nightly look for missed briefings."""

from typing import Any

from core.jobs import Progress, task
from programme.sponsor.services import escalate_missed


@task("sponsor.escalate", nightly=True)
def escalate(progress: Progress, *, day: str) -> dict[str, Any]:  # noqa: ARG001
    """Tell of two missed months."""
    return {"escalated": escalate_missed(progress.programme, actor=None)}
