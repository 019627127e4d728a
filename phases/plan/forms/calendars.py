"""What is typed about calendars, and what the plan counts by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from phases.plan.choices import CalendarKind
from phases.plan.forms.fields import DayField
from phases.plan.models import PlanCalendar
from phases.plan.rules.hours import HoursError, exception_text, hours_text, read_exceptions, read_hours


class CalendarDayForm(forms.Form):
    """A day that the calendar has wrong for this programme."""

    day = DayField(label=_("Day"), required=True)
    works = forms.ChoiceField(
        label=_("This day is"), choices=[("", _("a day off")), ("yes", _("worked"))], required=False
    )
    note = forms.CharField(label=_("Why"), max_length=120, required=False)


class BasisForm(forms.Form):
    """What the plan counts by."""

    calendar = forms.ChoiceField(label=_("Calendar"), choices=CalendarKind.choices)
    own_calendar: Any = forms.ModelChoiceField(label=_("Calendar of the plan"), queryset=None, required=False)
    starts_on = DayField(label=_("Plan starts"), help_text=_("Empty: the programme's own start."))
    status_on = DayField(label=_("Status date"))
    status_moves = forms.BooleanField(
        label=_("Work not begun moves after the status date"), required=False,
        help_text=_("Microsoft Project leaves such work where it is until it is told to move it."),
    )  # fmt: skip
    honours_constraints = forms.BooleanField(
        label=_("Constraints come before links"), required=False,
        help_text=_("As in Microsoft Project: a fixed date is kept even where the work before it ends later."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, calendars: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["own_calendar"].queryset = calendars  # type: ignore[attr-defined]


DAYS = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
)  # fmt: skip


class HoursField(forms.CharField):
    """A day's hours in words; empty follows the calendar that this one is based on, and is no work without one."""

    def clean(self, value: Any) -> list[list[int]] | None:
        """Read the hours as the record keeps them."""
        text = super().clean(value)
        if not text.strip():
            return None
        try:
            return [list(shift) for shift in read_hours(text)]
        except HoursError as error:
            raise forms.ValidationError(error.text) from error


class CalendarForm(forms.Form):
    """A calendar of the plan: hours of the week, and exceptions one a line."""

    name = forms.CharField(label=pgettext_lazy("thing", "Name"), max_length=200)
    base: Any = forms.ModelChoiceField(label=_("Based on"), queryset=None, required=False, empty_label=_("nothing"))
    exceptions = forms.CharField(
        label=_("Exceptions, one a line"), required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Day or first..last, how it comes back, hours, name: "
            "“2026-05-01..2026-05-05 | off | Labour Day”, “2026-03-02..2026-12-31 weekly fri | 9:00-12:00 | Short day”."
        ),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, calendars: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["base"].queryset = calendars  # type: ignore[attr-defined]
        for number, day in enumerate(DAYS):
            self.fields[f"day_{number}"] = HoursField(label=day, required=False, max_length=120)
        self.fields["day_0"].help_text = _(
            "Hours such as 9:00-12:00, 13:00-18:00, or off. Empty: as the calendar it is based on."
        )
        self.order_fields(["name", "base", *(f"day_{number}" for number in range(len(DAYS))), "exceptions", "version"])

    def clean_exceptions(self) -> list[dict[str, Any]]:
        """Read the lines as the record keeps them."""
        try:
            return read_exceptions(self.cleaned_data["exceptions"])
        except HoursError as error:
            raise forms.ValidationError(error.text) from error

    def values(self) -> dict[str, Any]:
        """Give what the service takes."""
        week = {str(n): hours for n in range(len(DAYS)) if (hours := self.cleaned_data[f"day_{n}"]) is not None}
        return {"week": week} | {name: self.cleaned_data[name] for name in ("name", "base", "exceptions")}


def calendar_initial(row: PlanCalendar) -> dict[str, Any]:
    """Give what the form of a calendar starts with."""
    hours = {f"day_{n}": hours_text(row.week[str(n)]) for n in range(len(DAYS)) if str(n) in row.week}
    lines = "\n".join(exception_text(one) for one in row.exceptions if "week" not in one)
    return hours | {"name": row.name, "base": row.base_id, "exceptions": lines, "version": row.version}
