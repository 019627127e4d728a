"""Filters of decisions, for pages and API alike."""

import django_filters
from django.utils.translation import gettext_lazy as _

from core.filters import SearchFilter
from programme.governance.choices import DecisionState
from programme.governance.models import Decision


class DecisionFilter(django_filters.FilterSet):
    """Decisions by state."""

    q = SearchFilter("question", "code")
    state = django_filters.ChoiceFilter(label=_("State"), choices=DecisionState)

    class Meta:
        model = Decision
        fields = ["q", "state"]
