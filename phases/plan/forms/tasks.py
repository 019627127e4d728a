"""What is typed about tasks and their links; the rules are the services'."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phases.plan.choices import Constraint, LinkType, Recurrence, TaskEarning
from phases.plan.forms.fields import MAX_DAYS, ROLES, DayField, StepsField
from phases.plan.models import Task
from phases.plan.rules.tokens import days_of, minutes_from_days, read_lag


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
    earning = forms.ChoiceField(
        label=_("Earns by"), choices=TaskEarning.choices, required=False,
        help_text=_("How much of the task counts as earned value while it runs."),
    )  # fmt: skip
    steps = StepsField(
        label=_("Weighted milestones"), required=False,
        help_text=_(
            "One a line, with its weight and, once it is reached, the day: Design agreed[30% 2026-03-05]. "
            "The weights add up to 100."
        ),
    )  # fmt: skip
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
