"""The shapes of what is typed about risks and issues; the rules are the services'."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.money import Money
from programme.people.models import User
from programme.raid.choices import Becomes, Level, RiskCategory, Severity, Strategy
from programme.raid.models import MAX_DELAY, Assumption, Dependency, Issue, Risk
from programme.raid.rules.terms import MAX_HOURS, Term

ONE_TO_FIVE = [("", "–"), *((n, str(n)) for n in range(1, 6))]


def day(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    """Make a field for a date."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def words(label: Any, *, required: bool = False, rows: int = 2, help_text: Any = "") -> forms.CharField:
    """Make a field for sentences."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=10_000, widget=forms.Textarea({"rows": rows})
    )


def level(label: Any) -> forms.TypedChoiceField:
    """Make a field for a step of the scale."""
    return forms.TypedChoiceField(label=label, choices=ONE_TO_FIVE, coerce=int, empty_value=None, required=False)


def person(label: Any, programme: Any) -> forms.ModelChoiceField[User]:
    """Make a field for a member of the programme."""
    people = User.objects.active().filter(memberships__programme=programme, memberships__ended_on=None).distinct()
    return forms.ModelChoiceField(
        label=label, required=False, queryset=people.order_by("name"), to_field_name="public_id", empty_label="–"
    )


class RaidForm(forms.Form):
    """Base: knows the programme for its people, and the version that the editor saw."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, programme: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme
        if "owner" in self.fields:
            self.fields["owner"] = person(_("Owner"), programme)

    def values(self) -> dict[str, Any]:
        """Give the clean values as the services take them."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        if "cost" in given:
            cost = given.pop("cost")
            given["cost_minor"] = None if cost is None else Money.from_decimal(cost, self.programme.currency).minor
        return given


class RiskForm(RaidForm):
    """A risk, whole."""

    title = forms.CharField(label=_("Risk"), max_length=200)
    category = forms.ChoiceField(label=_("Category"), required=False, choices=[("", "–"), *RiskCategory.choices])
    cause = words(_("Because (cause)"))
    event = words(_("may happen (event)"))
    effect = words(_("leading to (effect)"))
    probability = level(_("Probability, 1–5"))
    impact = level(_("Impact, 1–5"))
    owner = forms.CharField(required=False)
    proximity_on = day(_("May happen around"))
    cost = forms.DecimalField(label=_("Cost if it happens"), required=False, min_value=0, decimal_places=2)
    delay_days = forms.IntegerField(
        label=_("Delay if it happens (working days)"), required=False, min_value=0, max_value=MAX_DELAY
    )
    delays = forms.CharField(
        label=_("What it delays"), required=False, max_length=60,
        help_text=_("Code of a task or gate. Empty: the first gate after the day on which it may happen."),
    )  # fmt: skip
    strategy = forms.ChoiceField(label=_("Strategy"), required=False, choices=[("", "–"), *Strategy.choices])
    response = words(_("Response"), help_text=_("From a score of 12 on, with a date."))
    response_due = day(_("Response due"))
    residual_probability = level(_("Residual probability, 1–5"))
    residual_impact = level(_("Residual impact, 1–5"))
    review_days = forms.IntegerField(label=_("Review every (days)"), min_value=1, max_value=366, initial=30)
    next_review_on = day(_("Next review"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["title", "category", "owner"])

    @classmethod
    def initial_of(cls, risk: Risk) -> dict[str, Any]:
        """Read what the form shows first from a risk."""
        shown = {name: getattr(risk, name) for name in cls.base_fields if hasattr(risk, name)}
        cost = None if risk.cost_minor is None else Money(risk.cost_minor, risk.programme.currency).to_decimal()
        return shown | {"cost": cost, "owner": risk.owner.public_id if risk.owner else ""}


class ScoreForm(RaidForm):
    """The score as it is seen now."""

    probability = level(_("Probability, 1–5"))
    impact = level(_("Impact, 1–5"))


class ProbabilityForm(RaidForm):
    """Probability alone."""

    probability = level(_("Probability, 1–5"))


class ImpactForm(RaidForm):
    """Impact alone."""

    impact = level(_("Impact, 1–5"))


class IssueForm(RaidForm):
    """An issue as it is raised or edited."""

    title = forms.CharField(label=_("Issue"), max_length=200)
    description = words(_("Description"), rows=3)
    severity = forms.ChoiceField(label=_("Severity"), required=False, choices=[("", "–"), *Severity.choices])
    impact = words(_("Impact on the programme"))
    owner = forms.CharField(required=False)
    due_on = day(_("Due"))

    @classmethod
    def initial_of(cls, issue: Issue) -> dict[str, Any]:
        """Read what the form shows first from an issue."""
        shown = {name: getattr(issue, name) for name in cls.base_fields if hasattr(issue, name)}
        return shown | {"owner": issue.owner.public_id if issue.owner else ""}


class PlainForm(RaidForm):
    """An act that only wants to be confirmed."""


class ReasonForm(RaidForm):
    """An act that wants a reason."""

    reason = words(_("Reason"))


class NoteForm(RaidForm):
    """An act that may carry a note."""

    note = words(_("Note"))


class FinishForm(ScoreForm):
    """The score after the response."""


class ReviewForm(ScoreForm):
    """A review: the score as it is seen now, and when to look again."""

    next_review_on = day(_("Next review"), help_text=_("Empty: after the risk's own interval."))
    note = words(_("Note"))


class CloseRiskForm(RaidForm):
    """Closing a risk."""

    reason = words(_("Reason"))
    residual_probability = level(_("Residual probability, 1–5"))
    residual_impact = level(_("Residual impact, 1–5"))


class TriageForm(RaidForm):
    """Severity and impact."""

    severity = forms.ChoiceField(label=_("Severity"), required=False, choices=[("", "–"), *Severity.choices])
    impact = words(_("Impact on the programme"))


class AssignForm(RaidForm):
    """Owner and date."""

    owner = forms.CharField(required=False)
    due_on = day(_("Due"))


class ResolveForm(RaidForm):
    """How it was solved."""

    resolution = words(_("Resolution"), rows=3)


class ConvertForm(RaidForm):
    """What is to change, and why."""

    wanted = words(_("What is asked"), rows=3, help_text=_("The change request is drafted with it; there it goes on."))
    reason = words(_("Reason"))


class AssumptionForm(RaidForm):
    """An assumption as it is registered or edited."""

    title = forms.CharField(label=_("Assumption"), max_length=300, help_text=_("A sentence that is true or false."))
    test = words(_("How it is tested"))
    effect = words(_("What follows if it is wrong"))
    owner = forms.CharField(required=False)
    expires_on = day(_("To be tested by"))

    @classmethod
    def initial_of(cls, row: Assumption) -> dict[str, Any]:
        """Read what the form shows first from an assumption."""
        shown = {name: getattr(row, name) for name in cls.base_fields if hasattr(row, name)}
        return shown | {"owner": row.owner.public_id if row.owner else ""}


class FindingForm(RaidForm):
    """What the test showed."""

    finding = words(_("What the test showed"))


class RefuteForm(FindingForm):
    """What the test showed, and what the assumption becomes in the same act."""

    becomes = forms.ChoiceField(
        label=_("It becomes"), choices=Becomes.choices, required=False, widget=forms.RadioSelect, initial=Becomes.RISK
    )


class RenewForm(RaidForm):
    """By when it is tested instead, and why."""

    until = day(_("To be tested by"))
    note = words(_("Reason"))


class DependencyForm(RaidForm):
    """A dependency as it is registered or edited."""

    title = forms.CharField(label=_("What is given"), max_length=200)
    description = words(_("Description"))
    giver = forms.CharField(label=_("Giver"), max_length=120)
    taker = forms.CharField(label=_("Taker"), max_length=120)
    owner = forms.CharField(required=False)
    needed_by = forms.CharField(
        label=_("Needed by the task"), required=False, max_length=60,
        help_text=_("Code of a task or milestone: the plan gives the day and moves it."),
    )  # fmt: skip
    needed_on = day(_("or needed on"))
    promised_on = day(_("Promised for"))

    @classmethod
    def initial_of(cls, row: Dependency) -> dict[str, Any]:
        """Read what the form shows first from a dependency."""
        shown = {name: getattr(row, name) for name in cls.base_fields if hasattr(row, name)}
        return shown | {"owner": row.owner.public_id if row.owner else ""}


class PromiseForm(RaidForm):
    """The day that the giver names."""

    promised_on = day(_("Promised for"))
    note = words(_("Note"))


class DeliverForm(RaidForm):
    """The day on which it came."""

    delivered_on = day(_("Delivered on"))
    note = words(_("Note"))


class TermsForm(RaidForm):
    """Service hours and level of every severity."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        for one in Severity:
            hours = _("%(severity)s: service hours") % {"severity": one.label}
            level = _("%(severity)s: goes to") % {"severity": one.label}
            self.fields[f"{one.value}_hours"] = forms.IntegerField(label=hours, min_value=1, max_value=MAX_HOURS)
            self.fields[f"{one.value}_level"] = forms.TypedChoiceField(label=level, choices=Level.choices, coerce=int)

    def terms(self) -> dict[str, Term]:
        """Give the clean values as the service takes them."""
        given = self.cleaned_data
        return {one.value: Term(given[f"{one.value}_hours"], given[f"{one.value}_level"]) for one in Severity}


ASSUMPTION_FORMS: dict[str, type[RaidForm]] = {"confirm": FindingForm, "refute": RefuteForm, "renew": RenewForm}
DEPENDENCY_FORMS: dict[str, type[RaidForm]] = {
    "promise": PromiseForm,
    "deliver": DeliverForm,
    "reopen": ReasonForm,
    "drop": ReasonForm,
}
RISK_FORMS: dict[str, type[RaidForm]] = {
    "open": PlainForm,
    "respond": PlainForm,
    "monitor": PlainForm,
    "finish_response": FinishForm,
    "review": ReviewForm,
    "escalate": ReasonForm,
    "calm": ReasonForm,
    "occur": NoteForm,
    "close": CloseRiskForm,
}
ISSUE_FORMS: dict[str, type[RaidForm]] = {
    "triage": TriageForm,
    "assign": AssignForm,
    "start": PlainForm,
    "resolve": ResolveForm,
    "verify": NoteForm,
    "close": PlainForm,
    "reopen": ReasonForm,
    "escalate": ReasonForm,
    "convert": ConvertForm,
}


class BulkForm(RaidForm):
    """One act on selected rows; ``rows`` are their public ids."""

    rows = forms.CharField(widget=forms.HiddenInput, max_length=100_000)


class BulkOwnerForm(BulkForm):
    """One owner for all."""

    owner = forms.CharField(required=False)


class BulkReviewForm(BulkForm):
    """One date for all."""

    on = day(_("Next review"))


class BulkEscalateForm(BulkForm):
    """One reason for all."""

    reason = words(_("Reason"))


BULK_FORMS: dict[str, type[BulkForm]] = {
    "owner": BulkOwnerForm,
    "review": BulkReviewForm,
    "escalate": BulkEscalateForm,
}
