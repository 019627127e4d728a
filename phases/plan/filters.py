"""Search and filters of tasks, for the register and the API alike."""

from typing import TYPE_CHECKING, Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.filters import SearchFilter
from phases.plan.choices import ResourceKind
from phases.plan.models import PlanResource, Task
from programme.people.choices import Role

if TYPE_CHECKING:
    from phases.plan.querysets import TaskQuerySet

STATES = [
    ("open", _("not finished")),
    ("running", _("in progress")),
    ("done", _("finished")),
    ("late", _("late")),
    ("critical", pgettext_lazy("path", "critical")),
    ("near", pgettext_lazy("path", "nearly critical")),
]


class TaskFilter(django_filters.FilterSet):
    """Tasks by words, state, role, milestone and forecast finish."""

    q = SearchFilter("code", "wbs", "name_zh", "name_en")
    state = django_filters.ChoiceFilter(label=_("State"), choices=STATES, method="by_state")
    role = django_filters.ChoiceFilter(field_name="responsible_role", label=_("Responsible role"), choices=Role.choices)
    milestone = django_filters.BooleanFilter(label=_("Milestone"))
    finish = django_filters.DateFromToRangeFilter(field_name="early_finish", label=_("Finish"))

    class Meta:
        model = Task
        fields: list[str] = []

    def by_state(self, rows: "TaskQuerySet", _name: str, value: str) -> Any:
        """Keep what stands so."""
        if value == "late":
            return rows.overdue(timezone.localdate())
        if value == "critical":
            return rows.unfinished().filter(critical=True)
        if value == "near":
            return rows.nearly_critical()
        if value == "running":
            return rows.unfinished().exclude(actual_start=None)
        return rows.unfinished() if value == "open" else rows.leaves().exclude(actual_finish=None)


class ResourceFilter(django_filters.FilterSet):
    """Resources by words, kind and team."""

    q = SearchFilter("name", "team", "person__name")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=ResourceKind.choices)

    class Meta:
        model = PlanResource
        fields: list[str] = []
