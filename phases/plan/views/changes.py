"""What would move: of one task that takes longer, and of a change request whose edits of the plan are typed here."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.errors import BadInputError
from core.pages import ActionView
from phases.plan.forms import EditForm, WhatIfForm
from phases.plan.models import Task
from phases.plan.permissions import can_see_plan, can_write_edits
from phases.plan.rules.tokens import minutes_from_days
from phases.plan.selectors.drawn import drawn
from phases.plan.selectors.ripple import compute_ripple, edit_text, longer
from programme.governance.models import ChangeRequest
from programme.governance.services.changes import edit_change
from programme.scope import ProgrammeMixin


class TaskRipple(ProgrammeMixin, TemplateView):
    """What would move if a task took some days more; writes nothing."""

    template_name = "plan/ripple.html"
    reads = can_see_plan
    nav = "plan"

    @cached_property
    def task(self) -> Task:
        """The task, if this person sees it."""
        rows = Task.objects.visible_to(self.person).filter(programme=self.programme).for_list()
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Compute it for the days asked."""
        asked = "days" in self.request.GET
        form = WhatIfForm(self.request.GET if asked else None)
        context = super().get_context_data(**kwargs) | {
            "task": self.task,
            "title": _("What would move: %(task)s") % {"task": self.task.name},
            "form": form,
            "crumbs": [(self.task.name, self.task.get_absolute_url())],
            "refused": "",
        }
        if asked and form.is_valid():
            try:
                edits = longer(self.task, minutes_from_days(form.cleaned_data["days"]))
                context |= drawn(compute_ripple(self.programme, edits), self.programme)
            except BadInputError as error:
                context["refused"] = "; ".join(map(str, error.reasons))
        return context


class ChangeMixin(ProgrammeMixin):
    """Pages about the edits of one change request."""

    reads = can_see_plan
    acts = can_write_edits
    nav = "governance.overview"

    @cached_property
    def change(self) -> ChangeRequest:
        """The change request of the address."""
        rows = ChangeRequest.objects.filter(programme=self.programme).for_list()
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def acted_on(self) -> ChangeRequest:
        """The change request."""
        return self.change

    def saved(self, edits: Sequence[dict[str, Any]]) -> ChangeRequest:
        """Keep the edits with the change request."""
        return edit_change(self.change, actor=self.person, version=self.change.version, edits=list(edits))


class ChangeEdits(ChangeMixin, ActionView):
    """The edits of a change request: those there are with what they move, and a form for one more."""

    template_name = "plan/change_edits.html"
    title = gettext_lazy("Edits of the plan")
    verb = gettext_lazy("Add the edit")
    done = gettext_lazy("Added; what it moves is computed below.")
    form_class = EditForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the tasks of the plan."""
        tasks = Task.objects.filter(programme=self.programme).order_by("position", "pk")
        return super().get_form_kwargs() | {"tasks": tasks}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the edits in words and their ripple."""
        change = self.change
        context = super().get_context_data(**kwargs) | {
            "change": change,
            "edits": list(enumerate(edit_text(self.programme, change.edits), start=1)),
            "refused": "",
        }
        if change.edits:
            try:
                context |= drawn(compute_ripple(self.programme, change.edits), self.programme)
            except BadInputError as error:
                context["refused"] = "; ".join(map(str, error.reasons))
        return context

    def act(self, form: Any) -> Any:
        """Add it."""
        return self.saved([*self.change.edits, form.edit()])

    def back_url(self) -> str:
        """The change request."""
        return self.change.get_absolute_url()

    def next_url(self, result: Any) -> str:  # noqa: ARG002
        """Here again, for the next edit."""
        return self.request.path


class NumberForm(forms.Form):
    """Which edit, counted from 1."""

    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ChangeEditDrop(ChangeMixin, ActionView):
    """Take one edit out again."""

    title = verb = gettext_lazy("Take the edit out")
    form_class = NumberForm

    def get_initial(self) -> dict[str, Any]:
        """The link names it."""
        return {"number": self.request.GET.get("number", 1)}

    def act(self, form: Any) -> Any:
        """Take it out."""
        number = form.cleaned_data["number"]
        return self.saved([one for n, one in enumerate(self.change.edits, start=1) if n != number])

    def back_url(self) -> str:
        """The edits."""
        return self.request.path.removesuffix("drop/")
