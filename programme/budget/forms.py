"""Shapes of what people type about the budget."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programme.budget.choices import Category, Nature


class LineForm(forms.Form):
    """A budget line; the amount in major units."""

    code = forms.CharField(label=_("code"), max_length=20, required=False)
    title = forms.CharField(label=_("line"), max_length=160)
    category = forms.ChoiceField(label=_("category"), choices=Category.choices)
    nature = forms.ChoiceField(label=_("nature"), choices=Nature.choices)
    amount = forms.DecimalField(label=_("amount"), min_value=0, max_digits=16, decimal_places=2)
    phase = forms.CharField(label=_("phase"), max_length=20, required=False)
    note = forms.CharField(label=_("note"), max_length=200, required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """Give the values but amount and version."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"amount", "version"}}


class PlainForm(forms.Form):
    """An act that needs no words."""
