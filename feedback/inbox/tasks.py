"""Background work of the inbox: telling people, and closing at night what nobody objected to."""

from datetime import date
from typing import Any

from core.jobs import Progress, task
from feedback.inbox.models import FeedbackStep
from feedback.inbox.services import close_silent_items, tell_step


@task("inbox.tell")
def tell(progress: Progress, *, step: int) -> dict[str, Any]:  # noqa: ARG001  (every task takes its progress)
    """Tell everybody who wants the item."""
    row = FeedbackStep.objects.select_related("item__programme").get(pk=step)
    return {"told": tell_step(row)}


@task("inbox.close_silent", nightly=True)
def close_silent(progress: Progress, *, day: str) -> dict[str, Any]:
    """Close what stood unchallenged for five working days."""
    return {"closed": close_silent_items(progress.programme, day=date.fromisoformat(day))}
