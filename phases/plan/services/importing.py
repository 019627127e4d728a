"""Write the rows of an imported plan, and take them back."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils.translation import gettext as _

from core.access import require
from core.imports.kinds import Batch, Change, Outcome, Row
from core.models import save_validated
from phases.plan.choices import CalendarKind
from phases.plan.models import PlanBasis, PlanCalendar, Task, TaskLink
from phases.plan.permissions import ACTIONS
from phases.plan.rules.network import circle_in
from phases.plan.rules.tokens import Token, minutes_from_days, read_token
from phases.plan.selectors import responsible_words
from phases.plan.services.dates import CHUNK, kept_basis, refresh_dates
from phases.plan.services.tasks import mark_summaries
from programme.people.choices import Role
from programme.records.services import append_event, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

PLAIN = {
    "wbs": "wbs", "start": "planned_start", "finish": "planned_finish", "actual_start": "actual_start",
    "actual_finish": "actual_finish", "deadline": "deadline",
}  # fmt: skip
WRITTEN = (
    "source", "uid", "wbs", "name_zh", "name_en", "minutes", "milestone", "planned_start", "planned_finish", "percent",
    "actual_start", "actual_finish", "deadline", "constraint", "constraint_on", "constraint_minute", "parent",
    "responsible", "responsible_role",
)  # fmt: skip
PRUNED = 200


_Pair = tuple[Change, Task]
_Wanted = list[tuple[Task, Token]]
_Refusal = dict[str, list[str]]


@dataclass(slots=True)
class _Names:
    """Finds tasks by what files call them: UID of the same plan, code, full name, WBS."""

    tasks: dict[str, Task] = field(default_factory=dict)

    def add(self, task: Task) -> None:
        """Learn a task's names; the first to have a name keeps it."""
        for name in names_of(task):
            self.tasks.setdefault(name, task)

    def find(self, ref: str, source: str) -> Task | None:
        """Return the task that a row of the plan ``source`` means."""
        keys = (f"uid:{source}#{ref}", f"code:{ref}", f"uid:{ref}", f"wbs:{source}#{ref}", f"wbs:#{ref}")
        return next((self.tasks[key] for key in keys if key in self.tasks), None)


def names_of(task: Task) -> list[str]:
    """Every name under which a file may mean the task."""
    names = [f"wbs:{task.source}#{task.wbs}"] if task.wbs else []
    if task.code:
        names.append(f"code:{task.code}")
    if task.uid:
        names += [f"uid:{task.source}#{task.uid}"]
    return names


@writes
def write_plan(programme: "Programme", *, batch: Batch, actor: "User | None") -> list[Outcome]:
    """Create and update tasks and links from canonical rows, as one event.

    A row whose predecessor is missing, or that closes a circle, is refused. The first plan of an empty programme
    brings its own calendar and first day. Costs a few queries for each 500 rows.
    """
    require(ACTIONS["import"], actor, programme)
    kept = list(Task.objects.filter(programme=programme).order_by("position", "pk"))
    by_ref = {task.public_id: task for task in kept}
    if not kept:
        _adopt(programme, batch.context)
    last = max((task.position for task in kept), default=0)
    people = responsible_words(programme)
    rows = [
        (
            change,
            _fill(by_ref.get(change.ref) or Task(programme=programme, position=last + n), change, programme, people),
        )
        for n, change in enumerate(batch.changes, start=1)
    ]
    names = _Names()
    for task in [*(task for _change, task in rows), *kept]:
        names.add(task)
    wanted, refused = _settle(programme, rows, names)
    _save(programme, [(change, task) for change, task in rows if change.line not in refused], names)
    counts = _relink(programme, wanted)
    _record(programme, rows, refused, counts, actor)
    refresh_dates(programme)
    return [Outcome(change.line, "" if change.line in refused else task.public_id, refused.get(change.line, {}))
            for change, task in rows]  # fmt: skip


def _adopt(programme: "Programme", context: Mapping[str, Any]) -> None:
    if "calendar" not in context:
        return
    basis, told = kept_basis(programme), context["calendar"]
    own = PlanCalendar(
        programme=programme,
        source=context["source"],
        name=context["source"] or CalendarKind.FILE,
        week={str(day): told["shifts"] for day in told["weekdays"]},
        exceptions=[
            {"from": day, "to": day, "shifts": told["shifts"] if works else []}
            for day, works in told["exceptions"].items()
        ],
    )
    save_validated(own)
    PlanBasis.objects.filter(pk=basis.pk).update(
        calendar=CalendarKind.FILE, own_calendar=own, starts_on=context["starts_on"]
    )


def _fill(task: Task, change: Change, programme: "Programme", people: Mapping[str, Any]) -> Task:
    row, planned = change.row, task.planned_start
    for key, name in PLAIN.items():
        if key in row:
            setattr(task, name, row[key])
    if row.get("uid") and not task.code:
        task.source, _hash, task.uid = row["uid"].rpartition("#")
    _fill_name(task, row, programme.language)
    if "milestone" in row:
        task.milestone = bool(row["milestone"])
    if row.get("duration") is not None:
        task.minutes = minutes_from_days(row["duration"])
    elif task.milestone and not change.ref:
        task.minutes = 0
    if "percent" in row:
        task.percent = row["percent"] or 0
    _fill_constraint(task, row, planned)
    if "responsible" in row:
        found = people.get(row["responsible"].casefold())
        task.responsible_role = found if found in Role.values else ""
        task.responsible = None if found is None or found in Role.values else found
    return task


def _fill_name(task: Task, row: Row, language: str) -> None:
    name = row.get("name")
    if name is None:
        return
    own, other = ("name_zh", "name_en") if language.startswith("zh") else ("name_en", "name_zh")
    if getattr(task, other) in {"", getattr(task, own)}:
        setattr(task, other, name)
    setattr(task, own, name)


def _fill_constraint(task: Task, row: Row, planned: date | None) -> None:
    """Take the constraint; a start without predecessors, in a file that knows no constraints, is one."""
    if "constraint" in row:
        task.constraint = row["constraint"] or "asap"
    if "constraint_date" in row:
        moment = datetime.fromisoformat(row["constraint_date"]) if row["constraint_date"] else None
        task.constraint_on = moment.date() if moment else None
        timed = moment is not None and "T" in row["constraint_date"]
        task.constraint_minute = moment.hour * 60 + moment.minute if moment and timed else None
    ours = task.constraint == "asap" or (task.constraint == "snet" and task.constraint_on == planned)
    if ours and row.get("start") and "constraint" not in row and not row.get("predecessors"):
        task.constraint, task.constraint_on = "snet", row["start"]


def _resolve(rows: Sequence[_Pair], names: _Names, refused: dict[int, _Refusal]) -> dict[str, _Wanted]:
    """Find every predecessor; a row that names one that is not there is refused, and then those that name it."""
    while True:
        gone = {task.public_id for change, task in rows if change.line in refused and not change.ref}
        wanted: dict[str, _Wanted] = {}
        found = len(refused)
        for change, task in rows:
            if "predecessors" not in change.row or change.line in refused:
                continue
            tokens = [token for text in change.row["predecessors"] if (token := read_token(text))]
            pairs = [(names.find(token.ref, task.source), token) for token in tokens]
            sentence = _objection(task, pairs, gone)
            if sentence:
                refused[change.line] = {"predecessors": [sentence]}
            wanted[task.public_id] = [(earlier, token) for earlier, token in pairs if earlier is not None]
        if len(refused) == found:
            return wanted


def _objection(task: Task, pairs: Sequence[tuple[Task | None, Token]], gone: set[str]) -> str:
    missing = [token.ref for earlier, token in pairs if earlier is None or earlier.public_id in gone]
    if missing:
        return _("Predecessor %(refs)s is not in the plan.") % {"refs": ", ".join(missing)}
    if any(earlier is task for earlier, _token in pairs):
        return _("A task cannot wait for itself.")
    return ""


def _settle(
    programme: "Programme", rows: Sequence[_Pair], names: _Names
) -> tuple[dict[str, _Wanted], dict[int, _Refusal]]:
    """Refuse rows until every predecessor is found and no circle is left."""
    refused: dict[int, _Refusal] = {}
    kept = list(TaskLink.objects.filter(programme=programme).values_list("earlier__public_id", "later__public_id"))
    while True:
        wanted = _resolve(rows, names, refused)
        links = [pair for pair in kept if pair[1] not in wanted]
        links += [(earlier.public_id, ref) for ref, pairs in wanted.items() for earlier, _token in pairs]
        cycle = circle_in(links)
        if not cycle:
            return wanted, refused
        called: dict[Hashable, str] = {task.public_id: str(task) for _change, task in rows}
        walk = " → ".join(called.get(key, str(key)) for key in [*cycle, cycle[0]])
        for change, task in rows:
            if task.public_id in cycle and "predecessors" in change.row:
                refused[change.line] = {"predecessors": [_("The links form a circle: %(walk)s") % {"walk": walk}]}


def _save(programme: "Programme", rows: Sequence[_Pair], names: _Names) -> None:
    new = [task for change, task in rows if not change.ref]
    old = [task for change, task in rows if change.ref]
    Task.objects.bulk_create(new, batch_size=CHUNK)
    moved = []
    for change, task in rows:
        if "wbs" not in change.row:
            continue
        parent = _parent(task, names)
        if task.parent_id != (parent.pk if parent else None):
            task.parent = parent
            moved.append(task)
    for task in old:
        task.version += 1
    Task.objects.bulk_update(old, [*WRITTEN, "version"], batch_size=CHUNK)
    Task.objects.bulk_update([task for task in moved if task not in old], ["parent"], batch_size=CHUNK)
    mark_summaries(programme)


def _parent(task: Task, names: _Names) -> Task | None:
    """Return the nearest task of the same plan whose WBS begins this one's."""
    above = task.wbs.rpartition(".")[0]
    while above:
        found = names.tasks.get(f"wbs:{task.source}#{above}")
        if found is not None and found is not task and found.pk is not None:
            return found
        above = above.rpartition(".")[0]
    return None


def _relink(programme: "Programme", wanted: Mapping[str, _Wanted]) -> dict[str, int]:
    """Make the links of the named tasks exactly the wanted ones."""
    have: dict[str, dict[int, TaskLink]] = {}
    for link in TaskLink.objects.filter(programme=programme).select_related("later"):
        have.setdefault(link.later.public_id, {})[link.earlier_id] = link
    later = {task.public_id: task for task in Task.objects.filter(programme=programme, public_id__in=list(wanted))}
    new: list[TaskLink] = []
    changed: list[TaskLink] = []
    gone: list[int] = []
    for ref, pairs in wanted.items():
        kept = have.get(ref, {})
        asked = {earlier.pk: token for earlier, token in pairs if ref in later}
        gone += [link.pk for pk, link in kept.items() if pk not in asked]
        for pk, token in asked.items():
            if pk not in kept:
                added = TaskLink(programme=programme, earlier_id=pk, later=later[ref], type=token.kind, lag=token.lag)
                new.append(added)
            elif (kept[pk].type, kept[pk].lag) != (token.kind, token.lag):
                kept[pk].type, kept[pk].lag = token.kind, token.lag
                changed.append(kept[pk])
    for at in range(0, len(gone), CHUNK):
        TaskLink.objects.filter(pk__in=gone[at : at + CHUNK]).delete()
    TaskLink.objects.bulk_create(new, batch_size=CHUNK)
    TaskLink.objects.bulk_update(changed, ["type", "lag"], batch_size=CHUNK)
    return {"links_added": len(new), "links_changed": len(changed), "links_removed": len(gone)}


def _record(
    programme: "Programme",
    rows: Sequence[_Pair],
    refused: Mapping[int, Any],
    counts: Mapping[str, int],
    actor: "User | None",
) -> None:
    taken = [change for change, _task in rows if change.line not in refused]
    created = sum(not change.ref for change in taken)
    facts = {"created": created, "updated": len(taken) - created, **counts}
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
