"""The shapes of what is typed in the acceptance test; the rules are the services'."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from phases.redesign.models import ProcessNode
from phases.rollout.models import Wave
from phases.uat.choices import CaseState, EntryItem, Level, Priority, Rejection, Severity
from phases.uat.models import Defect, TestCase, UatCycle
from phases.uat.selectors.rows import steps_text
from phases.uat.services import read_steps
from programme.people.models import Unit, User

if TYPE_CHECKING:
    from collections.abc import Callable

LEVELS = Level.choices
SEVERITIES = [("", "–"), *Severity.choices]


def day(label: Any, *, required: bool = False) -> forms.DateField:
    """Make a field for a date."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


def line(label: Any, length: int, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    """Make a field for one line."""
    return forms.CharField(label=label, max_length=length, required=required, help_text=help_text)


def words(label: Any, *, required: bool = False, rows: int = 3, help_text: Any = "") -> forms.CharField:
    """Make a field for sentences; what is missing is told by the service."""
    widget = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, required=required, max_length=10_000, help_text=help_text, widget=widget)


def one_of(label: Any, rows: QuerySet[Any], *, key: str = "public_id") -> forms.ModelChoiceField[Any]:
    """Make a field for a record."""
    return forms.ModelChoiceField(label=label, queryset=rows, required=False, to_field_name=key, empty_label="–")


def severity(label: Any) -> forms.TypedChoiceField:
    """Make a field for the severity by rule."""
    return forms.TypedChoiceField(label=label, choices=SEVERITIES, coerce=int, empty_value=None, required=False)


class UatForm(forms.Form):
    """Base: knows the programme for what may be chosen, and the version that the editor saw."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, programme: Any, row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme, self.row = programme, row
        offered: dict[str, Callable[[Any], QuerySet[Any]]] = {
            "lead": people, "tester": people, "fixer": people, "owner": people, "wave": _waves,
            "process": _processes, "unit": lambda _p: Unit.objects.order_by("code"),
            "case": lambda p: TestCase.objects.filter(programme=p),
            "cycle": lambda p: UatCycle.objects.filter(programme=p),
            "duplicate_of": lambda p: Defect.objects.filter(programme=p).order_by("code"),
        }  # fmt: skip
        for name, rows in offered.items():
            field = self.fields.get(name)
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows(programme)

    def values(self) -> dict[str, Any]:
        """Give the clean values as the services take them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, Any]:
        """Read what the form shows first from a record."""
        shown = {}
        for name in cls.base_fields:
            value = getattr(row, name, None)
            shown[name] = getattr(value, "public_id", value)
        return shown


def people(programme: Any) -> QuerySet[User]:
    """Members of the programme."""
    held = {"memberships__programme": programme, "memberships__ended_on": None}
    return User.objects.active().filter(**held).distinct().order_by("name")


def _waves(programme: Any) -> QuerySet[Wave]:
    return Wave.objects.filter(programme=programme)


def _processes(programme: Any) -> QuerySet[ProcessNode]:
    return ProcessNode.objects.filter(programme=programme)


NO_USER, NO_UNIT = User.objects.none(), Unit.objects.none()


class CycleForm(UatForm):
    """A cycle."""

    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=999, required=False)
    name = line(_("Name"), 120)
    scope = words(_("Scope"))
    build = line(_("Build"), 60)
    environment = line(_("Environment"), 120)
    data_set = line(_("Data set"), 200, help_text=_("Migrated or made up; anonymised or not."))
    wave = one_of(_("Wave"), Wave.objects.none())
    lead = one_of(_("Test lead"), NO_USER)
    starts_on = day(_("From"))
    ends_on = day(_("Until"))

    def values(self) -> dict[str, Any]:
        """Leave the number to the service where none is typed."""
        given = super().values()
        return {name: value for name, value in given.items() if name != "number" or value}


class CaseForm(UatForm):
    """A case; steps one to a line, what is expected after →."""

    code = line(_("Code"), 40)
    title = line(_("Title"), 200, required=True)
    scenario = line(_("End-to-end scenario"), 120)
    process = one_of(_("Process"), ProcessNode.objects.none())
    unit = one_of(_("Business unit"), NO_UNIT)
    crm_role = line(_("Role in the CRM"), 80)
    requirement = line(_("Requirement"), 120)
    preparation = words(_("Preparation"), rows=2)
    steps = words(_("Steps"), rows=6, help_text=_("One to a line; what is expected after → or ->."))
    expected = words(_("Expected result"), rows=2)
    urgency = forms.TypedChoiceField(label=_("Urgency"), choices=LEVELS, coerce=int, initial=2)
    importance = forms.TypedChoiceField(label=_("Importance"), choices=LEVELS, coerce=int, initial=2)
    must = forms.BooleanField(label=_("Must pass"), required=False)

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, Any]:
        """Write steps as lines."""
        return super().initial_of(row) | {"steps": steps_text(row.steps)}

    def values(self) -> dict[str, Any]:
        """Read the steps."""
        given = super().values()
        return given | {"steps": read_steps(given["steps"])}


class DefectForm(UatForm):
    """A defect."""

    title = line(_("Title"), 200, required=True)
    cycle = one_of(_("Found in cycle"), UatCycle.objects.none())
    case = one_of(_("Case"), TestCase.objects.none())
    unit = one_of(_("Business unit"), NO_UNIT)
    description = words(_("Steps and what was seen"), rows=5)
    expected = words(_("What was expected"), rows=2)
    severity = severity(_("Severity, as you see it"))
    workaround = words(_("Workaround"), rows=2)
    environment = line(_("Environment"), 120)
    build = line(_("Build"), 60)


class PlainForm(UatForm):
    """An act without words."""


class ReasonForm(UatForm):
    """Why."""

    reason = words(_("Reason"), rows=2)


class PlanForm(UatForm):
    """Which cases enter the cycle."""

    cases: Any = forms.ModelMultipleChoiceField(
        label=_("Cases"), queryset=TestCase.objects.none(), to_field_name="public_id", required=True,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    tester = one_of(_("Tester"), NO_USER)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = TestCase.objects.filter(programme=self.programme, state=CaseState.CONFIRMED)
        self.fields["cases"].queryset = rows.exclude(executions__cycle=self.row)  # type: ignore[attr-defined]


class EntryForm(UatForm):
    """An item of the entry."""

    item = forms.ChoiceField(label=_("Item"), choices=EntryItem.choices)
    met = forms.BooleanField(label=_("It is met"), required=False)
    note = line(_("Note"), 300)


class WaiveEntryForm(UatForm):
    """An item of the entry that the business owner lets go."""

    item = forms.ChoiceField(label=_("Item"), choices=EntryItem.choices)
    note = line(_("Reason"), 300)


class ConcedeForm(UatForm):
    """What is let stand until when."""

    defect = one_of(_("Defect"), Defect.objects.none())
    workaround = words(_("Workaround"), rows=2)
    owner = one_of(_("Repaired by"), NO_USER)
    expires_on = day(_("Ends on"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("defect", "owner"):
            self.fields[name].required = True
        rows = Defect.objects.filter(cycle=self.row).exclude(severity=1).order_by("code")
        self.fields["defect"].queryset = rows  # type: ignore[attr-defined]


class TesterForm(UatForm):
    """Who tries it."""

    tester = one_of(_("Tester"), NO_USER)


class SayForm(UatForm):
    """A comment, and where the proof is."""

    comment = words(_("Comment"), rows=3)
    evidence = line(_("Evidence (a link)"), 300)


class FailForm(SayForm):
    """What was seen at which step, and how bad it is: the defect is reported with it."""

    failed_step = forms.IntegerField(label=_("Failed at step"), min_value=1, required=False)
    title = line(_("Title of the defect"), 200)
    severity = severity(_("Severity, as you see it"))
    workaround = words(_("Workaround"), rows=2)


class TriageForm(UatForm):
    """Severity by rule, order by the board."""

    severity = severity(_("Severity"))
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices)
    workaround = words(_("Workaround"), rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["severity"].required = True


class AssignForm(UatForm):
    """Who repairs it, until when."""

    fixer = one_of(_("Repaired by"), NO_USER)
    due_on = day(_("Due"))


class FixForm(UatForm):
    """In which build."""

    build = line(_("Repaired in build"), 60)
    note = words(_("What was done"), rows=2)


class RejectForm(UatForm):
    """Why it is none."""

    rejection = forms.ChoiceField(label=_("Why it is none"), choices=Rejection.choices)
    duplicate_of = one_of(_("Duplicate of"), Defect.objects.none())
    reason = words(_("Reason"), rows=2)


class DeferralForm(UatForm):
    """Until which release, with which workaround."""

    target_release = line(_("Target release"), 60)
    workaround = words(_("Workaround"), rows=2)
    reason = words(_("Reason"), rows=2)


CYCLE_FORMS: dict[str, type[UatForm]] = {
    "check_entry": PlainForm, "run": PlainForm, "resume": PlainForm, "execute": PlainForm, "submit": PlainForm,
    "suspend": ReasonForm, "reopen": ReasonForm, "take_back": ReasonForm,
}  # fmt: skip
RUN_FORMS: dict[str, type[UatForm]] = {
    "start": PlainForm, "pass": SayForm, "fail": FailForm, "block": SayForm, "exclude": SayForm, "waive": SayForm,
    "invalidate": SayForm, "retest": TesterForm,
}  # fmt: skip
DEFECT_FORMS: dict[str, type[UatForm]] = {
    "triage": TriageForm, "assign": AssignForm, "fix": FixForm, "deliver": PlainForm, "close": PlainForm,
    "reopen": ReasonForm, "reject": RejectForm, "ask_deferral": DeferralForm, "defer": DeferralForm,
    "refuse_deferral": ReasonForm, "convert": ReasonForm,
}  # fmt: skip
