"""Pages of commitments."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.access import Action, allows
from core.acts import Act
from core.documents.values import Cell, CellValue, Figure, Status
from core.documents.words import money_text
from core.money import Money
from core.pages import ActionView, RecordView
from core.register import Column, Empty, RegisterView, SavedView
from programme.budget import permissions, services
from programme.budget.filters import CommitmentFilter
from programme.budget.forms import CommitmentForm, PlainForm, VersionForm
from programme.budget.models import Commitment
from programme.budget.selectors.entries import commitment_actions, commitment_status
from programme.budget.selectors.money import bound_of
from programme.budget.views.shared import EntryMixin, amount, document, major, stated
from programme.records.selectors import history_of
from programme.records.selectors.acts import act_words


def _open(row: Commitment) -> Figure:
    return major(bound_of(row).open, row.programme.currency)


def _invoiced(row: Any) -> Figure:
    return major(row.invoiced_minor, row.programme.currency)


class CommitmentList(EntryMixin, RegisterView):
    """Purchase orders and contracts with what was invoiced of each."""

    template_name = "budget/register.html"
    title = gettext_lazy("Commitments")
    filterset_class = CommitmentFilter
    order = "-signed"
    views = (
        SavedView(pgettext_lazy("commitments", "All")),
        SavedView(pgettext_lazy("commitments", "Open"), "open=true"),
        SavedView(pgettext_lazy("commitments", "Exceeded"), "beyond=true"),
    )

    @property
    def columns(self) -> Sequence[Column]:  # type: ignore[override]
        """Columns, amounts with the programme's currency."""
        currency = self.programme.currency
        return (
            Column("code", gettext_lazy("No."), sort="code", nowrap=True),
            Column("number", gettext_lazy("Document"), document, "number", title=True),
            Column("kind", gettext_lazy("Kind"), "get_kind_display", "kind"),
            Column("line", gettext_lazy("Budget line"), "line", "line__code"),
            Column("signed", gettext_lazy("Date"), "signed_on", "signed_on", nowrap=True),
            Column("amount", gettext_lazy("Amount"), amount, "amount_minor", True, currency),
            Column("invoiced", gettext_lazy("Invoiced"), _invoiced, "invoiced_minor", True, currency),
            Column("open", gettext_lazy("Open"), _open, number=True, unit=currency),
            Column("state", gettext_lazy("State"), commitment_status),
            Column("due", gettext_lazy("Last payment expected"), "due_on", "due_on", shown=False),
            Column("note", gettext_lazy("Note"), shown=False),
        )

    def rows(self) -> QuerySet[Any]:
        """Commitments of the programme."""
        return Commitment.objects.filter(programme=self.programme).for_list()

    def acts(self) -> Sequence[Act]:
        """Record one, or import them."""
        return self.acts_for("commitments", "budget:commitment_new", _("New commitment"))

    def empty(self) -> Empty:
        """Teach what a commitment is."""
        return Empty(
            _("No commitment yet"),
            _("A purchase order or contract commits money of a budget line before it is invoiced."),
            next((act for act in self.acts() if act.primary), None),
            _("PO-2026-017 · Lingyun Software · implementation · CNY 1 480 000"),
        )


class CommitmentMixin(EntryMixin):
    """Pages of one commitment."""

    acts = permissions.can_book

    def commitment(self) -> Commitment:
        """The commitment of this programme."""
        rows = Commitment.objects.filter(programme=self.programme).for_list()
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def acted_on(self) -> Any:
        """The commitment of the address, else the programme."""
        return self.commitment() if "public_id" in self.kwargs else self.programme


class CommitmentPage(CommitmentMixin, RecordView):
    """One commitment with its invoices."""

    template_name = "budget/commitment.html"
    object: Commitment

    def get_object(self, queryset: Any = None) -> Commitment:  # noqa: ARG002
        """The commitment of the address."""
        return self.commitment()

    def status(self) -> Status:
        """Open, invoiced, exceeded or closed."""
        return commitment_status(self.object)

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """Back to the register."""
        slug = [self.programme.slug]
        return [
            (_("Budget"), reverse("budget:money", args=slug)),
            (_("Commitments"), reverse("budget:commitments", args=slug)),
        ]

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """Say what needs no more than a line."""
        row, bound, currency = self.object, bound_of(self.object), self.programme.currency
        return [
            (_("Kind"), str(row.get_kind_display())),
            (_("Budget line"), str(row.line)),
            (_("Date"), row.signed_on),
            (_("Last payment expected"), row.due_on),
            (_("Amount"), Cell(Figure(Money(bound.amount, currency).to_decimal(), currency, 2), second=stated(row))),
            (_("Invoiced"), Figure(Money(bound.invoiced, currency).to_decimal(), currency, 2)),
            (_("Open"), Figure(Money(bound.open, currency).to_decimal(), currency, 2)),
            (_("Text"), row.text or None),
            (_("Note"), row.note or None),
            (_("Closed"), row.closed_on),
        ]

    def actions(self) -> Sequence[Action]:
        """Edit, close, reopen, remove."""
        return commitment_actions(self.object, self.person)

    def history(self) -> Sequence[Any]:
        """The newest events."""
        events = history_of(self.object)
        for event in events:
            event.action_label = act_words(event.action)  # type: ignore[attr-defined]
        return events

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the invoices."""
        rows = list(self.object.actual_costs.for_list().order_by("-booked_on", "-pk"))
        return super().get_context_data(**kwargs) | {
            "invoices": [(row, major(row.amount_minor, self.programme.currency)) for row in rows],
            "may_edit": allows(permissions.can_book, self.person, self.object),
        }


class CommitmentForms(CommitmentMixin, ActionView):
    """Base of the forms about commitments."""

    form_class: Any = CommitmentForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the document's form the programme."""
        given = super().get_form_kwargs()
        return given | {"programme": self.programme} if self.form_class is CommitmentForm else given

    def get_initial(self) -> dict[str, Any]:
        """Start with what stands."""
        if "public_id" not in self.kwargs:
            return {}
        row = self.commitment()
        return CommitmentForm.initial_of(row) if self.form_class is CommitmentForm else {"version": row.version}

    def back_url(self) -> str:
        """Back to the record, or to the register."""
        if "public_id" in self.kwargs:
            return self.commitment().get_absolute_url()
        return reverse("budget:commitments", args=[self.programme.slug])


class CommitmentNew(CommitmentForms):
    """Record a commitment."""

    title = gettext_lazy("New commitment")

    def act(self, form: Any) -> Commitment:
        """Call the service."""
        return services.create_commitment(self.programme, values=form.values(), actor=self.person)

    def next_url(self, result: Commitment) -> str:
        """Go on to the record."""
        return result.get_absolute_url()


class CommitmentEdit(CommitmentForms):
    """Change a commitment."""

    title = gettext_lazy("Change the commitment")

    def act(self, form: Any) -> Commitment:
        """Call the service."""
        version = form.cleaned_data["version"]
        return services.update_commitment(self.commitment(), values=form.values(), actor=self.person, version=version)


class CommitmentClose(CommitmentForms):
    """Expect no more of it."""

    title = gettext_lazy("Close the commitment")
    verb = gettext_lazy("Close")
    form_class = VersionForm

    def consequence(self) -> str:
        """Say what is freed."""
        sum_ = money_text(Money(bound_of(self.commitment()).open, self.programme.currency))
        return _("Nothing more is expected of it: %(sum)s is no longer committed.") % {"sum": sum_}

    def act(self, form: Any) -> Commitment:
        """Call the service."""
        return services.close_commitment(self.commitment(), actor=self.person, **form.cleaned_data)


class CommitmentReopen(CommitmentForms):
    """Expect more of it again."""

    title = gettext_lazy("Reopen the commitment")
    verb = gettext_lazy("Reopen")
    form_class = VersionForm

    def act(self, form: Any) -> Commitment:
        """Call the service."""
        return services.reopen_commitment(self.commitment(), actor=self.person, **form.cleaned_data)


class CommitmentRemove(CommitmentForms):
    """Take it out."""

    title = gettext_lazy("Remove the commitment")
    verb = gettext_lazy("Remove")
    done = gettext_lazy("Removed.")
    form_class = PlainForm
    danger = True

    def consequence(self) -> Any:
        """Say what goes and what stays."""
        return _("The commitment leaves the budget; the history keeps it.")

    def act(self, form: Any) -> Any:  # noqa: ARG002
        """Call the service."""
        return services.remove_commitments(self.programme, refs=[self.kwargs["public_id"]], actor=self.person)

    def next_url(self, result: Any) -> str:  # noqa: ARG002
        """Back to the register."""
        return reverse("budget:commitments", args=[self.programme.slug])
