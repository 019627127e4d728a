"""Tasks that a blueprint gives to a new programme."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils.translation import gettext as _

from core.access import require
from core.errors import IllegalNowError
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
    """A link to an earlier task, of the same seeding or there already, by code (and wave); the lag is in days."""

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
    """Create the tasks and links of a blueprint; returns the rows by (code, wave), those that were there among them.

    Links may name tasks that exist already. A task that exists is left as it is, its links too; raises
    ``IllegalNowError`` naming tasks that links ask for and nobody has. The dates are computed by ``reschedule``, which
    the caller runs once its gates exist. Costs two bulk inserts for each 500 rows, a query and one audit event.
    """
    require(ACTIONS["edit"], actor, programme)
    rows = Task.objects.filter(programme=programme)
    by_code = {(task.code, task.wave): task for task in rows.exclude(code="").order_by("pk")}
    new = [seed for seed in seeds if (seed.code, seed.wave) not in by_code]
    last = rows.aggregate(last=Max("position"))["last"] or 0
    tasks = [_task(programme, seed, last + number) for number, seed in enumerate(new, start=1)]
    by_code |= {(task.code, task.wave): task for task in tasks}
    missing = sorted({link.code for seed in new for link in seed.after if (link.code, link.wave) not in by_code})
    if missing:
        raise IllegalNowError(_("The plan has no task %(codes)s to wait for.") % {"codes": ", ".join(missing)})
    Task.objects.bulk_create(tasks, batch_size=CHUNK)
    links = [
        TaskLink(
            programme=programme,
            earlier=by_code[link.code, link.wave],
            later=by_code[seed.code, seed.wave],
            type=link.kind,
            lag=link.lag * MINUTES_PER_DAY,
        )
        for seed in new
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
