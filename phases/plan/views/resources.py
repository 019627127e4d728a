"""Resources: the register, who works on a task, the load by week, and levelling as a proposal."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View

from core.access import allows
from core.acts import Act
from core.pages import toast, went_to
from core.personal import Personal
from core.register import Column, Empty, RegisterView
from phases.plan import services
from phases.plan.filters import ResourceFilter
from phases.plan.forms import AssignForm, PlainForm, ResourceForm
from phases.plan.models import MINUTES_PER_DAY, Assignment, PlanResource, Task
from phases.plan.permissions import ACTIONS, can_edit_plan, can_see_plan
from phases.plan.rules.levelling import Moved, Stuck
from phases.plan.rules.worktime import clock
from phases.plan.selectors import calendars_of, levelling_of, load_of, people_of, resources_of
from phases.plan.views.acts import PlanAct, TaskAct
from programme.scope import ProgrammeMixin

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from phases.plan.rules.load import WeekLoad
    from phases.plan.selectors import Load
    from programme.charter.models import Programme

HUNDRED = 100
WHY = {
    Stuck.NO_FLOAT: gettext_lazy("It has no float left to wait for them."),
    Stuck.TOO_MUCH: gettext_lazy("Alone it asks for more than there is."),
    Stuck.FIXED: gettext_lazy("Its date is fixed."),
}


class ResourceList(ProgrammeMixin, RegisterView):
    """Every resource of the plan."""

    reads = can_see_plan
    template_name = "plan/resources.html"
    title = gettext_lazy("Resources")
    filterset_class = ResourceFilter
    order = "name"
    columns = (
        Column("name", gettext_lazy("Resource"), sort="name", title=True),
        Column("kind", gettext_lazy("Kind"), value=lambda row: row.get_kind_display(), sort="kind"),
        Column("max_units", gettext_lazy("Capacity"), sort="max_units", number=True, unit="%"),
        Column("calendar", gettext_lazy("Own calendar"), value=lambda row: row.calendar.name if row.calendar else None),
        Column(
            "person",
            gettext_lazy("Person"),
            value=lambda row: row.person.name if row.person else None,
            personal=Personal.NAME,
        ),
        Column("team", gettext_lazy("Team"), sort="team"),
    )

    def rows(self) -> "QuerySet[PlanResource]":
        """Resources of the programme."""
        return resources_of(self.programme)

    def row_url(self, row: PlanResource) -> str:
        """The form, for those who may change it."""
        if not allows(can_edit_plan, self.person, self.programme):
            return ""
        return reverse("plan:resource_edit", args=[self.programme.slug, row.public_id])

    def acts(self) -> Sequence[Act]:
        """Add one."""
        if not allows(can_edit_plan, self.person, self.programme):
            return ()
        url = reverse("plan:resource_add", args=[self.programme.slug])
        return [Act("new", _("Add resource"), url, "dialog", primary=True)]

    def empty(self) -> Empty:
        """Teach what a resource is for."""
        return Empty(
            _("No resources yet"),
            _("People, teams and machines with their share in tasks give the load by week, and where it is too much."),
            next(iter(self.acts()), None),
            _("Data team: 200 %, two people, migration rehearsal at 150 %"),
        )


class ResourceAct(PlanAct):
    """An act on a resource."""

    action = "resource"

    @cached_property
    def row(self) -> PlanResource:
        """The resource."""
        return get_object_or_404(resources_of(self.programme), public_id=self.kwargs["public_id"])

    def back_url(self) -> str:
        """The register."""
        return reverse("plan:resources", args=[self.programme.slug])


class ResourceAdd(ResourceAct):
    """Add a resource."""

    title = gettext_lazy("Add resource")
    verb = gettext_lazy("Add resource")
    form_class = ResourceForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer calendars and people."""
        return super().get_form_kwargs() | {
            "calendars": calendars_of(self.programme),
            "people": people_of(self.programme),
        }

    def act(self, form: ResourceForm) -> PlanResource:
        """Add it."""
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        return services.save_resource(self.programme, actor=self.person, **values)


class ResourceEdit(ResourceAdd):
    """Change a resource."""

    title = gettext_lazy("Edit resource")
    verb = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        """Start with what it says."""
        return {name: getattr(self.row, name) for name in ResourceForm.base_fields}

    def act(self, form: ResourceForm) -> PlanResource:
        """Change it."""
        return services.save_resource(self.programme, row=self.row, actor=self.person, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Offer to delete it."""
        url = reverse("plan:resource_delete", args=[self.programme.slug, self.row.public_id])
        return super().get_context_data(**kwargs) | {"delete_url": url}

    template_name = "plan/resource.html"


class ResourceDelete(ResourceAct):
    """Delete a resource that works on nothing."""

    title = gettext_lazy("Delete resource")
    verb = gettext_lazy("Delete")
    danger = True
    done = gettext_lazy("Deleted.")
    form_class = PlainForm

    def confirm(self) -> str:
        """The resource's name."""
        return self.row.name

    def act(self, form: Any) -> None:  # noqa: ARG002
        """Delete it."""
        services.delete_resource(self.row, actor=self.person)


class TaskAssign(TaskAct):
    """Let a resource work on the task."""

    action = "assign"
    title = gettext_lazy("Assign resource")
    verb = gettext_lazy("Assign")
    form_class = AssignForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the resources of the plan."""
        return super().get_form_kwargs() | {"resources": resources_of(self.programme)}

    def act(self, form: AssignForm) -> Assignment:
        """Assign it."""
        return services.assign(self.task, actor=self.person, **form.values())


class AssignmentRemove(ProgrammeMixin, View):
    """Take a resource off a task."""

    reads = can_see_plan
    acts = ACTIONS["assign"]

    def post(self, request: HttpRequest, public_id: str, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Take it off and go back to the task."""
        rows = Assignment.objects.filter(programme=self.programme).for_list()
        row = get_object_or_404(rows, public_id=public_id)
        services.unassign(row, actor=self.person)
        toast(request, _("The resource is taken off."))
        return went_to(request, reverse("plan:task_detail", args=[self.programme.slug, row.task.public_id]))


class LoadPage(ProgrammeMixin, TemplateView):
    """Who has how much to do in the coming weeks, and where it is too much."""

    template_name = "plan/load.html"
    reads = can_see_plan

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Compute twelve weeks from the asked day, or from today."""
        first = _asked_day(self.request.GET.get("from", "")) or timezone.localdate()
        load = load_of(self.programme, first)
        names = _tasks(self.programme) if load.overloads else {}
        step = timedelta(weeks=len(load.mondays))
        return super().get_context_data(**kwargs) | {
            "title": _("Load"),
            "load": load,
            "rows": load_rows(load),
            "over": [stretch(row.resource.name, one, names) for row in load.rows for one in row.overloads],
            "earlier": load.mondays[0] - step,
            "later": load.mondays[0] + step,
        }


def _asked_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def load_rows(load: "Load") -> list[dict[str, Any]]:
    """Turn the load into rows of cells: per cent of the capacity, days asked and there, and the tone of the cell."""
    return [{"resource": row.resource, "cells": [_cell(week) for week in row.weeks]} for row in load.rows]


def _cell(week: "WeekLoad") -> dict[str, Any]:
    percent = round(week.asked * HUNDRED / week.capacity) if week.capacity else None
    tone = ""
    if week.over or (percent or 0) > HUNDRED:
        tone = "over"
    elif not week.asked:
        tone = "none"
    elif percent == HUNDRED:
        tone = "full"
    return {"percent": percent, "asked": _days(week.asked), "there": _days(week.capacity), "tone": tone}


def _days(minutes: Any) -> Decimal:
    return (Decimal(round(minutes)) / MINUTES_PER_DAY).quantize(Decimal("0.1"))


def stretch(name: str, one: Any, names: dict[int, Task]) -> dict[str, Any]:
    """Say a stretch of too much: who, from when to when, how much, which tasks."""
    return {
        "name": name,
        "begins": clock(one.begins),
        "ends": clock(one.ends),
        "units": round(one.units),
        "capacity": round(one.capacity),
        "tasks": [names[key] for key in one.tasks if key in names],
    }


class LevellingPage(ProgrammeMixin, TemplateView):
    """What levelling would move, for the PMO to accept or not."""

    template_name = "plan/levelling.html"
    reads = can_see_plan

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Propose; the finish stays unless asked otherwise."""
        within = self.request.GET.get("finish") != "may_move"
        found = levelling_of(self.programme, within_float=within)
        proposal, tasks = found.proposal, _tasks(self.programme)
        return super().get_context_data(**kwargs) | {
            "title": _("Levelling"),
            "within": within,
            "stamp": found.stamp,
            "moved": [_moved(one, tasks) for one in proposal.moved],
            "stuck": [(tasks[key], WHY[why]) for key, why in proposal.stuck.items() if isinstance(key, int)],
            "before": len(proposal.before),
            "after": len(proposal.after),
            "finish_before": clock(proposal.finish_before).date(),
            "finish_after": clock(proposal.finish_after).date(),
            "delayed": Task.objects.filter(programme=self.programme, delay__gt=0).count(),
            "may": allows(ACTIONS["level"], self.person, self.programme),
        }


def _tasks(programme: "Programme") -> dict[int, Task]:
    rows = Task.objects.filter(programme=programme).only("pk", "code", "name_zh", "name_en", "public_id", "priority")
    return {task.pk: task for task in rows}


def _moved(one: Moved, tasks: dict[int, Task]) -> dict[str, Any]:
    before: datetime = clock(one.before)
    task = tasks[one.key] if isinstance(one.key, int) else None
    return {"task": task, "before": before.date(), "after": clock(one.after).date(), "days": _days(one.delay)}


class LevellingAccept(ProgrammeMixin, View):
    """Accept the proposal that was shown."""

    reads = can_see_plan
    acts = ACTIONS["level"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Write its delays."""
        within, stamp = request.POST.get("finish") != "may_move", request.POST.get("stamp", "")
        count = services.accept_levelling(self.programme, stamp=stamp, within_float=within, actor=self.person)
        toast(request, ngettext("%(n)s task moved.", "%(n)s tasks moved.", count) % {"n": count})
        return went_to(request, reverse("plan:levelling", args=[self.programme.slug]))


class LevellingClear(ProgrammeMixin, View):
    """Take the delays of levelling back."""

    reads = can_see_plan
    acts = ACTIONS["level"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Clear them."""
        count = services.clear_levelling(self.programme, actor=self.person)
        toast(request, ngettext("%(n)s task moved back.", "%(n)s tasks moved back.", count) % {"n": count})
        return went_to(request, reverse("plan:levelling", args=[self.programme.slug]))
