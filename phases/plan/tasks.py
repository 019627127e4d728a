"""Background work of the plan: simulations."""

from typing import Any

from django.db import transaction

from core.jobs import Progress, task
from phases.plan import services
from programme.records.services import lock_programme


@task("plan.simulate")
def simulate(progress: Progress, **given: Any) -> None:
    """Run outside any lock; the stored result and the job's end are one transaction."""
    programme = progress.programme
    draw = services.run_simulation(programme, given=given)
    with transaction.atomic():
        lock_programme(programme)
        row = services.keep_simulation(programme, draw=draw, actor=progress.actor)
        progress.finish({"simulation": row.public_id, "url": row.get_absolute_url()})
