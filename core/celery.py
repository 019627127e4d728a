"""The Celery application; messages carry a job's id and nothing else."""

import multiprocessing
import os
from typing import Any

from celery import Celery, signals

from core import alive
from core.slices import slices

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")

app = Celery("landfall")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(slices)


@signals.setup_logging.connect  # a receiver here keeps Celery from replacing the handlers
def keep_logging(**_kwargs: Any) -> None:
    """Leave logging as the settings made it."""


@signals.heartbeat_sent.connect
def stay_alive(**_kwargs: Any) -> None:
    """Show the health check that the worker turns."""
    alive.touch()


@signals.worker_init.connect
def share_the_end(**_kwargs: Any) -> None:
    """Give all children of this worker one flag, made before they are forked: the worker is ending."""
    from core import jobs

    jobs.stopping = multiprocessing.Event()


@signals.worker_shutting_down.connect
def give_back(**_kwargs: Any) -> None:
    """Let running jobs go back to the queue at their next word, without losing an attempt."""
    from core import jobs

    jobs.stopping.set()
