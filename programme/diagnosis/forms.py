"""Shapes of what people type in a diagnosis."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programme.needs.choices import Family
from programme.needs.models import Requirement


class BeginForm(forms.Form):
    """When it was held, and whether the CRM was live."""

    held_on = forms.DateField(
        label=_("Held on"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    after_go_live = forms.BooleanField(label=_("After go-live"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=200)


class AnswerForm(forms.Form):
    """A score with its evidence."""

    score = forms.TypedChoiceField(
        label=_("Score 1–5"), coerce=int, required=False, empty_value=None, widget=forms.RadioSelect,
        choices=[(n, str(n)) for n in range(1, 6)], help_text=_("1: not at all; 5: wholly. 2 or less is a pain point."),
    )  # fmt: skip
    evidence = forms.CharField(label=_("Evidence"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class SettleForm(forms.Form):
    """What is done about a pain point."""

    text = forms.CharField(label=_("What hurts"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    requirement = forms.ModelChoiceField(
        label=_("Met by the requirement"), queryset=Requirement.objects.none(), required=False
    )
    reason = forms.CharField(label=_("Why nothing is done"), required=False, max_length=300)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, programme: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["requirement"].queryset = programme.requirements.standing()  # type: ignore[attr-defined]


class NeedForm(forms.Form):
    """The requirement that meets it."""

    title = forms.CharField(label=_("Requirement"), max_length=200, required=False)
    family = forms.ChoiceField(label=_("Family"), choices=Family.choices)
