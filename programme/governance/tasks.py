"""Background work of governance."""

from datetime import date
from typing import Any

from core.jobs import Progress, task
from programme.governance.services.lights import record_lights


@task("governance.record_lights", nightly=True)
def keep_lights(progress: Progress, *, day: str) -> dict[str, Any]:
    """Keep the colours of the day."""
    return {"kept": record_lights(progress.programme, day=date.fromisoformat(day))}
