"""Filters of quality rules, for the register and the API."""

import django_filters
from django.utils.translation import gettext_lazy as _

from adoption.quality.choices import Dimension
from adoption.quality.models import QualityRule
from core.filters import SearchFilter


class RuleFilter(django_filters.FilterSet):
    """By words, dimension and severity."""

    q = SearchFilter("code", "name_zh", "name_en", "rule_zh", "rule_en")
    dimension = django_filters.ChoiceFilter(choices=Dimension.choices, label=_("Dimension"))
    severity = django_filters.NumberFilter(label=_("Severity"))

    class Meta:
        model = QualityRule
        fields = ["dimension", "severity"]
