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
from phases.plan.views.changes import ChangeEditDrop, ChangeEdits, TaskRipple
from phases.plan.views.reading import TaskList, Timeline
from phases.plan.views.record import TaskDetail

__all__ = [
    "BaselineSet",
    "BasisEdit",
    "CalendarDayAdd",
    "CalendarDayClear",
    "ChangeEditDrop",
    "ChangeEdits",
    "LinkAdd",
    "LinkRemove",
    "PlanCalendar",
    "PlanReschedule",
    "TaskAdd",
    "TaskDelete",
    "TaskDetail",
    "TaskEdit",
    "TaskList",
    "TaskMove",
    "TaskProgress",
    "TaskRipple",
    "TaskScheduling",
    "TaskServes",
    "Timeline",
]
