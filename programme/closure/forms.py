"""Shapes of what people type about lessons."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programme.closure.models import Lesson


class LessonForm(forms.ModelForm[Lesson]):
    """A lesson."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Lesson
        fields = ["code", "event", "cause", "effect", "recommendation", "area", "found_on"]
        widgets = {
            "found_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            **{name: forms.Textarea(attrs={"rows": 2}) for name in ("cause", "effect", "recommendation")},
        }
        help_texts = {"code": _("Left empty, the next number is given.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].required = self.fields["found_on"].required = False
        if self.instance.pk:
            self.fields["version"].initial = self.instance.version

    def _post_clean(self) -> None:
        """Leave the instance as it is; the service checks."""

    def values(self) -> dict[str, Any]:
        """Give the clean values without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class AdoptForm(forms.Form):
    """Where it was taken up."""

    adopted_in = forms.CharField(
        label=_("Adopted in"), required=False, max_length=300, help_text=_("A rule, a template, a plan, a charter")
    )
