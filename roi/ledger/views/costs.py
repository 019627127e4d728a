"""Pages of cost lines."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.access import allows
from core.acts import Act
from core.documents.values import Cell, Figure
from core.money import Money
from core.pages import ActionView
from core.register import Column, Empty, RegisterView, SavedView
from programme.scope import ProgrammeMixin
from roi.ledger import permissions, services
from roi.ledger.filters import CostFilter
from roi.ledger.forms import BudgetForm, CostForm, PlainForm
from roi.ledger.models import CostLine


def _amount(line: CostLine) -> Figure:
    return Figure(Money(line.amount_minor, line.programme.currency).to_decimal(), places=2)


class CostList(ProgrammeMixin, RegisterView):
    """Cost lines, planned and posted."""

    nav = "statements.overview"
    reads = permissions.can_read
    template_name = "ledger/register.html"
    title = gettext_lazy("Costs")
    filterset_class = CostFilter
    order = "-posted"
    views = (
        SavedView(pgettext_lazy("costs", "All")),
        SavedView(pgettext_lazy("costs", "Posted"), "basis=actual"),
        SavedView(pgettext_lazy("costs", "Planned"), "basis=planned"),
    )

    @property
    def columns(self) -> Sequence[Column]:  # type: ignore[override]
        """Columns, the amount with the programme's currency."""
        return (
            Column("code", gettext_lazy("No."), sort="code", nowrap=True),
            Column("title", gettext_lazy("Text"), lambda row: Cell(row.title, second=row.vendor), "title", title=True),
            Column("posted", gettext_lazy("Posting date"), "posted_on", "posted_on", nowrap=True),
            Column("basis", gettext_lazy("Basis"), "get_basis_display", "basis"),
            Column("nature", gettext_lazy("Nature"), "get_nature_display", "nature"),
            Column("category", gettext_lazy("Category"), "get_category_display", "category"),
            Column("amount", gettext_lazy("Amount"), _amount, "amount_minor", True, self.programme.currency),
            Column("ledger_ref", gettext_lazy("Voucher"), sort="ledger_ref"),
            Column("cost_centre", gettext_lazy("Cost centre"), shown=False),
            Column("account", gettext_lazy("Account"), shown=False),
            Column("project", gettext_lazy("Project"), shown=False),
            Column("until", gettext_lazy("Last payment"), shown=False),
            Column("budget_line", gettext_lazy("Budget line"), shown=False),
        )

    def rows(self) -> QuerySet[Any]:
        """Lines of the programme."""
        return CostLine.objects.filter(programme=self.programme).for_list()

    def row_url(self, row: Any) -> str:
        """The form of the line, for those who may change it."""
        return row.get_absolute_url() if allows(permissions.can_edit_costs, self.person, self.programme) else ""

    def acts(self) -> Sequence[Act]:
        """Write a line, import postings, plan from the budget."""
        if not allows(permissions.can_edit_costs, self.person, self.programme):
            return ()
        slug = [self.programme.slug]
        bring = reverse("records:import_new", args=slug)
        return [
            Act("import", _("Import"), f"{bring}?kind=costs", quiet=True),
            Act("adopt", _("Plan from the budget"), reverse("ledger:cost_adopt", args=slug), "dialog", quiet=True),
            Act("new", _("New cost line"), reverse("ledger:cost_new", args=slug), "dialog", primary=True),
        ]

    def empty(self) -> Empty:
        """Teach what a cost line is."""
        act = next((act for act in self.acts() if act.primary), None)
        return Empty(
            _("No cost line yet"),
            _("Import the postings of the ledger; a planned payment says when it comes and how often."),
            act,
            _("2026-03-31 · subscription, annual · 960 000 · voucher 2026-0417"),
        )


class CostMixin(ProgrammeMixin):
    """Base of the acts on cost lines."""

    nav = "statements.overview"
    reads = permissions.can_read
    acts = permissions.can_edit_costs

    def line(self) -> CostLine:
        """The line of this programme."""
        rows = CostLine.objects.filter(programme=self.programme).for_list()
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def acted_on(self) -> Any:
        """The line of the address, else the programme."""
        return self.line() if "public_id" in self.kwargs else self.programme

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the programme."""
        given: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]
        return given | {"programme": self.programme}

    def back_url(self) -> str:
        """Back to the register."""
        return reverse("ledger:cost_list", args=[self.programme.slug])


class CostNew(CostMixin, ActionView):
    """Write a line."""

    title = gettext_lazy("New cost line")
    form_class = CostForm

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.create_cost(self.programme, values=form.values(), actor=self.person)


class CostEdit(CostMixin, ActionView):
    """Change a line."""

    title = gettext_lazy("Change the cost line")
    form_class = CostForm

    def get_initial(self) -> dict[str, Any]:
        """Start with what stands."""
        row = self.line()
        return CostForm.initial_of(row) | {"version": row.version}

    def consequence(self) -> Any:
        """Say what becomes of a locked quarter."""
        return _("A change in a locked quarter appears as an adjustment of the next one.")

    def act(self, form: Any) -> Any:
        """Call the service."""
        version = form.cleaned_data["version"]
        return services.update_cost(self.line(), values=form.values(), actor=self.person, version=version)


class CostRemove(CostMixin, ActionView):
    """Take a line out."""

    title = gettext_lazy("Remove the cost line")
    verb = gettext_lazy("Remove")
    done = gettext_lazy("Removed.")
    form_class = PlainForm
    danger = True

    def consequence(self) -> Any:
        """Say what goes and what stays."""
        return _("The line leaves the ledger; the history and locked statements keep it.")

    def act(self, form: Any) -> Any:  # noqa: ARG002
        """Call the service."""
        return services.remove_costs(self.programme, refs=[self.line().public_id], actor=self.person)


class CostAdopt(CostMixin, ActionView):
    """Plan a cost for every budget line."""

    title = gettext_lazy("Plan from the budget")
    verb = gettext_lazy("Plan")
    form_class = BudgetForm

    def get_initial(self) -> dict[str, Any]:
        """Start with the programme's first day."""
        return {"first": self.programme.starts_on}

    def consequence(self) -> Any:
        """Say what is made."""
        return _("Every budget line without a planned cost gets one: one-off lines once, annual ones each year.")

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.adopt_budget(self.programme, actor=self.person, **form.values())
