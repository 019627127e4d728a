"""The shapes of what is typed about learners: seats, attendance, results, waivers."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phases.rollout.models import RosterEntry
from training.catalogue.choices import PassedBy
from training.catalogue.models import Course
from training.learners.choices import MARKED, EnrolmentState
from training.learners.models import Enrolment
from training.learners.selectors import Standing
from training.timetable.models import Session

PRESENT, ABSENT = 100, 0
PARTS = (75, 50, 25)


def reason(*, required: bool = False) -> forms.CharField:
    """Make a field for a reason; whether it is needed the service says."""
    return forms.CharField(label=_("Reason"), required=required, max_length=300, widget=forms.Textarea({"rows": 2}))


class EnrolForm(forms.Form):
    """Who gets a seat; those who need the course are offered, others are named by their numbers."""

    people = forms.MultipleChoiceField(
        label=_("Who needs the course"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label=_("Others"), required=False, max_length=2000,
        help_text=_("Personnel numbers or addresses from the roster, separated by commas."),
    )  # fmt: skip

    def __init__(self, *args: Any, offered: Sequence[Standing], free: int, programme: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme
        self.offered = {one.entry.public_id: one.entry for one in offered}
        field: Any = self.fields["people"]
        field.choices = [(one.entry.public_id, _label(one)) for one in offered]
        field.initial = list(self.offered)[: max(free, 0)]

    def clean_others(self) -> list[RosterEntry]:
        """Find the people named by number or address; say which are not on the roster."""
        named = [part.strip() for part in self.cleaned_data["others"].replace("，", ",").split(",") if part.strip()]
        rows = RosterEntry.objects.filter(programme=self.programme).persons().for_list()
        known = {one.email.casefold(): one for one in rows if one.email} | {one.key.casefold(): one for one in rows}
        unknown = [text for text in named if text.casefold() not in known]
        if unknown:
            raise forms.ValidationError(_("Nobody on the roster: %(names)s.") % {"names": ", ".join(unknown)})
        return [known[text.casefold()] for text in named]

    def entries(self) -> list[RosterEntry]:
        """Give everybody who was chosen or named."""
        chosen = [self.offered[ref] for ref in self.cleaned_data["people"]]
        return list(dict.fromkeys([*chosen, *self.cleaned_data["others"]]))


def _label(one: Standing) -> str:
    wave = one.entry.wave.code if one.entry.wave else ""
    parts = (one.entry.name, one.entry.crm_role, str(one.entry.unit or ""), wave)
    return " · ".join(filter(None, parts))


class RegisterForm(forms.Form):
    """Base of the forms with one field for each person of a session; ``ref`` names the enrolment."""

    def __init__(self, *args: Any, session: Session, rows: Sequence[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        for row in rows:
            self.fields[row.public_id] = self.field_of(row)
        self.refs = [row.public_id for row in rows]
        self.order_fields(self.refs)

    def field_of(self, row: Enrolment) -> forms.Field:
        """Make the field of one person."""
        raise NotImplementedError


class AttendanceForm(RegisterForm):
    """Who came, and for how much of the time."""

    rest = forms.BooleanField(label=_("Everybody not marked was there"), required=False)
    complete = forms.BooleanField(label=_("The session is over: complete it"), required=False, initial=True)

    def field_of(self, row: Enrolment) -> forms.Field:
        """Offer present, a part, or absent."""
        choices: list[tuple[Any, Any]] = [("", "–"), (PRESENT, _("Present")), (ABSENT, _("Absent"))]
        kept = () if row.attended in {None, PRESENT, ABSENT} else (row.attended or 0,)
        choices[2:2] = [
            (part, _("%(n)d%% of the time") % {"n": part}) for part in sorted({*PARTS, *kept}, reverse=True)
        ]
        return forms.TypedChoiceField(
            label=str(row.entry), choices=choices, coerce=int, empty_value=None, required=False, initial=row.attended
        )

    def marks(self) -> dict[str, int | None]:
        """Give the mark of everybody; those not marked were there where that was ticked."""
        rest = PRESENT if self.cleaned_data["rest"] else None
        return {ref: rest if self.cleaned_data[ref] is None else self.cleaned_data[ref] for ref in self.refs}


class ResultsForm(RegisterForm):
    """The score of each person, or whether the observed work was good."""

    def field_of(self, row: Enrolment) -> forms.Field:
        """Ask for a score, or for passed or not."""
        if self.session.edition.passed_by == PassedBy.SCORE:
            return forms.DecimalField(
                label=str(row.entry), required=False, min_value=0, max_value=100, max_digits=4, decimal_places=1
            )
        return forms.ChoiceField(
            label=str(row.entry), required=False,
            choices=[("", "–"), ("yes", _("Passed")), ("no", _("Not passed"))],
        )  # fmt: skip

    def results(self) -> dict[str, Decimal | bool]:
        """Give the results of those for whom something was typed."""
        given = {ref: self.cleaned_data[ref] for ref in self.refs if self.cleaned_data[ref] not in {None, ""}}
        return {ref: value == "yes" if isinstance(value, str) else value for ref, value in given.items()}


def markable(rows: Sequence[Enrolment]) -> list[Enrolment]:
    """Keep those whose attendance may be said or corrected."""
    return [row for row in rows if row.state in {*MARKED, EnrolmentState.CONFIRMED}]


class WaiverForm(forms.Form):
    """Which course a person need not take, and why."""

    course: Any = forms.ModelChoiceField(label=_("Course"), queryset=Course.objects.none(), to_field_name="public_id")
    reason = reason()
    until = forms.DateField(
        label=_("Counts until"), required=False, help_text=_("Empty: for ever."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def __init__(self, *args: Any, programme: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["course"]
        field.queryset = Course.objects.filter(programme=programme).exclude(state="retired")


class SeatForm(forms.Form):
    """In which session a person gets a seat."""

    session: Any = forms.ModelChoiceField(
        label=_("Session"), queryset=Session.objects.none(), to_field_name="public_id"
    )

    def __init__(self, *args: Any, sessions: Sequence[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["session"]
        field.queryset = Session.objects.filter(pk__in=[one.pk for one in sessions])
        field.label_from_instance = lambda one: one.label


class PlainForm(forms.Form):
    """An act that only wants to be confirmed."""


class NoteForm(forms.Form):
    """An act that may carry a note."""

    note = forms.CharField(label=_("Note"), required=False, max_length=300)


class ReasonForm(forms.Form):
    """An act that wants a reason."""

    reason = reason()


ENROLMENT_FORMS: dict[str, type[forms.Form]] = {
    "release": NoteForm,
    "again": PlainForm,
    "withdraw": ReasonForm,
    "revoke": ReasonForm,
}
