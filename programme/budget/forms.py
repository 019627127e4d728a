"""Shapes of what people type about the budget."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.money import Money, minor_digits
from programme.budget.choices import ActualKind, Category, CommitmentKind, Nature
from programme.budget.models import ActualCost, BudgetLine, Commitment

MOST = 10**13


def _day(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def _amount(label: Any, *, required: bool = True, minimum: int | None = 0, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=required, min_value=minimum, max_value=MOST, decimal_places=2, help_text=help_text
    )


class RowField(forms.ModelChoiceField[Any]):
    """A row of the programme, chosen by its public id."""

    def __init__(self, rows: Any, label: Any, *, required: bool = True) -> None:
        super().__init__(rows, label=label, required=required, to_field_name="public_id", empty_label="–")


class LineForm(forms.Form):
    """A budget line; the amount in major units."""

    code = forms.CharField(label=_("code"), max_length=20, required=False)
    title = forms.CharField(label=_("line"), max_length=160)
    category = forms.ChoiceField(label=_("category"), choices=Category.choices)
    nature = forms.ChoiceField(label=_("nature"), choices=Nature.choices)
    amount = _amount(_("amount"), help_text=_("0 needs its reason in the note."))
    phase = forms.CharField(label=_("phase"), max_length=20, required=False)
    pay_from = _day(_("paid from"), help_text=_("For the money by month."))
    pay_until = _day(_("paid until"))
    note = forms.CharField(label=_("note"), max_length=200, required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """Give the values but amount and version."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"amount", "version"}}


class PlainForm(forms.Form):
    """An act that needs no words."""


class VersionForm(forms.Form):
    """An act on a row as it was seen."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class NoteForm(VersionForm):
    """An act with a note."""

    note = forms.CharField(label=_("note"), required=False, widget=forms.Textarea({"rows": 2}), max_length=2000)


class ForecastForm(VersionForm):
    """What is still to come on a line, in major units; empty leaves it to the rule."""

    amount = _amount(
        _("to complete (ETC)"), required=False, help_text=_("Leave it empty to let the rule forecast again.")
    )
    note = forms.CharField(label=_("what it rests on"), max_length=200, required=False)


class EntryForm(VersionForm):
    """Base of documents with money: knows the programme for its lines, and starts in its currency."""

    line = forms.CharField()
    number = forms.CharField(label=_("document number"), max_length=60)
    supplier = forms.CharField(label=_("supplier"), max_length=120)

    def __init__(self, *args: Any, programme: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = BudgetLine.objects.filter(programme=programme).order_by("code", "pk")
        self.fields["line"] = RowField(rows, _("budget line"), required="commitment" not in self.fields)
        if "commitment" in self.fields:
            bound = Commitment.objects.filter(programme=programme).select_related("line").order_by("code", "pk")
            self.fields["commitment"] = RowField(bound, _("commitment"), required=False)
        if "currency" in self.fields:
            self.fields["currency"].initial = programme.currency

    def values(self) -> dict[str, Any]:
        """Give what was typed as the services take it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, Any]:
        """Read what the form shows first from a row."""
        shown = {name: getattr(row, name) for name in cls.base_fields if hasattr(row, name)}
        shown |= {name: getattr(row, name).public_id for name in ("line", "commitment") if getattr(row, name, None)}
        return shown | {"amount": Money(row.stated_minor, row.currency).to_decimal(), "version": row.version}


def _currency() -> forms.CharField:
    return forms.CharField(label=_("currency"), max_length=3, min_length=3, required=False)


def _rate() -> forms.DecimalField:
    return forms.DecimalField(
        label=_("rate"), required=False, min_value=0, max_digits=18, decimal_places=8,
        help_text=_("For another currency: what one unit of it is worth in the programme's."),
    )  # fmt: skip


class CommitmentForm(EntryForm):
    """A purchase order or a contract."""

    kind = forms.ChoiceField(label=_("kind"), choices=CommitmentKind.choices)
    amount = _amount(_("amount"))
    currency = _currency()
    rate = _rate()
    signed_on = _day(_("date"), required=True)
    due_on = _day(_("last payment expected"))
    text = forms.CharField(label=_("text"), max_length=200, required=False)
    note = forms.CharField(label=_("note"), max_length=200, required=False)


class ActualCostForm(EntryForm):
    """An invoice, a credit note, a time sheet or an adjustment."""

    kind = forms.ChoiceField(label=_("kind"), choices=ActualKind.choices)
    commitment = forms.CharField()
    dated_on = _day(_("document date"), required=True)
    amount = _amount(_("amount"), required=False, minimum=-MOST, help_text=_("Negative for a credit note."))
    currency = _currency()
    rate = _rate()
    hours = forms.DecimalField(
        label=_("hours"), required=False, min_value=0, max_digits=10, decimal_places=2,
        help_text=_("Of a time sheet: hours by hourly rate give the amount."),
    )  # fmt: skip
    hourly = _amount(_("hourly rate"), required=False)
    text = forms.CharField(label=_("text"), max_length=200, required=False)
    note = forms.CharField(label=_("note"), max_length=200, required=False)

    @classmethod
    def initial_of(cls, row: ActualCost) -> dict[str, Any]:
        """Add the hourly rate."""
        hourly = None if row.hourly_minor is None else Money(row.hourly_minor, row.currency).to_decimal()
        return super().initial_of(row) | {"hourly": hourly}


class LockForm(forms.Form):
    """A month to lock."""

    month = _day(_("any day of the month"), required=True)


class DrawForm(forms.Form):
    """A wish to draw on contingency."""

    amount = _amount(_("amount"))
    reason = forms.CharField(label=_("reason"), widget=forms.Textarea({"rows": 2}), max_length=2000)

    def __init__(self, *args: Any, programme: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = BudgetLine.objects.filter(programme=programme).order_by("code", "pk")
        mine = {
            "source": RowField(rows.filter(category=Category.CONTINGENCY), _("contingency line")),
            "line": RowField(rows.exclude(category=Category.CONTINGENCY), _("for the line")),
        }
        self.fields = mine | self.fields


class SharesForm(forms.Form):
    """How a change's cost falls on the lines: one amount for each, in major units."""

    def __init__(self, *args: Any, lines: Sequence[BudgetLine], currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        for line in lines:
            self.fields[f"share_{line.public_id}"] = forms.DecimalField(
                label=str(line), required=False, min_value=-MOST, max_value=MOST,
                decimal_places=minor_digits(currency),
            )  # fmt: skip

    def shares(self) -> dict[str, int]:
        """Give the minor units by line; lines left empty have no share."""
        return {
            name.removeprefix("share_"): Money.from_decimal(value, self.currency).minor
            for name, value in self.cleaned_data.items()
            if value
        }
