"""Filters of the inbox, for pages and API alike; nothing searches for who sent what."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import SearchFilter
from feedback.inbox.choices import UNTRIAGED, Category, Channel, ItemKind, ItemState
from feedback.inbox.models import FeedbackItem
from feedback.inbox.querysets import FeedbackItemQuerySet
from feedback.inbox.selectors.clocks import late_keys
from phases.rollout.models import Wave

TICKS = forms.CheckboxSelectMultiple


class Flag(django_filters.BooleanFilter):
    """A filter that a view switches on; it has a chip only while it is on."""

    def __init__(self, method: str, label: Any) -> None:
        super().__init__(method=method, label=label, widget=forms.HiddenInput)


def waves(request: Any) -> QuerySet[Wave]:
    """Waves of the programme whose inbox is read."""
    programme = getattr(request, "programme", None)
    return Wave.objects.filter(programme=programme).select_related("programme") if programme else Wave.objects.none()


class FeedbackFilterSet(django_filters.FilterSet):
    """Search, state, kind, category, channel, module, wave, and what is late or mine."""

    q = SearchFilter("code", "title", "text", "module", "release", "defect")
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=ItemState.choices, widget=TICKS)
    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=ItemKind.choices, widget=TICKS)
    category = django_filters.MultipleChoiceFilter(label=_("Category"), choices=Category.choices, widget=TICKS)
    channel = django_filters.MultipleChoiceFilter(label=_("Channel"), choices=Channel.choices, widget=TICKS)
    module = django_filters.CharFilter(label=_("Module"), lookup_expr="icontains")
    wave = django_filters.ModelChoiceFilter(label=_("Wave"), queryset=waves, to_field_name="public_id")
    late = Flag("only_late", _("Overdue"))
    untriaged = Flag("only_untriaged", _("Not classified yet"))
    mine = Flag("only_mine", _("Handled by me"))

    class Meta:
        model = FeedbackItem
        fields: list[str] = []

    def only_late(self, rows: FeedbackItemQuerySet, _name: str, value: bool) -> FeedbackItemQuerySet:  # noqa: FBT001
        """Keep those of which a clock runs past its due time."""
        programme = getattr(self.request, "programme", None)
        if not value:
            return rows
        if programme is None:
            view = self.request.parser_context["view"]
            programme = view.programme
        return rows.filter(pk__in=late_keys(programme))

    def only_untriaged(self, rows: FeedbackItemQuerySet, _name: str, value: bool) -> FeedbackItemQuerySet:  # noqa: FBT001
        """Keep those of which nobody has said what they are."""
        return rows.filter(state__in=UNTRIAGED) if value else rows

    def only_mine(self, rows: FeedbackItemQuerySet, _name: str, value: bool) -> FeedbackItemQuerySet:  # noqa: FBT001
        """Keep what this person handles."""
        return rows.filter(owner=self.request.user) if value else rows
