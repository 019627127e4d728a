"""Figures of the requests, in the form that Prometheus reads; of one process, or of all that share a folder."""

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0)
own = CollectorRegistry()
requests = Counter("landfall_requests_total", "Requests answered", ["method", "status"], registry=own)
latency = Histogram("landfall_request_seconds", "Time to answer, by view", ["view"], registry=own, buckets=SECONDS)


def observe(method: str, view: str, status: int, seconds: float) -> None:
    """Count one answered request."""
    requests.labels(method if method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"} else "other", status).inc()
    latency.labels(view).observe(seconds)


def of_requests() -> bytes:
    """Write the request figures: of all processes of this web server where they share a folder."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return generate_latest(own)
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return generate_latest(together)
