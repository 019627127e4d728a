"""The plan in the API: tasks, links, changed days, acts on the whole plan, the chart with its edits."""

from phases.plan.api.gantt import GanttViewSet
from phases.plan.api.tasks import CalendarDayViewSet, PlanViewSet, TaskLinkViewSet, TaskViewSet

__all__ = ["CalendarDayViewSet", "GanttViewSet", "PlanViewSet", "TaskLinkViewSet", "TaskViewSet"]
