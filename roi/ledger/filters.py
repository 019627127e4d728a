"""Filters of costs, benefits and actuals, for pages and API alike."""

from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import SearchFilter
from programme.budget.choices import Category
from roi.ledger.choices import Basis, BenefitState, Driver, ReadingState, Rhythm, Worth
from roi.ledger.models import Benefit, BenefitActual, CostLine


class CostFilter(django_filters.FilterSet):
    """Cost lines by words, basis, nature, category and posting date."""

    q = SearchFilter("code", "title", "vendor", "ledger_ref", "account")
    basis = django_filters.ChoiceFilter(choices=Basis.choices)
    nature = django_filters.ChoiceFilter(choices=Rhythm.choices)
    category = django_filters.ChoiceFilter(choices=Category.choices)
    since = django_filters.DateFilter("posted_on", "gte", label=_("posted from"))
    until = django_filters.DateFilter("posted_on", "lte", label=_("posted until"))

    class Meta:
        model = CostLine
        fields: list[str] = []


class BenefitFilter(django_filters.FilterSet):
    """Benefits by words, state, kind of value, driver, owner; those whose review is due."""

    q = SearchFilter("code", "title", "description", "measure")
    state = django_filters.MultipleChoiceFilter(choices=BenefitState.choices)
    worth = django_filters.ChoiceFilter(choices=Worth.choices)
    driver = django_filters.ChoiceFilter(choices=Driver.choices)
    disbenefit = django_filters.BooleanFilter(label=_("disbenefit"))
    review = django_filters.BooleanFilter(method="only_due", label=_("Review due"))
    incomplete = django_filters.BooleanFilter(method="only_incomplete", label=_("Without owner or review date"))

    class Meta:
        model = Benefit
        fields: list[str] = []

    def only_due(self, rows: Any, _name: str, value: bool) -> Any:  # noqa: FBT001
        """Keep the live ones whose review date has come."""
        return rows.review_due(timezone.localdate()) if value else rows

    def only_incomplete(self, rows: Any, _name: str, value: bool) -> Any:  # noqa: FBT001
        """Keep those that lack owner or review date."""
        return rows.incomplete() if value else rows


class ActualFilter(django_filters.FilterSet):
    """Actuals by state and benefit."""

    state = django_filters.MultipleChoiceFilter(choices=ReadingState.choices)
    benefit = django_filters.CharFilter("benefit__code")

    class Meta:
        model = BenefitActual
        fields: list[str] = []
