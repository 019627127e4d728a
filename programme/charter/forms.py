"""Shapes of what people type about the charter; every rule is a service's."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programme.charter.choices import Cause, Purpose
from programme.charter.models import (
    Consultant,
    FeatureGap,
    Goal,
    Kpi,
    ReferenceCase,
    ScopeItem,
    Statement,
    StrategyObjective,
    Tolerance,
    Workshop,
    WorkshopEntry,
)
from programme.charter.services.rows import CASE_FIELDS
from programme.people.choices import BUSINESS_ROLES, Role
from programme.people.models import Unit as BusinessUnit
from programme.people.models import User


class DayInput(forms.DateInput):
    """A day with the browser's own picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ValuesForm(forms.ModelForm[Any]):
    """A model's fields as values for a service: nothing is written to the instance here.

    Links are narrowed to the programme; ``version`` carries what the editor saw.
    """

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, programme: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = DayInput()
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = self._narrowed(field)
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3
        if self.instance.pk:
            self.fields["version"].initial = self.instance.version
        if "owner_role" in self.fields:
            roles = [(role.value, role.label) for role in Role if role in BUSINESS_ROLES or role == Role.IT]
            self.fields["owner_role"].choices = [("", "–"), *roles]  # type: ignore[attr-defined]

    def _narrowed(self, field: forms.ModelChoiceField[Any]) -> Any:
        """Keep what belongs to the programme."""
        model = field.queryset.model if field.queryset is not None else None
        if model is User:
            return (
                User.objects.active()
                .filter(memberships__programme=self.programme, memberships__ended_on=None)
                .distinct()
                .order_by("name")
            )
        if model is BusinessUnit:
            return BusinessUnit.objects.order_by("name")
        return model._default_manager.filter(programme=self.programme) if model is not None else field.queryset

    def _post_clean(self) -> None:
        """Leave the instance as it is; the service checks."""

    def values(self) -> dict[str, Any]:
        """Give the clean values without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def seen(self) -> int | None:
        """The version that the editor saw."""
        version: int | None = self.cleaned_data.get("version")
        return version


class GoalForm(ValuesForm):
    """A goal."""

    class Meta:
        model = Goal
        fields = [
            "statement", "metric", "unit", "unit_kind", "direction", "baseline", "baseline_on", "baseline_n",
            "baseline_source", "change", "target", "starts_on", "due_on", "achievability", "strategy", "kpi",
            "owner_role", "owner",
        ]  # fmt: skip
        help_texts = {
            "statement": _("A business result in numbers and by a date; a go-live is a milestone."),
            "unit_kind": _("Baseline 20 %, change 15 %: relative gives 23 %, percentage points give 35 %."),
            "change": _("Leave the target empty, and the change on the baseline sets it."),
            "baseline_n": _("How many cases the baseline was counted on."),
        }


class KpiForm(ValuesForm):
    """A KPI."""

    class Meta:
        model = Kpi
        fields = [
            "code", "name_zh", "name_en", "formula", "family", "unit", "direction", "baseline", "baseline_on",
            "baseline_n", "baseline_source", "target", "target_note", "starts_on", "due_on", "owner_role", "owner",
            "source", "is_example",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].required = False
        self.fields["name_en"].required = False
        self.fields["name_zh"].required = False


class ReadingForm(forms.Form):
    """What a KPI read on a day."""

    read_on = forms.DateField(label=_("date"), widget=DayInput())
    value = forms.DecimalField(label=_("value"), max_digits=18, decimal_places=4)
    n = forms.IntegerField(label=_("sample n"), required=False, min_value=0)
    source = forms.CharField(label=_("source"), required=False, max_length=200)


class SupersedeForm(forms.Form):
    """A new measurement in the place of a signed one."""

    value = forms.DecimalField(label=_("new baseline"), max_digits=18, decimal_places=4)
    measured_on = forms.DateField(label=_("measured on"), widget=DayInput())
    n = forms.IntegerField(label=_("sample n"), required=False, min_value=0)
    source = forms.CharField(label=_("source"), max_length=200)
    reason = forms.CharField(label=_("reason"), widget=forms.Textarea(attrs={"rows": 3}))


class PurposeForm(forms.Form):
    """Why the company wants a CRM."""

    purposes = forms.MultipleChoiceField(
        label=_("purpose"), choices=Purpose.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    purpose_text = forms.CharField(
        label=_("why we want a CRM"), required=False, widget=forms.Textarea(attrs={"rows": 6})
    )


class KickoffForm(forms.Form):
    """The kick-off."""

    held_on = forms.DateField(label=_("held on"), widget=DayInput())
    executive = forms.BooleanField(label=_("the top executive attended"), required=False)
    waiver = forms.CharField(
        label=_("why the kick-off went without"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class PlainForm(forms.Form):
    """An act that needs no words."""


class ReasonForm(forms.Form):
    """An act with its reason; the service says whether it may be empty."""

    reason = forms.CharField(label=_("reason"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class HoldForm(ReasonForm):
    """A hold with its review."""

    review_on = forms.DateField(label=_("reviewed on"), required=False, widget=DayInput())


class AnswerForm(forms.Form):
    """The score of one cause."""

    cause = forms.ChoiceField(label=_("cause"), choices=Cause.choices, widget=forms.HiddenInput)
    score = forms.TypedChoiceField(
        label=_("score 0–4"), coerce=int, choices=[(n, str(n)) for n in range(5)], widget=forms.RadioSelect
    )
    evidence = forms.CharField(label=_("evidence"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    note = forms.CharField(label=_("note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class WaiverForm(forms.Form):
    """A plan for what is unmet."""

    plan = forms.CharField(label=_("plan"), required=False, widget=forms.Textarea(attrs={"rows": 5}))
    due_on = forms.DateField(label=_("plan due"), required=False, widget=DayInput())


class WorkshopForm(ValuesForm):
    """A goal workshop."""

    class Meta:
        model = Workshop
        fields = ["title", "held_on", "invited", "attended"]


class WorkshopEntryForm(ValuesForm):
    """One line of a workshop."""

    class Meta:
        model = WorkshopEntry
        fields = ["unit", "pain", "problem", "goal"]


def _plain(of: type[Any], names: list[str]) -> type[ValuesForm]:
    """Make the form of a plain row."""
    meta = type("Meta", (), {"model": of, "fields": names})
    return type(f"{of.__name__}Form", (ValuesForm,), {"Meta": meta, "__doc__": of.__doc__})


ROW_FORMS: dict[str, type[ValuesForm]] = {
    "scope": _plain(ScopeItem, ["side", "text", "increment"]),
    "statements": _plain(Statement, ["kind", "text"]),
    "tolerances": _plain(Tolerance, ["dimension", "limit", "unit", "note"]),
    "strategy": _plain(StrategyObjective, ["code", "title"]),
    "reference-cases": _plain(ReferenceCase, list(CASE_FIELDS)),
    "consultants": _plain(Consultant, ["name", "firm", "similar_cases", "process_skill", "business_skill", "note"]),
    "feature-gaps": _plain(FeatureGap, ["name", "module", "needed", "planned_on", "deployed_on", "reason"]),
}
