"""How a runner hears of a new job in each mode; no request ever waits for a broker."""

import logging
import os
import queue
import threading
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from core.brokers import queue_name
from programme.records.choices import JobState
from programme.records.models import Job
from programme.records.querysets import JobQuerySet
from programme.records.services import runner

log = logging.getLogger(__name__)
TASK = "programme.records.tasks.run_job"
UNTOLD_AFTER = timedelta(seconds=10)  # a publisher has told of a job by then, or will not
TELL_AGAIN_AFTER = timedelta(seconds=60)
wake = threading.Event()  # set when a thread of this process has something to lease


def tell_runner(job: Job) -> None:
    """Run the job here (inline), wake a worker thread (db), or hand its id to the publisher (celery)."""
    match settings.JOBS_RUNNER:
        case "inline":
            runner.run_one(job.pk, inline=True)
        case "celery":
            if job.run_at <= timezone.now():  # the sweeper tells of what is due later
                publisher().put(job.pk, job.queue)
        case _:
            wake.set()


class Publisher:
    """Sends job ids to the broker from a thread of its own; what cannot be sent is dropped and swept up later."""

    def __init__(self) -> None:
        """Start the thread; it belongs to the process that made it."""
        self.pid = os.getpid()
        self._waiting: queue.Queue[tuple[int, str]] = queue.Queue(maxsize=10_000)
        threading.Thread(target=self._send_all, name="publisher", daemon=True).start()

    def put(self, job_id: int, to: str) -> None:
        """Take an id without ever blocking."""
        try:
            self._waiting.put_nowait((job_id, to))
        except queue.Full:
            log.warning("the broker is too slow; job %s waits for the sweeper", job_id)

    def _send_all(self) -> None:
        while True:
            job_id, to = self._waiting.get()
            try:
                publish(job_id, to)
            except Exception:
                log.warning("job %s could not be published; the sweeper will", job_id, exc_info=True)


_publisher: Publisher | None = None
_lock = threading.Lock()


def publisher() -> Publisher:
    """Return this process's publisher; a forked child makes its own."""
    global _publisher  # noqa: PLW0603  (one per process by nature)
    with _lock:
        if _publisher is None or _publisher.pid != os.getpid():
            _publisher = Publisher()
        return _publisher


def publish(job_id: int, to: str) -> None:
    """Send one id to the queue; raises what the broker's library raises, after one try and one on a new connection."""
    from core.celery import app

    once_more = {"max_retries": 1, "interval_start": 0, "interval_step": 0}
    name = queue_name(to, settings.QUEUE_PREFIX)
    app.send_task(TASK, args=[job_id], queue=name, retry=True, retry_policy=once_more, ignore_result=True)


def sweep() -> int:
    """Tell the broker of what is due and runs nowhere; returns of how many.

    That is: what no publisher told (a crash after commit, a broker that was away, a later hour), whose worker went
    silent, and what the broker lost. Each is told again after a minute at the earliest, so that a long queue is not
    doubled. The first refusal ends the round: the next tick tries again.
    """
    if settings.JOBS_RUNNER != "celery":
        return 0
    count = 0
    for job_id, to in list(_untold().values_list("pk", "queue")[:1000]):
        try:
            publish(job_id, to)
        except Exception:
            log.warning("the broker is away; the next sweep tries again", exc_info=True)
            break
        Job.objects.filter(pk=job_id).update(told_at=timezone.now())
        count += 1
    return count


def _untold() -> JobQuerySet:
    now = timezone.now()
    waiting = Q(state=JobState.PENDING, run_at__lt=now - UNTOLD_AFTER) | Q(state=JobState.RUNNING, lease_until__lt=now)
    since = Q(state=JobState.PENDING, told_at__lt=F("run_at")) | Q(state=JobState.RUNNING, told_at__lt=F("lease_until"))
    untold = Q(told_at=None) | Q(told_at__lt=now - TELL_AGAIN_AFTER) | since
    return Job.objects.filter(waiting & untold).order_by("queue_rank", "run_at", "pk")
