"""The shapes of what is typed about sessions; day and clock times are those of the place where they are held."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.errors import BadInputError
from phases.rollout.models import Wave
from training.catalogue.choices import Language
from training.catalogue.models import Course, Room, Trainer
from training.catalogue.selectors import rooms_in_use, trainers_for
from training.timetable.models import Session, zone

FIELD_OF = {"starts_at": "begins", "ends_at": "ends"}


def choice(label: Any, rows: Any, *, required: bool = False, empty: Any = "–") -> Any:
    """Make a field that names a row by its public id."""
    return forms.ModelChoiceField(
        label=label, required=required, queryset=rows, to_field_name="public_id", empty_label=empty
    )


class SessionForm(forms.Form):
    """A session as it is planned."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    course = choice(_("Course"), Course.objects.none(), required=True, empty=None)
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    begins = forms.TimeField(label=_("Begins"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("Ends"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    trainer = choice(_("Trainer"), Trainer.objects.none())
    room = choice(_("Room"), Room.objects.none())
    link = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_("For a session without a room."),
    )
    capacity = forms.IntegerField(label=_("Seats"), min_value=1, max_value=10_000)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    wave = choice(_("Wave"), Wave.objects.none(), empty=_("Every wave"))

    def __init__(self, *args: Any, programme: Any, session: Session | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["course"].queryset = Course.objects.filter(programme=programme).held()
        fields["trainer"].queryset = trainers_for(programme)
        fields["room"].queryset = rooms_in_use(programme)
        fields["wave"].queryset = Wave.objects.filter(programme=programme)
        if session is None:
            fields["language"].initial = programme.language

    def values(self) -> dict[str, Any]:
        """Give the clean values as the services take them, with both moments in the zone of the place."""
        given = {
            name: value for name, value in self.cleaned_data.items() if name not in {"version", "on", "begins", "ends"}
        }
        clean = self.cleaned_data
        return given | {
            "starts_at": datetime.combine(clean["on"], clean["begins"], zone()),
            "ends_at": datetime.combine(clean["on"], clean["ends"], zone()),
        }

    @staticmethod
    def in_fields(error: BadInputError) -> BadInputError:
        """Name the form's fields instead of the record's."""
        return BadInputError({FIELD_OF.get(name, name): texts for name, texts in error.fields.items()})

    @classmethod
    def initial_of(cls, session: Session) -> dict[str, Any]:
        """Read what the form shows first from a session."""
        return {
            "course": session.course.public_id,
            "on": session.begins.date(),
            "begins": session.begins.time(),
            "ends": session.finishes.time(),
            "trainer": session.trainer.public_id if session.trainer else "",
            "room": session.room.public_id if session.room else "",
            "wave": session.wave.public_id if session.wave else "",
            "link": session.link,
            "capacity": session.capacity,
            "language": session.language,
            "version": session.version,
        }


class PlainForm(forms.Form):
    """An act that only wants to be confirmed."""


class CancelForm(forms.Form):
    """Why a session is cancelled."""

    reason = forms.CharField(label=_("Reason"), required=False, max_length=200)


class ReactionForm(forms.Form):
    """What the learners thought of it."""

    reaction_score = forms.DecimalField(
        label=_("Mean score, 1 to 5"), required=False, min_value=1, max_value=5, max_digits=3, decimal_places=2
    )
    reaction_n = forms.IntegerField(label=_("Answers"), required=False, min_value=1, max_value=10_000)


SESSION_FORMS: dict[str, type[forms.Form]] = {
    "open": PlainForm,
    "start": PlainForm,
    "complete": PlainForm,
    "evaluate": ReactionForm,
    "cancel": CancelForm,
}
