"""The one write of an import: tasks, links, assignments, and what stands beside them, as one event."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils.translation import gettext as _

from core.access import require
from core.imports.kinds import Batch, Outcome
from core.rows import write_rows
from phases.plan.models import PlanBasis, PlanCalendar, Task
from phases.plan.permissions import ACTIONS
from phases.plan.selectors import calendar_labels, responsible_words
from phases.plan.services.baselines import take_baseline
from phases.plan.services.dates import CHUNK, kept_basis, refresh_dates
from phases.plan.services.importing.beside import bring_beside
from phases.plan.services.importing.links import Pair, Refusal, relink, settle
from phases.plan.services.importing.moved import dates_of, moved_figures
from phases.plan.services.importing.names import Labelled, TaskNames
from phases.plan.services.importing.promises import keep_promises
from phases.plan.services.importing.rows import WRITTEN, fill_calendar, fill_task
from phases.plan.services.importing.shares import check_shares, reassign, resources_of
from phases.plan.services.tasks import mark_summaries, steps_wrong
from programme.records.services import append_event, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

PRUNED = 200


@writes
def write_plan(programme: "Programme", *, batch: Batch, actor: "User | None") -> list[Outcome]:
    """Create and update tasks, links and assignments from canonical rows, and what the file has beside them.

    A row whose predecessor is missing, or that closes a circle, is refused. The first plan of an empty programme brings
    what the plan counts by. A plan that has tasks is kept as an automatic baseline before. Where nothing differs,
    nothing is written. Costs a few queries for each 500 rows; ``batch.figures`` tells what moved.
    """
    require(ACTIONS["import"], actor, programme)
    kept = list(Task.objects.filter(programme=programme).order_by("position", "pk"))
    if kept and batch.changes and not batch.undoing:
        take_baseline(programme, actor=actor, automatic=True)
    before = dates_of(programme)
    brought = bring_beside(programme, batch.context, first=not kept)
    refused: dict[int, Refusal] = {}
    rows = _filled(programme, batch, kept, refused)
    names = TaskNames()
    for task in [*(task for _change, task in rows), *kept]:
        names.add(task)
    known = resources_of(programme)
    check_shares(rows, known, refused)
    wanted = settle(programme, rows, names, refused)
    taken = [(change, task) for change, task in rows if change.line not in refused]
    _save(programme, taken, names, batch.context)
    counts = relink(programme, wanted)
    reassign(programme, taken, known)
    brought += keep_promises(programme, batch.context, _by_uid(names, batch.context), actor)
    if batch.changes or brought:
        _record(programme, taken, counts, brought, actor)
        refresh_dates(programme)
    batch.figures.update(counts | moved_figures(programme, before))
    return [Outcome(change.line, "" if change.line in refused else task.public_id, refused.get(change.line, {}))
            for change, task in rows]  # fmt: skip


def _filled(programme: "Programme", batch: Batch, kept: Sequence[Task], refused: dict[int, Refusal]) -> list[Pair]:
    """Put the rows on their tasks, new ones at the end of the plan; refuse those whose calendar is not there."""
    by_ref = {task.public_id: task for task in kept}
    last = max((task.position for task in kept), default=0)
    people = responsible_words(programme)
    called = calendar_labels(programme)
    calendars = Labelled(PlanCalendar.objects.filter(programme=programme), lambda row: called[row.pk])
    rows = []
    for number, change in enumerate(batch.changes, start=1):
        if number % CHUNK == 1:
            batch.tell(number - 1)
        task = by_ref.get(change.ref) or Task(programme=programme, position=last + number)
        fill_task(task, change, programme, people)
        label = change.row.get("calendar", "")
        found = calendars.find(label, task.source) if label else None
        if label and found is None:
            refused[change.line] = {"calendar": [_("The plan has no calendar “%(name)s”.") % {"name": label}]}
        if said := steps_wrong(task) if {"earning", "steps"} & set(change.row) else []:
            refused.setdefault(change.line, {"steps" if "steps" in change.row else "earning": said})
        fill_calendar(task, change.row, found)
        rows.append((change, task))
    return rows


def _by_uid(names: TaskNames, context: Mapping[str, Any]) -> dict[int, Task]:
    """Return the tasks of a file by their UID in it."""
    refs: Mapping[int, str] = context.get("refs", {})
    return {uid: task for uid, ref in refs.items() if (task := names.called(ref)) is not None and task.pk}


def _save(programme: "Programme", rows: Sequence[Pair], names: TaskNames, context: Mapping[str, Any]) -> None:
    new = [task for change, task in rows if not change.ref]
    old = [task for change, task in rows if change.ref]
    Task.objects.bulk_create(new, batch_size=CHUNK)
    above = _parents(names, context)
    moved = []
    for change, task in rows:
        if "wbs" not in change.row:
            continue
        parent = above[task.public_id] if task.public_id in above else _by_wbs(task, names)
        if task.parent_id != (parent.pk if parent else None):
            task.parent = parent
            moved.append(task)
    for task in old:
        task.version += 1
    _update(old)
    write_rows(moved, ["parent"])
    mark_summaries(programme)


def _update(tasks: Sequence[Task]) -> None:
    """Write the fields in which any of the tasks differs from what is kept."""
    pks = {task.pk: task for task in tasks}
    fields: set[str] = set()
    for at in range(0, len(tasks), CHUNK):
        part = [task.pk for task in tasks[at : at + CHUNK]]
        for row in Task.objects.filter(pk__in=part).values("pk", *WRITTEN):
            fields |= {name for name in WRITTEN if row[name] != getattr(pks[row["pk"]], name)}
    names = [*sorted(name.removesuffix("_id") for name in fields), "version"]
    write_rows(tasks, names)


def _parents(names: TaskNames, context: Mapping[str, Any]) -> dict[str, Task | None]:
    """Return what a file's tasks hang under, by public id, as its outline says."""
    if "plan" not in context:
        return {}
    refs: Mapping[int, str] = context["refs"]
    found = {task.uid: names.called(refs[task.uid]) for task in context["plan"].tasks}
    parents = {task.uid: task.parent for task in context["plan"].tasks}
    kept = {uid: one for uid, one in found.items() if one is not None and one.pk is not None}
    return {one.public_id: kept.get(parents[uid] or 0) for uid, one in kept.items()}


def _by_wbs(task: Task, names: TaskNames) -> Task | None:
    """Return the nearest task of the same plan whose WBS begins this one's."""
    above = task.wbs.rpartition(".")[0]
    while above:
        found = names.tasks.get(f"wbs:{task.source}#{above}")
        if found is not None and found is not task and found.pk is not None:
            return found
        above = above.rpartition(".")[0]
    return None


def _record(
    programme: "Programme", taken: Sequence[Pair], counts: Mapping[str, int], brought: int, actor: "User | None"
) -> None:
    created = sum(not change.ref for change, _task in taken)
    facts = {"created": created, "updated": len(taken) - created, **counts}
    if brought:
        facts["beside"] = brought
    changes = {name: [None, count] for name, count in facts.items()}
    append_event("plan.imported", kept_basis(programme), actor=actor, changes=changes)


@writes
def remove_tasks(programme: "Programme", *, refs: Iterable[str], actor: "User | None") -> None:
    """Take back imported tasks by public id; tasks that were put under them since stay, at the top level."""
    require(ACTIONS["import"], actor, programme)
    wanted = list(refs)
    for at in range(0, len(wanted), PRUNED):
        rows = Task.objects.filter(programme=programme, public_id__in=wanted[at : at + PRUNED])
        Task.objects.filter(parent__in=list(rows.values_list("pk", flat=True))).update(parent=None)
    for at in range(0, len(wanted), PRUNED):
        Task.objects.filter(programme=programme, public_id__in=wanted[at : at + PRUNED]).delete()
    append_event("plan.import_undone", kept_basis(programme), actor=actor, changes={"removed": [None, len(wanted)]})
    if not Task.objects.filter(programme=programme).aggregate(last=Max("position"))["last"]:
        PlanBasis.objects.filter(programme=programme).delete()
    mark_summaries(programme)
    refresh_dates(programme)
