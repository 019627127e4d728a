"""Pages of the plan: timeline, register, record, acts, calendar, files."""

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
from phases.plan.views.files import PlanMilestones, PlanXml
from phases.plan.views.reading import TaskList, Timeline
from phases.plan.views.record import TaskDetail

__all__ = [
    "BaselineSet",
    "BasisEdit",
    "CalendarDayAdd",
    "CalendarDayClear",
    "LinkAdd",
    "LinkRemove",
    "PlanCalendar",
    "PlanMilestones",
    "PlanReschedule",
    "PlanXml",
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
