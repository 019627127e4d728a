"""Filters of learners and enrolments, for pages and API."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import SearchFilter
from phases.rollout.models import RosterEntry, Wave
from programme.people.models import Unit
from training.learners.choices import EnrolmentState
from training.learners.models import Enrolment
from training.learners.selectors import wave_readiness


def waves(request: Any) -> QuerySet[Wave]:
    """Waves of the programme that is read."""
    programme = getattr(request, "programme", None)
    return Wave.objects.none() if programme is None else Wave.objects.filter(programme=programme)


def units(request: Any) -> QuerySet[Unit]:
    """Units of the people on the roster."""
    programme = getattr(request, "programme", None)
    if programme is None:
        return Unit.objects.none()
    return Unit.objects.filter(roster__programme=programme).distinct().order_by("name", "pk")


class LearnerFilter(django_filters.FilterSet):
    """People by words, wave, unit, role, and what they lack."""

    q = SearchFilter("key", "name", "email", "crm_role")
    wave = django_filters.ModelChoiceFilter(label=_("Wave"), queryset=waves, to_field_name="code")
    unit = django_filters.ModelChoiceFilter(label=_("Business unit"), queryset=units, to_field_name="code")
    lacks = django_filters.ChoiceFilter(
        method="by_lack", label=_("Lacks"),
        choices=[
            ("course", _("A course before the go-live")), ("seat", _("A seat before the go-live")),
            ("plan", _("Any course for the role")),
        ],
    )  # fmt: skip

    class Meta:
        model = RosterEntry
        fields: list[str] = []

    def by_lack(self, rows: QuerySet[RosterEntry], _name: str, value: str) -> QuerySet[RosterEntry]:
        """Keep the people of the waves who lack this; five queries whatever their number."""
        found = wave_readiness(self.request.programme)
        named = {
            "course": [one for wave in found for one in wave.missing],
            "seat": [one for wave in found for one in wave.without_seat],
            "plan": [one for wave in found for one in wave.unplanned],
        }
        return rows.filter(pk__in=[one.entry.pk for one in named[value]])


class EnrolmentFilter(django_filters.FilterSet):
    """Enrolments by person, course, session and state."""

    person = django_filters.CharFilter(field_name="entry__public_id")
    course = django_filters.CharFilter(field_name="course__code", lookup_expr="iexact")
    session = django_filters.CharFilter(field_name="session__public_id")
    state = django_filters.MultipleChoiceFilter(choices=EnrolmentState.choices)

    class Meta:
        model = Enrolment
        fields: list[str] = []
