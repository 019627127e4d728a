"""What is typed about the plan; the rules are the services'."""

from phases.plan.forms.calendars import BasisForm, CalendarDayForm, CalendarForm, calendar_initial
from phases.plan.forms.changes import EditForm, WhatIfForm
from phases.plan.forms.fields import PlainForm
from phases.plan.forms.forecast import SimulationForm
from phases.plan.forms.promises import AgainForm, BaselineForm
from phases.plan.forms.resources import AssignForm, ResourceForm
from phases.plan.forms.tasks import (
    LinkForm,
    MoveForm,
    ProgressForm,
    SchedulingForm,
    ServesForm,
    TaskForm,
    initial_of,
    scheduling_of,
)

__all__ = [
    "AgainForm",
    "AssignForm",
    "BaselineForm",
    "BasisForm",
    "CalendarDayForm",
    "CalendarForm",
    "EditForm",
    "LinkForm",
    "MoveForm",
    "PlainForm",
    "ProgressForm",
    "ResourceForm",
    "SchedulingForm",
    "ServesForm",
    "SimulationForm",
    "TaskForm",
    "WhatIfForm",
    "calendar_initial",
    "initial_of",
    "scheduling_of",
]
