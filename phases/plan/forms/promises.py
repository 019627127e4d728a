"""What is typed about baselines."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BaselineForm(forms.Form):
    """What a promise is called, and why it is made."""

    name = forms.CharField(
        label=pgettext_lazy("thing", "Name"),
        max_length=120,
        required=False,
        help_text=_("Empty: “Baseline” and its number."),
    )
    note = forms.CharField(label=_("Why"), max_length=300, required=False)


class AgainForm(forms.Form):
    """Why an older baseline is promised again."""

    note = forms.CharField(label=_("Why"), max_length=300, required=False)
