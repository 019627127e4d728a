"""Filters of the portfolio, for the page and the API."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import SearchFilter
from programme.charter.choices import ProgrammeState
from programme.charter.models import Programme
from programme.governance.choices import Colour
from programme.governance.models import Decision
from programme.governance.selectors.nights import with_light


class PortfolioFilter(django_filters.FilterSet):
    """By words, state, the overall light of the last night, and whether decisions wait."""

    q = SearchFilter("name", "slug")
    state = django_filters.ChoiceFilter(choices=ProgrammeState.choices, label=_("State"))
    light = django_filters.ChoiceFilter(choices=Colour.choices, label=_("Overall light"), method="by_light")
    waiting = django_filters.BooleanFilter(label=_("Decisions waiting"), method="by_waiting")

    class Meta:
        model = Programme
        fields = ["state"]

    def by_light(self, rows: QuerySet[Programme], _name: str, value: str) -> QuerySet[Programme]:
        """Keep those whose overall light is this."""
        return with_light(rows, value)

    def by_waiting(self, rows: QuerySet[Programme], _name: str, value: Any) -> QuerySet[Programme]:
        """Keep those whose committee is asked something, or is not."""
        asked = Exists(Decision.objects.filter(programme=OuterRef("pk")).open())
        return rows.filter(asked) if value else rows.exclude(asked)
