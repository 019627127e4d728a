"""One edit made in the chart: done by the plan's services, answered with what it moved and how to take it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.errors import BadInputError
from core.models import expect_version
from phases.plan.choices import Constraint, LagUnit, LinkType
from phases.plan.models import MINUTES_PER_DAY, Task, TaskLink
from phases.plan.rules.cascade import Move, Span, moves, shift
from phases.plan.rules.predecessors import Wait, differing, names_of, read_predecessors
from phases.plan.rules.tokens import ELAPSED_DAY, read_lag
from phases.plan.selectors import calendar_of, gantt_mark, gate_dates
from phases.plan.services.dates import fresh
from phases.plan.services.links import link_tasks, unlink_tasks
from phases.plan.services.tasks import move_task, update_task
from programme.records.services import writes

if TYPE_CHECKING:
    from core.calendar import WorkCalendar
    from programme.charter.models import Programme
    from programme.people.models import User

PLAIN = frozenset(
    {"name_zh", "name_en", "minutes", "constraint", "constraint_on", "constraint_minute", "planned_start",
     "planned_finish"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit did: rows with other dates by public id, a sentence about it, and the edit that takes it back.

    ``was`` is the mark of the plan before it.
    """

    task: Task
    moved: Sequence[Move]
    says: str
    undo: Mapping[str, Any]
    was: str


@dataclass(frozen=True, slots=True)
class _State:
    """The stored dates that an edit may move."""

    rows: Mapping[str, Span]
    gates: Mapping[str, date]
    leaves: frozenset[str]

    @property
    def finish(self) -> date | None:
        """The last day of the plan."""
        return max((span[1] for key, span in self.rows.items() if key in self.leaves and span[1]), default=None)


@writes
def edit_plan(task: Task, *, edit: Mapping[str, Any], actor: "User | None", version: int | None = None) -> Edited:
    """Carry one edit out; all of it or nothing.

    ``edit`` has what the chart sends: ``name``, ``duration`` ("3d"), ``start`` (where the bar was dropped) or raw
    fields of the task; ``predecessors`` as typed, ``links`` (all of them, as ``Wait`` by public id), ``link`` (one
    more) or ``unlink`` (one less); ``move`` (``parent``, ``before`` by public id, ``wbs``). Raises ``BadInputError``,
    ``StaleError`` and what the services raise; costs theirs and eight queries.
    """
    task = fresh(task)
    expect_version(task, version)
    programme, before = task.programme, _state(task.programme)
    was = gantt_mark(programme)
    undo: dict[str, Any] = {}
    values = _values(task, edit)
    if values:
        undo = {name: getattr(task, name) for name in values}
        update_task(task, actor=actor, **values)
    wanted, had = _wanted(task, edit), _waits(task)
    if wanted is not None and wanted != had:
        _relink(task, had, wanted, actor)
        undo["links"] = _by_public_id(had)
    if "move" in edit:
        undo["move"] = _place_of(task)
        _put(task, edit["move"], actor)
    task, after = fresh(task), _state(programme)
    found = moves(before.rows, after.rows, calendar_of(programme))
    return Edited(task, found, _says(task, edit, before, after, found), undo, was)


def _state(programme: "Programme") -> _State:
    names = ("public_id", "summary", "actual_start", "early_start", "actual_finish", "early_finish")
    found = list(Task.objects.filter(programme=programme).order_by("position", "pk").values_list(*names))
    return _State(
        rows={key: (began or start, ended or finish) for key, _sum, began, start, ended, finish in found},
        gates=gate_dates(programme),
        leaves=frozenset(row[0] for row in found if not row[1]),
    )


def _values(task: Task, edit: Mapping[str, Any]) -> dict[str, Any]:
    """Turn what was done in the chart into fields of the task."""
    values = {name: edit[name] for name in PLAIN & set(edit)}
    if "name" in edit:
        chinese = (get_language() or "").startswith("zh")
        values["name_zh" if chinese else "name_en"] = edit["name"]
    if "duration" in edit:
        values["minutes"] = _minutes(task, edit["duration"])
    if "start" in edit:
        values |= _dragged(task, edit["start"])
    if task.manual and "duration" in edit and task.planned_start is not None:
        days = -(-values["minutes"] // MINUTES_PER_DAY)
        values["planned_finish"] = calendar_of(task.programme).finish_of(task.planned_start, days)
    return values


def _minutes(task: Task, text: str) -> int:
    """Read a duration as people write it; a task that runs day and night counts days of 24 hours."""
    read = read_lag(text)
    if read is None or read[0] < 0 or read[1] not in {LagUnit.WORK, LagUnit.ELAPSED}:
        raise BadInputError({"duration": [_("Write a duration such as 3d, 4h or 2w.")]})
    minutes, unit = read
    if task.milestone and minutes:
        raise BadInputError({"duration": [_("A milestone has no length.")]})
    if task.elapsed:
        return minutes if unit == LagUnit.ELAPSED else minutes * ELAPSED_DAY // MINUTES_PER_DAY
    if unit == LagUnit.ELAPSED:
        raise BadInputError({"duration": [_("This task counts working time: write 3d, not 3ed.")]})
    return minutes


def _dragged(task: Task, day: date) -> dict[str, Any]:
    """A bar that is dropped starts no earlier than there; one kept by hand keeps its length and its new dates."""
    if task.summary:
        raise BadInputError({"start": [_("A summary begins with its tasks; move those.")]})
    if task.started:
        raise BadInputError({"start": [_("Work on this task has begun; its start is what was recorded.")]})
    if not task.manual:
        return {"constraint": Constraint.SNET, "constraint_on": day, "constraint_minute": None}
    values: dict[str, Any] = {"planned_start": day}
    if task.planned_start and task.planned_finish:
        calendar = calendar_of(task.programme)
        values["planned_finish"] = calendar.finish_of(day, calendar.days_in(task.planned_start, task.planned_finish))
    return values


def _waits(task: Task) -> list[Wait]:
    rows = TaskLink.objects.filter(later=task).order_by("pk")
    return [Wait(*row) for row in rows.values_list("earlier_id", "type", "lag", "unit")]


def _by_public_id(waits: Sequence[Wait]) -> list[dict[str, Any]]:
    names = dict(Task.objects.filter(pk__in=[one.earlier for one in waits]).values_list("pk", "public_id"))
    return [{"earlier": names[one.earlier], "type": one.kind, "lag": one.lag, "unit": one.unit} for one in waits]


def _wanted(task: Task, edit: Mapping[str, Any]) -> list[Wait] | None:
    """Return the links into the task after the edit; None where it does not touch them."""
    had = _waits(task)
    if "predecessors" in edit:
        return _typed(task, edit["predecessors"])
    if "links" in edit:
        return [_wait(task, one) for one in edit["links"]]
    if "link" in edit:
        new = _wait(task, edit["link"])
        if any(one.earlier == new.earlier for one in had):
            raise BadInputError({"link": [_("These two tasks are linked already.")]})
        return [*had, new]
    if "unlink" in edit:
        gone = _other(task, edit["unlink"])
        return [one for one in had if one.earlier != gone]
    return None


def _wait(task: Task, said: Mapping[str, Any]) -> Wait:
    kind, unit = said.get("type", LinkType.FS), said.get("unit", LagUnit.WORK)
    return Wait(_other(task, said["earlier"]), kind, said.get("lag", 0), unit)


def _other(task: Task, public_id: str) -> int:
    found = Task.objects.filter(programme=task.programme, public_id=public_id).values_list("pk", flat=True).first()
    if found is None:
        raise BadInputError({"earlier": [_("This task was deleted meanwhile.")]})
    return found


def _typed(task: Task, text: str) -> list[Wait]:
    rows = Task.objects.filter(programme=task.programme).order_by("position", "pk")
    names = names_of((pk, names) for pk, *names in rows.values_list("pk", "code", "wbs", "uid"))
    read = read_predecessors(text, names)
    wrong = [_("%(text)s is no predecessor; write 3, 3SS or 3FS+2d.") % {"text": part} for part in read.unread]
    wrong += [_("No row, code or WBS is called %(name)s.") % {"name": name} for name in read.unknown]
    wrong += [_("%(name)s stands here twice.") % {"name": name} for name in read.twice]
    if wrong:
        raise BadInputError({"predecessors": wrong})
    return list(read.waits)


def _relink(task: Task, had: Sequence[Wait], wanted: Sequence[Wait], actor: "User | None") -> None:
    """Take links away first, so that no circle stands in the way of the new ones."""
    gone, new = differing(had, wanted)
    rows = {row.earlier_id: row for row in TaskLink.objects.filter(later=task).for_list()}
    for wait in gone:
        unlink_tasks(rows[wait.earlier], actor=actor)
    earlier = Task.objects.in_bulk([wait.earlier for wait in new])
    for wait in new:
        link_tasks(task, earlier=earlier[wait.earlier], kind=wait.kind, lag=wait.lag, unit=wait.unit, actor=actor)


def _place_of(task: Task) -> dict[str, Any]:
    """Say where a task stands, as the edit that brings it back there; one query."""
    after = Task.objects.filter(programme=task.programme, parent=task.parent, position__gt=task.position)
    following = after.order_by("position").values_list("public_id", flat=True).first()
    return {"parent": task.parent.public_id if task.parent else None, "before": following, "wbs": task.wbs}


def _put(task: Task, said: Mapping[str, Any], actor: "User | None") -> None:
    """Move the task to the place that was said."""
    rows = Task.objects.filter(programme=task.programme).for_list()
    places = {}
    for name in ("parent", "before"):
        places[name] = rows.filter(public_id=said[name]).first() if said.get(name) else None
        if said.get(name) and places[name] is None:
            raise BadInputError({name: [_("This task was deleted meanwhile.")]})
    move_task(task, parent=places["parent"], before=places["before"], wbs=said.get("wbs", ""), actor=actor)


def _says(task: Task, edit: Mapping[str, Any], before: _State, after: _State, found: Sequence[Move]) -> str:
    """Say how many tasks moved, how far the gates and the end of the plan went, and what held a dropped bar."""
    calendar = calendar_of(task.programme)
    count = sum(one.key in after.leaves for one in found)
    said = [_stands(task)] if "move" in edit else []
    if count:
        said.append(ngettext("%(n)s task moved", "%(n)s tasks moved", count) % {"n": count})
    said = said or [_("No date changed")]
    said += _shifts(before, after, calendar)
    start = after.rows[task.public_id][0]
    if "start" in edit and not task.manual and start is not None and start > calendar.next_working(edit["start"]):
        said.append(_("links hold it until %(day)s") % {"day": f"{start:%Y-%m-%d}"})
    return _("; ").join(said)


def _stands(task: Task) -> str:
    """Say where a task stands now."""
    if task.parent is None:
        return _("“%(task)s” stands at the top level") % {"task": task.name}
    return _("“%(task)s” stands under “%(parent)s”") % {"task": task.name, "parent": task.parent.name}


def _shifts(before: _State, after: _State, calendar: "WorkCalendar") -> list[str]:
    gates = sorted(after.gates.items(), key=lambda one: one[1])
    places: list[tuple[str, date | None, date | None]] = [(key, before.gates.get(key), day) for key, day in gates]
    places.append((_("end of plan"), before.finish, after.finish))
    told = [(name, shift(old, new, calendar)) for name, old, new in places]
    return [_("%(place)s %(days)s wd") % {"place": name, "days": f"{days:+d}"} for name, days in told if days]
