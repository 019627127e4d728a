"""Filters of the registers, for pages and API alike."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import SearchFilter
from programme.people.models import User
from programme.raid.choices import AssumptionState, DependencyState, IssueState, RiskCategory, RiskState, Severity
from programme.raid.models import Assumption, Dependency, Issue, Risk
from programme.raid.querysets import AssumptionQuerySet, DependencyQuerySet, IssueQuerySet, RiskQuerySet


class Flag(django_filters.BooleanFilter):
    """A filter that a view switches on; it has a chip only while it is on."""

    def __init__(self, method: str, label: Any) -> None:
        super().__init__(method=method, label=label, widget=forms.HiddenInput)


def owners(request: Any) -> QuerySet[User]:
    """People of the programme whose register is read."""
    programme = getattr(request, "programme", None)
    if programme is None:
        return User.objects.none()
    return User.objects.filter(memberships__programme=programme, memberships__ended_on=None).distinct().order_by("name")


class RiskFilterSet(django_filters.FilterSet):
    """Search, state, score from, owner, category, and what needs attention."""

    q = SearchFilter("code", "title", "cause", "event", "effect", "response", "owner_name", "owner__name")
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=RiskState.choices, widget=forms.CheckboxSelectMultiple
    )
    score_min = django_filters.NumberFilter(field_name="score", lookup_expr="gte", label=_("Score from"))
    owner = django_filters.ModelChoiceFilter(label=_("Owner"), queryset=owners, to_field_name="public_id")
    category = django_filters.MultipleChoiceFilter(
        label=_("Category"), choices=RiskCategory.choices, widget=forms.CheckboxSelectMultiple
    )
    mine = Flag("only_mine", _("Mine"))
    late = Flag("only_late", _("Response overdue"))
    review = Flag("only_review", _("Review overdue"))
    moved = Flag("only_moved", _("Moved in 30 days"))
    escalated = Flag("only_escalated", _("Before the steering committee"))

    class Meta:
        model = Risk
        fields: list[str] = []

    def only_mine(self, rows: RiskQuerySet, _name: str, value: bool) -> RiskQuerySet:  # noqa: FBT001
        """Keep what this person owns."""
        return rows.filter(owner=self.request.user) if value else rows

    def only_late(self, rows: RiskQuerySet, _name: str, value: bool) -> RiskQuerySet:  # noqa: FBT001
        """Keep those whose response is overdue."""
        return rows.response_overdue(timezone.localdate()) if value else rows

    def only_review(self, rows: RiskQuerySet, _name: str, value: bool) -> RiskQuerySet:  # noqa: FBT001
        """Keep those whose review is overdue."""
        return rows.review_overdue(timezone.localdate()) if value else rows

    def only_moved(self, rows: RiskQuerySet, _name: str, value: bool) -> RiskQuerySet:  # noqa: FBT001
        """Keep those whose score changed, or that closed, in the last 30 days."""
        return rows.moved(timezone.localdate()) if value else rows

    def only_escalated(self, rows: RiskQuerySet, _name: str, value: bool) -> RiskQuerySet:  # noqa: FBT001
        """Keep those before the steering committee."""
        return rows.filter(escalated=True) if value else rows


class IssueFilterSet(django_filters.FilterSet):
    """Search, state, severity, owner, and what is late or mine."""

    q = SearchFilter("code", "title", "description", "impact", "resolution", "owner_name", "owner__name")
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=IssueState.choices, widget=forms.CheckboxSelectMultiple
    )
    severity = django_filters.MultipleChoiceFilter(
        label=_("Severity"), choices=Severity.choices, widget=forms.CheckboxSelectMultiple
    )
    owner = django_filters.ModelChoiceFilter(label=_("Owner"), queryset=owners, to_field_name="public_id")
    mine = Flag("only_mine", _("Mine"))
    late = Flag("only_late", _("Overdue"))
    term = Flag("only_term", _("Beyond its term"))

    class Meta:
        model = Issue
        fields: list[str] = []

    def only_term(self, rows: IssueQuerySet, _name: str, value: bool) -> IssueQuerySet:  # noqa: FBT001
        """Keep the unsolved ones after the hours of their severity."""
        return rows.beyond_term(timezone.now()) if value else rows

    def only_mine(self, rows: IssueQuerySet, _name: str, value: bool) -> IssueQuerySet:  # noqa: FBT001
        """Keep what this person owns."""
        return rows.filter(owner=self.request.user) if value else rows

    def only_late(self, rows: IssueQuerySet, _name: str, value: bool) -> IssueQuerySet:  # noqa: FBT001
        """Keep the open ones past their date."""
        return rows.overdue(timezone.localdate()) if value else rows


class AssumptionFilterSet(django_filters.FilterSet):
    """Search, state, owner, and what is past its day or mine."""

    q = SearchFilter("code", "title", "test", "effect", "finding", "owner_name", "owner__name")
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=AssumptionState.choices, widget=forms.CheckboxSelectMultiple
    )
    owner = django_filters.ModelChoiceFilter(label=_("Owner"), queryset=owners, to_field_name="public_id")
    mine = Flag("only_mine", _("Mine"))
    past = Flag("only_past", _("Past its day"))

    class Meta:
        model = Assumption
        fields: list[str] = []

    def only_mine(self, rows: AssumptionQuerySet, _name: str, value: bool) -> AssumptionQuerySet:  # noqa: FBT001
        """Keep what this person owns."""
        return rows.filter(owner=self.request.user) if value else rows

    def only_past(self, rows: AssumptionQuerySet, _name: str, value: bool) -> AssumptionQuerySet:  # noqa: FBT001
        """Keep those that nobody tested in time."""
        return rows.past(timezone.localdate()) if value else rows


class DependencyFilterSet(django_filters.FilterSet):
    """Search, state, owner, giver, and what is late or mine."""

    q = SearchFilter("code", "title", "description", "giver", "taker", "needed_by", "owner_name", "owner__name")
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=DependencyState.choices, widget=forms.CheckboxSelectMultiple
    )
    owner = django_filters.ModelChoiceFilter(label=_("Owner"), queryset=owners, to_field_name="public_id")
    giver = django_filters.CharFilter(label=_("Giver"), lookup_expr="icontains")
    mine = Flag("only_mine", _("Mine"))
    late = Flag("only_late", _("Comes too late"))
    broken = Flag("only_broken", _("Promise has passed"))

    class Meta:
        model = Dependency
        fields: list[str] = []

    def only_mine(self, rows: DependencyQuerySet, _name: str, value: bool) -> DependencyQuerySet:  # noqa: FBT001
        """Keep what this person owns."""
        return rows.filter(owner=self.request.user) if value else rows

    def only_late(self, rows: DependencyQuerySet, _name: str, value: bool) -> DependencyQuerySet:  # noqa: FBT001
        """Keep what is needed before it can come."""
        return rows.too_late(timezone.localdate()) if value else rows

    def only_broken(self, rows: DependencyQuerySet, _name: str, value: bool) -> DependencyQuerySet:  # noqa: FBT001
        """Keep what was promised for a day that has passed."""
        return rows.broken_promise(timezone.localdate()) if value else rows
