"""Write the rows of an imported plan with what its file has beside them, and take all of it back."""

from phases.plan.services.importing.beside import restore_beside
from phases.plan.services.importing.staff import (
    remove_assignments,
    remove_resources,
    write_assignments,
    write_resources,
)
from phases.plan.services.importing.write import remove_tasks, write_plan

__all__ = [
    "remove_assignments",
    "remove_resources",
    "remove_tasks",
    "restore_beside",
    "write_assignments",
    "write_plan",
    "write_resources",
]
