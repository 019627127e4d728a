"""Shapes of what people type about meetings and actions."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from programme.governance.choices import MeetingKind, Presence
from programme.governance.models import MAX_LENGTH, ActionItem, Decision, Meeting
from programme.governance.selectors.meetings import agenda_lines
from programme.people.models import User
from programme.stakeholders.models import Stakeholder

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
AREA = {"rows": 3}
MINUTES = re.compile(r"\d{1,4}")
PARTS = 4  # of a line of the agenda: minutes, point, speaker, decision


def _people(label: Any, help_text: Any = "") -> Any:
    return forms.ModelMultipleChoiceField(
        label=label, queryset=Stakeholder.objects.none(), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=help_text, to_field_name="public_id",
    )  # fmt: skip


class PeopleForm(forms.Form):
    """Base of the forms that name stakeholders of the programme."""

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelMultipleChoiceField):
                field.queryset = people


class MeetingForm(PeopleForm):
    """A meeting that was held."""

    kind = forms.ChoiceField(label=_("Kind"), choices=MeetingKind)
    held_on = forms.DateField(label=_("Held on"), widget=DATE)
    present = _people(_("Who was there"))
    minutes = forms.CharField(label=_("Minutes"), widget=forms.Textarea(attrs=AREA), required=False)


class PlanForm(PeopleForm):
    """A meeting that lies ahead."""

    kind = forms.ChoiceField(label=_("Kind"), choices=MeetingKind, initial=MeetingKind.STEERING)
    title = forms.CharField(label=_("Title"), max_length=160, required=False, help_text=_("Empty: its kind"))
    held_on = forms.DateField(label=_("Day"), widget=DATE)
    begins = forms.TimeField(label=_("Begins at"), widget=TIME, required=False)
    length = forms.IntegerField(label=_("Length (minutes)"), min_value=5, max_value=MAX_LENGTH, initial=60)
    place = forms.CharField(label=_("Place or link"), max_length=200, required=False)
    invited = _people(_("Who is invited"), _("Nobody is told before the meeting is called."))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def initial_of(cls, row: Meeting) -> dict[str, Any]:
        """Read what the form shows first from a meeting."""
        shown = {name: getattr(row, name) for name in cls.base_fields if hasattr(row, name)}
        return shown | {"invited": [one.stakeholder for one in row.attendances.all()]}


class AgendaForm(forms.Form):
    """The whole agenda, a point to a line."""

    items = forms.CharField(
        label=_("Points"), required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One to a line: minutes | point | speaker | number of the decision. The last two may lack."),
    )  # fmt: skip

    def clean_items(self) -> list[dict[str, Any]]:
        """Split into points; names every line that cannot be read."""
        points, wrong = [], []
        for n, line in enumerate(filter(str.strip, self.cleaned_data["items"].splitlines()), start=1):
            parts = [part.strip() for part in line.replace("\uff5c", "|").split("|")]
            found = MINUTES.match(parts[0])
            minutes = int(found[0]) if found else 0
            whole = 1 <= minutes <= MAX_LENGTH
            if not whole or len(parts) < 2 or len(parts) > PARTS or not parts[1]:  # noqa: PLR2004  (minutes and point)
                wrong.append(_now("Line %(n)d: write the minutes, then “|”, then the point.") % {"n": n})
                continue
            speaker, decision = [*parts[2:], "", ""][:2]
            points.append({"minutes": minutes, "text": parts[1], "speaker": speaker, "decision": decision})
        if wrong:
            raise forms.ValidationError(wrong)
        return points

    @staticmethod
    def initial_of(row: Meeting) -> dict[str, Any]:
        """Write the agenda as lines."""
        return {"items": agenda_lines(row)}


class AttendanceForm(PeopleForm):
    """Who came, and who had excused themselves."""

    present = _people(_("Who was there"))
    excused = _people(_("Who had excused themselves"))

    @staticmethod
    def initial_of(row: Meeting) -> dict[str, Any]:
        """Offer those invited as present."""
        return {"present": [one.stakeholder for one in row.attendances.all() if one.presence == Presence.INVITED]}


class MinutesForm(forms.Form):
    """What was said, altogether and under each point."""

    minutes = forms.CharField(label=_("Minutes"), widget=forms.Textarea(attrs={"rows": 6}), required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in meeting.agenda.all():
            self.fields[f"point_{one.position}"] = forms.CharField(
                label=f"{one.position}. {one.text}", widget=forms.Textarea(attrs={"rows": 2}), required=False
            )

    def outcomes(self) -> dict[int, str]:
        """Give what was typed under each point."""
        return {
            int(name.removeprefix("point_")): text
            for name, text in self.cleaned_data.items()
            if name.startswith("point_")
        }

    @staticmethod
    def initial_of(row: Meeting) -> dict[str, Any]:
        """Read what was written before."""
        return {"minutes": row.minutes} | {f"point_{one.position}": one.outcome for one in row.agenda.all()}


class RemarkForm(forms.Form):
    """A reason, or a word on what came of it."""

    note = forms.CharField(label=_("What came of it, or why"), widget=forms.Textarea(attrs=AREA), required=False)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs=AREA), required=False)


class ActionForm(forms.Form):
    """Who does what until when, and where it was agreed."""

    text = forms.CharField(label=_("Action"), max_length=300)
    owner = forms.ModelChoiceField(
        label=_("Owner"), required=False, queryset=User.objects.none(), to_field_name="public_id", empty_label="–"
    )
    due_on = forms.DateField(label=_("Due"), widget=DATE, required=False)
    meeting = forms.ModelChoiceField(
        label=_("Agreed in"), required=False, queryset=Meeting.objects.none(), to_field_name="public_id",
        empty_label="–",
    )  # fmt: skip
    decision = forms.ModelChoiceField(
        label=_("Follows from"), required=False, queryset=Decision.objects.none(), to_field_name="public_id",
        empty_label="–",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, programme: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.active().filter(memberships__programme=programme, memberships__ended_on=None)
        offers = {
            "owner": people.distinct().order_by("name"),
            "meeting": Meeting.objects.filter(programme=programme).took_place().order_by("-held_on"),
            "decision": Decision.objects.filter(programme=programme).order_by("-code"),
        }
        for name, rows in offers.items():
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows

    @staticmethod
    def initial_of(row: ActionItem) -> dict[str, Any]:
        """Read what the form shows first from an action."""
        others = {name: getattr(row, name) for name in ("owner", "meeting", "decision")}
        ids = {name: other.public_id if other else "" for name, other in others.items()}
        return {"text": row.text, "due_on": row.due_on, "version": row.version} | ids
