"""Filters of budget lines, for pages and API alike."""

import django_filters

from core.filters import SearchFilter
from programme.budget.choices import Category, Nature
from programme.budget.models import BudgetLine


class LineFilter(django_filters.FilterSet):
    """Lines by words, category and nature."""

    q = SearchFilter("code", "title", "note")
    category = django_filters.ChoiceFilter(choices=Category.choices)
    nature = django_filters.ChoiceFilter(choices=Nature.choices)

    class Meta:
        model = BudgetLine
        fields = ["q", "category", "nature"]
