"""What a task holds while it works: its progress, its lease with a heartbeat, and its one end."""

import logging
import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import Error, connection, transaction
from django.utils import timezone

from core import jobs
from core.jobs import CancelledError, Part
from programme.records.choices import FINISHED, JobState
from programme.records.models import Job
from programme.records.services.parts import part_ended, write_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

log = logging.getLogger(__name__)
BEAT_SECONDS = 1.0


class StoppedError(CancelledError):
    """The process ends; the job goes on at the next start without losing an attempt."""


class Handle:
    """One attempt at one job; every write asks whether the lease is still this attempt's.

    The heartbeat thread writes progress and renews the lease on a connection of its own, so that a long
    transaction of the task hides neither; ``inline`` writes at once on the caller's connection.
    """

    def __init__(self, job: Job, *, inline: bool = False) -> None:
        """Take a job that was just leased."""
        self.job = job
        self.job_id = job.public_id
        self.actor: Any = job.actor
        self.programme: Any = job.programme
        self.ended = self.is_split = False
        self._inline = inline
        self._mine = {"pk": job.pk, "lease_token": job.lease_token, "attempts": job.attempts}
        self._told: dict[str, Any] = {}
        self._lost = self._cancelled = False
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def progress(self, done: int, total: int, text: str = "") -> None:
        """Say how far it is; raises ``CancelledError`` where a person asked to stop, and where the lease was lost."""
        self._told = {"done_units": max(done, 0), "total_units": max(total, 0), "progress_text": text[:200]}
        if self._inline:
            self.beat()
        if jobs.stopping.is_set():
            raise StoppedError
        if self._cancelled or self._lost:
            raise CancelledError

    def finish(self, result: dict[str, Any] | None = None) -> None:
        """End the job as done in the caller's transaction; raises ``CancelledError`` where it is no longer ours."""
        if not self.end(JobState.DONE, result=result or {}):
            raise CancelledError

    def split(self, task: str, parts: "Iterable[tuple[Mapping[str, Any], int]]") -> None:
        """Leave the rest to parts, each with its arguments and size, in the caller's transaction.

        The same task is called again when all have ended, and finds them in ``parts``. Raises ``CancelledError``
        where the job is no longer ours.
        """
        units = write_parts(self.job, task, parts)
        values = {"lease_token": "", "lease_until": None, "done_units": 0, "total_units": units}
        self.ended = self.is_split = self._update({"state": JobState.SPLIT, "progress_text": "", **values})
        if not self.ended:
            raise CancelledError

    @property
    def parts(self) -> list[Part]:
        """The parts in their order with what became of each; none before the job was cut."""
        rows = Job.objects.filter(parent=self.job).order_by("pk")
        return [
            Part(row.args, row.result, done=row.state == JobState.DONE, reason=row.reason, size=row.total_units)
            for row in rows
        ]

    def end(self, state: JobState, **values: Any) -> bool:
        """Write the end of this attempt; False where another worker holds the job now."""
        told = self._told
        if state == JobState.DONE and told.get("total_units"):
            told = {**told, "done_units": told["total_units"]}
        finished = None if state == JobState.PENDING else timezone.now()
        with transaction.atomic():
            self.ended = self._update(
                {**told, "state": state, "lease_token": "", "lease_until": None, "finished_at": finished, **values}
            )
            if self.ended and state == JobState.DONE:  # what the parts handed over has been put together
                Job.objects.filter(parent=self.job).exclude(result={}).update(result={})
            if self.ended and self.job.parent_id and state in FINISHED:
                part_ended(self.job.parent_id)
        return self.ended

    def beat(self) -> None:
        """Renew the lease, write the latest progress, read whether a person asked to stop."""
        until = timezone.now() + timedelta(seconds=settings.JOBS_LEASE_SECONDS)
        self._lost = not self._update({**self._told, "lease_until": until})
        self._cancelled = Job.objects.filter(pk=self.job.pk, cancel_asked=True).exists()

    def _update(self, values: dict[str, Any]) -> bool:
        rows = Job.objects.filter(**self._mine, state=JobState.RUNNING)
        return rows.update(updated_at=timezone.now(), **values) == 1

    def __enter__(self) -> Self:
        if not self._inline:
            self._thread = threading.Thread(target=self._beats, name=f"lease-{self.job.pk}", daemon=True)
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _beats(self) -> None:
        """Beat until the work ends; a database that is busy or away is asked again at the next beat."""
        try:
            while not self._stop.wait(BEAT_SECONDS):
                try:
                    self.beat()
                except Error:
                    log.warning("job %s: the heartbeat could not be written", self.job.pk, exc_info=True)
                    connection.close()
        finally:
            connection.close()
