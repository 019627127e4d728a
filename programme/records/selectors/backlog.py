"""How much work waits and for how long, for monitoring."""

from datetime import timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone

from programme.records.choices import JobState, Queue
from programme.records.models import Job

HOUR = timedelta(hours=1)


def backlog_lines() -> str:
    """Write the jobs' figures in Prometheus' text form; two queries, both over the index of due jobs.

    Jobs that ended are counted over the last hour, so that an installation of years costs no more than a new one.
    """
    now = timezone.now()
    open_states = [JobState.PENDING, JobState.RUNNING, JobState.SPLIT, JobState.QUARANTINED]
    recent = Q(state__in=[JobState.DONE, JobState.FAILED, JobState.CANCELLED], finished_at__gte=now - HOUR)
    counted = {
        (row["queue"], row["state"]): row["n"]
        for row in Job.objects.filter(Q(state__in=open_states) | recent)
        .values("queue", "state")
        .annotate(n=Count("pk"))
        .order_by()
    }
    waiting = Job.objects.filter(state=JobState.PENDING, run_at__lte=now).values("queue").order_by()
    oldest = {row["queue"]: row["first"] for row in waiting.annotate(first=Min("run_at"))}
    lines = ["# HELP landfall_jobs Jobs by queue and state; ended ones of the last hour", "# TYPE landfall_jobs gauge"]
    lines += [
        f'landfall_jobs{{queue="{queue}",state="{state}"}} {counted.get((queue, state), 0)}'
        for queue in Queue.values
        for state in JobState.values
    ]
    lines += [
        "# HELP landfall_oldest_due_seconds Time that the longest waiting due job has waited",
        "# TYPE landfall_oldest_due_seconds gauge",
    ]
    lines += [
        f'landfall_oldest_due_seconds{{queue="{queue}"}} {max((now - oldest.get(queue, now)).total_seconds(), 0):.1f}'
        for queue in Queue.values
    ]
    return "\n".join(lines) + "\n"
