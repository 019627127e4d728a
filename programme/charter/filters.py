"""Filters of goals and KPIs, for pages and API alike."""

import django_filters

from core.filters import SearchFilter
from programme.charter.choices import Family
from programme.charter.models import Goal, Kpi, KpiReading
from programme.people.choices import Role


class GoalFilter(django_filters.FilterSet):
    """Goals by words and owner's role."""

    q = SearchFilter("code", "statement", "metric")
    owner_role = django_filters.ChoiceFilter(choices=Role.choices)

    class Meta:
        model = Goal
        fields = ["q", "owner_role"]


class KpiFilter(django_filters.FilterSet):
    """KPIs by words and family, with or without examples."""

    q = SearchFilter("code", "name_zh", "name_en", "formula")
    family = django_filters.ChoiceFilter(choices=Family.choices)
    is_example = django_filters.BooleanFilter()

    class Meta:
        model = Kpi
        fields = ["q", "family", "is_example"]


class ReadingFilter(django_filters.FilterSet):
    """Readings by KPI and day."""

    kpi = django_filters.CharFilter(field_name="kpi__code")
    read_on = django_filters.DateFromToRangeFilter()

    class Meta:
        model = KpiReading
        fields = ["kpi", "read_on"]
