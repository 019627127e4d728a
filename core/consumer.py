"""How a worker waits for a broker that is away: it asks every other second, however long that lasts."""

from functools import partial
from typing import Any

from celery.worker.consumer import Consumer

PAUSE_SECONDS = 2


class PatientConsumer(Consumer):
    """Celery's consumer with an even pause; its own grows to half a minute, which jobs would wait after the return."""

    def ensure_connected(self, conn: Any) -> Any:
        """Connect, trying again after the same pause each time."""
        even = {"interval_start": PAUSE_SECONDS, "interval_step": 0, "interval_max": PAUSE_SECONDS}
        conn.ensure_connection = partial(conn.ensure_connection, **even)
        return super().ensure_connected(conn)
