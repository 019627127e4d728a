"""Shapes of what people type about decisions, lights and changes."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.money import Money
from programme.charter.models import Goal, ScopeItem, Tolerance
from programme.charter.selectors import AMENDABLE
from programme.governance.choices import Chain, ChangeCause, Colour, Dimension
from programme.governance.models import ChangeRequest, Decision

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
AREA = {"rows": 3}
GOAL_TERMS, NEW_GOAL, SCOPE_TERMS, TOLERANCE_TERMS = (
    AMENDABLE[op] for op in ("goal", "new_goal", "scope", "tolerance")
)
CODES = re.compile(r"[\w.@#-]+")  # whatever stands between codes separates them


class DecisionForm(forms.Form):
    """What is asked; the options one to a line."""

    question = forms.CharField(label=_("Question"), max_length=300)
    context = forms.CharField(label=_("Context"), widget=forms.Textarea(attrs=AREA), required=False)
    options = forms.CharField(
        label=_("Options"), help_text=_("One to a line"), widget=forms.Textarea(attrs=AREA), required=False
    )
    recommendation = forms.CharField(
        label=_("Recommended option"), help_text=_("Its letter"), max_length=1, required=False
    )
    reason = forms.CharField(label=_("Why it is recommended"), widget=forms.Textarea(attrs=AREA), required=False)
    cost_of_delay = forms.CharField(
        label=_("Cost of delay"), help_text=_("What waiting costs, such as 3 working days of float a week"),
        max_length=200, required=False,
    )  # fmt: skip
    delay_week = forms.DecimalField(
        label=_("Cost of delay per week"), required=False, min_value=0, max_digits=14, decimal_places=2,
        help_text=_("In the programme's currency, where it is known; the page counts what waiting has cost."),
    )  # fmt: skip
    due_on = forms.DateField(label=_("Needed by"), widget=DATE, required=False)
    goals = forms.ModelMultipleChoiceField(
        label=_("Goals that it serves"), required=False, queryset=Goal.objects.none(), to_field_name="code",
        widget=forms.CheckboxSelectMultiple, help_text=_("At least one before the committee is asked."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, programme: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = programme.currency
        field = self.fields["goals"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = programme.goals.current()

    def values(self) -> dict[str, Any]:
        """Give the clean values as the service takes them."""
        given = dict(self.cleaned_data)
        week = given.pop("delay_week")
        given["delay_week_minor"] = None if week is None else Money.from_decimal(week, self.currency).minor
        return given

    def clean_options(self) -> list[str]:
        """Split into lines."""
        return [line for line in self.cleaned_data["options"].splitlines() if line.strip()]

    def clean_recommendation(self) -> str:
        """Letters are capital."""
        return str(self.cleaned_data["recommendation"]).upper()


class ApproveForm(forms.Form):
    """Which option, with a word on it."""

    chosen = forms.ChoiceField(label=_("Option"), widget=forms.RadioSelect)
    outcome = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs=AREA), required=False)

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chosen"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(one["key"], f"{one['key']}  {one['text']}") for one in decision.options]


class RejectForm(forms.Form):
    """Why not."""

    outcome = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs=AREA))


class TalkForm(forms.Form):
    """A question or an answer."""

    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs=AREA))


class NothingForm(forms.Form):
    """An act that needs no words."""


class LightForm(forms.Form):
    """What a person says a light is."""

    dimension = forms.ChoiceField(label=_("Light"), choices=Dimension)
    colour = forms.ChoiceField(
        label=_("Colour"), choices=[choice for choice in Colour.choices if choice[0] != Colour.GREY]
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs=AREA))


def _words(label: Any, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=10_000, widget=forms.Textarea({"rows": 2})
    )


class ChangeForm(forms.Form):
    """What is asked, why, and for which goals; what it touches one code to a line."""

    title = forms.CharField(label=_("Change"), max_length=200)
    wanted = _words(_("What is asked"), required=True)
    reason = _words(_("Reason"), required=True)
    cause = forms.ChoiceField(label=_("Cause"), choices=ChangeCause.choices)
    goals = forms.ModelMultipleChoiceField(
        label=_("Goals that it serves"), required=False, queryset=Goal.objects.none(), to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    touches = _words(
        _("Processes, requirements and courses it touches"), help_text=_("Their codes, separated by spaces or commas")
    )
    custom_code = forms.BooleanField(label=_("Needs custom code"), required=False)
    upgrade_note = _words(_("Effect on upgrades"), help_text=_("Needed where there is custom code"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, goals: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["goals"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = goals

    def clean_touches(self) -> list[str]:
        """Split into codes."""
        return CODES.findall(str(self.cleaned_data["touches"]))


class AssessForm(forms.Form):
    """What it does to everything that was agreed; the five links of the chain last."""

    scope = _words(_("Effect on scope"), help_text=_("“none” where it has none; so for all below"))
    days = forms.DecimalField(
        label=_("Working days, as you see it"), required=False, max_digits=6, decimal_places=1,
        help_text=_("What the plan says is computed beside it; the larger counts."),
    )  # fmt: skip
    effort = forms.DecimalField(label=_("Added effort (person-days)"), min_value=0, max_digits=8, decimal_places=1)
    cost = forms.DecimalField(label=_("Cost"), max_digits=14, decimal_places=2)
    benefit = _words(_("Effect on benefit"))
    risk = _words(_("Effect on risk"))
    training = _words(_("Effect on training"))
    data: Any = _words(_("Effect on data"))
    custom_code = forms.BooleanField(label=_("Needs custom code"), required=False)
    upgrade_note = _words(_("Effect on upgrades"), help_text=_("Needed where there is custom code"))

    def __init__(self, *args: Any, change: ChangeRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.change = change
        for link in Chain:
            self.fields[link.value] = _words(_("Chain: %(link)s") % {"link": link.label})

    @staticmethod
    def initial_of(row: ChangeRequest) -> dict[str, Any]:
        """Read what was said before."""
        names = ("scope", "days", "effort", "benefit", "risk", "training", "data", "custom_code", "upgrade_note")
        cost = Money(row.cost_minor, row.programme.currency).to_decimal()
        return {**{name: getattr(row, name) for name in names}, "cost": cost, **row.chain}

    def values(self) -> dict[str, Any]:
        """Give the clean values as the service takes them."""
        given = dict(self.cleaned_data)
        chain = {name: given.pop(name) for name in Chain.values}
        cost = given.pop("cost")
        minor = Money.from_decimal(cost, self.change.programme.currency).minor
        return given | {"chain": chain, "cost_minor": minor}


class NoteForm(forms.Form):
    """A word on the act, if one is wanted."""

    note = _words(_("Note"))


class WhyForm(forms.Form):
    """Why."""

    note = _words(_("Reason"), required=True)


class DeferForm(WhyForm):
    """Why it is put off, and until when."""

    until = forms.DateField(label=_("Look again on"), widget=DATE)


class TermsForm(forms.ModelForm[Any]):
    """Fields of a goal, a scope item or a tolerance as an edit of the charter; nothing is written to the row."""

    def __init__(self, *args: Any, op: str, ref: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.op, self.ref = op, ref
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = DATE
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3

    def _post_clean(self) -> None:
        """Leave the row as it is; the service checks."""

    def clean(self) -> dict[str, Any]:
        """Something must be changed."""
        if self.ref and not self.changed_data:
            raise forms.ValidationError(_("Nothing differs from what stands."))
        return dict(self.cleaned_data)

    def edit(self) -> dict[str, Any]:
        """The edit as it is kept: of a row that stands, the fields that differ; of a new one, those that are filled."""
        names = self.changed_data if self.ref else [n for n, v in self.cleaned_data.items() if v not in (None, "")]
        values = {name: self.cleaned_data[name] for name in self.fields if name in names}
        said = {
            name: value if value is None or isinstance(value, int) else getattr(value, "code", None) or str(value)
            for name, value in values.items()
        }
        return {"op": self.op, **({"ref": self.ref} if self.ref else {}), "set": said}


class GoalTermsForm(TermsForm):
    """What the charter promises about a goal."""

    class Meta:
        model = Goal
        fields = GOAL_TERMS


class NewGoalForm(TermsForm):
    """A goal that joins the charter."""

    class Meta:
        model = Goal
        fields = NEW_GOAL

    def __init__(self, *args: Any, strategy: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["strategy"]
        if isinstance(chosen, forms.ModelChoiceField):
            chosen.queryset = strategy


class ScopeTermsForm(TermsForm):
    """A scope item."""

    class Meta:
        model = ScopeItem
        fields = SCOPE_TERMS


class ToleranceTermsForm(TermsForm):
    """A tolerance."""

    class Meta:
        model = Tolerance
        fields = TOLERANCE_TERMS


class NumberForm(forms.Form):
    """Which edit, counted from 1."""

    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
