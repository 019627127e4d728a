"""The tasks of a plan, read once for one evaluation."""

from typing import TYPE_CHECKING

from core.memo import shared
from phases.plan.models import Task

if TYPE_CHECKING:
    from programme.charter.models import Programme


def task_rows(programme: "Programme") -> list[Task]:
    """Return the tasks as lists show them; one query, read once within an evaluation."""
    return shared(programme, "plan.task_rows", lambda: list(Task.objects.filter(programme=programme).for_list()))
