"""What a file promised of its tasks, kept as baselines of the plan."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from phases.plan.models import PlanBaseline, PlanBaselineTask, Task
from phases.plan.rules.mspdi import ParsedBaseline, ParsedPlan, ParsedTask
from phases.plan.services.dates import CHUNK

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User


def keep_promises(
    programme: "Programme", context: Mapping[str, Any], tasks: Mapping[int, Task], actor: "User | None"
) -> int:
    """Keep the file's baselines that are not kept yet, the one that Project counts from last; returns how many are new.

    A baseline that is kept is never changed. The newest gives the tasks their promised dates where they have none.
    """
    parsed: ParsedPlan | None = context.get("plan")
    if parsed is None:
        return 0
    numbers = sorted({one.number for task in parsed.tasks for one in task.baselines}, reverse=True)
    with translation.override(programme.language):
        names = {number: _name(context["source"], number) for number in numbers}
    kept = set(PlanBaseline.objects.filter(programme=programme, name__in=names.values()).values_list("name", flat=True))
    last = PlanBaseline.objects.filter(programme=programme).aggregate(last=Max("number"))["last"] or 0
    new = [number for number in numbers if names[number] not in kept]
    for place, number in enumerate(new, start=1):
        baseline = PlanBaseline.objects.create(
            programme=programme, number=last + place, name=names[number], taken_on=timezone.localdate(), taken_by=actor
        )
        pairs = [(task, one) for task in parsed.tasks if (one := _of(task, number)) and task.uid in tasks]
        rows = [_row(baseline, tasks[task.uid], one) for task, one in pairs]
        PlanBaselineTask.objects.bulk_create(rows, batch_size=CHUNK)
        if number == numbers[-1]:
            _promise([(tasks[task.uid], one) for task, one in pairs])
    return len(new)


def _name(source: str, number: int) -> str:
    return _("Baseline %(number)s of %(plan)s") % {"number": number, "plan": source[:80]}


def _of(task: ParsedTask, number: int) -> ParsedBaseline | None:
    return next((one for one in task.baselines if one.number == number), None)


def _row(baseline: PlanBaseline, task: Task, one: ParsedBaseline) -> PlanBaselineTask:
    return PlanBaselineTask(
        baseline=baseline,
        task=task,
        ref=task.ref,
        name=task.name,
        milestone=task.milestone,
        summary=task.summary,
        start=_day(one.start),
        finish=_day(one.finish),
        minutes=one.minutes,
    )


def _day(at: datetime | None) -> Any:
    return at and at.date()


def _promise(pairs: list[tuple[Task, ParsedBaseline]]) -> None:
    fresh = [(task, one) for task, one in pairs if task.baseline_finish is None]
    for task, one in fresh:
        task.baseline_start, task.baseline_finish = _day(one.start), _day(one.finish)
    Task.objects.bulk_update([task for task, _one in fresh], ["baseline_start", "baseline_finish"], batch_size=CHUNK)
