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
from phases.plan.views.calendars import (
    BasisEdit,
    CalendarAdd,
    CalendarDayAdd,
    CalendarDayClear,
    CalendarDelete,
    CalendarEdit,
    PlanCalendarPage,
)
from phases.plan.views.reading import TaskList, Timeline
from phases.plan.views.record import TaskDetail

__all__ = [
    "BaselineSet",
    "BasisEdit",
    "CalendarAdd",
    "CalendarDayAdd",
    "CalendarDayClear",
    "CalendarDelete",
    "CalendarEdit",
    "LinkAdd",
    "LinkRemove",
    "PlanCalendarPage",
    "PlanReschedule",
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
