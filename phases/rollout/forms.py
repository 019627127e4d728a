"""The shapes of what is typed about waves and the roster."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phases.rollout.choices import AccountKind, WaveLink
from phases.rollout.models import RosterEntry, Wave
from phases.rollout.rules import read_span
from programme.people.models import Unit


def day(label: Any) -> forms.DateField:
    """Make a field for a date."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


def line(label: Any, length: int, *, required: bool = False) -> forms.CharField:
    """Make a field for one line."""
    return forms.CharField(label=label, max_length=length, required=required)


class RowForm(forms.Form):
    """Base: knows the programme, and the version that the editor saw."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, programme: Any, row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: dict[str, Any] = {
            "units": Unit.objects.order_by("code"),
            "unit": Unit.objects.order_by("code"),
            "wave": Wave.objects.filter(programme=programme),
            "manager": RosterEntry.objects.filter(programme=programme).exclude(pk=row.pk if row else 0),
        }
        for name, rows in offered.items():
            field = self.fields.get(name)
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows

    def values(self) -> dict[str, Any]:
        """Give the clean values as the services take them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, Any]:
        """Read what the form shows first from a record."""
        shown: dict[str, Any] = {}
        for name in cls.base_fields:
            value = getattr(row, name, None)
            if name == "units":
                shown[name] = [one.public_id for one in row.units.all()]
            else:
                shown[name] = getattr(value, "public_id", value)
        return shown


class WaveForm(RowForm):
    """A wave."""

    code = line(_("Code"), 10, required=True)
    name_zh = line(_("Name in Chinese"), 120)
    name_en = line(_("Name in English"), 120)
    units: Any = forms.ModelMultipleChoiceField(
        label=_("Business units"), queryset=Unit.objects.none(), required=False, to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    planned_on = day(_("Go-live planned"))


class LiveForm(RowForm):
    """On which day it went live."""

    on = day(_("Live since"))


class MarkForm(RowForm):
    """An act whose effects were shown: the mark says which."""

    mark = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class OverlapForm(forms.Form):
    """In which order and how close the waves follow one another."""

    kind = forms.ChoiceField(label=_("A wave waits for"), choices=WaveLink.choices)
    lag = forms.IntegerField(
        label=_("Lag (working days)"), required=False,
        help_text=_("Negative after an end: that many days before it. Empty: as the blueprint says."),
    )  # fmt: skip
    at_once = forms.IntegerField(label=_("Waves at once"), required=False, help_text=_("Empty: no bound."))
    order = forms.CharField(
        label=_("Order"), max_length=600, help_text=_("Codes from the first wave to the last, with commas between.")
    )
    mark = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean_order(self) -> list[str]:
        """Read the codes, whatever comma or blank stands between them."""
        return [code for code in re.split(r"[\s,;\uff0c\u3001\uff1b]+", self.cleaned_data["order"]) if code]


class PlainForm(RowForm):
    """An act without words."""


class EntryForm(RowForm):
    """An entry of the roster."""

    key = line(_("Personnel number"), 120, required=True)
    name = line(_("Name"), 120, required=True)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    unit: Any = forms.ModelChoiceField(
        label=_("Business unit"), queryset=Unit.objects.none(), required=False, to_field_name="public_id"
    )
    crm_role = line(_("Role in the CRM"), 80)
    crm_id = line(_("Account in the CRM"), 120)
    wave: Any = forms.ModelChoiceField(
        label=_("Wave"), queryset=Wave.objects.none(), required=False, to_field_name="public_id"
    )
    manager: Any = forms.ModelChoiceField(
        label=_("Manager"), queryset=RosterEntry.objects.none(), required=False, to_field_name="public_id"
    )
    account = forms.ChoiceField(label=_("Kind of account"), choices=AccountKind.choices)
    licensed_on = day(_("Licensed from"))
    unlicensed_on = day(_("Licensed until"))


class AbsencesForm(RowForm):
    """All absences of a person, one to a line."""

    absences = forms.CharField(
        label=_("Absences"), required=False, widget=forms.Textarea({"rows": 5}),
        help_text=_("One to a line: 2026-05-01/2026-05-05, perhaps with a reason after a blank."),
    )  # fmt: skip

    def clean_absences(self) -> list[Any]:
        """Read the lines."""
        try:
            return [read_span(text) for text in self.cleaned_data["absences"].splitlines() if text.strip()]
        except ValueError as error:
            raise forms.ValidationError(_("Write a line as 2026-05-01/2026-05-05.")) from error

    def values(self) -> dict[str, Any]:
        """Give the spans."""
        return {"spans": self.cleaned_data["absences"]}


class ReasonForm(forms.Form):
    """A reason in words."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
