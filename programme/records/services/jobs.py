"""Jobs: written in the transaction that wants the work, told to the runner after commit."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.access import require
from programme.records.choices import JobState, Queue
from programme.records.models import Job
from programme.records.permissions import ACTIONS

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User


def enqueue(
    task: str,
    *,
    args: dict[str, Any],
    programme: "Programme | None" = None,
    actor: "User | None" = None,
    label: str = "",
    key: str | None = None,
    queue: Queue = Queue.INTERACTIVE,
    run_at: datetime | None = None,
    parent: Job | None = None,
    units: int = 0,
) -> Job:
    """Write the job (once per ``key``) and tell the runner after commit.

    ``parent`` makes it one of that job's parts; ``units`` is how much there is to do, where that is known already.
    """
    values = {
        "task": task,
        "args": args,
        "programme": programme,
        "actor": actor,
        "label": label[:200],
        "queue": queue,
        "queue_rank": 0 if queue == Queue.INTERACTIVE else 1,
        "run_at": run_at or timezone.now(),
        "language": translation.get_language() or "",
        "parent": parent,
        "total_units": units,
    }
    if key is None:
        job, created = Job.objects.create(**values), True
    else:
        job, created = Job.objects.get_or_create(key=key, defaults=values)
    if created:
        from programme.records.services.telling import tell_runner

        transaction.on_commit(lambda: tell_runner(job))
    return job


def cancel_job(job: Job, *, actor: "User | None") -> Job:
    """Ask the job to stop: one that waits ends at once, one that runs at its next word; an ended one is left alone.

    A job in parts loses the parts that are still to come; what its other parts did is put together all the same.
    """
    require(ACTIONS["cancel"], actor, job)
    asked = Job.objects.filter(parent=job) if job.parts.exists() else Job.objects.filter(pk=job.pk)
    now = timezone.now()
    with translation.override(job.language or settings.LANGUAGE_CODE):
        said = _("Cancelled on request.")
    with transaction.atomic():
        asked.filter(state=JobState.RUNNING).update(cancel_asked=True, updated_at=now)
        stopped = asked.filter(state=JobState.PENDING).update(
            state=JobState.CANCELLED, cancel_asked=True, finished_at=now, reason=said, updated_at=now
        )
        if stopped:
            from programme.records.services.parts import part_ended

            part_ended(job.pk)
    job.refresh_from_db()
    return job
