"""Add, change, move and delete single tasks; every write ends with the dates computed anew."""

from typing import TYPE_CHECKING, Any

from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from core.rows import write_rows
from phases.plan.choices import LinkType, TaskEarning
from phases.plan.models import Task, TaskLink
from phases.plan.permissions import ACTIONS
from phases.plan.rules import steps
from phases.plan.services.dates import fresh, refresh_dates
from programme.records.services import append_event, change, facts, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

WRONG_STEPS: dict[str, Any] = {
    "many": gettext_lazy("At most %(word)s milestones."),
    "name": gettext_lazy("“%(word)s”: a name of at most 120 characters, without ; , | [ ]."),
    "weight": gettext_lazy("“%(word)s”: a weight above 0 and up to 100, with at most two decimals."),
    "ahead": gettext_lazy("“%(word)s”: this day is ahead."),
    "twice": gettext_lazy("“%(word)s” stands here twice."),
    "sum": gettext_lazy("The weights add up to %(word)s; they must add up to 100."),
    "none": gettext_lazy("To earn by weighted milestones, name them with their weights."),
    "unread": gettext_lazy("A milestone has a name, a weight and perhaps the day on which it was reached."),
}
EDITABLE = frozenset(
    {
        "code", "wbs", "name_zh", "name_en", "milestone", "minutes", "planned_start", "planned_finish", "constraint",
        "constraint_on", "constraint_minute", "deadline", "responsible_role", "accountable_role", "responsible",
        "standing", "elapsed", "manual", "active", "calendar", "fixed", "ignores_resources", "priority", "note",
        "optimistic", "pessimistic", "earning", "steps",
    }
)  # fmt: skip


def next_wbs(programme: "Programme", parent: Task | None) -> str:
    """Return the number after the last one under the parent."""
    siblings = Task.objects.filter(programme=programme, parent=parent).values_list("wbs", flat=True)
    last = max((int(tail) for wbs in siblings if (tail := wbs.rpartition(".")[2]).isdigit()), default=0)
    return f"{parent.wbs}.{last + 1}" if parent is not None else str(last + 1)


def check_values(programme: "Programme", values: dict[str, Any]) -> None:
    """Refuse fields that no one edits, and people who are not in the programme."""
    unknown = set(values) - EDITABLE
    if unknown:
        raise BadInputError({name: [_("This cannot be set.")] for name in sorted(unknown)})
    person = values.get("responsible")
    roles = person.roles_in(programme) if person is not None else None
    if person is not None and not roles:
        raise BadInputError({"responsible": [_("%(name)s has no role in this programme.") % {"name": person.name}]})
    if (
        values.get("constraint", "asap") not in {"asap", "alap"}
        and "constraint_on" in values
        and not values["constraint_on"]
    ):
        raise BadInputError({"constraint_on": [_("This constraint needs a date.")]})
    calendar = values.get("calendar")
    if calendar is not None and calendar.programme_id != programme.pk:
        raise BadInputError({"calendar": [_("This belongs to another programme.")]})


def check_whole(task: Task) -> None:
    """Refuse what does not go together on one task: kept dates that are missing, best and worst the wrong way round."""
    wrong: dict[str, list[str]] = {}
    if task.manual and not task.summary and task.planned_start is None and task.planned_finish is None:
        wrong["planned_start"] = [_("Dates kept by hand need a start or a finish.")]
    if task.planned_start and task.planned_finish and task.planned_finish < task.planned_start:
        wrong["planned_finish"] = [_("Work cannot finish before it starts.")]
    for name, ok in (
        ("optimistic", task.optimistic is None or task.optimistic <= task.minutes),
        ("pessimistic", task.pessimistic is None or task.pessimistic >= task.minutes),
    ):
        if not ok:
            wrong[name] = [_("The duration lies between best and worst.")]
    if said := steps_wrong(task):
        wrong["steps"] = said
    if wrong:
        raise BadInputError(wrong)


def steps_wrong(task: Task) -> list[str]:
    """Put the weighted milestones into the form in which they are stored; returns what is wrong with them."""
    try:
        found = steps.stored(task.steps)
    except ValueError:
        return [str(WRONG_STEPS["unread"])]
    task.steps = [one.kept() for one in found]
    said = steps.wrong(found, timezone.localdate())
    if task.earning == TaskEarning.STEPS and not found:
        said.append(steps.Wrong("none"))
    return [WRONG_STEPS[one.code] % {"word": one.word} for one in said]


@writes
def add_task(
    programme: "Programme",
    *,
    name: str,
    actor: "User | None",
    parent: Task | None = None,
    **values: Any,
) -> Task:
    """Add a task at the end of its summary; ``name`` serves both languages where the other is not given."""
    require(ACTIONS["add_task"], actor, programme)
    check_values(programme, values)
    _check_parent(programme, parent)
    task = Task(programme=programme, parent=parent, position=_room_under(programme, parent), name_zh=name, name_en=name)
    task.wbs = values.pop("wbs", "") or next_wbs(programme, parent)
    with change(task, "plan.task_added", actor=actor):
        _assign(task, values)
        check_whole(task)
        save_validated(task)
    mark_summaries(programme)
    refresh_dates(programme)
    task.refresh_from_db()
    return task


def _check_parent(programme: "Programme", parent: Task | None) -> None:
    if parent is None:
        return
    if parent.programme_id != programme.pk:
        raise BadInputError({"parent": [_("This task belongs to another programme.")]})
    if parent.milestone or parent.started:
        raise BadInputError({"parent": [_("A milestone or a started task cannot take tasks under it.")]})
    if not parent.summary and TaskLink.objects.filter(later=parent, type__in=[LinkType.FF, LinkType.SF]).exists():
        raise BadInputError({"parent": [_("A summary cannot wait with its finish for another task.")]})


def _room_under(programme: "Programme", parent: Task | None) -> int:
    """Return the place after the last task under the parent, and make room there; one to three queries."""
    rows = Task.objects.filter(programme=programme)
    if parent is not None:
        rows = rows.filter(pk__in=_below(programme, parent))
    at = (rows.aggregate(last=Max("position"))["last"] or 0) + 1
    if parent is not None:
        Task.objects.filter(programme=programme, position__gte=at).update(position=F("position") + 1)
    return at


def _assign(task: Task, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(task, name, value)


def _spread(task: Task, values: dict[str, Any]) -> dict[str, Any]:
    """Let best and worst follow a duration that changes without them, in the same proportion."""
    minutes = values.get("minutes")
    if minutes is None or not task.minutes or minutes == task.minutes:
        return {}
    kept = {"optimistic": task.optimistic, "pessimistic": task.pessimistic}
    return {name: round(value * minutes / task.minutes) for name, value in kept.items() if value is not None}


@writes
def update_task(task: Task, *, actor: "User | None", version: int | None = None, **values: Any) -> Task:
    """Change what a task says; raises ``StaleError`` where it was changed meanwhile."""
    task = fresh(task)
    require(ACTIONS["edit"], actor, task)
    expect_version(task, version, values)
    check_values(task.programme, values)
    if task.summary and {"minutes", "milestone"} & set(values):
        raise BadInputError({"minutes": [_("A summary lasts as long as its tasks.")]})
    values = {**_spread(task, values), **values}
    with change(task, "plan.task_changed", actor=actor):
        _assign(task, values)
        check_whole(task)
        save_validated(task)
    refresh_dates(task.programme)
    task.refresh_from_db()
    return task


@writes
def move_task(
    task: Task,
    *,
    actor: "User | None",
    parent: Task | None,
    before: Task | None = None,
    wbs: str = "",
    version: int | None = None,
) -> Task:
    """Put a task with all below it under another summary, before one of its tasks or at its end.

    Under another summary it gets ``wbs`` or the next number there, and what stands below it follows that number.
    """
    task, parent, before = fresh(task), parent and fresh(parent), before and fresh(before)
    require(ACTIONS["move"], actor, task)
    expect_version(task, version)
    programme = task.programme
    _check_parent(programme, parent)
    under = _below(programme, task)
    if parent is not None and parent.pk in under:
        raise IllegalNowError(_("A task cannot stand under itself."))
    if before is not None and (before.parent_id != (parent.pk if parent else None) or before.pk == task.pk):
        raise BadInputError({"before": [_("This task does not stand there.")]})
    _check_apart(under, parent)
    number = task.wbs
    with change(task, "plan.task_moved", actor=actor):
        if task.parent != parent:
            task.wbs = wbs or next_wbs(programme, parent)
        task.parent = parent
        save_validated(task)
    if task.wbs != number:
        _renumber(under - {task.pk}, number, task.wbs)
    _reorder(programme, under, parent, before)
    mark_summaries(programme)
    refresh_dates(programme)
    task.refresh_from_db()
    return task


def _below(programme: "Programme", task: Task) -> set[int]:
    """Return the task and all below it; one query."""
    children: dict[int | None, list[int]] = {}
    for pk, parent in Task.objects.filter(programme=programme).values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(pk)
    found = [task.pk]
    for pk in found:  # the list grows while it is read
        found.extend(children.get(pk, ()))
    return set(found)


def _check_apart(moved: set[int], parent: Task | None) -> None:
    """Refuse a place under a summary that is linked with what moves; a query for each level, and one."""
    above = set()
    while parent is not None:
        above.add(parent.pk)
        parent = parent.parent
    if above and TaskLink.objects.between(moved, above).exists():
        raise IllegalNowError(_("A summary cannot be linked to a task under it."))


def _renumber(below: set[int], old: str, new: str) -> None:
    """Let the numbers below a moved task begin with its new one; two queries."""
    if not old or not below:
        return
    rows = [row for row in Task.objects.filter(pk__in=below).only("pk", "wbs") if row.wbs.startswith(f"{old}.")]
    for row in rows:
        row.wbs = new + row.wbs[len(old) :]
    write_rows(rows, ["wbs"])


def _reorder(programme: "Programme", moved: set[int], parent: Task | None, before: Task | None) -> None:
    """Put what moves before a task, else after the last one under the parent, else at the end of the plan."""
    rows = list(Task.objects.filter(programme=programme).only("pk", "position").order_by("position", "pk"))
    stay, go = [row for row in rows if row.pk not in moved], [row for row in rows if row.pk in moved]
    if before is not None:
        at = next(i for i, row in enumerate(stay) if row.pk == before.pk)
    else:
        inside = _below(programme, parent) if parent is not None else {row.pk for row in stay}
        at = max((i for i, row in enumerate(stay, start=1) if row.pk in inside), default=0)
    ordered = stay[:at] + go + stay[at:]
    for position, row in enumerate(ordered, start=1):
        row.position = position
    write_rows(ordered, ["position"])


def mark_summaries(programme: "Programme") -> None:
    """A task is a summary exactly while tasks stand under it; three queries."""
    parents = set(Task.objects.filter(programme=programme).exclude(parent=None).values_list("parent_id", flat=True))
    rows = Task.objects.filter(programme=programme)
    rows.filter(pk__in=parents, summary=False).update(summary=True)
    rows.filter(summary=True).exclude(pk__in=parents).update(summary=False)


@writes
def delete_task(task: Task, *, actor: "User | None", reason: str = "") -> None:
    """Delete a task with its links; refuses while tasks stand under it or work was recorded."""
    task = fresh(task)
    require(ACTIONS["delete"], actor, task)
    if task.summary:
        raise IllegalNowError(_("Tasks stand under this summary. Move or delete them first."))
    if task.started:
        raise IllegalNowError(_("Work on this task was recorded; it stays as part of the history."))
    append_event(
        "plan.task_deleted", task, actor=actor, reason=reason, changes={k: [v, None] for k, v in facts(task).items()}
    )
    programme = task.programme
    task.delete()
    mark_summaries(programme)
    refresh_dates(programme)
