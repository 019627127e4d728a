"""The shapes of what is typed about costs and benefits; the rules are the services'."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.money import Money
from phases.rollout.models import Wave
from programme.budget.choices import Category
from programme.budget.models import BudgetLine
from programme.charter.models import Kpi
from programme.people.models import User
from roi.ledger.choices import Basis, Driver, Grade, Rhythm, Worth
from roi.ledger.models import Benefit, CostLine

MOST = 10**13


def day(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    """Make a field for a date."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def words(label: Any, *, required: bool = False, rows: int = 2, help_text: Any = "") -> forms.CharField:
    """Make a field for sentences."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=10_000, widget=forms.Textarea({"rows": rows})
    )


def amount(label: Any, *, required: bool = False, minimum: int | None = 0, help_text: Any = "") -> forms.DecimalField:
    """Make a field for an amount in major units."""
    return forms.DecimalField(
        label=label, required=required, min_value=minimum, max_value=MOST, decimal_places=2, help_text=help_text
    )


def percent(label: Any, initial: int, help_text: Any = "") -> forms.DecimalField:
    """Make a field for a share in per cent."""
    return forms.DecimalField(
        label=label, min_value=0, max_value=100, decimal_places=2, initial=initial, help_text=help_text
    )


def units(label: Any, *, required: bool = False, minimum: int | None = 0) -> forms.DecimalField:
    """Make a field for a number of units."""
    return forms.DecimalField(label=label, required=required, min_value=minimum, max_digits=16, decimal_places=4)


class LedgerForm(forms.Form):
    """Base: knows the programme for its rows, and the version that the editor saw."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, programme: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme
        choices = {"owner": _people, "kpi": _kpis, "wave": _waves, "budget_line": _budget_lines}
        for name, rows in choices.items():
            if name in self.fields:
                self.fields[name] = forms.ModelChoiceField(
                    label=self.fields[name].label, required=False, queryset=rows(programme),
                    to_field_name="public_id", empty_label="–",
                )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """Give the clean values as the services take them, amounts in minor units."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        for name in ("amount", "unit_value"):
            if name in given:
                value = given.pop(name)
                given[f"{name}_minor"] = None if value is None else Money.rounded(value, self.programme.currency).minor
        return given


def _people(programme: Any) -> Any:
    people = User.objects.active().filter(memberships__programme=programme, memberships__ended_on=None)
    return people.distinct().order_by("name", "pk")


def _kpis(programme: Any) -> Any:
    return Kpi.objects.filter(programme=programme).order_by("is_example", "code", "pk")


def _waves(programme: Any) -> Any:
    return Wave.objects.filter(programme=programme).order_by("position", "pk")


def _budget_lines(programme: Any) -> Any:
    return BudgetLine.objects.filter(programme=programme).order_by("code", "pk")


class CostForm(LedgerForm):
    """A cost line; the amount in major units."""

    title = forms.CharField(label=_("Text"), max_length=200)
    basis = forms.ChoiceField(label=_("Basis"), choices=Basis.choices, initial=Basis.ACTUAL)
    nature = forms.ChoiceField(label=_("Nature"), choices=Rhythm.choices)
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices)
    posted_on = day(_("Posting date, or first payment"), required=True)
    until = day(_("Last payment"), help_text=_("Only for a planned payment that comes again."))
    amount = amount(_("Amount"), required=True, minimum=-MOST, help_text=_("Negative for a credit note."))
    vendor = forms.CharField(label=_("Vendor"), max_length=120, required=False)
    ledger_ref = forms.CharField(label=_("Voucher"), max_length=60, required=False)
    cost_centre = forms.CharField(label=_("Cost centre"), max_length=40, required=False)
    account = forms.CharField(label=_("Account"), max_length=40, required=False)
    project = forms.CharField(label=_("Project"), max_length=60, required=False)
    risk_percent = percent(_("Risk, % added to a planned cost"), 0)
    budget_line = forms.CharField(label=_("Budget line"), required=False)

    @classmethod
    def initial_of(cls, row: CostLine) -> dict[str, Any]:
        """Read what the form shows first from a line."""
        shown = {name: getattr(row, name) for name in cls.base_fields if hasattr(row, name)}
        money = Money(row.amount_minor, row.programme.currency).to_decimal()
        return shown | {"amount": money, "budget_line": row.budget_line.public_id if row.budget_line else ""}


class BudgetForm(LedgerForm):
    """From when the budget's lines are paid."""

    first = day(_("First payment"), required=True)


class BenefitForm(LedgerForm):
    """A benefit profile; the value of one unit in major units."""

    title = forms.CharField(label=_("Benefit"), max_length=200, help_text=_("With a word of change: shorter, more."))
    description = words(_("Description"))
    owner = forms.CharField(label=_("Owner"), required=False)
    beneficiary = forms.CharField(label=_("Who gains"), max_length=160, required=False)
    disbenefit = forms.BooleanField(label=_("Disbenefit: it costs instead"), required=False)
    worth = forms.ChoiceField(label=_("Kind of value"), choices=Worth.choices)
    driver = forms.ChoiceField(label=_("Driver"), choices=Driver.choices, initial=Driver.OTHER)
    priority = forms.IntegerField(label=_("Priority, 1–5"), min_value=1, max_value=5, initial=3)
    kpi = forms.CharField(label=_("KPI"), required=False)
    measure = forms.CharField(label=_("Measure and rhythm"), max_length=200, required=False)
    unit = forms.CharField(label=_("Unit"), max_length=40, required=False)
    baseline = units(_("Baseline"), minimum=None)
    baseline_on = day(_("Baseline measured on"))
    target = units(_("Target value"), minimum=None)
    target_on = day(_("Target date"))
    volume = units(_("Volume per year"))
    unit_value = amount(_("Value of one unit"))
    margin_percent = percent(_("Margin, %"), 100)
    attribution_percent = percent(
        _("Attribution, %"), 100, _("Shares of one KPI's change add up to at most 100 per cent over all lines.")
    )
    correction_percent = percent(
        _("Correction factor, %"),
        100,
        _("Time saved is not time worked: 70 to 90 per cent for sales, 50 for marketing."),
    )
    risk_percent = percent(_("Risk, % taken off"), 0)
    grade = forms.ChoiceField(label=_("Grade of attribution"), choices=[("", "–"), *Grade.choices], required=False)
    initiative = forms.CharField(
        label=_("Other initiative"), max_length=160, required=False,
        help_text=_("Only for a share of the KPI's change that is not this programme's."),
    )  # fmt: skip
    first_value_on = day(_("First value"))
    ends_on = day(_("Last value"))
    ramp_months = forms.IntegerField(label=_("Months until full value"), min_value=1, max_value=60, initial=1)
    wave = forms.CharField(label=_("Enabled by wave"), required=False)
    enablers = forms.CharField(label=_("Enablers and dependencies"), max_length=300, required=False)
    assumptions = words(_("Assumptions"))
    next_review_on = day(_("Next review"))

    @classmethod
    def initial_of(cls, row: Benefit) -> dict[str, Any]:
        """Read what the form shows first from a benefit."""
        shown = {name: getattr(row, name) for name in cls.base_fields if hasattr(row, name)}
        linked = {name: getattr(row, name) for name in ("owner", "kpi", "wave")}
        minor = row.unit_value_minor
        money = None if minor is None else Money(minor, row.programme.currency).to_decimal()
        return shown | {name: one.public_id if one else "" for name, one in linked.items()} | {"unit_value": money}


class PlainForm(LedgerForm):
    """An act that only wants to be confirmed."""


class NoteForm(LedgerForm):
    """An act with a note that may be left out."""

    note = words(_("Note"))


class ReasonForm(LedgerForm):
    """An act that wants a reason."""

    reason = words(_("Reason"))


class RejectForm(LedgerForm):
    """Why finance does not accept a figure."""

    note = words(_("Reason"))


class ReviewForm(LedgerForm):
    """What a review found."""

    finding = words(_("Finding"), rows=3)
    next_review_on = day(_("Next review"))


class ActualForm(LedgerForm):
    """What one month brought, in measured units."""

    month = day(_("Month"), required=True, help_text=_("Any day of the month."))
    volume = units(_("Units measured"), required=True, minimum=None)
    n = forms.IntegerField(label=_("Sample n"), min_value=0, required=False)
    evidence = forms.CharField(label=_("Evidence"), max_length=300, required=False)
    evidence_url = forms.URLField(
        label=_("Link to the evidence"), max_length=500, required=False, assume_scheme="https"
    )


class RestateForm(LedgerForm):
    """Another figure in the place of the old one."""

    volume = units(_("Units measured"), required=True, minimum=None)
    n = forms.IntegerField(label=_("Sample n"), min_value=0, required=False)
    evidence = forms.CharField(label=_("Evidence"), max_length=300, required=False)
    evidence_url = forms.URLField(
        label=_("Link to the evidence"), max_length=500, required=False, assume_scheme="https"
    )
    reason = words(_("Reason"))


BENEFIT_FORMS: dict[str, type[LedgerForm]] = {
    "profile": PlainForm, "approve": PlainForm, "enable": PlainForm, "record": ActualForm, "review": ReviewForm,
    "conclude": NoteForm, "sustain": NoteForm, "close": ReasonForm,
}  # fmt: skip
ACTUAL_FORMS: dict[str, type[LedgerForm]] = {"validate": NoteForm, "reject": RejectForm, "restate": RestateForm}
