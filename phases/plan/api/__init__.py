"""The plan in the API: tasks, links, calendars, baselines, the chart with its edits, readings of the whole plan."""

from phases.plan.api.gantt import GanttViewSet
from phases.plan.api.promises import BaselineViewSet, PromiseViewSet
from phases.plan.api.tasks import CalendarDayViewSet, PlanViewSet, TaskLinkViewSet, TaskViewSet

__all__ = [
    "BaselineViewSet",
    "CalendarDayViewSet",
    "GanttViewSet",
    "PlanViewSet",
    "PromiseViewSet",
    "TaskLinkViewSet",
    "TaskViewSet",
]
