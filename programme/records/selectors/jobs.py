"""Reads of jobs as their progress bar shows them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access import Action, allows
from programme.records.choices import FINISHED, JOB_STATUS, JobState, Queue
from programme.records.models import GeneratedDocument, Job
from programme.records.permissions import ACTIONS


@dataclass(frozen=True, slots=True)
class JobView:
    """A job as ``components/_progress.html`` draws it."""

    job: Job
    public_id: str
    label: str
    running: bool
    status_kind: str
    state_label: str
    done_units: int
    total_units: int
    percent: int
    progress_text: str
    reason: str
    result_url: str

    def get_state_display(self) -> str:
        """Say the state."""
        return self.state_label


def job_view(job: Job, now: datetime | None = None) -> JobView:
    """Shape a job for its bar; one query where it has a result."""
    percent = min(100, 100 * job.done_units // job.total_units) if job.total_units else 0
    left = seconds_left(job, now or timezone.now())
    said = " · ".join(filter(None, (job.progress_text, _left_words(left))))
    return JobView(
        job=job,
        public_id=job.public_id,
        label=str(job),
        running=job.state not in FINISHED,
        status_kind=JOB_STATUS[JobState(job.state)],
        state_label=str(JobState(job.state).label),
        done_units=job.done_units,
        total_units=job.total_units,
        percent=percent,
        progress_text=said,
        reason=job.reason if job.state != JobState.DONE else "",
        result_url=result_url(job),
    )


def seconds_left(job: Job, now: datetime) -> int | None:
    """Estimate from the pace so far; None before anything is done, or when it does not run."""
    if job.state != JobState.RUNNING or not job.done_units or not job.total_units or job.started_at is None:
        return None
    spent = max((now - job.started_at) / timedelta(seconds=1), 0)
    return round(spent * (job.total_units - job.done_units) / job.done_units)


def _left_words(seconds: int | None) -> str:
    if seconds is None:
        return ""
    if seconds < 60:  # noqa: PLR2004  (a minute)
        return _("less than a minute left")
    minutes = round(seconds / 60)
    return ngettext("about %(n)d minute left", "about %(n)d minutes left", minutes) % {"n": minutes}


def result_url(job: Job) -> str:
    """Where the result is: a document's page, or what the task named; "" while there is none."""
    result: dict[str, Any] = job.result or {}
    if job.state != JobState.DONE or not result or job.programme is None:
        return ""
    paper = GeneratedDocument.objects.filter(public_id=result.get("document", "")).first()
    return reverse("records:document", args=[job.programme.slug, paper.public_id]) if paper else result.get("url", "")


def job_actions(job: Job, user: Any) -> list[Action]:
    """Cancel, while it has not ended; run again, where it is quarantined."""
    found = []
    if job.state not in FINISHED and allows(ACTIONS["cancel"], user, job):
        found.append(Action("cancel", _("Cancel"), danger=True))
    if job.state == JobState.QUARANTINED and allows(ACTIONS["requeue"], user, job):
        found.append(Action("requeue", _("Run again"), reasons=requeue_reasons(job), primary=True))
    return found


def requeue_reasons(job: Job) -> list[str]:
    """Say why a job cannot be given new attempts."""
    if job.state != JobState.QUARANTINED:
        return [_("Only a quarantined job can be run again.")]
    if job.parent_id is not None:
        return [_("This is a part of a job that was put together without it; ask for the whole again.")]
    return []


def job_facts(job: Job) -> list[tuple[str, Any]]:
    """Say what an operator asks of a job: where it waits, who works on it, how often it was tried."""
    return [
        (_("Task"), job.task),
        (_("Queue"), Queue(job.queue).label),
        (_("Asked"), job.created_at),
        (_("Started"), job.started_at),
        (_("Finished"), job.finished_at),
        (_("Attempts"), job.attempts),
        (_("Worker"), job.worker),
    ]


def parts_of(job: Job) -> list[JobView]:
    """Give the parts into which the job was cut, in their order; one query."""
    return [job_view(part) for part in job.parts.order_by("pk")]
