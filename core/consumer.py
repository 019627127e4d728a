"""How a worker waits for a broker that is away: it asks every other second, however long that lasts.

It sets up no delayed delivery: a message is for now (the row says when a job is due), and the set-up would bind the
other worker's queue before that worker has declared it.
"""

from functools import partial
from typing import Any

from celery.worker.consumer import Consumer

PAUSE_SECONDS = 2


class PatientConsumer(Consumer):
    """Celery's consumer with an even pause; its own grows to half a minute, which jobs would wait after the return."""

    class Blueprint(Consumer.Blueprint):  # type: ignore[misc,valid-type]
        """All steps but delayed delivery."""

        default_steps = tuple(step for step in Consumer.Blueprint.default_steps if "delayed_delivery" not in str(step))

    def ensure_connected(self, conn: Any) -> Any:
        """Connect, trying again after the same pause each time."""
        even = {"interval_start": PAUSE_SECONDS, "interval_step": 0, "interval_max": PAUSE_SECONDS}
        conn.ensure_connection = partial(conn.ensure_connection, **even)
        return super().ensure_connected(conn)
