"""The runner: leases a job, counts the attempt before working, and ends it exactly once."""

import logging
import os
import socket
import threading
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.jobs import CancelledError, current, task_named
from core.models import new_public_id
from programme.records.choices import JobState
from programme.records.models import Job
from programme.records.querysets import JobQuerySet
from programme.records.services.handles import Handle, StoppedError
from programme.records.services.parts import part_ended

log = logging.getLogger(__name__)
_held: set[int] = set()  # jobs that threads of this process work on: alive, whatever their lease says
_lock = threading.Lock()


def lease(job_id: int | None = None) -> Job | None:
    """Take the next due job, or this one if it is due; the attempt is counted here, before any work.

    Two workers never get the same job: PostgreSQL skips rows that another worker looks at, SQLite has one writer.
    A job that used up its attempts without ending is quarantined and not returned.
    """
    while _candidates(job_id).exists():  # a look takes no lock
        with transaction.atomic():
            job = _candidate(job_id)
            if job is None:
                return None
            if job.attempts < settings.JOBS_MAX_ATTEMPTS:
                return _take(job)
            _quarantine(job)
    return None


def _candidates(job_id: int | None) -> JobQuerySet:
    rows = Job.objects.due(timezone.now()).exclude(pk__in=_held_now())
    return rows if job_id is None else rows.filter(pk=job_id)


def _candidate(job_id: int | None) -> Job | None:
    rows = _candidates(job_id).select_related("actor", "programme")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    return rows.first()


def _held_now() -> list[int]:
    with _lock:
        return list(_held)


def _take(job: Job) -> Job:
    now = timezone.now()
    job.state = JobState.RUNNING
    job.attempts += 1
    job.lease_token = new_public_id()
    job.lease_until = now + timedelta(seconds=settings.JOBS_LEASE_SECONDS)
    job.started_at = job.started_at or now
    job.worker = f"{socket.gethostname()}:{os.getpid()}"[-80:]
    job.save(update_fields=["state", "attempts", "lease_token", "lease_until", "started_at", "worker", "updated_at"])
    return job


def _quarantine(job: Job) -> None:
    """Put a job aside whose worker died every time."""
    with translation.override(job.language or settings.LANGUAGE_CODE):
        reason = job.reason or _("The worker ended in the middle of each attempt.")
        job.reason = _("%(reason)s (given up after %(n)d attempts)") % {"reason": reason, "n": job.attempts}
    job.state, job.finished_at, job.lease_token, job.lease_until = JobState.QUARANTINED, timezone.now(), "", None
    job.save(update_fields=["state", "finished_at", "lease_token", "lease_until", "reason", "updated_at"])
    if job.parent_id:
        part_ended(job.parent_id)
    log.error("job %s (%s) is quarantined: %s", job.pk, job.task, job.reason)


def run_one(job_id: int | None = None, *, inline: bool = False) -> bool:
    """Lease one job and work it to its end; False where none was due."""
    job = lease(job_id)
    if job is None:
        return False
    with _lock:
        _held.add(job.pk)
    handle = Handle(job, inline=inline)
    working = current.set(job.public_id)
    try:
        with translation.override(job.language or settings.LANGUAGE_CODE):
            _work(handle)
    finally:
        current.reset(working)
        with _lock:
            _held.discard(job.pk)
    if inline and handle.is_split:  # its parts ran while this thread still held it
        run_one(job.pk, inline=True)
    return True


def _work(handle: Handle) -> None:
    """Do the work; every way in which it can end becomes one state with its reason."""
    job = handle.job
    try:
        with handle:
            _refuse_removed_actor(job)
            result = task_named(job.task)(handle, **job.args)
        if not handle.ended and not handle.end(JobState.DONE, result=result or {}):
            log.warning("job %s was taken over by another worker; its result is dropped", job.pk)
    except StoppedError:
        handle.end(JobState.PENDING, attempts=job.attempts - 1, run_at=timezone.now())
    except CancelledError:
        handle.end(JobState.CANCELLED, reason=_("Cancelled on request."))
    except DomainError as error:
        handle.end(JobState.FAILED, reason=str(error))
    except Exception as error:
        log.exception("job %s (%s) failed at attempt %s", job.pk, job.task, job.attempts)
        _retry_or_quarantine(handle, f"{type(error).__name__}: {error}")


def _refuse_removed_actor(job: Job) -> None:
    """Fail the job of a person who lost the programme, or the account, after asking for it.

    A job whose parts have run is let through: what they did is put together whoever asked.
    """
    actor, programme = job.actor, job.programme
    if actor is None or job.parts.exists():
        return
    actor.forget_roles()
    if not actor.is_active or (programme is not None and not actor.roles_in(programme)):
        raise DomainError(_("%(name)s asked for this and has since lost access.") % {"name": actor.name})


def _retry_or_quarantine(handle: Handle, reason: str) -> None:
    attempts = handle.job.attempts
    if attempts < settings.JOBS_MAX_ATTEMPTS:
        later = timezone.now() + timedelta(seconds=2**attempts)
        handle.end(JobState.PENDING, reason=reason, run_at=later)
    else:
        given_up = _("%(reason)s (given up after %(n)d attempts)") % {"reason": reason, "n": attempts}
        handle.end(JobState.QUARANTINED, reason=given_up)


def work_off(limit: int = 1000) -> int:
    """Run due jobs on this thread until none is left; returns how many (a chain of reactions counts each)."""
    count = 0
    while count < limit and run_one(inline=True):
        count += 1
    return count


def release_leases() -> int:
    """Let the jobs of a killed process be taken at once; call only where no other runner works on this database."""
    now = timezone.now()
    stale: Any = Job.objects.filter(state=JobState.RUNNING, lease_until__gt=now).exclude(pk__in=_held_now())
    return int(stale.update(lease_until=now, updated_at=now))
