"""Background work of notices."""

from core.jobs import Progress, task
from programme.notices.models import Delivery
from programme.notices.services.sending import carry


@task("notices.deliver")
def deliver(progress: Progress, *, delivery: int) -> None:
    """Send one message; what did not arrive is tried again by the runner."""
    row = Delivery.objects.select_related("person", "endpoint__programme", "programme", "document").get(pk=delivery)
    carry(row, finish=progress.finish)
