"""What is typed about the plan; the rules are the services'."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phases.plan.choices import CalendarKind, Constraint, LinkType, Recurrence, ResourceKind
from phases.plan.models import PlanCalendar, Task
from phases.plan.rules.hours import HoursError, exception_text, hours_text, read_exceptions, read_hours
from phases.plan.rules.tokens import days_of, minutes_from_days, read_lag
from programme.people.choices import Role

MAX_DAYS = 10_000
ROLES = [("", "–"), *((code, label) for code, label in Role.choices)]


class DayInput(forms.DateInput):
    """A day as browsers ask for it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day, usually optional."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", DayInput())
        super().__init__(**kwargs)


class PlainForm(forms.Form):
    """An act for which nothing is typed."""


class TaskForm(forms.Form):
    """A task's own facts; duration and lags are typed in working days."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=300, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)
    milestone = forms.BooleanField(label=_("Milestone"), required=False)
    days = forms.DecimalField(
        label=_("Duration (working days)"), min_value=0, max_value=MAX_DAYS, decimal_places=6, required=False
    )
    responsible: Any = forms.ModelChoiceField(label=_("Responsible"), queryset=None, required=False)
    responsible_role = forms.ChoiceField(label=_("Responsible role"), choices=ROLES, required=False)
    accountable_role = forms.ChoiceField(label=_("Accountable role"), choices=ROLES, required=False)
    constraint = forms.ChoiceField(
        label=_("Scheduling constraint"), choices=Constraint.choices, initial=Constraint.ASAP
    )
    constraint_on = DayField(label=_("Constraint date"))
    deadline = DayField(label=_("Deadline"))
    standing = forms.ChoiceField(label=_("Comes back"), choices=Recurrence.choices, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, people: Any, task: Task | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = people  # type: ignore[attr-defined]
        if task is not None and task.summary:
            del self.fields["days"], self.fields["milestone"]

    def clean(self) -> dict[str, Any]:
        """Ask for a name in one of the languages, and for a length where there is no milestone."""
        values = super().clean() or {}
        if not values.get("name_zh") and not values.get("name_en"):
            self.add_error("name_zh", _("A task needs a name."))
        if "days" in self.fields and values.get("days") is None and not values.get("milestone"):
            self.add_error("days", _("A task needs a duration."))
        return values

    def values(self) -> dict[str, Any]:
        """Give what the service takes."""
        values = dict(self.cleaned_data)
        values.pop("version")
        days: Decimal | None = values.pop("days", None)
        if "days" in self.fields:
            values["minutes"] = minutes_from_days(days or Decimal(0))
        values["constraint_minute"] = None
        return values


def initial_of(task: Task) -> dict[str, Any]:
    """Give what the form of a task starts with."""
    names = [name for name in TaskForm.base_fields if name != "days"]
    return {name: getattr(task, name) for name in names} | {"days": days_of(task.minutes)}


class SchedulingForm(forms.Form):
    """How a task is placed: its calendar, kept dates, spread of its length; lengths are typed in working days."""

    calendar: Any = forms.ModelChoiceField(
        label=_("Own calendar"), queryset=None, required=False, empty_label=_("The plan's calendar")
    )
    elapsed = forms.BooleanField(
        label=_("Runs day and night"), required=False, help_text=_("The duration counts nights and days off too.")
    )
    optimistic = forms.DecimalField(
        label=_("At best (working days)"), min_value=0, max_value=MAX_DAYS, decimal_places=6, required=False
    )
    pessimistic = forms.DecimalField(
        label=_("At worst (working days)"), min_value=0, max_value=MAX_DAYS, decimal_places=6, required=False,
        help_text=_("The forecast draws the duration between best and worst."),
    )  # fmt: skip
    manual = forms.BooleanField(
        label=_("Dates are kept by hand"), required=False,
        help_text=_("The planned dates stay, whatever the links say."),
    )  # fmt: skip
    planned_start = DayField(label=_("Planned start"))
    planned_finish = DayField(label=_("Planned finish"))
    fixed = forms.BooleanField(
        label=_("Fixed duration"), required=False, help_text=_("The length does not follow the work of the resources.")
    )
    priority = forms.IntegerField(
        label=_("Priority"), min_value=0, max_value=1000,
        help_text=_("0 to 1000; when resources are levelled, higher ones stay where they are."),
    )  # fmt: skip
    active = forms.BooleanField(label=_("Counts in the plan"), required=False)
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, calendars: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["calendar"].queryset = calendars  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Give what the service takes."""
        values = dict(self.cleaned_data)
        values.pop("version")
        for name in ("optimistic", "pessimistic"):
            values[name] = None if values[name] is None else minutes_from_days(values[name])
        return values


def scheduling_of(task: Task) -> dict[str, Any]:
    """Give what the form of a task's scheduling starts with."""
    lengths = {"optimistic", "pessimistic"}
    found = {name: getattr(task, name) for name in SchedulingForm.base_fields if name not in lengths}
    return found | {name: _days(getattr(task, name)) for name in lengths}


def _days(minutes: int | None) -> Decimal | None:
    return None if minutes is None else days_of(minutes)


class ServesForm(forms.Form):
    """What a task makes, and which goals a milestone stands for."""

    deliverables: Any = forms.ModelMultipleChoiceField(label=_("Deliverables"), queryset=None, required=False)
    goals: Any = forms.ModelMultipleChoiceField(label=_("Goals"), queryset=None, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, task: Task, deliverables: Any, goals: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deliverables"].queryset = deliverables  # type: ignore[attr-defined]
        self.fields["goals"].queryset = goals  # type: ignore[attr-defined]
        if not task.milestone:
            del self.fields["goals"]


class ProgressForm(forms.Form):
    """What has really happened."""

    actual_start = DayField(label=_("Actual start"))
    actual_finish = DayField(label=_("Actual finish"))
    percent = forms.IntegerField(label=_("Complete (%)"), min_value=0, max_value=100, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class LinkForm(forms.Form):
    """Which task must come before."""

    earlier: Any = forms.ModelChoiceField(label=_("Earlier task"), queryset=None)
    kind = forms.ChoiceField(label=_("Kind of link"), choices=LinkType.choices, initial=LinkType.FS)
    lag = forms.CharField(
        label=_("Lag"), initial="0", max_length=20, required=False,
        help_text=_("2d or -4h of work, 2ed with nights and days off, 50% of the earlier task; a minus is a lead."),
    )  # fmt: skip

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Task.objects.filter(programme_id=task.programme_id).exclude(pk=task.pk).order_by("position", "pk")
        self.fields["earlier"].queryset = rows  # type: ignore[attr-defined]

    def clean_lag(self) -> tuple[int, str]:
        """Read the lag as the link keeps it: how much, and what it counts."""
        found = read_lag(self.cleaned_data["lag"] or "0")
        if found is None:
            raise forms.ValidationError(_("This is no lag; write 2d, -4h, 2ed or 50%."))
        return found


class MoveForm(forms.Form):
    """Where a task shall stand."""

    parent: Any = forms.ModelChoiceField(label=_("Under"), queryset=None, required=False, empty_label=_("Top level"))
    before: Any = forms.ModelChoiceField(
        label=_("Placed before"), queryset=None, required=False, empty_label=_("At the end")
    )

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Task.objects.filter(programme_id=task.programme_id).exclude(pk=task.pk).order_by("position", "pk")
        self.fields["parent"].queryset = rows.filter(milestone=False)  # type: ignore[attr-defined]
        self.fields["before"].queryset = rows  # type: ignore[attr-defined]


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
    status_on = DayField(label=_("Status date"), help_text=_("Work not begun by this day moves after it."))
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

    name = forms.CharField(label=_("Name"), max_length=200)
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


class ResourceForm(forms.Form):
    """Who or what does work, and how much of it there is."""

    name = forms.CharField(label=_("Name"), max_length=200)
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


class BaselineForm(forms.Form):
    """What a promise is called, and why it is made."""

    name = forms.CharField(
        label=_("Name"), max_length=120, required=False, help_text=_("Empty: “Baseline” and its number.")
    )
    note = forms.CharField(label=_("Why"), max_length=300, required=False)


class AgainForm(forms.Form):
    """Why an older baseline is promised again."""

    note = forms.CharField(label=_("Why"), max_length=300, required=False)
