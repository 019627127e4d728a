"""The Celery application; messages carry a job's id and nothing else."""

import mmap
import os
from typing import Any

from celery import Celery, signals

from core import alive
from core.slices import slices

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")


class SharedFlag:
    """One byte that a worker and its children share.

    It has no lock: a child that is killed while it holds one keeps it for ever, and each later child would wait for it
    at its first word, its lease renewed all the while.
    """

    def __init__(self) -> None:
        """Take the memory; to be made before the children are forked."""
        self._page = mmap.mmap(-1, 1)

    def is_set(self) -> bool:
        """Tell whether it is time."""
        return self._page[0] != 0

    def set(self) -> None:
        """Say that it is time."""
        self._page[0] = 1


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

    jobs.stopping = SharedFlag()


@signals.worker_shutting_down.connect
def give_back(**_kwargs: Any) -> None:
    """Let running jobs go back to the queue at their next word, without losing an attempt."""
    from core import jobs

    jobs.stopping.set()
