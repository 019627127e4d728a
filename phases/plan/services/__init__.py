"""Every write of the plan."""

from phases.plan.services.baselines import set_baseline, take_baseline, use_baseline
from phases.plan.services.calendars import clear_calendar_day, set_basis, set_calendar_day
from phases.plan.services.dates import reschedule
from phases.plan.services.forecasts import keep_forecasts, record_forecasts
from phases.plan.services.links import link_tasks, unlink_tasks
from phases.plan.services.progress import Progress, record_history, record_progress
from phases.plan.services.seeds import LinkSeed, TaskSeed, add_blueprint_tasks
from phases.plan.services.serves import relate_task
from phases.plan.services.tasks import add_task, delete_task, move_task, update_task

__all__ = [
    "LinkSeed",
    "Progress",
    "TaskSeed",
    "add_blueprint_tasks",
    "add_task",
    "clear_calendar_day",
    "delete_task",
    "keep_forecasts",
    "link_tasks",
    "move_task",
    "record_forecasts",
    "record_history",
    "record_progress",
    "relate_task",
    "reschedule",
    "set_baseline",
    "set_basis",
    "set_calendar_day",
    "take_baseline",
    "unlink_tasks",
    "update_task",
    "use_baseline",
]
