"""Lines of a newer blueprint taken over by a running programme: one act, nothing of the programme's own overwritten."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import save_validated
from phases.gates.models import (
    BlueprintLine,
    Criterion,
    Deliverable,
    DeliverablePart,
    Gate,
    Phase,
    Stage,
    StageCheck,
)
from phases.gates.permissions import ACTIONS
from phases.gates.rules.rows import Blueprint, DeliverableRow, TaskRow
from phases.gates.rules.tailoring import waved
from phases.gates.rules.updates import ADD, CONTENT, Line, Row, ends_of, rows_of
from phases.gates.selectors.updates import Update, blueprint_rows, update_of
from phases.gates.services.building import next_label
from phases.gates.services.feeding import feed_content, raci_cells, task_seeds
from phases.plan.models import MINUTES_PER_DAY, Task, TaskLink
from phases.plan.services import add_blueprint_tasks, link_tasks, reschedule, unlink_tasks, update_task
from programme.charter.services.rows import require_alive
from programme.people.services import set_raci
from programme.records.services import append_event, change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User


NEEDED = gettext_lazy("%(line)s has to be taken with it, or before.")


@dataclass(frozen=True, slots=True)
class Taken:
    """What was done: the lines taken and kept, and the version that the programme runs by now."""

    taken: Sequence[str]
    kept: Sequence[str]
    version: int
    left: int


@writes
def take_update(
    programme: "Programme",
    *,
    actor: "User | None",
    take: Sequence[str] = (),
    keep: Sequence[str] = (),
    mark: str = "",
) -> Taken:
    """Take lines of the newest blueprint over, or keep them as they are here, by their ids; all of it or nothing.

    ``mark`` is that of the offer that was looked at. Once no line is left to answer the programme runs by the newest
    version. Raises ``BadInputError`` naming every line that is not offered, ``IllegalNowError`` for an old mark.
    """
    require(ACTIONS["update"], actor, programme)
    require_alive(programme)
    update = update_of(programme)
    if update is None or update.newest == update.version:
        raise IllegalNowError(_("The programme runs by the newest version of its blueprint."))
    if mark and mark != update.mark:
        raise IllegalNowError(_("The offer changed since you looked; look at it again."))
    lines = _chosen(update, take, keep)
    _Writer(programme, actor).write(lines)
    told = {line.id: _said(line) for line in lines} | {line_id: [None, _("kept as it is")] for line_id in keep}
    append_event("blueprint.update_taken", programme, actor=actor, changes=told)
    _answer(programme, update, [line.id for line in lines], keep)
    after = update_of(programme)
    left = len(after.open) if after else 0
    if not left:
        with change(programme, "blueprint.version_reached", actor=actor):
            programme.blueprint_version = update.newest
            save_validated(programme)
    return Taken([line.id for line in lines], list(keep), programme.blueprint_version, left)


def _chosen(update: Update, take: Sequence[str], keep: Sequence[str]) -> list[Line]:
    """Return the lines to take, in the order in which they build; refuses what is not offered."""
    offered = {line.id: line for line in update.lines if line.takeable}
    wrong: dict[str, list[str]] = {}
    for name, chosen in (("take", take), ("keep", keep)):
        unknown = [one for one in dict.fromkeys(chosen) if one not in offered]
        if unknown:
            wrong[name] = [_("%(line)s is not offered.") % {"line": one} for one in unknown]
    both = sorted(set(take) & set(keep))
    if both:
        wrong.setdefault("keep", []).extend(_("%(line)s is taken and kept at once.") % {"line": one} for one in both)
    if not take and not keep:
        wrong["take"] = [_("Choose at least one line.")]
    if wrong:
        raise BadInputError(wrong)
    return [line for line in offered.values() if line.id in set(take)]


def _said(line: Line) -> list[Any]:
    if line.status == ADD:
        return [None, line.name.en]
    taken = [field for field in line.fields if field.takes]
    return [{field.name: field.here for field in taken}, {field.name: field.template for field in taken}]


def _answer(programme: "Programme", update: Update, take: Sequence[str], keep: Sequence[str]) -> None:
    """Remember what was answered in which version."""
    for line_id in [*take, *keep]:
        kind, _colon, key = line_id.partition(":")
        row = BlueprintLine.objects.filter(programme=programme, kind=kind, key=key).first()
        row = row or BlueprintLine(programme=programme, kind=kind, key=key)
        row.answered, row.taken = update.newest, line_id in take
        save_validated(row)


class _Writer:
    """Writes lines of an update, each kind in its own way; parents come before what hangs on them."""

    def __init__(self, programme: "Programme", actor: "User | None") -> None:
        self.programme, self.actor = programme, actor
        self.rows: Blueprint = blueprint_rows(programme)
        self.fields: Mapping[tuple[str, str], Row] = rows_of(self.rows)

    def write(self, lines: Sequence[Line]) -> None:
        """Write them all."""
        added = [line for line in lines if line.status == ADD]
        makers: dict[str, Callable[[str, Row], None]] = {
            "stage": self._stage, "check": self._check, "deliverable": self._deliverable, "part": self._part,
            "gate": self._gate, "criterion": self._criterion,
        }  # fmt: skip
        for kind, make in makers.items():
            for line in added:
                if line.kind == kind:
                    make(line.key, self.fields[kind, line.key])
        for line in lines:
            if line.status != ADD and line.kind not in {"task", "link"}:
                self._change(line)
        self._tasks(lines)
        self._links(lines)
        self._content(added)
        if any(line.kind in {"task", "link", "gate"} for line in lines):
            reschedule(self.programme, actor=None)

    def _parent(self, model: Any, line_id: str, **key: Any) -> Any:
        found = model.objects.filter(programme=self.programme, **key).first()
        if found is None:
            raise BadInputError({"take": [str(NEEDED) % {"line": line_id}]})
        return found

    def _named(self, row: Row) -> dict[str, Any]:
        return {"programme": self.programme, "name_zh": row["name_zh"], "name_en": row["name_en"]}

    def _stage(self, key: str, row: Row) -> None:
        phase = self._parent(Phase, f"phase:{row['phase']}", code=row["phase"])
        place = [stage.code for stage in self.rows.stages].index(key)
        save_validated(Stage(phase=phase, code=key, position=place, **self._named(row)))

    def _check(self, _key: str, row: Row) -> None:
        stage = self._parent(Stage, f"stage:{row['stage']}", code=row["stage"])
        last = stage.checks.aggregate(last=Max("position"))["last"]
        place = 0 if last is None else last + 1
        save_validated(StageCheck(stage=stage, position=place, depth=row["depth"], **self._named(row)))

    def _deliverable(self, key: str, row: Row) -> None:
        stage = self._parent(Stage, f"stage:{row['stage']}", code=row["stage"])
        spec = next(one for one in self.rows.deliverables if one.code == key)
        rows = Deliverable.objects.filter(stage=stage)
        last = rows.aggregate(last=Max("position"))["last"]
        place = [one.code for one in self.rows.deliverables].index(key) if last is None else last
        fields = {name: row[name] for name in ("mandatory", "doer_roles", "approver_role")}
        save_validated(Deliverable(stage=stage, code=key, wave=spec.wave, position=place, **fields, **self._named(row)))

    def _part(self, key: str, row: Row) -> None:
        work = self._parent(Deliverable, f"deliverable:{row['deliverable']}", code=row["deliverable"])
        code, place = key.partition("/")[2], work.parts.count()
        save_validated(DeliverablePart(deliverable=work, code=code, position=place, **self._named(row)))

    def _gate(self, key: str, row: Row) -> None:
        phase = self._parent(Phase, f"phase:{row['phase']}", code=row["phase"])
        spec = next(one for one in self.rows.gates if (f"{one.code}-{one.wave}" if one.wave else one.code) == key)
        rows = Gate.objects.filter(programme=self.programme)
        place = rows.filter(code=spec.code).aggregate(at=Max("position"))["at"]
        if place is None:
            before = rows.filter(phase__position__lte=phase.position).aggregate(at=Max("position"))["at"]
            place = 0 if before is None else before + 1
            for later in rows.filter(position__gte=place).order_by("-position"):
                later.position += 1
                save_validated(later)
        fields = {name: row[name] for name in ("keepers", "after", "holds")}
        save_validated(
            Gate(phase=phase, code=spec.code, wave=spec.wave, position=place, **fields, **self._named(row))
        )  # fmt: skip

    def _criterion(self, key: str, row: Row) -> None:
        name, _slash, code = key.partition("/")
        gates = {gate.key: gate for gate in Gate.objects.filter(programme=self.programme)}
        gate = gates.get(name)
        if gate is None:
            raise BadInputError({"take": [str(NEEDED) % {"line": f"gate:{name}"}]})
        fields = {field: value for field, value in row.items() if field not in {"gate", "name_zh", "name_en"}}
        last = gate.criteria.aggregate(last=Max("position"))["last"]
        place, label = 0 if last is None else last + 1, next_label(gate, must=row["must"])
        save_validated(Criterion(gate=gate, key=code, label=label, position=place, **fields, **self._named(row)))

    def _change(self, line: Line) -> None:
        """Set what the blueprint changed and nobody edited here."""
        row = self._row(line)
        for field in line.fields:
            if field.takes:
                setattr(row, field.name, field.template)
        save_validated(row)

    def _row(self, line: Line) -> Any:
        of = {"programme": self.programme}
        first, _slash, second = line.key.partition("/")
        match line.kind:
            case "phase" | "stage" | "deliverable":
                model: Any = {"phase": Phase, "stage": Stage, "deliverable": Deliverable}[line.kind]
                return model._default_manager.get(**of, code=line.key)
            case "part":
                return DeliverablePart.objects.get(**of, deliverable__code=first, code=second)
            case "gate":
                return next(gate for gate in Gate.objects.filter(**of) if gate.key == line.key)
            case _:
                rows = Criterion.objects.filter(**of, key=second).select_related("gate")
                return next(row for row in rows if row.gate.key == first)

    def _tasks(self, lines: Sequence[Line]) -> None:
        new = [line.key for line in lines if line.kind == "task" and line.status == ADD]
        specs = {task.code: task for task in waved(self.rows)}
        rows = Task.objects.filter(programme=self.programme).exclude(code="")
        there = {task.code: task for task in rows}
        known = {*there, *new}
        waves = {code: task.wave for code, task in there.items()} | {code: specs[code].wave for code in new}
        added = [self._with_known(specs[code], known) for code in new]
        if added:
            seeds = task_seeds(added, waves=waves)
            add_blueprint_tasks(self.programme, seeds=seeds, actor=self.actor)
            self._responsible(added)
            self._following(new, {code: there[code] for code in there if code in specs})
        for line in lines:
            if line.kind == "task" and line.status != ADD:
                values = {field.name: field.template for field in line.fields if field.takes}
                update_task(there[line.key], actor=self.actor, **values)

    def _with_known(self, task: TaskRow, known: set[str]) -> TaskRow:
        return replace(task, after=tuple(link for link in task.after if link.task in known))

    def _following(self, new: Sequence[str], there: Mapping[str, Task]) -> None:
        """Let what waits for a new task wait for it, unless work on it has begun."""
        rows = {task.code: task for task in Task.objects.filter(programme=self.programme, code__in=new)}
        for spec in self.rows.tasks:
            later = there.get(spec.code)
            if later is None or later.started or later.percent:
                continue
            for link in spec.after:
                if link.task in rows:
                    link_tasks(
                        later, earlier=rows[link.task], kind=link.kind, lag=link.lag * MINUTES_PER_DAY, actor=self.actor
                    )

    def _responsible(self, tasks: Sequence[TaskRow]) -> None:
        """Say who does and who is accountable for deliverables that only these tasks make."""
        mine = {task.deliverable for task in tasks}
        others = {task.deliverable for task in self.rows.tasks if task.code not in {one.code for one in tasks}}
        rows: list[DeliverableRow] = [row for row in self.rows.deliverables if row.code in mine - others]
        codes = {row.code for row in rows}
        cells = raci_cells(self.programme, [task for task in tasks if task.deliverable in codes], rows)
        if cells:
            set_raci(self.programme, cells=cells, actor=self.actor)

    def _links(self, lines: Sequence[Line]) -> None:
        rows = TaskLink.objects.filter(programme=self.programme).for_list()
        for line in lines:
            if line.kind != "link":
                continue
            earlier, later = (self._parent(Task, f"task:{code}", code=code) for code in ends_of(line.key))
            row = self.fields["link", line.key]
            wanted = {"type": row["type"], "lag": row["lag"]}
            if line.status != ADD:
                link = rows.get(earlier=earlier, later=later)
                wanted = {"type": link.type, "lag": link.lag} | {f.name: f.template for f in line.fields if f.takes}
                unlink_tasks(link, actor=self.actor)
            link_tasks(later, earlier=earlier, kind=wanted["type"], lag=wanted["lag"], actor=self.actor)

    def _content(self, added: Sequence[Line]) -> None:
        """Give the registers the rows that are new in the blueprint."""
        chosen = {kind: {line.key for line in added if line.kind == kind} for kind in CONTENT}
        kept: dict[str, Any] = {
            kind: tuple(row for row in getattr(self.rows, kind) if row.code in chosen[kind]) for kind in CONTENT
        }
        if any(kept.values()):
            feed_content(self.programme, replace(self.rows, chains=(), **kept))
