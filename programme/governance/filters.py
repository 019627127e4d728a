"""Filters of decisions and change requests, for pages and API alike."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from core.filters import SearchFilter
from programme.governance.choices import ChangeCause, ChangeState, DecisionState, Route
from programme.governance.models import ChangeRequest, Decision


class DecisionFilter(django_filters.FilterSet):
    """Decisions by state."""

    q = SearchFilter("question", "code")
    state = django_filters.ChoiceFilter(label=_("State"), choices=DecisionState)

    class Meta:
        model = Decision
        fields = ["q", "state"]


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
