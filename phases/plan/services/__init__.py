"""Every write of the plan."""

from phases.plan.services.calendars import clear_calendar_day, set_basis, set_calendar_day
from phases.plan.services.dates import reschedule, set_baseline
from phases.plan.services.links import link_tasks, unlink_tasks
from phases.plan.services.progress import Progress, record_history, record_progress
from phases.plan.services.seeds import LinkSeed, TaskSeed, add_blueprint_tasks
from phases.plan.services.serves import relate_task
from phases.plan.services.simulations import keep_simulation, request_simulation, run_simulation, simulate
from phases.plan.services.tasks import add_task, delete_task, move_task, update_task

__all__ = [
    "LinkSeed",
    "Progress",
    "TaskSeed",
    "add_blueprint_tasks",
    "add_task",
    "clear_calendar_day",
    "delete_task",
    "keep_simulation",
    "link_tasks",
    "move_task",
    "record_history",
    "record_progress",
    "relate_task",
    "request_simulation",
    "reschedule",
    "run_simulation",
    "set_baseline",
    "set_basis",
    "set_calendar_day",
    "simulate",
    "unlink_tasks",
    "update_task",
]
