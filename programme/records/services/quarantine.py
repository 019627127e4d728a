"""The way out of quarantine: an administrator gives a job its attempts back."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from core.access import require
from core.errors import IllegalNowError
from core.models import save_validated
from programme.records.choices import JobState
from programme.records.models import Job
from programme.records.permissions import ACTIONS
from programme.records.selectors.jobs import requeue_reasons
from programme.records.services.audit import change, writes
from programme.records.services.telling import tell_runner

if TYPE_CHECKING:
    from programme.people.models import User


@writes
def requeue_job(job: Job, *, actor: "User | None") -> Job:
    """Let a quarantined job run again with a full count of attempts, once what broke it is mended."""
    require(ACTIONS["requeue"], actor, job)
    job = Job.objects.select_for_update(of=("self",)).select_related("programme", "actor").get(pk=job.pk)
    if reasons := requeue_reasons(job):
        raise IllegalNowError(*reasons)
    with change(job, "records.job_requeued", actor=actor):
        job.state, job.attempts, job.reason = JobState.PENDING, 0, ""
        job.run_at, job.finished_at, job.told_at, job.cancel_asked = timezone.now(), None, None, False
        save_validated(job)
    transaction.on_commit(lambda: tell_runner(job))
    return job
