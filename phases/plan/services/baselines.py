"""Promise the plan's dates: numbered baselines that never change; the newest is what slip is counted from."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.access import require
from core.errors import IllegalNowError
from core.models import save_validated
from core.rows import write_rows
from phases.plan.models import PlanBaseline, PlanBaselineTask, Task
from phases.plan.permissions import ACTIONS
from phases.plan.selectors.baselines import current_baseline
from phases.plan.services.dates import CHUNK, kept_basis, refresh_dates
from programme.records.services import append_event, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.governance.models import ChangeRequest
    from programme.people.models import User

PROMISED = ("baseline_start", "baseline_finish")


@writes
def take_baseline(
    programme: "Programme", *, name: str = "", note: str = "", actor: "User | None", automatic: bool = False
) -> PlanBaseline:
    """Freeze every task's dates under the next number and promise them; returns the baseline.

    One taken automatically, before an import, is kept to compare with and changes no promise. What has happened is
    frozen as it happened. Costs the computation of the dates, six queries, and two for each 500 tasks.
    """
    require(ACTIONS["baseline"], actor, programme)
    refresh_dates(programme)
    tasks = _counted(programme)
    with translation.override(programme.language):
        baseline = _numbered(programme, name=name, note=note, actor=actor, automatic=automatic)
        rows = [_frozen(baseline, task) for task in tasks]
    PlanBaselineTask.objects.bulk_create(rows, batch_size=CHUNK)
    _record(baseline, "plan.baseline_kept" if automatic else "plan.baseline_set", actor, len(rows))
    if not automatic:
        _promise(programme, rows)
    return baseline


@writes
def baseline_change(change: "ChangeRequest", *, moved: Collection[int], actor: "User | None") -> PlanBaseline:
    """Promise what a granted change moved, as the next numbered baseline named after it; the older ones stay.

    ``moved`` are the primary keys of the tasks whose dates or lengths follow from the change; they are promised on
    their present dates. Every other task keeps the promise it has, so that a change hides no slip that it did not
    cause. Without a baseline so far, all present dates are promised. Whoever granted the change need not keep the
    plan. Costs what ``take_baseline`` does, and one query.
    """
    programme = change.programme
    refresh_dates(programme)
    current = current_baseline(programme)
    with translation.override(programme.language):
        note = _("Taken when the change was put into the plan.")
        name = str(change)[:120]
        baseline = _numbered(programme, name=name, note=note, actor=actor, automatic=False, change=change)
        tasks = _counted(programme)
        if current is None:
            rows = [_frozen(baseline, task) for task in tasks]
        else:
            kept = {row.task_id: row for row in current.tasks.all()}
            rows = [
                _frozen(baseline, task) if task.pk in moved else _again(baseline, kept[task.pk])
                for task in tasks
                if task.pk in moved or task.pk in kept
            ]
    PlanBaselineTask.objects.bulk_create(rows, batch_size=CHUNK)
    _record(baseline, "plan.baseline_set", actor, len(rows))
    _promise(programme, rows)
    return baseline


def _counted(programme: "Programme") -> list[Task]:
    """Return the tasks that a baseline freezes."""
    return list(Task.objects.filter(programme=programme, active=True).order_by("position", "pk"))


@writes
def use_baseline(baseline: PlanBaseline, *, actor: "User | None", note: str = "") -> PlanBaseline:
    """Promise the dates of an older baseline again, as a new one with its rows; returns the new one.

    Promises are a line that is only added to, so that who went back, when and why stays to be read. Raises
    ``IllegalNowError`` where it is what is promised already. Costs eight queries and two for each 500 tasks.
    """
    require(ACTIONS["baseline"], actor, baseline)
    programme = baseline.programme
    if (current := current_baseline(programme)) is not None and current.pk == baseline.pk:
        raise IllegalNowError(_("This baseline is what slip is counted from already."))
    with translation.override(programme.language):
        name = _("%(name)s (again)") % {"name": baseline.name}
    again = _numbered(programme, name=name[:120], note=note or baseline.note, actor=actor, automatic=False)
    rows = [_again(again, row) for row in baseline.tasks.order_by("pk")]
    PlanBaselineTask.objects.bulk_create(rows, batch_size=CHUNK)
    _record(again, "plan.baseline_used", actor, len(rows))
    _promise(programme, rows)
    return again


def set_baseline(programme: "Programme", *, actor: "User | None", name: str = "", note: str = "") -> int:
    """Take a baseline; returns how many tasks are promised."""
    return take_baseline(programme, name=name, note=note, actor=actor).tasks.count()


def _numbered(
    programme: "Programme",
    *,
    name: str,
    note: str,
    actor: "User | None",
    automatic: bool,
    change: "ChangeRequest | None" = None,
) -> PlanBaseline:
    last = PlanBaseline.objects.filter(programme=programme).aggregate(last=Max("number"))["last"] or 0
    named = name or (_("Before an import") if automatic else _("Baseline %(n)s") % {"n": last + 1})
    row = PlanBaseline(
        programme=programme,
        number=last + 1,
        name=named,
        note=note,
        taken_on=timezone.localdate(),
        taken_by=actor,
        automatic=automatic,
        change=change,
    )
    save_validated(row)
    return row


def _again(baseline: PlanBaseline, row: PlanBaselineTask) -> PlanBaselineTask:
    """Copy what an older baseline promised of a task."""
    return PlanBaselineTask(
        baseline=baseline,
        task_id=row.task_id,
        ref=row.ref,
        name=row.name,
        milestone=row.milestone,
        summary=row.summary,
        start=row.start,
        finish=row.finish,
        minutes=row.minutes,
    )


def _frozen(baseline: PlanBaseline, task: Task) -> PlanBaselineTask:
    return PlanBaselineTask(
        baseline=baseline,
        task=task,
        ref=task.ref[:240],
        name=task.name,
        milestone=task.milestone,
        summary=task.summary,
        start=task.actual_start or task.early_start,
        finish=task.actual_finish or task.early_finish,
        minutes=task.minutes,
    )


def _record(baseline: PlanBaseline, action: str, actor: "User | None", tasks: int) -> None:
    kept = {"number": baseline.number, "name": baseline.name, "note": baseline.note, "tasks": tasks}
    append_event(action, baseline, actor=actor, changes={key: [None, value] for key, value in kept.items() if value})


def _promise(programme: "Programme", rows: Iterable[PlanBaselineTask]) -> None:
    """Let the tasks say what was promised; what was not in the baseline has no promise."""
    promised = {row.task_id: (row.start, row.finish) for row in rows}
    changed = []
    for task in Task.objects.filter(programme=programme).only("pk", *PROMISED):
        start, finish = promised.get(task.pk, (None, None))
        if (task.baseline_start, task.baseline_finish) != (start, finish):
            task.baseline_start, task.baseline_finish = start, finish
            changed.append(task)
    write_rows(changed, PROMISED)
    basis = kept_basis(programme)
    basis.baselined_on = timezone.localdate()
    save_validated(basis)
