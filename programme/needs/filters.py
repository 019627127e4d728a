"""Filters of requirements and what surrounds them, for pages and API alike."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import SearchFilter
from programme.needs.choices import Family, Fit, GroupKind, Increment, Method, Moscow, NeedState
from programme.needs.models import Elicitation, Requirement, UserGroup


class RequirementFilter(django_filters.FilterSet):
    """Requirements by words, family, need, fit, increment, state, group and goal."""

    q = SearchFilter("code", "title", "text", "acceptance")
    family = django_filters.ChoiceFilter(label=_("Family"), choices=Family.choices)
    moscow = django_filters.ChoiceFilter(label=_("Needed"), choices=Moscow.choices)
    fit = django_filters.ChoiceFilter(label=_("Met by"), choices=Fit.choices)
    increment = django_filters.ChoiceFilter(label=_("Increment"), choices=Increment.choices)
    state = django_filters.ChoiceFilter(label=_("State"), choices=NeedState.choices)
    group = django_filters.CharFilter(label=_("User group"), field_name="groups__code")
    goal = django_filters.CharFilter(label=_("Goal"), field_name="goals__code")
    inside = django_filters.BooleanFilter(label=_("In scope"), method="by_scope")

    class Meta:
        model = Requirement
        fields = ["q", "family", "moscow", "fit", "increment", "state", "group", "goal", "inside"]

    def by_scope(self, rows: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:  # noqa: FBT001
        """Keep what is to be had this time, or what is not."""
        inside = Requirement.objects.in_scope().values("pk")
        return rows.filter(pk__in=inside) if value else rows.exclude(pk__in=inside)


class GroupFilter(django_filters.FilterSet):
    """User groups by words and where they work."""

    q = SearchFilter("code", "name", "needs")
    kind = django_filters.ChoiceFilter(label=_("Works in"), choices=GroupKind.choices)

    class Meta:
        model = UserGroup
        fields = ["q", "kind"]


class ElicitationFilter(django_filters.FilterSet):
    """The log by words and method."""

    q = SearchFilter("summary", "unit__name")
    method = django_filters.ChoiceFilter(label=_("Method"), choices=Method.choices)

    class Meta:
        model = Elicitation
        fields = ["q", "method"]
