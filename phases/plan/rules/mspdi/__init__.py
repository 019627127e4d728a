"""Microsoft Project's XML (MSPDI) as plain values, read and written."""

from phases.plan.rules.mspdi.calendars import ParsedCalendar
from phases.plan.rules.mspdi.own import ParsedInserted
from phases.plan.rules.mspdi.plan import MAX_TASKS, ParsedPlan, check_size, read_mspdi
from phases.plan.rules.mspdi.resources import ParsedAssignment, ParsedResource
from phases.plan.rules.mspdi.tasks import ParsedBaseline, ParsedLink, ParsedTask

__all__ = [
    "MAX_TASKS",
    "ParsedAssignment",
    "ParsedBaseline",
    "ParsedCalendar",
    "ParsedInserted",
    "ParsedLink",
    "ParsedPlan",
    "ParsedResource",
    "ParsedTask",
    "check_size",
    "read_mspdi",
]
