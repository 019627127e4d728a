"""Filters of sessions, for the register and the API."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import SearchFilter
from phases.rollout.models import Wave
from training.timetable.choices import SessionState
from training.timetable.models import Session
from training.timetable.querysets import SessionQuerySet


def waves(request: Any) -> QuerySet[Wave]:
    """Waves of the programme whose timetable is read."""
    programme = getattr(request, "programme", None)
    return Wave.objects.none() if programme is None else Wave.objects.filter(programme=programme)


class SessionFilter(django_filters.FilterSet):
    """By words, state, wave, day, and what is still to do."""

    q = SearchFilter("code", "edition__course__code", "edition__course__name_zh", "edition__course__name_en",
                     "trainer__name", "room__name", "room__site")  # fmt: skip
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=SessionState.choices)
    wave = django_filters.ModelChoiceFilter(label=_("Wave"), queryset=waves, to_field_name="code")
    days = django_filters.DateFromToRangeFilter(field_name="starts_at", label=_("Days"))
    when = django_filters.ChoiceFilter(
        method="by_time", label=_("When"),
        choices=[("ahead", _("Ahead")), ("unconfirmed", _("Attendance missing")), ("held", _("Held"))],
    )  # fmt: skip

    class Meta:
        model = Session
        fields: list[str] = []

    def by_time(self, rows: SessionQuerySet, _name: str, value: str) -> SessionQuerySet:
        """Keep those ahead, those over without attendance, or those held."""
        now = timezone.now()
        if value == "ahead":
            return rows.ahead(now)
        return rows.unconfirmed(now) if value == "unconfirmed" else rows.filter(state__in=("completed", "evaluated"))
