"""The plan to read: timeline with gates and today, register of tasks, a task's record."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from django.views.generic import TemplateView

from core.access import allows
from core.acts import Act
from core.calendar import WorkCalendar
from core.documents.values import Cell, CellValue
from core.register import Column, Empty, RegisterView, SavedView
from phases.plan.filters import TaskFilter
from phases.plan.models import Task
from phases.plan.permissions import can_edit_plan, can_see_plan
from phases.plan.rules.gantt import Work, draw
from phases.plan.rules.slip import slip_days
from phases.plan.rules.tokens import days_of
from phases.plan.selectors import (
    baseline_choices,
    calendar_of,
    float_days,
    gate_dates,
    is_nearly_critical,
    plan_figures,
    rows_for_gantt,
    status_of,
)
from phases.plan.views.papers import paper_acts
from phases.plan.views.words import chart_words
from programme.scope import ProgrammeMixin

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from programme.charter.models import Programme
    from programme.people.models import User

DRAWN = 120  # on paper and without script; a longer plan is read in the register, or drawn as a document


def plan_acts(user: "User", programme: "Programme") -> list[Act]:
    """Buttons of the plan's pages; who may not write the plan sees none."""
    if not allows(can_edit_plan, user, programme):
        return []

    def url(name: str) -> str:
        return reverse(f"plan:{name}", args=[programme.slug])

    return [
        Act("calendar", _("Calendar"), url("calendar"), quiet=True, icon="calendar"),
        Act("reschedule", _("Compute dates"), url("reschedule"), method="post", quiet=True, icon="refresh"),
        Act("baseline", _("Set baseline"), url("baseline"), method="dialog", icon="flag"),
        Act("add", _("Add task"), url("task_add"), method="dialog", primary=True, icon="plus", key="t"),
    ]


class Timeline(ProgrammeMixin, TemplateView):
    """The plan as bars to the scale of time, with baseline, critical work, gates and today."""

    template_name = "plan/timeline.html"
    reads = can_see_plan

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Draw the first rows and count the plan."""
        today = timezone.localdate()
        figures = plan_figures(self.programme, today)
        rows = rows_for_gantt(self.programme, limit=DRAWN)
        may_edit = allows(can_edit_plan, self.person, self.programme)
        baselines = baseline_choices(self.programme)
        return super().get_context_data(**kwargs) | {
            "title": _("Plan"),
            "figures": figures,
            "acts": [
                *paper_acts(self.person, self.programme, "plan", _("Draw as PDF")),
                *plan_acts(self.person, self.programme),
            ],
            "gantt": draw(works(rows, self.programme), list(gate_dates(self.programme).items()), today),
            "rows": len(rows),
            "more": figures.tasks + figures.summaries - len(rows),
            "may_edit": may_edit,
            "baselines": baselines,
            "promised": next((one for one in baselines if not one.automatic), None),
            "words": chart_words(may_edit=may_edit),
        }


def works(rows: Sequence[Task], programme: "Programme") -> list[Work]:
    """Turn tasks into what the drawing takes; no queries."""
    depth: dict[int, int] = {}
    found = []
    for task in rows:
        depth[task.pk] = depth.get(task.parent_id or 0, -1) + 1
        start, finish = task.actual_start or task.early_start, task.actual_finish or task.early_finish
        found.append(
            Work(
                name=f"{task.code or task.wbs} {task.name}",
                url=reverse("plan:task_detail", args=[programme.slug, task.public_id]),
                start=start,
                finish=finish,
                depth=depth[task.pk],
                percent=task.percent,
                summary=task.summary,
                milestone=task.milestone,
                critical=task.critical and not task.done,
                baseline_start=task.baseline_start,
                baseline_finish=task.baseline_finish,
                words=f"{start:%Y-%m-%d} – {finish:%Y-%m-%d}" if start and finish else "",
            )
        )
    return found


class TaskList(ProgrammeMixin, RegisterView):
    """Every task with dates, slip and float."""

    reads = can_see_plan
    template_name = "plan/tasks.html"
    title = _("Tasks")
    order = ""
    filterset_class = TaskFilter
    views = (
        SavedView(_("All tasks")),
        SavedView(_("Not finished"), "state=open"),
        SavedView(_("Late"), "state=late"),
        SavedView(_("Critical"), "state=critical"),
        SavedView(_("Nearly critical"), "state=near"),
        SavedView(_("Milestones"), "milestone=true"),
    )

    @cached_property
    def columns(self) -> Sequence[Column]:  # type: ignore[override]
        """Columns over this programme's calendar."""
        return task_columns(calendar_of(self.programme), timezone.localdate())

    def rows(self) -> "QuerySet[Task]":
        """Tasks of the programme in the order of the plan."""
        return Task.objects.filter(programme=self.programme).for_list()

    def acts(self) -> Sequence[Act]:
        """Writing the plan."""
        return plan_acts(self.person, self.programme)

    def row_url(self, row: Task) -> str:
        """Address of the task's record."""
        return reverse("plan:task_detail", args=[self.programme.slug, row.public_id])

    def empty(self) -> Empty:
        """Teach what a plan is for."""
        act = Act("add", _("Add task"), reverse("plan:task_add", args=[self.programme.slug]), "dialog", primary=True)
        return Empty(
            _("No tasks yet"),
            _("Tasks with durations and links give dates, float and the critical path."),
            act if allows(can_edit_plan, self.person, self.programme) else None,
            _("Current-state diagnosis, 8 working days, after the readiness check"),
        )


def task_columns(calendar: WorkCalendar, today: date) -> tuple[Column, ...]:
    """Columns of the register; dates beyond the published calendar say so."""

    def finish(task: Task) -> CellValue:
        day = task.actual_finish or task.early_finish
        beyond = day is not None and not calendar.is_official(day)
        return Cell(day, second=str(_("not official")) if beyond else "")

    def slip(task: Task) -> CellValue:
        return slip_days(task.baseline_finish, task.actual_finish or task.early_finish, calendar)

    return (
        Column("wbs", _("WBS"), sort="position"),
        Column("name", _("Task"), value=str, title=True),
        Column("state", _("State"), value=lambda task: status_of(task, today)),
        Column("days", _("Duration"), value=_duration, number=True, unit=_("wd"), sort="minutes"),
        Column("start", _("Start"), value=lambda task: task.actual_start or task.early_start, sort="early_start"),
        Column("finish", _("Finish"), value=finish, sort="early_finish"),
        Column("baseline", _("Baseline"), value="baseline_finish", sort="baseline_finish", shown=False),
        Column("slip", _("Slip"), value=slip, number=True, unit=_("wd")),
        Column("float", _("Float"), value=float_days, number=True, unit=_("wd"), sort="total_float"),
        Column("critical", _("Critical"), value=_critical, sort="critical"),
        Column("responsible", _("Responsible"), value=_responsible),
        Column("percent", _("Complete"), number=True, unit="%", sort="percent", shown=False),
        Column("deadline", _("Deadline"), sort="deadline", shown=False),
    )


def _duration(task: Task) -> Decimal | None:
    return None if task.summary else days_of(task.minutes)


def _critical(task: Task) -> CellValue:
    if task.done:
        return None
    if task.critical:
        return Cell(f"◆ {pgettext('path', 'critical')}", strong=True)
    return f"◇ {pgettext('path', 'nearly critical')}" if is_nearly_critical(task) else None


def _responsible(task: Task) -> CellValue:
    role = task.get_responsible_role_display()
    if task.responsible is None:
        return role or None
    return Cell(task.responsible.name, second=role)
