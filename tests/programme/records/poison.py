"""Tasks that a worker of the tests knows beside the house's own: one that kills its worker, one that does not."""

import os
import signal
import time

from core.jobs import task


@task("test.poison")
def poison(_progress):
    """Kill the process that works on it, as a fault in a C library would."""
    os.kill(os.getpid(), signal.SIGKILL)


@task("test.harmless")
def harmless(progress, *, n):
    """Take a moment."""
    time.sleep(0.02)
    return {"n": n, "job": progress.job_id}
