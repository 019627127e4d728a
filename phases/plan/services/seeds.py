"""Tasks that a blueprint gives to a new programme."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max

from core.access import require
from phases.plan.choices import LinkType
from phases.plan.models import MINUTES_PER_DAY, Task, TaskLink
from phases.plan.permissions import ACTIONS
from phases.plan.services.dates import CHUNK, kept_basis
from programme.records.services import append_event, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User


@dataclass(frozen=True, slots=True)
class LinkSeed:
    """A link to an earlier task of the same seeding, by code (and wave); the lag is in working days."""

    code: str
    kind: str = LinkType.FS
    lag: int = 0
    wave: str = ""


@dataclass(frozen=True, slots=True)
class TaskSeed:
    """A task as a blueprint gives it; ``days`` are working days, roles are codes."""

    code: str
    name_zh: str
    name_en: str
    days: int
    wbs: str = ""
    after: Sequence[LinkSeed] = ()
    responsible_role: str = ""
    accountable_role: str = ""
    standing: str = ""
    wave: str = ""
    milestone: bool = False


@writes
def add_blueprint_tasks(
    programme: "Programme", *, seeds: Sequence[TaskSeed], actor: "User | None"
) -> dict[tuple[str, str], Task]:
    """Create the tasks and links of a blueprint; returns the rows by (code, wave).

    The dates are computed by ``reschedule``, which the caller runs once its gates exist. Costs two bulk inserts for
    each 500 rows and one audit event.
    """
    require(ACTIONS["edit"], actor, programme)
    last = Task.objects.filter(programme=programme).aggregate(last=Max("position"))["last"] or 0
    tasks = [_task(programme, seed, last + number) for number, seed in enumerate(seeds, start=1)]
    Task.objects.bulk_create(tasks, batch_size=CHUNK)
    by_code = {(task.code, task.wave): task for task in tasks}
    links = [
        TaskLink(
            programme=programme,
            earlier=by_code[link.code, link.wave],
            later=by_code[seed.code, seed.wave],
            type=link.kind,
            lag=link.lag * MINUTES_PER_DAY,
        )
        for seed in seeds
        for link in seed.after
    ]
    TaskLink.objects.bulk_create(links, batch_size=CHUNK)
    basis = kept_basis(programme)
    append_event("plan.seeded", basis, actor=actor, changes={"tasks": [None, len(tasks)], "links": [None, len(links)]})
    return by_code


def _task(programme: "Programme", seed: TaskSeed, position: int) -> Task:
    return Task(
        programme=programme,
        position=position,
        code=seed.code,
        wbs=seed.wbs,
        name_zh=seed.name_zh,
        name_en=seed.name_en,
        minutes=0 if seed.milestone else seed.days * MINUTES_PER_DAY,
        milestone=seed.milestone,
        responsible_role=seed.responsible_role,
        accountable_role=seed.accountable_role,
        standing=seed.standing,
        wave=seed.wave,
    )
