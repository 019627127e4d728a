"""What is typed about resources and who works on what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from phases.plan.choices import ResourceKind
from phases.plan.forms.fields import MAX_DAYS
from phases.plan.rules.tokens import minutes_from_days


class ResourceForm(forms.Form):
    """Who or what does work, and how much of it there is."""

    name = forms.CharField(label=pgettext_lazy("thing", "Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=ResourceKind.choices)
    max_units = forms.DecimalField(
        label=_("Capacity (%)"), min_value=0, max_value=1_000_000, decimal_places=2, initial=100,
        help_text=_("100 for one person, 300 for a team of three."),
    )  # fmt: skip
    calendar: Any = forms.ModelChoiceField(
        label=_("Own calendar"), queryset=None, required=False, empty_label=_("The plan's calendar")
    )
    person: Any = forms.ModelChoiceField(
        label=_("Person"), queryset=None, required=False,
        help_text=_("Absences of the roster count for a person of the programme."),
    )  # fmt: skip
    team = forms.CharField(label=_("Team"), max_length=100, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, calendars: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["calendar"].queryset = calendars  # type: ignore[attr-defined]
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    """Who works on a task, and how much."""

    resource: Any = forms.ModelChoiceField(label=_("Resource"), queryset=None)
    units = forms.DecimalField(
        label=_("Allocation (%)"), min_value=0, max_value=1_000_000, decimal_places=2, initial=100
    )
    work = forms.DecimalField(
        label=_("Work (working days)"), min_value=0, max_value=MAX_DAYS, decimal_places=6, required=False,
        help_text=_("Empty: the share of the task's duration. With work, the duration follows unless it is fixed."),
    )  # fmt: skip

    def __init__(self, *args: Any, resources: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resource"].queryset = resources  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Give what the service takes."""
        work = self.cleaned_data["work"]
        return self.cleaned_data | {"work": None if work is None else minutes_from_days(work)}
