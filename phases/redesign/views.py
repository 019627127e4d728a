"""Pages of the process library."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.pages import ActionView
from phases.redesign.choices import NodeState
from phases.redesign.forms import ProcessForm
from phases.redesign.models import ProcessNode
from phases.redesign.permissions import can_edit, can_see
from phases.redesign.selectors import process_tree
from phases.redesign.services import update_process
from programme.scope import ProgrammeMixin

LEVELS = {
    NodeState.NOT_STARTED: "wait",
    NodeState.AS_IS: "run",
    NodeState.TO_BE: "run",
    NodeState.APPROVED: "good",
}


class Library(ProgrammeMixin, TemplateView):
    """The chains with their processes: owner, state, completion."""

    template_name = "redesign/library.html"
    reads = can_see

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the tree."""
        rows = [
            (line, [(n, LEVELS[NodeState(n.state)], can_edit(self.person, n)) for n in line.nodes])
            for line in process_tree(self.programme)
        ]
        return super().get_context_data(**kwargs) | {"title": _("Process library"), "rows": rows}


class EditProcess(ProgrammeMixin, ActionView):
    """Change a process."""

    form_class = ProcessForm
    verb = gettext_lazy("Save")
    reads = can_see
    acts = can_edit

    def acted_on(self) -> ProcessNode:
        """The process."""
        return self.node

    @cached_property
    def node(self) -> ProcessNode:
        """The process of the address."""
        rows = ProcessNode.objects.filter(programme=self.programme).for_list()
        return get_object_or_404(rows, code=self.kwargs["code"])

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the programme's people."""
        return super().get_form_kwargs() | {"programme": self.programme}

    def get_initial(self) -> dict[str, Any]:
        """Start with what is kept."""
        return {name: getattr(self.node, name) for name in ["owner", "state", "completion", "as_is", "to_be"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the process."""
        return super().get_context_data(**kwargs) | {"title": str(self.node)}

    def back_url(self) -> str:
        """Back to the library."""
        return reverse("redesign:library", args=[self.programme.slug])

    def act(self, form: Any) -> Any:
        """Save it."""
        return update_process(self.node, values=form.cleaned_data, actor=self.person)
