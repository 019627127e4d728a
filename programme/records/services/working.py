"""The threads of a runner: workers that lease jobs, and the scheduler that asks for what is due by the clock."""

import logging
import threading
import time
from datetime import datetime, timedelta

from django.db import Error, close_old_connections, connection
from django.utils import timezone

from core import alive, jobs
from core.jobs import clocks, nightly_tasks
from programme.charter.choices import ProgrammeState
from programme.charter.models import Programme
from programme.records.choices import Queue
from programme.records.models import Job
from programme.records.services.jobs import enqueue
from programme.records.services.runner import run_one
from programme.records.services.telling import sweep, wake

log = logging.getLogger(__name__)
POLL_SECONDS = 0.2
TICK_SECONDS = 5
NIGHTLY_SECONDS = 30
NIGHT_HOUR = 1  # nightly work of a day starts at one in the morning, local time


def work(stop: threading.Event) -> None:
    """Run due jobs until told to stop; a database that is away for a moment does not end the thread."""
    try:
        while not stop.is_set():
            close_old_connections()
            try:
                busy = run_one()
            except Error:
                log.exception("the runner could not reach the database")
                busy = bool(stop.wait(1))
            if not busy:
                wake.wait(POLL_SECONDS)
                wake.clear()
    finally:
        connection.close()


def schedule(stop: threading.Event) -> None:
    """Ask for what is due and sweep up what the broker lost, until told to stop."""
    asked = float("-inf")
    try:
        while not stop.is_set():
            close_old_connections()
            alive.touch()
            try:
                sweep()
                if time.monotonic() - asked >= NIGHTLY_SECONDS:
                    ask_the_clock(timezone.now())
                    asked = time.monotonic()
            except Error:
                log.exception("the scheduler could not reach the database")
            stop.wait(TICK_SECONDS)
    finally:
        connection.close()


def stop_working() -> None:
    """Tell jobs in progress to go back to the queue at their next word."""
    jobs.stopping.set()
    wake.set()


def ask_the_clock(now: datetime) -> int:
    """Write every job that is due by now: the night's, and what the slices' clocks name; returns how many.

    The embedded scheduler, ``manage.py scheduler`` and Celery beat all end here. One clock's fault stops no other.
    """
    count = ask_for_nightly(now)
    for clock in clocks():
        try:
            count += clock(now)
        except Error:
            raise
        except Exception:
            log.exception("a clock failed; it is asked again")
    return count


def ask_for_nightly(now: datetime) -> int:
    """Write the jobs of the latest night that are not written yet; each slot is unique, so two schedulers agree."""
    day = (timezone.localtime(now) - timedelta(hours=NIGHT_HOUR)).date()
    over = [ProgrammeState.CLOSED, ProgrammeState.CANCELLED]
    running = Programme.objects.exclude(state__in=over)
    wanted = {f"night:{name}:{p.public_id}:{day}": (name, p) for p in running for name in nightly_tasks()}
    known = set(Job.objects.filter(key__in=list(wanted)).values_list("key", flat=True))
    for key in sorted(wanted.keys() - known):
        name, programme = wanted[key]
        enqueue(name, args={"day": day.isoformat()}, programme=programme, key=key, queue=Queue.BULK)
    return len(wanted.keys() - known)
