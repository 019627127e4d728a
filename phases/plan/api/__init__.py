"""The plan in the API: tasks, links, calendars, baselines, the chart with its edits, readings of the whole plan."""

from phases.plan.api.calendars import InsertedPlanViewSet, PlanCalendarViewSet
from phases.plan.api.forecast import SimulationViewSet
from phases.plan.api.gantt import GanttViewSet
from phases.plan.api.promises import BaselineViewSet, PromiseViewSet
from phases.plan.api.resources import AssignmentViewSet, LoadViewSet, ResourceViewSet
from phases.plan.api.tasks import CalendarDayViewSet, PlanViewSet, TaskLinkViewSet, TaskViewSet

__all__ = [
    "AssignmentViewSet",
    "BaselineViewSet",
    "CalendarDayViewSet",
    "GanttViewSet",
    "InsertedPlanViewSet",
    "LoadViewSet",
    "PlanCalendarViewSet",
    "PlanViewSet",
    "PromiseViewSet",
    "ResourceViewSet",
    "SimulationViewSet",
    "TaskLinkViewSet",
    "TaskViewSet",
]
