"""How gunicorn serves: ``gunicorn -c python:core.gunicorn core.wsgi``. Sizes come from the environment."""

import os
import tempfile
from pathlib import Path
from typing import Any

from core import logs

# the name is read when the figures are made, so it must stand before the application is loaded
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="landfall-metrics-"))

bind = os.environ.get("LANDFALL_BIND", "0.0.0.0:8000")
workers = int(os.environ.get("LANDFALL_WEB_WORKERS", "2"))
threads = int(os.environ.get("LANDFALL_WEB_THREADS", "4"))
worker_class = "gthread"
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  (a heartbeat file must not wait for a disk)
timeout = 60
graceful_timeout = 25
keepalive = 5
max_requests = 5_000
max_requests_jitter = 500
accesslog = None  # the application writes a line per request, without paths that carry links
logconfig_dict = logs.config(
    level=os.environ.get("LANDFALL_LOG_LEVEL", "INFO"), form=os.environ.get("LANDFALL_LOG_FORMAT", "json")
) | {"incremental": False}


def child_exit(_server: Any, worker: Any) -> None:
    """Let the figures of a worker that ended be counted on."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
