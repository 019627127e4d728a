"""Filters of decisions, meetings, actions and change requests, for pages and API alike."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import SearchFilter
from programme.governance.choices import (
    ActionState,
    ChangeCause,
    ChangeState,
    DecisionState,
    MeetingKind,
    MeetingState,
    Route,
)
from programme.governance.models import ActionItem, ChangeRequest, Decision, Meeting
from programme.governance.querysets import ActionItemQuerySet
from programme.people.models import User


class DecisionFilter(django_filters.FilterSet):
    """Decisions by state."""

    q = SearchFilter("question", "code")
    state = django_filters.ChoiceFilter(label=_("State"), choices=DecisionState)

    class Meta:
        model = Decision
        fields = ["q", "state"]


class MeetingFilter(django_filters.FilterSet):
    """Meetings by kind and state."""

    q = SearchFilter("title", "place", "minutes", "agenda__text")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=MeetingKind)
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=MeetingState.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Meeting
        fields: list[str] = []


def members(request: Any) -> QuerySet[User]:
    """People of the programme whose register is read."""
    programme = getattr(request, "programme", None)
    if programme is None:
        return User.objects.none()
    return User.objects.filter(memberships__programme=programme, memberships__ended_on=None).distinct().order_by("name")


class ActionFilter(django_filters.FilterSet):
    """Actions by state, owner, what is late, and how often they were carried over."""

    q = SearchFilter("code", "text", "note", "owner__name")
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=ActionState.choices, widget=forms.CheckboxSelectMultiple
    )
    owner = django_filters.ModelChoiceFilter(label=_("Owner"), queryset=members, to_field_name="public_id")
    carried_min = django_filters.NumberFilter(field_name="carried", lookup_expr="gte", label=_("Carried over from"))
    mine = django_filters.BooleanFilter(method="only_mine", label=_("Mine"), widget=forms.HiddenInput)
    late = django_filters.BooleanFilter(method="only_late", label=_("Overdue"), widget=forms.HiddenInput)

    class Meta:
        model = ActionItem
        fields: list[str] = []

    def only_mine(self, rows: ActionItemQuerySet, _name: str, value: bool) -> ActionItemQuerySet:  # noqa: FBT001
        """Keep what this person owns."""
        return rows.filter(owner=self.request.user) if value else rows

    def only_late(self, rows: ActionItemQuerySet, _name: str, value: bool) -> ActionItemQuerySet:  # noqa: FBT001
        """Keep the open ones past their day."""
        return rows.overdue(timezone.localdate()) if value else rows


class ChangeFilter(django_filters.FilterSet):
    """Change requests by state, cause and who decides."""

    q = SearchFilter("code", "title", "wanted", "reason", "requester__name")
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=ChangeState.choices, widget=forms.CheckboxSelectMultiple
    )
    cause = django_filters.ChoiceFilter(label=_("Cause"), choices=ChangeCause.choices)
    route = django_filters.ChoiceFilter(label=_("Decided by"), choices=Route.choices)

    class Meta:
        model = ChangeRequest
        fields: list[str] = []
