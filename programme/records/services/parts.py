"""Jobs cut into parts: any worker takes any part, and the last part to end wakes the job that puts them together."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone

from programme.records.choices import FINISHED, JobState, Queue
from programme.records.models import Job
from programme.records.services.jobs import enqueue


def write_parts(job: Job, task: str, parts: Iterable[tuple[Mapping[str, Any], int]]) -> int:
    """Write one job per part, each with its arguments and how much it has to do; returns how much that is together.

    A part's key names its parent and place, so that no part is ever written twice.
    """
    units = 0
    for n, (args, size) in enumerate(parts, 1):
        enqueue(
            task, args=dict(args), programme=job.programme, actor=job.actor, label=f"{job} ({n})",
            key=f"part:{job.public_id}:{n}", queue=Queue(job.queue), parent=job, units=size,
        )  # fmt: skip
        units += size
    return units


def part_ended(parent_id: int) -> None:
    """Count a part's end on its parent, in the transaction of that end; the last one lets the parent run again.

    The parent's row is locked before the others are counted: of two parts that end at once, the later sees both.
    """
    parent = Job.objects.select_for_update().get(pk=parent_id)
    if parent.state != JobState.SPLIT:
        return
    seen = parent.parts.aggregate(
        open=Count("pk", filter=~Q(state__in=FINISHED)),
        done=Sum("total_units", filter=Q(state__in=FINISHED), default=0),
    )
    now = timezone.now()
    values: dict[str, Any] = {"done_units": seen["done"], "updated_at": now}
    if not seen["open"]:
        values |= {"state": JobState.PENDING, "run_at": now, "attempts": 0}
    Job.objects.filter(pk=parent_id).update(**values)
    if not seen["open"]:
        from programme.records.services.telling import tell_runner  # it imports the runner, which imports this

        transaction.on_commit(lambda: tell_runner(parent))
