"""Pages of actual costs."""

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
from programme.budget.filters import ActualCostFilter
from programme.budget.forms import ActualCostForm, PlainForm
from programme.budget.models import ActualCost
from programme.budget.selectors import locked_through
from programme.budget.views.shared import EntryMixin, amount, document, stated
from programme.records.selectors import history_of
from programme.records.selectors.acts import act_words


def _booked(row: ActualCost) -> Cell:
    late = row.adjusts
    return Cell(row.booked_on, second=_("adjusts %(month)s") % {"month": f"{late:%Y-%m}"} if late else "")


def _pays(row: ActualCost) -> CellValue:
    if row.commitment is not None:
        return Cell(str(row.commitment.number), url=row.commitment.get_absolute_url())
    return Status("warn", _("unmatched")) if row.is_unmatched else None


class ActualList(EntryMixin, RegisterView):
    """Invoices, credit notes, time sheets and adjustments."""

    template_name = "budget/register.html"
    title = gettext_lazy("Actual costs")
    filterset_class = ActualCostFilter
    order = "-booked"
    views = (
        SavedView(pgettext_lazy("actual costs", "All")),
        SavedView(gettext_lazy("Invoices without commitment"), "unmatched=true"),
        SavedView(gettext_lazy("Adjustments of locked months"), "late=true"),
    )

    @property
    def columns(self) -> Sequence[Column]:  # type: ignore[override]
        """Columns, amounts with the programme's currency."""
        return (
            Column("code", gettext_lazy("No."), sort="code", nowrap=True),
            Column("number", gettext_lazy("Document"), document, "number", title=True),
            Column("kind", gettext_lazy("Kind"), "get_kind_display", "kind"),
            Column("line", gettext_lazy("Budget line"), "line", "line__code"),
            Column("dated", gettext_lazy("Document date"), "dated_on", "dated_on", nowrap=True),
            Column("booked", gettext_lazy("Booked"), _booked, "booked_on", nowrap=True),
            Column("amount", gettext_lazy("Amount"), amount, "amount_minor", True, self.programme.currency),
            Column("commitment", gettext_lazy("Commitment"), _pays, "commitment__number"),
            Column("hours", gettext_lazy("Hours"), sort="hours", number=True, shown=False),
            Column("text", gettext_lazy("Text"), shown=False),
            Column("note", gettext_lazy("Note"), shown=False),
        )

    def rows(self) -> QuerySet[Any]:
        """Actual costs of the programme."""
        return ActualCost.objects.filter(programme=self.programme).for_list().select_related("commitment__programme")

    def acts(self) -> Sequence[Act]:
        """Book one, or import them."""
        return self.acts_for("actuals", "budget:actual_new", _("Book a cost"))

    def empty(self) -> Empty:
        """Teach what an actual cost is."""
        return Empty(
            _("No actual cost yet"),
            _("An invoice or time sheet says what was really spent; with it earned value can say what the rest costs."),
            next((act for act in self.acts() if act.primary), None),
            _("INV-0417 · Lingyun Software · 31 March 2026 · CNY 444 000 · pays PO-2026-017"),
        )


class ActualMixin(EntryMixin):
    """Pages of one entry."""

    acts = permissions.can_book

    def actual(self) -> ActualCost:
        """The entry of this programme."""
        rows = ActualCost.objects.filter(programme=self.programme).for_list().select_related("commitment__programme")
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def acted_on(self) -> Any:
        """The entry of the address, else the programme."""
        return self.actual() if "public_id" in self.kwargs else self.programme


class ActualPage(ActualMixin, RecordView):
    """One entry: its document, where it counts, what it pays."""

    object: ActualCost

    def get_object(self, queryset: Any = None) -> ActualCost:  # noqa: ARG002
        """The entry of the address."""
        return self.actual()

    def status(self) -> Status | None:
        """An invoice without commitment, an adjustment of a locked month."""
        if self.object.is_unmatched:
            return Status("warn", _("without commitment"))
        late = self.object.adjusts
        return Status("stale", _("adjusts %(month)s") % {"month": f"{late:%Y-%m}"}) if late else None

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """Back to the register."""
        slug = [self.programme.slug]
        return [
            (_("Budget"), reverse("budget:money", args=slug)),
            (_("Actual costs"), reverse("budget:actuals", args=slug)),
        ]

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """Say what needs no more than a line."""
        row, currency = self.object, self.programme.currency
        money = Figure(Money(row.amount_minor, currency).to_decimal(), currency, 2)
        pays = row.commitment
        hourly = None if row.hourly_minor is None else money_text(Money(row.hourly_minor, row.currency))
        facts: list[tuple[Any, CellValue]] = [
            (_("Kind"), str(row.get_kind_display())),
            (_("Budget line"), str(row.line)),
            (_("Commitment"), Cell(str(pays), url=pays.get_absolute_url()) if pays else None),
            (_("Document date"), row.dated_on),
            (_("Booked"), _booked(row)),
            (_("Amount"), Cell(money, second=stated(row))),
            (_("Text"), row.text or None),
            (_("Note"), row.note or None),
        ]  # fmt: skip
        return facts if row.hours is None else [*facts, (_("Hours"), row.hours), (_("Hourly rate"), hourly)]

    def actions(self) -> Sequence[Action]:
        """Edit, remove."""
        if not allows(permissions.can_book, self.person, self.object):
            return []
        locked = locked_through(self.programme)
        month = f"{self.object.booked_on:%Y-%m}"
        late = locked is not None and self.object.booked_on <= locked
        reasons = (_("%(month)s is locked; write an adjustment instead.") % {"month": month},) if late else ()
        return [Action("edit", _("Edit"), primary=True), Action("remove", _("Remove"), reasons, danger=True)]

    def history(self) -> Sequence[Any]:
        """The newest events."""
        events = history_of(self.object)
        for event in events:
            event.action_label = act_words(event.action)  # type: ignore[attr-defined]
        return events


class ActualForms(ActualMixin, ActionView):
    """Base of the forms about actual costs."""

    form_class: Any = ActualCostForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the document's form the programme."""
        given = super().get_form_kwargs()
        return given | {"programme": self.programme} if self.form_class is ActualCostForm else given

    def back_url(self) -> str:
        """Back to the register."""
        return reverse("budget:actuals", args=[self.programme.slug])


class ActualNew(ActualForms):
    """Book a cost."""

    title = gettext_lazy("Book a cost")
    verb = gettext_lazy("Book")

    def consequence(self) -> Any:
        """Say what becomes of a locked month."""
        return _("A document of a locked month counts in the next open one, as an adjustment.")

    def act(self, form: Any) -> ActualCost:
        """Call the service."""
        return services.record_actual(self.programme, values=form.values(), actor=self.person)


class ActualEdit(ActualForms):
    """Change an entry, or say which commitment it pays."""

    title = gettext_lazy("Change the actual cost")

    def get_initial(self) -> dict[str, Any]:
        """Start with what stands."""
        return ActualCostForm.initial_of(self.actual())

    def consequence(self) -> Any:
        """Say what stays in a locked month."""
        return _("In a locked month only the commitment and the words can be changed.")

    def act(self, form: Any) -> ActualCost:
        """Call the service."""
        version = form.cleaned_data["version"]
        return services.update_actual(self.actual(), values=form.values(), actor=self.person, version=version)


class ActualRemove(ActualForms):
    """Take an entry out."""

    title = gettext_lazy("Remove the actual cost")
    verb = gettext_lazy("Remove")
    done = gettext_lazy("Removed.")
    form_class = PlainForm
    danger = True

    def consequence(self) -> Any:
        """Say what goes and what stays."""
        return _("The entry leaves the budget; the history keeps it.")

    def act(self, form: Any) -> Any:  # noqa: ARG002
        """Call the service."""
        return services.remove_actuals(self.programme, refs=[self.kwargs["public_id"]], actor=self.person)
