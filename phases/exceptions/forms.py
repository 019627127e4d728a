"""Shapes of what people type about exceptions and stage tolerances."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phases.exceptions.choices import Outcome
from phases.exceptions.models import StageTolerance

AREA = {"rows": 3}


def _words(label: Any, help_text: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs=AREA)
    return forms.CharField(label=label, required=False, help_text=help_text, max_length=10_000, widget=area)


class ExceptionForm(forms.Form):
    """The words of an exception; the options one to a line with their effects behind bars."""

    cause = _words(_("Cause"))
    consequence = _words(_("Consequences"))
    options = _words(_("Options"), _("One to a line: option | effect on time | cost | benefit | risk"))
    recommendation = forms.CharField(
        label=_("Recommended option"), help_text=_("Its letter"), max_length=1, required=False
    )
    reason = _words(_("Why it is recommended"))
    lesson = _words(_("Lesson"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_options(self) -> list[str]:
        """Split into lines."""
        return [line for line in self.cleaned_data["options"].splitlines() if line.strip()]

    def clean_recommendation(self) -> str:
        """Letters are capital."""
        return str(self.cleaned_data["recommendation"]).upper()


class NothingForm(forms.Form):
    """An act that needs no words."""


class DecideForm(forms.Form):
    """What the committee decides."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=Outcome.choices, widget=forms.RadioSelect)
    new_limit = forms.DecimalField(
        label=_("New tolerance"), required=False, min_value=0, max_digits=12, decimal_places=2,
        help_text=_("Where one is accepted, in the unit of the present one."),
    )  # fmt: skip
    note = forms.CharField(label=_("Reason"), required=False, max_length=10_000, widget=forms.Textarea(attrs=AREA))


class CloseForm(forms.Form):
    """How it was carried out."""

    note = forms.CharField(label=_("What was done"), required=False, max_length=10_000, widget=forms.Textarea(AREA))


class ToleranceForm(forms.ModelForm[StageTolerance]):
    """How far a stage may move."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = StageTolerance
        fields = ["stage", "dimension", "limit", "note"]
        help_texts = {"limit": _("Working days of time, per cent of cost")}

    def __init__(self, *args: Any, programme: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].queryset = programme.stages.select_related("programme")  # type: ignore[attr-defined]
        if self.instance.pk:
            self.fields["version"].initial = self.instance.version

    def _post_clean(self) -> None:
        """Leave the instance as it is; the service checks."""

    def values(self) -> dict[str, Any]:
        """Give the clean values without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
