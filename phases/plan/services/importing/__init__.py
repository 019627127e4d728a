"""Write the rows of an imported plan with what its file has beside them, and take all of it back."""

from phases.plan.services.importing.beside import restore_beside
from phases.plan.services.importing.write import remove_tasks, write_plan

__all__ = ["remove_tasks", "restore_beside", "write_plan"]
