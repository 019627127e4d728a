"""What people type about a test, a merge and an approval; registers have the forms of their books."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programme.landscape.selectors import mergeable


class TestForm(forms.Form):
    """The result of an integration test."""

    tested_on = forms.DateField(
        label=_("Tested on"), required=False, initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    note = forms.CharField(
        label=_("What was tried, and what came of it"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class MergeForm(forms.Form):
    """With which record it is merged, by its code."""

    other = forms.ChoiceField(label=_("The same as"))

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.code, f"{one} · {one.system.name}") for one in mergeable(row)]
        self.fields["other"].choices = choices  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why data are used as they are."""

    reason = forms.CharField(
        label=_("Why they may be used as they are"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class PlainForm(forms.Form):
    """An act that needs no words."""
