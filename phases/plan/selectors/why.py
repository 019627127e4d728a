"""Why a task lies where it lies, in words: what decides its start, the slack of the other links, what it drives."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.templatetags.landfall import day_text
from phases.gates.models import Gate
from phases.plan.choices import LinkType
from phases.plan.models import PlanBasis, Task
from phases.plan.rules.drivers import Reason, Tie, why
from phases.plan.rules.network import CircularError
from phases.plan.rules.tokens import days_of, lag_text
from phases.plan.rules.worktime import CalendarError
from phases.plan.selectors.basis import basis_of, plan_input

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.charter.models import Programme


@dataclass(frozen=True, slots=True)
class TieLine:
    """A link seen from the task: the other task or gate, the kind, the lag, and the slack in working days."""

    name: str
    url: str
    kind: str
    lag: str
    slack: Decimal
    drives: bool


@dataclass(frozen=True, slots=True)
class WhyLines:
    """The reasons in sentences, the links that lead to the task, tightest first, and those that lead away."""

    reasons: Sequence[str]
    before: Sequence[TieLine]
    after: Sequence[TieLine]


def why_here(task: Task) -> WhyLines | None:
    """Say why a task starts where it does; None for summaries and where the plan cannot be computed. 13 queries.

    Costs one computation of the whole plan.
    """
    if task.summary or not task.active:
        return None
    try:
        result = plan_input(task.programme).schedule()
    except (CircularError, CalendarError):
        return None
    found = why(result.network, result.positions[task.pk])
    names = _names(task.programme, {tie.key for tie in (*found.before, *found.after)})
    basis = basis_of(task.programme)
    return WhyLines(
        [_sentence(reason, task, basis, found.before, names) for reason in found.reasons],
        [_line(tie, names) for tie in found.before if tie.key in names],
        [_line(tie, names) for tie in found.after if tie.key in names],
    )


def _names(programme: "Programme", keys: set[Any]) -> dict[Any, tuple[str, str]]:
    tasks = Task.objects.filter(programme=programme, pk__in=[key for key in keys if isinstance(key, int)])
    found: dict[Any, tuple[str, str]] = {
        task.pk: (str(task), reverse("plan:task_detail", args=[programme.slug, task.public_id])) for task in tasks
    }
    if any(isinstance(key, str) for key in keys):
        for gate in Gate.objects.filter(programme=programme).order_by("position", "wave", "pk"):
            found[f"gate:{gate.key}"] = (str(gate), reverse("gates:gate", args=[programme.slug, gate.key]))
    return found


def _line(tie: Tie, names: "Mapping[Any, tuple[str, str]]") -> TieLine:
    name, url = names[tie.key]
    lag = lag_text(tie.lag, tie.unit) if tie.lag else ""
    return TieLine(name, url, str(LinkType(tie.kind).label), lag, days_of(tie.slack), tie.drives)


def _sentence(
    reason: Reason, task: Task, basis: PlanBasis, before: Sequence[Tie], names: "Mapping[Any, tuple[str, str]]"
) -> str:
    if reason == Reason.LINK:
        driving = [names[tie.key][0] for tie in before if tie.drives and tie.key in names]
        return _("It waits for %(tasks)s.") % {"tasks": ", ".join(driving)}
    if reason == Reason.CONSTRAINT:
        if not task.constraint_on:
            return _("A date of the summary above holds it.")
        day = day_text(task.constraint_on)
        return _("Its constraint holds it: %(kind)s %(day)s.") % {"kind": task.get_constraint_display(), "day": day}
    if reason == Reason.STATUS and basis.status_on is not None:
        return _("It has not begun, so it lies after the status date %(day)s.") % {"day": day_text(basis.status_on)}
    return {
        Reason.HAPPENED: _("It has begun; what has happened is not moved."),
        Reason.KEPT: _("Its dates are kept by hand, whatever the links say."),
        Reason.START: _("It may begin with the plan itself; nothing holds it."),
        Reason.DELAY: _("It was delayed when resources were levelled."),
        Reason.LATE: _("It is done as late as what follows allows."),
    }[reason]
