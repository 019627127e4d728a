"""The nightly look at every tolerance."""

from typing import Any

from core.jobs import Progress, task
from phases.exceptions.services.watching import watch_forecasts


@task("exceptions.watch", nightly=True)
def watch(progress: Progress, *, day: str) -> dict[str, Any]:  # noqa: ARG001
    """Propose, follow and close exceptions as the forecasts stand."""
    done = watch_forecasts(progress.programme, actor=None)
    return {"found": done.found, "moved": done.moved, "recovered": done.recovered}
