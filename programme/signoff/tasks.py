"""Background work of sign-offs."""

from datetime import date
from typing import Any

from core.jobs import Progress, task
from programme.signoff.services import expire_requests


@task("signoff.expire_requests", nightly=True)
def expire(progress: Progress, *, day: str) -> dict[str, Any]:
    """Close requests whose last day has passed."""
    return {"expired": expire_requests(progress.programme, today=date.fromisoformat(day))}
