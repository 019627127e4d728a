"""Pages of the plan: timeline, register, record, acts, calendar, files."""

from phases.plan.views.acts import (
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
from phases.plan.views.baselines import BaselineCompare, BaselineList, BaselineSet, BaselineUse
from phases.plan.views.calendars import (
    BasisEdit,
    CalendarAdd,
    CalendarDayAdd,
    CalendarDayClear,
    CalendarDelete,
    CalendarEdit,
    InsertedSwitch,
    PlanCalendarPage,
)
from phases.plan.views.changes import ChangeEditDrop, ChangeEdits, TaskRipple
from phases.plan.views.figures import PlanFiguresPage, PlanHealthPage
from phases.plan.views.files import PlanMilestones, PlanXml
from phases.plan.views.forecast import ForecastLatest, ForecastRun, SimulationAsk
from phases.plan.views.reading import TaskList, Timeline
from phases.plan.views.record import TaskDetail
from phases.plan.views.resources import (
    AssignmentRemove,
    LevellingAccept,
    LevellingClear,
    LevellingPage,
    LoadPage,
    ResourceAdd,
    ResourceDelete,
    ResourceEdit,
    ResourceList,
    TaskAssign,
)

__all__ = [
    "AssignmentRemove",
    "BaselineCompare",
    "BaselineList",
    "BaselineSet",
    "BaselineUse",
    "BasisEdit",
    "CalendarAdd",
    "CalendarDayAdd",
    "CalendarDayClear",
    "CalendarDelete",
    "CalendarEdit",
    "ChangeEditDrop",
    "ChangeEdits",
    "ForecastLatest",
    "ForecastRun",
    "InsertedSwitch",
    "LevellingAccept",
    "LevellingClear",
    "LevellingPage",
    "LinkAdd",
    "LinkRemove",
    "LoadPage",
    "PlanCalendarPage",
    "PlanFiguresPage",
    "PlanHealthPage",
    "PlanMilestones",
    "PlanReschedule",
    "PlanXml",
    "ResourceAdd",
    "ResourceDelete",
    "ResourceEdit",
    "ResourceList",
    "SimulationAsk",
    "TaskAdd",
    "TaskAssign",
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
