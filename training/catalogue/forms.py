"""The shapes of what is typed about courses, curricula, rooms and trainers; the rules are the services'."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phases.rollout.models import Wave
from training.catalogue.choices import PassedBy, Tier
from training.catalogue.models import Course, Room, Trainer
from training.catalogue.selectors import roles_known


def words(label: Any, *, required: bool = False, rows: int = 2, help_text: Any = "") -> forms.CharField:
    """Make a field for sentences."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=10_000, widget=forms.Textarea({"rows": rows})
    )


class CatalogueForm(forms.Form):
    """Base: knows the programme, and the version that the editor saw."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, programme: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme

    def values(self) -> dict[str, Any]:
        """Give the clean values as the services take them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, Any]:
        """Read what the form shows first from a row."""
        return {name: getattr(row, name) for name in cls.base_fields if hasattr(row, name)}


class CourseForm(CatalogueForm):
    """A course, whole."""

    code = forms.CharField(label=_("Code"), required=False, max_length=20, help_text=_("Empty: the next free one."))
    name_zh = forms.CharField(label=_("Course in Chinese"), required=False, max_length=200)
    name_en = forms.CharField(label=_("Course in English"), required=False, max_length=200)
    tier = forms.ChoiceField(label=_("Tier"), choices=Tier.choices)
    audience = forms.CharField(label=_("For whom"), required=False, max_length=120)
    objectives = words(_("Learning objectives"), help_text=_("What a learner can do afterwards."))
    pain_points = words(_("Pain points it takes away"), help_text=_("Which pain of daily work, of which role."))
    hours = forms.DecimalField(label=_("Hours"), min_value=0, max_digits=5, decimal_places=1)
    hands_on = forms.DecimalField(label=_("Hours of practice"), min_value=0, max_digits=5, decimal_places=1, initial=0)
    passed_by = forms.ChoiceField(label=_("Passed by"), choices=PassedBy.choices)
    pass_mark = forms.IntegerField(
        label=_("Pass mark"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("Only for scored courses; usual is 80."),
    )
    attendance_need = forms.IntegerField(label=_("Attendance needed, %"), min_value=0, max_value=100, initial=90)
    valid_months = forms.IntegerField(
        label=_("Certificate valid for (months)"), required=False, min_value=1, help_text=_("Empty: for ever.")
    )
    when = forms.CharField(label=_("When"), required=False, max_length=120)
    prerequisite = forms.ChoiceField(label=_("After course"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Course.objects.filter(programme=self.programme)
        self.fields["prerequisite"] = forms.ChoiceField(
            label=_("After course"), required=False, choices=[("", "–"), *((one.code, str(one)) for one in rows)]
        )


class RoomForm(CatalogueForm):
    """A room."""

    name = forms.CharField(label=_("Name"), max_length=80)
    site = forms.CharField(label=_("Site"), required=False, max_length=80)
    capacity = forms.IntegerField(label=_("Seats"), min_value=1, max_value=10_000)
    equipment = forms.CharField(label=_("Equipment"), required=False, max_length=200)
    active = forms.BooleanField(label=_("In use"), required=False, initial=True)


class TrainerForm(CatalogueForm):
    """A trainer with the courses they may give."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Connects the trainer with the account of that address.")
    )
    courses = forms.ModelMultipleChoiceField(
        label=_("Courses they may give"), required=False, queryset=Course.objects.none(), to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["courses"]
        field.queryset = Course.objects.filter(programme=self.programme)

    def values(self) -> dict[str, Any]:
        """Give the courses as a list."""
        given = super().values()
        return given | {"courses": list(given["courses"])}

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, Any]:
        """Read the courses too."""
        return super().initial_of(row) | {"courses": [one.public_id for one in row.courses.all()]}


class RequirementForm(CatalogueForm):
    """Which role needs which course."""

    course: Any = forms.ModelChoiceField(label=_("Course"), queryset=Course.objects.none(), to_field_name="public_id")
    crm_role = forms.ChoiceField(label=_("Role in the CRM"), required=False)
    wave: Any = forms.ModelChoiceField(
        label=_("Wave"), required=False, queryset=Wave.objects.none(), to_field_name="public_id",
        empty_label=_("Every wave"),
    )  # fmt: skip
    before_go_live = forms.BooleanField(label=_("Needed before the go-live"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        courses: Any = self.fields["course"]
        courses.queryset = Course.objects.filter(programme=self.programme).exclude(state="retired")
        waves: Any = self.fields["wave"]
        waves.queryset = Wave.objects.filter(programme=self.programme)
        known = [(role, role) for role in roles_known(self.programme)]
        self.fields["crm_role"] = forms.ChoiceField(
            label=_("Role in the CRM"), required=False, choices=[("", _("Everybody")), *known],
            help_text=_("Roles come from the roster."),
        )  # fmt: skip


class PlainForm(CatalogueForm):
    """An act that only wants to be confirmed."""


class ReasonForm(CatalogueForm):
    """An act that wants a reason."""

    reason = words(_("Reason"))


class NotesForm(CatalogueForm):
    """A publication with what is new."""

    notes = words(_("What is new"), help_text=_("Name the feedback that this edition answers."))


COURSE_FORMS: dict[str, type[CatalogueForm]] = {
    "submit": PlainForm,
    "send_back": ReasonForm,
    "publish": NotesForm,
    "revise": ReasonForm,
    "retire": PlainForm,
}
REGISTER_FORMS: dict[type[Room | Trainer], type[CatalogueForm]] = {Room: RoomForm, Trainer: TrainerForm}
