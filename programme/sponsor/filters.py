"""Filters of the sponsor's acts, for pages and API alike."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import SearchFilter
from programme.sponsor.choices import ActKind
from programme.sponsor.models import SponsorAct


class SponsorActFilter(django_filters.FilterSet):
    """Acts by words, kind, and how they stand."""

    q = SearchFilter("code", "title", "audience", "evidence")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=ActKind.choices)
    stands = django_filters.ChoiceFilter(
        label=_("State"), method="by_standing",
        choices=[("planned", _("Planned")), ("done", _("Done")), ("missed", _("Missed")), ("dropped", _("Dropped"))],
    )  # fmt: skip

    class Meta:
        model = SponsorAct
        fields = ["q", "kind", "stands"]

    def by_standing(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep those that stand so today."""
        today = timezone.localdate()
        open_rows = rows.filter(done_on=None, dropped_on=None)
        match value:
            case "planned":
                return open_rows.filter(due_on__gte=today)
            case "missed":
                return open_rows.filter(due_on__lt=today)
            case "done":
                return rows.exclude(done_on=None)
            case _:
                return rows.exclude(dropped_on=None)
