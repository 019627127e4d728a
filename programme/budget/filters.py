"""Filters of budget lines, commitments and actual costs, for pages and API alike."""

from typing import Any

import django_filters
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core.filters import SearchFilter
from programme.budget.choices import ActualKind, Category, CommitmentKind, DrawState, Nature
from programme.budget.models import ActualCost, BudgetLine, Commitment, ContingencyDraw


class LineFilter(django_filters.FilterSet):
    """Lines by words, category and nature."""

    q = SearchFilter("code", "title", "note")
    category = django_filters.ChoiceFilter(choices=Category.choices)
    nature = django_filters.ChoiceFilter(choices=Nature.choices)

    class Meta:
        model = BudgetLine
        fields = ["q", "category", "nature"]


class CommitmentFilter(django_filters.FilterSet):
    """Commitments by words, kind, line, and whether more is expected."""

    q = SearchFilter("code", "number", "supplier", "text")
    kind = django_filters.ChoiceFilter(choices=CommitmentKind.choices)
    line = django_filters.CharFilter("line__code", label=_("budget line"))
    open = django_filters.BooleanFilter("closed_on", "isnull", label=_("open"))
    beyond = django_filters.BooleanFilter(method="only_beyond", label=_("exceeded"))

    class Meta:
        model = Commitment
        fields: list[str] = []

    def only_beyond(self, rows: Any, _name: str, value: bool) -> Any:  # noqa: FBT001
        """Keep those with more invoices than they are worth."""
        return rows.for_list().filter(invoiced_minor__gt=F("amount_minor")) if value else rows


class ActualCostFilter(django_filters.FilterSet):
    """Actual costs by words, kind, line, month; invoices without a commitment."""

    q = SearchFilter("code", "number", "supplier", "text")
    kind = django_filters.ChoiceFilter(choices=ActualKind.choices)
    line = django_filters.CharFilter("line__code", label=_("budget line"))
    since = django_filters.DateFilter("booked_on", "gte", label=_("booked from"))
    until = django_filters.DateFilter("booked_on", "lte", label=_("booked until"))
    unmatched = django_filters.BooleanFilter(method="only_unmatched", label=_("without commitment"))
    late = django_filters.BooleanFilter(method="only_late", label=_("adjustments of locked months"))

    class Meta:
        model = ActualCost
        fields: list[str] = []

    def only_unmatched(self, rows: Any, _name: str, value: bool) -> Any:  # noqa: FBT001
        """Keep invoices that no commitment explains."""
        return rows.unmatched() if value else rows

    def only_late(self, rows: Any, _name: str, value: bool) -> Any:  # noqa: FBT001
        """Keep what was booked in a later month than its document's."""
        return rows.exclude(booked_on=F("dated_on")) if value else rows


class DrawFilter(django_filters.FilterSet):
    """Draw-downs by state."""

    state = django_filters.MultipleChoiceFilter(choices=DrawState.choices)

    class Meta:
        model = ContingencyDraw
        fields: list[str] = []
