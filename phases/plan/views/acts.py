"""Acts on the plan: each shows its form and hands clean values to one service."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from core.access import Predicate
from core.pages import ActionView, toast, went_to
from phases.gates.models import Deliverable
from phases.plan import services
from phases.plan.forms import (
    LinkForm,
    MoveForm,
    ProgressForm,
    SchedulingForm,
    ServesForm,
    TaskForm,
    initial_of,
    scheduling_of,
)
from phases.plan.models import PlanCalendar, Task, TaskLink
from phases.plan.permissions import ACTIONS, can_see_plan
from phases.plan.selectors import people_of
from programme.charter.models import Goal
from programme.scope import ProgrammeMixin


class PlanAct(ProgrammeMixin, ActionView):
    """An act on the plan as a whole."""

    action = ""
    reads = can_see_plan

    def right(self) -> Predicate:
        """The right of this act."""
        return ACTIONS[self.action]

    def back_url(self) -> str:
        """The plan."""
        return reverse("plan:timeline", args=[self.programme.slug])


class TaskAct(PlanAct):
    """An act on one task."""

    @cached_property
    def task(self) -> Task:
        """The task, if this person sees it."""
        rows = Task.objects.visible_to(self.person).filter(programme=self.programme).for_list()
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def acted_on(self) -> Task:
        """The task."""
        return self.task

    def back_url(self) -> str:
        """The task's record."""
        return reverse("plan:task_detail", args=[self.programme.slug, self.task.public_id])


class TaskAdd(PlanAct):
    """Add a task."""

    action = "add_task"
    title = gettext_lazy("Add task")
    verb = gettext_lazy("Add task")
    form_class = TaskForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the people of the programme; a task is usually some days long."""
        return super().get_form_kwargs() | {"people": people_of(self.programme), "initial": {"days": 1}}

    def act(self, form: TaskForm) -> Task:
        """Add it at the end of the plan."""
        values = form.values()
        names = {name: values.pop(name) for name in ("name_zh", "name_en")}
        name = names["name_zh"] or names["name_en"]
        filled = {key: text for key, text in names.items() if text}
        return services.add_task(self.programme, name=name, actor=self.person, **values, **filled)

    def next_url(self, result: Task) -> str:
        """The new task."""
        return reverse("plan:task_detail", args=[self.programme.slug, result.public_id])


class TaskEdit(TaskAct):
    """Change a task's own facts."""

    action = "edit"
    title = gettext_lazy("Edit task")
    form_class = TaskForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Start with what the task says."""
        return super().get_form_kwargs() | {
            "people": people_of(self.programme),
            "task": self.task,
            "initial": initial_of(self.task),
        }

    def act(self, form: TaskForm) -> Task:
        """Change it."""
        version = form.cleaned_data["version"]
        return services.update_task(self.task, actor=self.person, version=version, **form.values())


class TaskScheduling(TaskAct):
    """Change how a task is placed."""

    action = "scheduling"
    title = gettext_lazy("Scheduling")
    form_class = SchedulingForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the calendars of the plan; start with what the task says."""
        calendars = PlanCalendar.objects.filter(programme=self.programme)
        return super().get_form_kwargs() | {"calendars": calendars, "initial": scheduling_of(self.task)}

    def act(self, form: SchedulingForm) -> Task:
        """Change it."""
        version = form.cleaned_data["version"]
        return services.update_task(self.task, actor=self.person, version=version, **form.values())


class TaskServes(TaskAct):
    """Say which deliverables a task makes, and which goals a milestone stands for."""

    action = "serves"
    title = gettext_lazy("Deliverables and goals")
    form_class = ServesForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer what the programme has; start with what is related."""
        return super().get_form_kwargs() | {
            "task": self.task,
            "deliverables": Deliverable.objects.filter(programme=self.programme),
            "goals": Goal.objects.filter(programme=self.programme),
            "initial": {
                "deliverables": self.task.deliverables.all(),
                "goals": self.task.goals.all(),
                "version": self.task.version,
            },
        }

    def act(self, form: ServesForm) -> Task:
        """Relate them."""
        values = form.cleaned_data
        return services.relate_task(
            self.task,
            deliverables=list(values["deliverables"]),
            goals=list(values.get("goals") or ()),
            version=values["version"],
            actor=self.person,
        )


class TaskProgress(TaskAct):
    """Record what has happened."""

    action = "progress"
    title = gettext_lazy("Record progress")
    form_class = ProgressForm

    def get_initial(self) -> dict[str, Any]:
        """Start with what is recorded."""
        names = ("actual_start", "actual_finish", "percent", "version")
        return {name: getattr(self.task, name) for name in names}

    def act(self, form: ProgressForm) -> Task:
        """Record it."""
        values = form.cleaned_data | {"percent": form.cleaned_data["percent"] or 0}
        return services.record_progress(self.task, actor=self.person, **values)


class TaskMove(TaskAct):
    """Put a task elsewhere."""

    action = "move"
    title = gettext_lazy("Move task")
    verb = gettext_lazy("Move")
    form_class = MoveForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer every other task."""
        return super().get_form_kwargs() | {"task": self.task, "initial": {"parent": self.task.parent_id}}

    def act(self, form: MoveForm) -> Task:
        """Move it."""
        return services.move_task(self.task, actor=self.person, **form.cleaned_data)


class TaskDelete(TaskAct):
    """Delete a task with its links."""

    action = "delete"
    title = gettext_lazy("Delete task")
    verb = gettext_lazy("Delete")
    danger = True
    done = gettext_lazy("Deleted.")

    def get_form_class(self) -> type[Any]:
        """Nothing but the confirmation is typed."""
        from django.forms import Form

        return Form

    def consequence(self) -> str:
        """Say what is lost."""
        links = TaskLink.objects.filter(later=self.task).count() + TaskLink.objects.filter(earlier=self.task).count()
        return _("The task and its %(n)s links are deleted; the history keeps what it said.") % {"n": links}

    def confirm(self) -> str:
        """The task's name."""
        return self.task.name

    def act(self, form: Any) -> None:  # noqa: ARG002
        """Delete it."""
        services.delete_task(self.task, actor=self.person)

    def next_url(self, result: Any) -> str:  # noqa: ARG002
        """The register."""
        return reverse("plan:task_list", args=[self.programme.slug])


class LinkAdd(TaskAct):
    """Let the task wait for another."""

    action = "link"
    title = gettext_lazy("Add link")
    verb = gettext_lazy("Add link")
    form_class = LinkForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer every other task."""
        return super().get_form_kwargs() | {"task": self.task}

    def act(self, form: LinkForm) -> TaskLink:
        """Link them."""
        values = form.cleaned_data
        lag, unit = values["lag"]
        return services.link_tasks(
            self.task, earlier=values["earlier"], kind=values["kind"], lag=lag, unit=unit, actor=self.person
        )


class PlanReschedule(ProgrammeMixin, View):
    """Compute all dates anew."""

    reads = can_see_plan
    acts = ACTIONS["reschedule"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Compute, then say so."""
        services.reschedule(self.programme, actor=self.person)
        toast(request, _("Dates computed."))
        return went_to(request, reverse("plan:timeline", args=[self.programme.slug]))


class LinkRemove(ProgrammeMixin, View):
    """Remove a link."""

    reads = can_see_plan
    acts = ACTIONS["unlink"]

    def post(self, request: HttpRequest, public_id: str, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Remove it and go back to the later task."""
        rows = TaskLink.objects.filter(programme=self.programme).for_list()
        link = get_object_or_404(rows, public_id=public_id)
        later = link.later
        services.unlink_tasks(link, actor=self.person)
        toast(request, _("The link is removed."))
        return went_to(request, reverse("plan:task_detail", args=[self.programme.slug, later.public_id]))
