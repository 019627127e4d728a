"""Baselines to read: the line of promises, and two of them side by side."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q

from phases.plan.models import PlanBaseline, PlanBaselineTask, Task
from phases.plan.rules.compare import ADDED, MOVED, REMOVED, Difference, Promise, compare
from phases.plan.selectors.basis import calendar_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from programme.charter.models import Programme


def current_baseline(programme: "Programme") -> PlanBaseline | None:
    """Return the promise that slip is counted from: the newest not taken automatically; one query."""
    return PlanBaseline.objects.filter(programme=programme, automatic=False).order_by("-number").first()


def baseline_choices(programme: "Programme") -> list[PlanBaseline]:
    """Return every baseline to choose from, the newest first; one query."""
    return list(PlanBaseline.objects.filter(programme=programme).order_by("-number"))


def baselines_of(programme: "Programme") -> "QuerySet[PlanBaseline]":
    """Every baseline, the newest first, with ``finish`` of its plan and ``count`` of its tasks; one query."""
    rows = PlanBaseline.objects.filter(programme=programme).select_related("programme", "taken_by")
    return rows.annotate(
        finish=Max("tasks__finish", filter=Q(tasks__summary=False)), count=Count("tasks")
    ).order_by("-number")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides, what differs, and how much; ``after`` None is the plan as it stands."""

    before: PlanBaseline
    after: PlanBaseline | None
    rows: list[Difference]

    def count(self, change: str) -> int:
        """Count the tasks with this change."""
        return sum(row.change == change for row in self.rows)

    @property
    def moved(self) -> int:
        """Tasks with other dates or another length."""
        return self.count(MOVED)

    @property
    def added(self) -> int:
        """Tasks that only the later side has."""
        return self.count(ADDED)

    @property
    def removed(self) -> int:
        """Tasks that only the earlier side has."""
        return self.count(REMOVED)

    @property
    def worst(self) -> Difference | None:
        """The largest slip of a finish; None where nothing ends later."""
        leaves = [row for row in self.rows if not row.task.summary and (row.finish or 0) > 0]
        return max(leaves, key=lambda row: row.finish or 0, default=None)


def compared(before: PlanBaseline, after: PlanBaseline | None = None, *, only: str = "") -> Comparison:
    """Compare a baseline with another, or with the plan as it stands; three to five queries.

    ``only`` keeps "critical" tasks, "milestones" or what "changed". Deleted tasks are matched by what files call them.
    """
    programme = before.programme
    now = _standing(programme)
    live = {promise.key: promise for promise in now}
    rows = compare(_frozen(before, live), now if after is None else _frozen(after, live), calendar_of(programme))
    return Comparison(before, after, [row for row in rows if _wanted(row, only)])


def _wanted(row: Difference, only: str) -> bool:
    if only == "critical":
        return row.task.critical
    if only == "milestones":
        return row.task.milestone and not row.task.summary
    return only != "changed" or row.change != "same"


def _standing(programme: "Programme") -> list[Promise]:
    return [
        Promise(
            key=task.pk,
            ref=task.ref,
            name=task.name,
            start=task.actual_start or task.early_start,
            finish=task.actual_finish or task.early_finish,
            minutes=task.minutes,
            milestone=task.milestone,
            summary=task.summary,
            critical=task.critical and not task.done,
            public_id=task.public_id,
        )
        for task in Task.objects.filter(programme=programme, active=True).order_by("position", "pk")
    ]


def _frozen(baseline: PlanBaseline, live: dict[object, Promise]) -> list[Promise]:
    rows = PlanBaselineTask.objects.filter(baseline=baseline).order_by("pk")
    return [_promise(row, live.get(row.task_id)) for row in rows]


def _promise(row: PlanBaselineTask, live: Promise | None) -> Promise:
    return Promise(
        key=row.task_id or f"gone:{row.ref}:{row.name}",
        ref=row.ref,
        name=live.name if live else row.name,
        start=row.start,
        finish=row.finish,
        minutes=row.minutes,
        milestone=row.milestone,
        summary=row.summary,
        critical=live.critical if live else False,
        public_id=live.public_id if live else "",
    )
