"""Pages of the plan: timeline, register, record, acts, calendar."""

from phases.plan.views.acts import (
    BaselineSet,
    LinkAdd,
    LinkRemove,
    PlanReschedule,
    TaskAdd,
    TaskDelete,
    TaskEdit,
    TaskMove,
    TaskProgress,
    TaskScheduling,
    TaskServes,
)
from phases.plan.views.calendars import BasisEdit, CalendarDayAdd, CalendarDayClear, PlanCalendar
from phases.plan.views.forecast import ForecastLatest, ForecastRun, SimulationAsk
from phases.plan.views.reading import TaskList, Timeline
from phases.plan.views.record import TaskDetail

__all__ = [
    "BaselineSet",
    "BasisEdit",
    "CalendarDayAdd",
    "CalendarDayClear",
    "ForecastLatest",
    "ForecastRun",
    "LinkAdd",
    "LinkRemove",
    "PlanCalendar",
    "PlanReschedule",
    "SimulationAsk",
    "TaskAdd",
    "TaskDelete",
    "TaskDetail",
    "TaskEdit",
    "TaskList",
    "TaskMove",
    "TaskProgress",
    "TaskScheduling",
    "TaskServes",
    "Timeline",
]
