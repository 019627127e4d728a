"""The plan in the API: tasks, links, changed days, baselines, acts and readings of the whole plan."""

from phases.plan.api.promises import BaselineViewSet, PromiseViewSet
from phases.plan.api.tasks import CalendarDayViewSet, PlanViewSet, TaskLinkViewSet, TaskViewSet

__all__ = [
    "BaselineViewSet",
    "CalendarDayViewSet",
    "PlanViewSet",
    "PromiseViewSet",
    "TaskLinkViewSet",
    "TaskViewSet",
]
