"""What may be done with a task, and how it stands."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from core.access import Action, allows
from core.documents.values import Status
from phases.plan.models import MINUTES_PER_DAY, Task
from phases.plan.permissions import ACTIONS
from phases.plan.querysets import NEAR_MINUTES
from programme.records.models import AuditEvent
from programme.records.selectors.acts import act_words

if TYPE_CHECKING:
    from programme.people.models import User

EVENTS = {
    "plan.task_added": _("Added"),
    "plan.task_changed": _("Changed"),
    "plan.assigned": _("Resource assigned"),
    "plan.unassigned": _("Resource taken off"),
    "plan.task_related": _("Deliverables and goals changed"),
    "plan.task_moved": _("Moved"),
    "plan.linked": _("Link added"),
    "plan.unlinked": _("Link removed"),
    "plan.progress_recorded": _("Progress recorded"),
}
LABELS = {
    "progress": _("Record progress"),
    "link": _("Add link"),
    "edit": _("Edit"),
    "scheduling": _("Scheduling"),
    "serves": _("Deliverables and goals"),
    "assign": _("Assign resource"),
    "move": _("Move"),
    "delete": _("Delete"),
}


def available_actions(task: Task, user: "User") -> list[Action]:
    """What may be done with a task, each with the reasons that block it; no queries once the roles are known."""
    denied = _("Your role in this programme does not allow this.")
    facts: dict[str, list[Any]] = {
        "progress": [_("Progress is recorded on the tasks under a summary.")] if task.summary else [],
        "link": [],
        "edit": [],
        "scheduling": [_("A summary lasts as long as its tasks.")] if task.summary else [],
        "serves": [],
        "assign": [_("Resources work on the tasks under a summary.")] if task.summary else [],
        "move": [],
        "delete": _kept_because(task),
    }
    return [
        Action(
            name,
            LABELS[name],
            tuple(reasons) if allows(ACTIONS[name], user, task) else (denied,),
            primary=name == "progress",
            danger=name == "delete",
        )
        for name, reasons in facts.items()
    ]


def _kept_because(task: Task) -> list[Any]:
    if task.summary:
        return [_("Tasks stand under this summary. Move or delete them first.")]
    return [_("Work on this task was recorded; it stays as part of the history.")] if task.started else []


def status_of(task: Task, today: date) -> Status:
    """Say how a task stands, as shape and word."""
    due = task.baseline_finish or task.early_finish
    if task.done:
        return Status("done", str(_("finished")))
    if due is not None and due < today:
        return Status("bad" if task.critical else "warn", str(_("late")))
    if task.started:
        return Status("run", str(_("in progress")))
    return Status("wait", str(_("not started")))


def is_nearly_critical(task: Task) -> bool:
    """Tell whether unfinished work is not critical, but has five working days of float or less."""
    if task.done or task.critical or task.summary or not task.active:
        return False
    return task.total_float is not None and task.total_float <= NEAR_MINUTES


def float_days(task: Task) -> Decimal | None:
    """Total float in working days, one place; None before the dates are computed."""
    if task.total_float is None or task.done:
        return None
    return (Decimal(task.total_float) / MINUTES_PER_DAY).quantize(Decimal("0.1")).normalize() + 0


def events_of(task: Task, limit: int = 10) -> list[AuditEvent]:
    """The newest events of a task, each with ``action_label``; one query."""
    rows = AuditEvent.objects.filter(kind=task._meta.label, object_id=task.public_id)
    events = list(rows.order_by("-seq")[:limit])
    for event in events:
        event.action_label = EVENTS.get(event.action) or act_words(event.action)  # type: ignore[attr-defined]
    return events
