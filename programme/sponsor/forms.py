"""Shapes of what people type about the sponsor's acts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programme.sponsor.models import SponsorAct


class DayInput(forms.DateInput):
    """A day with the browser's own picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class SponsorActForm(forms.ModelForm[SponsorAct]):
    """An act; left empty, code and title are given."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = SponsorAct
        fields = ["code", "kind", "title", "person", "audience", "due_on"]
        widgets = {"due_on": DayInput()}
        help_texts = {
            "code": _("Left empty, the next number is given."),
            "title": _("Left empty, it is called like its kind."),
        }

    def __init__(self, *args: Any, programme: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = programme.stakeholders.order_by("-top_executive", "code")  # type: ignore[attr-defined]
        self.fields["code"].required = self.fields["title"].required = False
        if self.instance.pk:
            self.fields["version"].initial = self.instance.version

    def _post_clean(self) -> None:
        """Leave the instance as it is; the service checks."""

    def values(self) -> dict[str, Any]:
        """Give the clean values without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class DoneForm(forms.Form):
    """When it was done, and by what one sees it."""

    on = forms.DateField(label=_("done on"), required=False, widget=DayInput())
    evidence = forms.CharField(
        label=_("evidence"), required=False, max_length=300, help_text=_("Minutes, a picture, a link")
    )


class DropForm(forms.Form):
    """Why it is dropped."""

    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)
