"""Filters of exceptions, for pages and API alike."""

import django_filters
from django.utils.translation import gettext_lazy as _

from core.filters import SearchFilter
from phases.exceptions.choices import ExceptionState
from phases.exceptions.models import FORECAST, ExceptionReport, StageTolerance
from programme.charter.choices import Dimension


class ExceptionFilter(django_filters.FilterSet):
    """Exceptions by words, state, dimension and stage."""

    q = SearchFilter("code", "cause", "consequence", "note")
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=ExceptionState.choices)
    dimension = django_filters.ChoiceFilter(label=_("Dimension"), choices=Dimension.choices)
    stage = django_filters.CharFilter(label=_("Stage"), field_name="stage__code")

    class Meta:
        model = ExceptionReport
        fields = ["q", "state", "dimension", "stage"]


class StageToleranceFilter(django_filters.FilterSet):
    """Stage tolerances by stage and dimension."""

    stage = django_filters.CharFilter(label=_("Stage"), field_name="stage__code")
    dimension = django_filters.ChoiceFilter(label=_("Dimension"), choices=FORECAST)

    class Meta:
        model = StageTolerance
        fields = ["stage", "dimension"]
