"""Every write of the plan."""

from phases.plan.services.baselines import set_baseline, take_baseline, use_baseline
from phases.plan.services.calendars import (
    clear_calendar_day,
    delete_calendar,
    save_calendar,
    set_basis,
    set_calendar_day,
)
from phases.plan.services.changes import write_edits
from phases.plan.services.dates import reschedule
from phases.plan.services.editing import Edited, edit_plan
from phases.plan.services.forecasts import keep_forecasts, record_forecasts
from phases.plan.services.levelling import accept_levelling, clear_levelling
from phases.plan.services.links import link_tasks, unlink_tasks
from phases.plan.services.progress import Progress, record_history, record_progress
from phases.plan.services.resources import assign, delete_resource, save_resource, unassign
from phases.plan.services.seeds import LinkSeed, TaskSeed, add_blueprint_tasks
from phases.plan.services.serves import relate_task
from phases.plan.services.simulations import keep_simulation, request_simulation, run_simulation, simulate
from phases.plan.services.tasks import add_task, delete_task, move_task, update_task

__all__ = [
    "Edited",
    "LinkSeed",
    "Progress",
    "TaskSeed",
    "accept_levelling",
    "add_blueprint_tasks",
    "add_task",
    "assign",
    "clear_calendar_day",
    "clear_levelling",
    "delete_calendar",
    "delete_resource",
    "delete_task",
    "edit_plan",
    "keep_forecasts",
    "keep_simulation",
    "link_tasks",
    "move_task",
    "record_forecasts",
    "record_history",
    "record_progress",
    "relate_task",
    "request_simulation",
    "reschedule",
    "run_simulation",
    "save_calendar",
    "save_resource",
    "set_baseline",
    "set_basis",
    "set_calendar_day",
    "simulate",
    "take_baseline",
    "unassign",
    "unlink_tasks",
    "update_task",
    "use_baseline",
    "write_edits",
]
