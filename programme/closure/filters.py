"""Filters of lessons, for pages and API alike."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import SearchFilter
from programme.closure.choices import Area
from programme.closure.models import Lesson


class LessonFilter(django_filters.FilterSet):
    """Lessons by words, by what they apply to, and whether they were adopted."""

    q = SearchFilter("code", "event", "cause", "effect", "recommendation")
    area = django_filters.ChoiceFilter(label=_("Applies to"), choices=Area.choices)
    adopted = django_filters.BooleanFilter(label=_("Adopted"), method="by_adoption")

    class Meta:
        model = Lesson
        fields = ["q", "area", "adopted"]

    def by_adoption(self, rows: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:  # noqa: FBT001
        """Keep those that were adopted, or those that were not."""
        return rows.filter(adopted_on__isnull=not value)
