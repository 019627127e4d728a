"""Filters of the catalogue, for the registers and the API."""

import django_filters
from django.utils.translation import gettext_lazy as _

from core.filters import SearchFilter
from training.catalogue.choices import CourseState, PassedBy, Tier
from training.catalogue.models import Course, CurriculumItem, Room, Trainer


class CourseFilter(django_filters.FilterSet):
    """By words, tier, state and how it is passed."""

    q = SearchFilter("code", "name_zh", "name_en", "audience")
    tier = django_filters.ChoiceFilter(choices=Tier.choices, label=_("Tier"))
    state = django_filters.ChoiceFilter(choices=CourseState.choices, label=_("State"))
    passed_by = django_filters.ChoiceFilter(choices=PassedBy.choices, label=_("Passed by"))

    class Meta:
        model = Course
        fields = ["tier", "state", "passed_by"]


class RoomFilter(django_filters.FilterSet):
    """By words, and whether it is in use."""

    q = SearchFilter("name", "site", "equipment")
    active = django_filters.BooleanFilter(label=_("In use"))

    class Meta:
        model = Room
        fields = ["active"]


class TrainerFilter(django_filters.FilterSet):
    """By words, and whether they are in use."""

    q = SearchFilter("name", "email", "courses__code")
    active = django_filters.BooleanFilter(label=_("In use"))

    class Meta:
        model = Trainer
        fields = ["active"]


class CurriculumFilter(django_filters.FilterSet):
    """By role and course."""

    crm_role = django_filters.CharFilter(lookup_expr="iexact", label=_("Role in the CRM"))
    course = django_filters.CharFilter(field_name="course__code", lookup_expr="iexact", label=_("Course"))

    class Meta:
        model = CurriculumItem
        fields = ["before_go_live"]
