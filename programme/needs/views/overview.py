"""Needs on one page: groups, who was asked, fit, scope by increment, capabilities; and the thread."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.access import allows
from core.documents.blocks import KeyFigure
from core.documents.values import Figure
from core.pages import ActionView
from programme.needs import permissions, services
from programme.needs.choices import Method
from programme.needs.forms import ROW_FORMS, PlainForm, ThemeForm
from programme.needs.models import Capability, Elicitation, UserGroup
from programme.needs.rules import CUSTOM_LIMIT
from programme.needs.selectors import asked_matrix, bare_groups, customised, families, increments, trace_kept
from programme.needs.services import KINDS
from programme.scope import ProgrammeMixin

NAV = "needs.overview"
KIND_WORDS: dict[str, Any] = {
    "goal": gettext_lazy("Goals"),
    "requirement": gettext_lazy("Requirements"),
    "case": gettext_lazy("Test cases"),
    "release": gettext_lazy("Releases"),
    "reading": gettext_lazy("KPI readings"),
    "benefit": gettext_lazy("Benefits"),
}
TITLES: dict[str, Any] = {
    "groups": gettext_lazy("User group"),
    "elicitations": gettext_lazy("Elicitation"),
    "capabilities": gettext_lazy("Capability"),
}
SHOWN = 12  # records of the log; the call has them all


def percent(share: Any) -> Figure:
    """A share with one place."""
    return Figure(share, "share", places=1)


class Overview(ProgrammeMixin, TemplateView):
    """What the company needs, and what is missing."""

    nav = NAV
    template_name = "needs/overview.html"
    reads = permissions.can_read

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Collect it."""
        programme = self.programme
        custom, trace = customised(programme), trace_kept(programme)
        judged = trace.judged
        bare = {row.pk for row in bare_groups(programme)}
        log = Elicitation.objects.filter(programme=programme).for_list()
        return super().get_context_data(**kwargs) | {
            "title": _("Requirements"),
            "figures": [
                KeyFigure(_("In scope"), Figure(custom.every, "count")),
                KeyFigure(_("Custom code, by count"), percent(custom.by_count), Figure(CUSTOM_LIMIT, "share", 0),
                          _("at most")),
                KeyFigure(_("Custom code, by effort"), percent(custom.by_effort)),
                KeyFigure(_("Thread covered"), percent(judged.coverage)),
            ],
            "above": custom.above,
            "groups": [
                (row, sum(one.in_scope for one in row.requirements.all()), row.pk in bare)
                for row in UserGroup.objects.filter(programme=programme).for_list()
            ],
            "families": families(programme, trace),
            "increments": increments(programme),
            "methods": Method.labels,
            "asked": [(row, list(zip(Method.labels, row.counts, strict=True))) for row in asked_matrix(programme)],
            "log": log[:SHOWN],
            "capabilities": list(Capability.objects.filter(programme=programme).for_list()),
            "strategy": list(programme.strategy.all()),
            "scope": list(programme.scope_items.all()),
            "may_write": allows(permissions.can_write, self.person, programme),
        }  # fmt: skip


class TracePage(ProgrammeMixin, TemplateView):
    """The thread: what every goal leads to, what hangs from nothing, how much is covered."""

    nav = NAV
    template_name = "needs/trace.html"
    reads = permissions.can_read

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Judge it."""
        trace = trace_kept(self.programme)
        judged = trace.judged
        return super().get_context_data(**kwargs) | {
            "title": _("Thread from goal to benefit"),
            "crumbs": [(_("Requirements"), reverse("needs:overview", args=[self.programme.slug]))],
            "coverage": percent(judged.coverage),
            "judged": judged,
            "steps": [(KIND_WORDS[one.first], KIND_WORDS[one.then], one, percent(one.share)) for one in judged.steps],
            "branches": trace.branches(),
            "orphans": trace.orphans,
            "ends": trace.ends,
        }


class NeedRowAct(ProgrammeMixin, ActionView):
    """Base of the acts on plain rows."""

    nav = NAV
    reads = permissions.can_read
    acts = permissions.can_write

    def kind(self) -> str:
        """The kind in the address; raises ``Http404`` for another word."""
        kind: str = self.kwargs["kind"]
        if kind not in ROW_FORMS:
            raise Http404
        return kind

    def the_row(self) -> Any:
        """The row of this programme."""
        model: Any = KINDS[self.kind()][0]
        return get_object_or_404(model, programme=self.programme, public_id=self.kwargs["public_id"])

    def acted_on(self) -> Any:
        """The row, else the programme."""
        return self.the_row() if "public_id" in self.kwargs else self.programme

    def get_form_class(self) -> Any:
        """The form of the kind."""
        return ROW_FORMS[self.kind()]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the programme, and the row where there is one."""
        kwargs = super().get_form_kwargs() | {"programme": self.programme}
        return kwargs | ({"instance": self.the_row()} if "public_id" in self.kwargs else {})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the kind."""
        return super().get_context_data(**kwargs) | {"title": TITLES[self.kind()]}

    def back_url(self) -> str:
        """The page of needs."""
        return reverse("needs:overview", args=[self.programme.slug])


class RowNew(NeedRowAct):
    """Write a row."""

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.create_row(self.programme, self.kind(), values=form.values(), actor=self.person)


class RowEdit(NeedRowAct):
    """Change a row."""

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.update_row(
            self.the_row(), self.kind(), values=form.values(), actor=self.person, version=form.seen
        )


class RowRemove(NeedRowAct):
    """Take a row out."""

    verb = gettext_lazy("Remove")
    done = gettext_lazy("Removed.")
    danger = True

    def get_form_class(self) -> Any:
        """No words are needed."""
        return PlainForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """A plain form takes nothing."""
        kwargs = super().get_form_kwargs()
        return {name: value for name, value in kwargs.items() if name not in {"programme", "instance"}}

    def consequence(self) -> Any:
        """Say what goes and what stays."""
        return _("“%(row)s” is taken out; the history keeps what it said.") % {"row": self.the_row()}

    def act(self, form: Any) -> Any:  # noqa: ARG002
        """Call the service."""
        return services.remove_row(self.the_row(), self.kind(), actor=self.person)


class Prompt(ProgrammeMixin, ActionView):
    """Add what a strategy asks of a CRM."""

    nav = NAV
    reads = permissions.can_read
    acts = permissions.can_write
    title = gettext_lazy("What this strategy asks of the CRM")
    verb = gettext_lazy("Add the capabilities")
    form_class = ThemeForm

    def objective(self) -> Any:
        """The objective of the address."""
        return get_object_or_404(self.programme.strategy.all(), public_id=self.kwargs["public_id"])

    def consequence(self) -> Any:
        """Name the objective."""
        return _("Three capabilities are added under %(objective)s; name the requirement that gives each.") % {
            "objective": self.objective()
        }

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.prompt_capabilities(self.objective(), theme=form.cleaned_data["theme"], actor=self.person)

    def back_url(self) -> str:
        """The page of needs."""
        return reverse("needs:overview", args=[self.programme.slug])
