"""Filters of stakeholders and messages, for pages and API alike."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import SearchFilter
from programme.stakeholders.choices import Engagement, Level
from programme.stakeholders.models import CommunicationItem, Stakeholder


class StakeholderFilter(django_filters.FilterSet):
    """Stakeholders by words, power and engagement."""

    q = SearchFilter("code", "name", "organisation", "role")
    power = django_filters.NumberFilter(lookup_expr="gte", label=_("power at least"))
    engagement_now = django_filters.ChoiceFilter(choices=Engagement.choices)
    level = django_filters.ChoiceFilter(label=_("Management level"), choices=Level.choices)

    class Meta:
        model = Stakeholder
        fields = ["q", "power", "engagement_now", "level"]


class MessageFilter(django_filters.FilterSet):
    """Messages by words, and whether they were sent."""

    q = SearchFilter("code", "message_zh", "message_en", "audience", "sender")
    sent = django_filters.BooleanFilter(method="by_sent", label=_("sent"))

    class Meta:
        model = CommunicationItem
        fields = ["q", "sent"]

    def by_sent(self, rows: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:  # noqa: FBT001
        """Keep those that were sent, or those that were not."""
        return rows.filter(sent_on__isnull=not value)
