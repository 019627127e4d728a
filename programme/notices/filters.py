"""Filters of notifications and deliveries, for pages and API alike."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from core.filters import SearchFilter
from programme.notices.choices import Channel, DeliveryState, Topic
from programme.notices.models import Delivery, Notification
from programme.notices.querysets import NotificationQuerySet


class NotificationFilter(django_filters.FilterSet):
    """Topic, programme, and whether it was read."""

    topic = django_filters.MultipleChoiceFilter(label=_("Topic"), choices=Topic.choices)
    programme__slug = django_filters.CharFilter(label=_("Programme"))
    unread = django_filters.BooleanFilter(label=_("Unread"), method="only_unread")

    class Meta:
        model = Notification
        fields: list[str] = []

    def only_unread(self, rows: NotificationQuerySet, _name: str, value: bool) -> NotificationQuerySet:  # noqa: FBT001
        """Those that wait, or those that were read."""
        return rows.unread() if value else rows.exclude(read_at=None)


class DeliveryFilter(django_filters.FilterSet):
    """Subject, state and channel."""

    q = SearchFilter("subject", "person__name", "endpoint__name")
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=DeliveryState.choices, widget=forms.CheckboxSelectMultiple
    )
    channel = django_filters.MultipleChoiceFilter(
        label=_("Channel"), choices=Channel.choices[1:], widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Delivery
        fields: list[str] = []
