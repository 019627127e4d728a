"""Filters of deliverables, for the register and the API."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import SearchFilter
from phases.gates.choices import DeliverableState
from phases.gates.models import Deliverable, Phase


def _phases(request: Any) -> QuerySet[Phase]:
    programme = getattr(request, "programme", None)
    return Phase.objects.filter(programme=programme) if programme is not None else Phase.objects.none()


class DeliverableFilter(django_filters.FilterSet):
    """By words, phase, state, wave, and whether it is mandatory."""

    q = SearchFilter("code", "name_zh", "name_en")
    phase = django_filters.ModelChoiceFilter(
        field_name="stage__phase", queryset=_phases, to_field_name="code", label=_("Phase")
    )
    state = django_filters.ChoiceFilter(choices=DeliverableState.choices, label=_("State"))
    mandatory = django_filters.BooleanFilter(label=_("Mandatory"))

    class Meta:
        model = Deliverable
        fields = ["phase", "state", "mandatory"]
