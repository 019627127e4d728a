"""Chainable reads of tasks and links."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

NEAR_MINUTES = 5 * 480  # working minutes of float up to which work is nearly critical

if TYPE_CHECKING:
    from phases.plan.models import Assignment, Task, TaskLink


class TaskQuerySet(QuerySet["Task"]):
    """Reads of tasks."""

    def visible_to(self, user: Any) -> "TaskQuerySet":
        """Those of the programmes in which the person holds a role; all for an administrator."""
        if user.is_administrator:
            return self
        return self.filter(programme__memberships__user=user, programme__memberships__ended_on=None).distinct()

    def for_list(self) -> "TaskQuerySet":
        """With the person responsible, the summary above and its calendar, in the order of the plan."""
        return self.select_related("programme", "responsible", "parent", "calendar").order_by("position", "pk")

    def leaves(self) -> "TaskQuerySet":
        """Without summaries."""
        return self.filter(summary=False)

    def unfinished(self) -> "TaskQuerySet":
        """Work that has no actual finish."""
        return self.filter(summary=False, actual_finish=None)

    def overdue(self, today: date) -> "TaskQuerySet":
        """Unfinished work whose baseline, or forecast without one, lies before the day."""
        return self.unfinished().filter(Q(baseline_finish__lt=today) | Q(baseline_finish=None, early_finish__lt=today))

    def nearly_critical(self) -> "TaskQuerySet":
        """Unfinished work that is not critical, with five working days of float or less."""
        return self.unfinished().filter(critical=False, active=True, total_float__lte=NEAR_MINUTES)

    def milestones(self) -> "TaskQuerySet":
        """Points without length."""
        return self.filter(milestone=True, summary=False)

    def finishing(self, start: date, days: int) -> "TaskQuerySet":
        """Rows whose forecast finish lies in so many days from the start."""
        return self.filter(early_finish__gte=start, early_finish__lte=start + timedelta(days=days))


class TaskLinkQuerySet(QuerySet["TaskLink"]):
    """Reads of links."""

    def for_list(self) -> "TaskLinkQuerySet":
        """With both tasks, in the order of the plan."""
        return self.select_related("earlier", "later").order_by("later__position", "earlier__position", "pk")

    def between(self, some: Collection[int], others: Collection[int]) -> "TaskLinkQuerySet":
        """Those that lead from one of some tasks to one of the others, or back; tasks by primary key."""
        return self.filter(
            Q(earlier__in=some, later__in=others) | Q(earlier__in=others, later__in=some),
        )


class AssignmentQuerySet(QuerySet["Assignment"]):
    """Reads of assignments."""

    def for_list(self) -> "AssignmentQuerySet":
        """With task and resource, in the order of the plan."""
        return self.select_related("task", "resource").order_by("task__position", "resource__name", "pk")

    def working(self) -> "AssignmentQuerySet":
        """Those of people, teams and machines."""
        return self.filter(resource__kind="work")
