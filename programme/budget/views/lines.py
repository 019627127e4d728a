"""Pages of budget lines: the register, their forms, the forecast, the sponsor's signature."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import allows
from core.acts import Act
from core.documents.blocks import KeyFigure
from core.documents.values import Figure
from core.kept import kept
from core.money import Money
from core.pages import ActionView
from core.register import Column, Empty, RegisterView
from programme.budget import permissions, services
from programme.budget.filters import LineFilter
from programme.budget.forms import ForecastForm, LineForm, PlainForm
from programme.budget.models import BudgetLine
from programme.budget.selectors import Authorisation, authorisation, budget_totals
from programme.scope import ProgrammeMixin


def _amount(line: BudgetLine) -> Figure:
    return Figure(Money(line.amount_minor, line.programme.currency).to_decimal(), line.programme.currency, places=2)


def _forecast(line: BudgetLine) -> Figure:
    minor = line.forecast_minor
    value = None if minor is None else Money(minor, line.programme.currency).to_decimal()
    return Figure(value, line.programme.currency, places=2)


class LineList(ProgrammeMixin, RegisterView):
    """The budget with its sums and the sponsor's signature."""

    nav = "budget.money"
    template_name = "budget/line_list.html"
    reads = permissions.can_read
    title = gettext_lazy("Budget")
    filterset_class = LineFilter
    order = "code"
    columns = (
        Column("code", gettext_lazy("No."), sort="code"),
        Column("title", gettext_lazy("Line"), sort="title", title=True),
        Column("category", gettext_lazy("Category"), "get_category_display", sort="category"),
        Column("nature", gettext_lazy("Nature"), "get_nature_display", sort="nature"),
        Column("amount", gettext_lazy("Amount"), _amount, sort="amount_minor", number=True),
        Column("phase", gettext_lazy("Phase")),
        Column("forecast", gettext_lazy("To complete, by a person"), _forecast, number=True, shown=False),
        Column("pay_from", gettext_lazy("Paid from"), sort="pay_from", shown=False),
        Column("pay_until", gettext_lazy("Paid until"), sort="pay_until", shown=False),
        Column("note", gettext_lazy("Note"), shown=False),
    )

    def rows(self) -> QuerySet[Any]:
        """Lines of the programme."""
        return BudgetLine.objects.filter(programme=self.programme).select_related("programme")

    def row_url(self, row: Any) -> str:
        """The form of the line, for those who may change it."""
        if not allows(permissions.can_edit, self.person, self.programme):
            return ""
        return reverse("budget:line_edit", args=[self.programme.slug, row.public_id])

    @cached_property
    def standing(self) -> Authorisation:
        """Whether the sponsor's signature fits the lines as they stand."""
        return kept(self.programme, "budget.authorisation", lambda: authorisation(self.programme))

    def acts(self) -> Sequence[Act]:
        """Write a line; ask the sponsor."""
        if not allows(permissions.can_edit, self.person, self.programme):
            return ()
        slug, standing = self.programme.slug, self.standing
        reasons = (_("The budget is authorised as it stands."),) if standing.signed else ()
        ask = Act("ask", _("Ask for authorisation"), reverse("budget:ask", args=[slug]), "dialog", reasons=reasons)
        new = Act("new", _("New budget line"), reverse("budget:line_new", args=[slug]), "dialog", primary=True, key="b")
        return [ask, new]

    def empty(self) -> Empty:
        """Teach what a line is."""
        return Empty(
            _("No budget line yet"),
            _("One line for each thing that is paid, once or every year; the sponsor authorises their sum."),
            None,
            _("Subscription, annual, 300 000"),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add sums and signature."""
        totals = budget_totals(self.programme)
        currency = self.programme.currency
        sums = [
            (_("Budget at completion (one-off and first year)"), totals.bac),
            (_("Of it one-off"), totals.one_off),
            (_("Annual"), totals.annual),
            (_("Cost over three years (TCO)"), totals.tco),
        ]
        return super().get_context_data(**kwargs) | {
            "sums": [
                KeyFigure(str(label), Figure(Money(minor, currency).to_decimal(), currency, places=2))
                for label, minor in sums
            ],
            "standing": self.standing,
        }


class BudgetAct(ProgrammeMixin, ActionView):
    """Base of the acts on the budget."""

    nav = "budget.money"
    reads = permissions.can_read
    acts = permissions.can_edit

    def back_url(self) -> str:
        """Back to the register."""
        return reverse("budget:line_list", args=[self.programme.slug])

    def line_values(self, form: Any) -> dict[str, Any]:
        """Turn the amount into minor units."""
        minor = Money.rounded(form.cleaned_data["amount"], self.programme.currency).minor
        values: dict[str, Any] = form.values()
        return values | {"amount_minor": minor}


class LineNew(BudgetAct):
    """Write a line."""

    title = gettext_lazy("New budget line")
    form_class = LineForm

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.create_line(self.programme, values=self.line_values(form), actor=self.person)


class LineAct(BudgetAct):
    """Base of the acts on one line."""

    def line(self) -> BudgetLine:
        """The line of this programme."""
        return get_object_or_404(BudgetLine, programme=self.programme, public_id=self.kwargs["public_id"])

    def acted_on(self) -> BudgetLine:
        """The line."""
        return self.line()


KEPT = ("code", "title", "category", "nature", "phase", "pay_from", "pay_until", "note", "version")


class LineEdit(LineAct):
    """Change a line."""

    title = gettext_lazy("Change the budget line")
    form_class = LineForm

    def get_initial(self) -> dict[str, Any]:
        """Start with what stands."""
        line = self.line()
        kept = {name: getattr(line, name) for name in KEPT}
        return kept | {"amount": Money(line.amount_minor, self.programme.currency).to_decimal()}

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.update_line(
            self.line(), values=self.line_values(form), actor=self.person, version=form.cleaned_data["version"]
        )


class LineForecast(LineAct):
    """Say what is still to come on a line."""

    acts = permissions.can_forecast
    verb = gettext_lazy("Forecast")
    form_class = ForecastForm

    @property
    def title(self) -> str:
        """The act, and on what."""
        return _("Forecast – %(line)s") % {"line": self.line()}

    def back_url(self) -> str:
        """Back to the money."""
        return reverse("budget:money", args=[self.programme.slug])

    def get_initial(self) -> dict[str, Any]:
        """Start with what stands."""
        line, minor = self.line(), self.line().forecast_minor
        amount = None if minor is None else Money(minor, self.programme.currency).to_decimal()
        return {"amount": amount, "note": line.forecast_note, "version": line.version}

    def consequence(self) -> Any:
        """Say how the rule forecasts."""
        return _(
            "Without a forecast by a person, what the budget leaves is to complete, and at least what is committed."
        )

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.set_forecast(self.line(), actor=self.person, **form.cleaned_data)


class LineRemove(LineAct):
    """Take a line out."""

    title = gettext_lazy("Remove the budget line")
    verb = gettext_lazy("Remove")
    done = gettext_lazy("Removed.")
    form_class = PlainForm
    danger = True

    def consequence(self) -> Any:
        """Say what goes and what stays."""
        return _("The line leaves the budget; the history keeps it, and an authorisation turns stale.")

    def act(self, form: Any) -> Any:  # noqa: ARG002
        """Call the service."""
        return services.remove_lines(self.programme, refs=[self.line().public_id], actor=self.person)


class Ask(BudgetAct):
    """Ask the sponsor to authorise."""

    title = gettext_lazy("Ask for authorisation")
    verb = gettext_lazy("Ask the sponsor to sign")
    done = gettext_lazy("The sponsor is asked to sign.")
    form_class = PlainForm

    def consequence(self) -> Any:
        """Say what is signed."""
        return _("The sponsor signs the lines as they stand; a later change makes the signature stale.")

    def act(self, form: Any) -> Any:  # noqa: ARG002
        """Call the service."""
        return services.request_authorisation(self.programme, actor=self.person)
