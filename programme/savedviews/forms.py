"""Shape of what people type to save a view."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ViewForm(forms.Form):
    """A name for the filters at hand."""

    name = forms.CharField(
        label=_("Name of the view"), max_length=60, widget=forms.TextInput(attrs={"autofocus": True})
    )
    query = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)
