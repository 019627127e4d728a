"""A task's record: facts, what it waits for, what waits for it, history."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.access import Action, allows
from core.acts import Act
from core.documents.values import CellValue, Figure, Status
from core.kept import kept
from core.pages import RecordView
from phases.plan.models import Assignment, Task, TaskLink
from phases.plan.permissions import can_edit_plan, can_see_plan
from phases.plan.rules.slip import slip_days
from phases.plan.rules.tokens import days_of
from phases.plan.selectors import available_actions, calendar_of, events_of, float_days, status_of, why_here
from programme.scope import ProgrammeMixin


class TaskDetail(ProgrammeMixin, RecordView):
    """A task's facts, links and history."""

    reads = can_see_plan
    template_name = "plan/task.html"
    object: Task

    def get_object(self, queryset: Any = None) -> Task:  # noqa: ARG002
        """The task, if this person sees it."""
        rows = Task.objects.visible_to(self.person).filter(programme=self.programme).for_list()
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def status(self) -> Status:
        """How the work stands today."""
        return status_of(self.object, timezone.localdate())

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """The plan above, and the summary."""
        slug, parent = self.programme.slug, self.object.parent
        found: list[tuple[Any, str]] = [(_("Plan"), reverse("plan:timeline", args=[slug]))]
        if parent is not None:
            found.append((parent.name, reverse("plan:task_detail", args=[slug, parent.public_id])))
        return found

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """Dates, float and people; only what is known."""
        task, calendar = self.object, calendar_of(self.programme)
        finish = task.actual_finish or task.early_finish
        beyond = finish is not None and not calendar.is_official(finish)
        length = None if task.summary else Figure(days_of(task.minutes), "wd")
        rows: list[tuple[Any, CellValue]] = [
            (_("WBS"), task.wbs),
            (_("Duration"), length),
            (_("Start"), task.actual_start or task.early_start),
            (_("Finish"), finish),
            (_("Calendar"), str(_("not published yet for these days; computed")) if beyond else None),
            (_("Latest finish"), None if task.done else task.late_finish),
            (_("Baseline"), task.baseline_finish),
            (_("Slip"), Figure(slip_days(task.baseline_finish, finish, calendar), "wd", signed=True)),
            (_("Float"), Figure(float_days(task), "wd")),
            (_("Critical"), None if task.done else str(_("yes") if task.critical else _("no"))),
            (_("Complete"), Figure(task.percent, "%")),
            (_("Deadline"), task.deadline),
            (_("Own calendar"), task.calendar.name if task.calendar else None),
            (_("At best"), Figure(_days(task.optimistic), "wd")),
            (_("At worst"), Figure(_days(task.pessimistic), "wd")),
            (_("Scheduled"), _modes(task)),
            (_("Scheduling constraint"), _constraint(task)),
            (_("Responsible"), task.responsible.name if task.responsible else None),
            (_("Responsible role"), task.get_responsible_role_display()),
            (_("Accountable role"), task.get_accountable_role_display()),
            (_("Earns by"), task.get_earning_display() if task.earning else None),
            (_("Comes back"), task.get_standing_display() if task.standing else None),
            (_("From plan"), task.source),
            (_("Note"), task.note),
        ]
        return [(label, value) for label, value in rows if not _blank(value)]

    def actions(self) -> Sequence[Action]:
        """What this person may do."""
        return available_actions(self.object, self.person)

    def more_acts(self) -> Sequence[Act]:
        """Ask what would move; not of a summary, a milestone or finished work."""
        task = self.object
        if task.summary or task.milestone or task.done:
            return ()
        url = reverse("plan:ripple", args=[self.programme.slug, task.public_id])
        return (Act("ripple", _("What would move"), f"{url}?days=5", quiet=True),)

    def history(self) -> Sequence[Any]:
        """The newest events."""
        return events_of(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the links on both sides."""
        links = TaskLink.objects.filter(programme=self.programme).for_list()
        return super().get_context_data(**kwargs) | {
            "before": list(links.filter(later=self.object)),
            "after": list(links.filter(earlier=self.object)),
            "under": list(Task.objects.filter(parent=self.object).for_list()),
            "works": list(Assignment.objects.filter(task=self.object).for_list()),
            "may_assign": not self.object.summary and allows(can_edit_plan, self.person, self.programme),
            "makes": list(self.object.deliverables.all()),
            "stands_for": list(self.object.goals.all()),
            "why": kept(self.programme, f"plan.why:{self.object.pk}", lambda: why_here(self.object)),
            "steps": self.object.milestones_within,
            "may_edit": allows(can_edit_plan, self.person, self.programme),
        }


def _constraint(task: Task) -> str:
    if task.constraint == "asap":
        return ""
    return f"{task.get_constraint_display()} {task.constraint_on or ''}".strip()


def _days(minutes: int | None) -> Decimal | None:
    return None if minutes is None else days_of(minutes)


def _modes(task: Task) -> str:
    """Say in words how the task is placed where it is not the usual way."""
    modes = (
        (task.manual, _("dates are kept by hand")),
        (task.elapsed, _("runs day and night")),
        (task.fixed, _("fixed duration")),
        (not task.active, _("does not count in the plan")),
        (bool(task.delay), _("moved by levelling")),
    )
    return " · ".join(str(words) for on, words in modes if on)


def _blank(value: CellValue) -> bool:
    if isinstance(value, Figure):
        return value.value is None
    return value is None or value == ""
