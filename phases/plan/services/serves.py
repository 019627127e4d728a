"""What a task serves: the deliverables it makes, the goals a milestone stands for."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError
from core.models import expect_version, save_validated
from phases.plan.models import Task
from phases.plan.permissions import ACTIONS
from phases.plan.services.dates import fresh
from programme.records.services import append_event, writes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from phases.gates.models import Deliverable
    from programme.charter.models import Goal
    from programme.people.models import User


@writes
def relate_task(
    task: Task,
    *,
    deliverables: "Sequence[Deliverable]",
    goals: "Sequence[Goal]",
    actor: "User | None",
    version: int | None = None,
) -> Task:
    """Say which deliverables the task makes and which goals the milestone serves; both lists replace the old ones.

    Raises ``BadInputError`` for rows of another programme, and for goals of a task that is no milestone.
    """
    task = fresh(task)
    require(ACTIONS["edit"], actor, task)
    expect_version(task, version)
    wrong: dict[str, list[str]] = {}
    for name, rows in (("deliverables", deliverables), ("goals", goals)):
        if any(row.programme_id != task.programme_id for row in rows):
            wrong[name] = [_("This belongs to another programme.")]
    if goals and not task.milestone:
        wrong["goals"] = [_("Only a milestone serves goals.")]
    if wrong:
        raise BadInputError(wrong)
    changes = {
        name: [[str(row) for row in held.all()], [str(row) for row in rows]]
        for name, held, rows in (("deliverables", task.deliverables, deliverables), ("goals", task.goals, goals))
    }
    task.deliverables.set(deliverables)
    task.goals.set(goals)
    save_validated(task)
    append_event("plan.task_related", task, actor=actor, changes={k: v for k, v in changes.items() if v[0] != v[1]})
    return task
