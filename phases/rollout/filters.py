"""Filters of waves and of the roster, for pages and API alike."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import SearchFilter
from phases.rollout.choices import AccountKind
from phases.rollout.models import Absence, RosterEntry, Wave
from programme.people.models import Unit


def _waves(request: Any) -> QuerySet[Wave]:
    programme = getattr(request, "programme", None)
    return Wave.objects.filter(programme=programme) if programme is not None else Wave.objects.none()


def _units(_request: Any) -> QuerySet[Unit]:
    return Unit.objects.order_by("code")


class WaveFilter(django_filters.FilterSet):
    """Waves by words."""

    q = SearchFilter("code", "name_zh", "name_en")

    class Meta:
        model = Wave
        fields: list[str] = []


class RosterFilter(django_filters.FilterSet):
    """Entries by words, wave, unit, role and kind of account; who has no wave, who is away today."""

    q = SearchFilter("key", "name", "email", "crm_id", "manager__name")
    wave = django_filters.ModelChoiceFilter(label=_("Wave"), queryset=_waves, to_field_name="code")
    unit = django_filters.ModelChoiceFilter(label=_("Business unit"), queryset=_units, to_field_name="code")
    crm_role = django_filters.CharFilter(label=_("Role in the CRM"), lookup_expr="iexact")
    account = django_filters.MultipleChoiceFilter(
        label=_("Kind of account"), choices=AccountKind.choices, widget=forms.CheckboxSelectMultiple
    )
    no_wave = django_filters.BooleanFilter(
        label=_("Without a wave"), field_name="wave", lookup_expr="isnull", widget=forms.HiddenInput
    )
    away = django_filters.BooleanFilter(label=_("Away today"), method="only_away", widget=forms.HiddenInput)

    class Meta:
        model = RosterEntry
        fields: list[str] = []

    def only_away(self, rows: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:  # noqa: FBT001
        """Keep who is away today."""
        today = timezone.localdate()
        return (
            rows.filter(Exists(Absence.objects.filter(entry=OuterRef("pk")).touching(today, today))) if value else rows
        )
