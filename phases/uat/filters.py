"""Filters of cycles, cases, executions and defects, for pages and API alike."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import SearchFilter
from phases.uat.choices import OPEN_DEFECT, OPEN_RUN, CaseState, CycleState, DefectState, RunState, Severity
from phases.uat.models import Defect, Execution, TestCase, UatCycle
from programme.people.models import Unit


class Flag(django_filters.BooleanFilter):
    """A filter that a view switches on; it has a chip only while it is on."""

    def __init__(self, method: str, label: Any) -> None:
        super().__init__(method=method, label=label, widget=forms.HiddenInput)


def several(label: Any, choices: Any) -> django_filters.MultipleChoiceFilter:
    """Make a filter of boxes."""
    return django_filters.MultipleChoiceFilter(label=label, choices=choices, widget=forms.CheckboxSelectMultiple)


def cycles(request: Any) -> QuerySet[UatCycle]:
    """Cycles of the programme whose register is read."""
    programme = getattr(request, "programme", None)
    return UatCycle.objects.filter(programme=programme) if programme is not None else UatCycle.objects.none()


def _units(_request: Any) -> QuerySet[Unit]:
    return Unit.objects.order_by("code")


class CycleFilter(django_filters.FilterSet):
    """Cycles by words and state."""

    q = SearchFilter("name", "build", "scope")
    state = several(_("State"), CycleState.choices)

    class Meta:
        model = UatCycle
        fields: list[str] = []


class CaseFilter(django_filters.FilterSet):
    """Cases by words, state, unit and must."""

    q = SearchFilter("code", "title", "scenario", "requirement", "crm_role")
    state = several(_("State"), CaseState.choices)
    unit = django_filters.ModelChoiceFilter(label=_("Business unit"), queryset=_units, to_field_name="code")
    must = django_filters.BooleanFilter(label=_("Must pass"))

    class Meta:
        model = TestCase
        fields: list[str] = []


class ExecutionFilter(django_filters.FilterSet):
    """Attempts by cycle, result, unit and tester."""

    q = SearchFilter("case__code", "case__title", "comment", "tester__name")
    cycle = django_filters.ModelChoiceFilter(label=_("Cycle"), queryset=cycles, to_field_name="number")
    state = several(_("Result"), RunState.choices)
    unit = django_filters.ModelChoiceFilter(
        label=_("Business unit"), field_name="case__unit", queryset=_units, to_field_name="code"
    )
    must = django_filters.BooleanFilter(label=_("Must pass"), field_name="case__must")
    mine = Flag("only_mine", _("Mine"))
    open = Flag("only_open", _("Without a result"))

    class Meta:
        model = Execution
        fields: list[str] = []

    def only_mine(self, rows: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:  # noqa: FBT001
        """Keep what is given to this person."""
        return rows.filter(tester=self.request.user) if value else rows

    def only_open(self, rows: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:  # noqa: FBT001
        """Keep what waits for its result."""
        return rows.filter(state__in=OPEN_RUN) if value else rows


class DefectFilter(django_filters.FilterSet):
    """Defects by words, state, severity, cycle and unit."""

    q = SearchFilter("code", "title", "description", "workaround", "fixer__name")
    state = several(_("State"), DefectState.choices)
    severity = several(_("Severity"), Severity.choices)
    cycle = django_filters.ModelChoiceFilter(label=_("Cycle"), queryset=cycles, to_field_name="number")
    unit = django_filters.ModelChoiceFilter(label=_("Business unit"), queryset=_units, to_field_name="code")
    open = Flag("only_open", _("Open"))
    mine = Flag("only_mine", _("Mine"))
    asked = Flag("only_asked", _("Deferral asked"))

    class Meta:
        model = Defect
        fields: list[str] = []

    def only_open(self, rows: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:  # noqa: FBT001
        """Keep what waits for a repair or a retest."""
        return rows.filter(state__in=OPEN_DEFECT) if value else rows

    def only_mine(self, rows: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:  # noqa: FBT001
        """Keep what this person repairs."""
        return rows.filter(fixer=self.request.user) if value else rows

    def only_asked(self, rows: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:  # noqa: FBT001
        """Keep what waits for the business owner."""
        return rows.exclude(deferral_asked_on=None) if value else rows
