"""Records of the plan: tasks and links, calendars, resources, baselines and forecasts."""

from phases.plan.models.calendars import CalendarDay, InsertedPlan, PlanBasis, PlanCalendar
from phases.plan.models.promises import MilestoneForecast, PlanBaseline, PlanBaselineTask, Simulation
from phases.plan.models.resources import Assignment, PlanResource
from phases.plan.models.tasks import MINUTES_PER_DAY, Task, TaskLink

__all__ = [
    "MINUTES_PER_DAY",
    "Assignment",
    "CalendarDay",
    "InsertedPlan",
    "MilestoneForecast",
    "PlanBaseline",
    "PlanBaselineTask",
    "PlanBasis",
    "PlanCalendar",
    "PlanResource",
    "Simulation",
    "Task",
    "TaskLink",
]
