"""Shapes of what people type about decisions, lights and meetings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programme.governance.choices import Colour, Dimension, MeetingKind
from programme.governance.models import Decision
from programme.stakeholders.models import Stakeholder

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
AREA = {"rows": 3}


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
    due_on = forms.DateField(label=_("Needed by"), widget=DATE, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

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


class MeetingForm(forms.Form):
    """A meeting that was held."""

    kind = forms.ChoiceField(label=_("Kind"), choices=MeetingKind)
    held_on = forms.DateField(label=_("Held on"), widget=DATE)
    present = forms.ModelMultipleChoiceField(
        label=_("Who was there"), queryset=Stakeholder.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    minutes = forms.CharField(label=_("Minutes"), widget=forms.Textarea(attrs=AREA), required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["present"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = people
