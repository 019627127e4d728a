"""Calendars of the plan in the API: hours and exceptions in words, as the pages take them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, expected_version
from phases.plan import services
from phases.plan.models import InsertedPlan, PlanCalendar
from phases.plan.permissions import ACTIONS, can_see_plan
from phases.plan.rules.hours import HoursError, exception_text, hours_text, read_exceptions, read_hours
from programme.scope import ProgrammeViewSet


@extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
class WeekField(serializers.Field[dict[str, Any], Any, dict[str, str], Any]):
    """Hours by weekday, "0" is Monday: ``{"0": "9:00-12:00, 13:00-18:00", "5": "off"}``; what is left out follows."""

    def to_representation(self, value: dict[str, Any]) -> dict[str, str]:
        """Write the hours in words."""
        return {day: hours_text(shifts) for day, shifts in sorted(value.items())}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Read the hours; a wrong day or text is named."""
        if not isinstance(data, dict) or set(data) - {str(day) for day in range(7)}:
            raise serializers.ValidationError('{"0": "9:00-12:00", … "6": "off"}')
        try:
            return {day: [list(shift) for shift in read_hours(str(text))] for day, text in data.items()}
        except HoursError as error:
            raise serializers.ValidationError(error.text) from error


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class ExceptionsField(serializers.Field[list[dict[str, Any]], Any, list[str], Any]):
    """Exceptions, one a line: ``2026-05-01..2026-05-05 | off | Labour Day``; seasons of a file are not shown."""

    def to_representation(self, value: list[dict[str, Any]]) -> list[str]:
        """Write each in words."""
        return [exception_text(one) for one in value if "week" not in one]

    def to_internal_value(self, data: Any) -> list[dict[str, Any]]:
        """Read each; the line that cannot be read is named."""
        if not isinstance(data, list):
            raise serializers.ValidationError('["2026-05-01 | off"]')
        try:
            return read_exceptions("\n".join(str(line) for line in data))
        except HoursError as error:
            raise serializers.ValidationError(error.text) from error


class PlanCalendarSerializer(FieldsMixin, serializers.ModelSerializer[PlanCalendar]):
    """A calendar that tasks, resources or the plan follow."""

    base: Any = serializers.SlugRelatedField(
        slug_field="public_id", queryset=PlanCalendar.objects.all(), required=False, allow_null=True
    )
    week = WeekField(required=False)
    exceptions = ExceptionsField(required=False)

    class Meta:
        model = PlanCalendar
        fields = ["public_id", "name", "base", "week", "exceptions", "source", "uid", "version"]
        read_only_fields = ["public_id", "source", "uid", "version"]
        validators: list[Any] = []


class PlanCalendarViewSet(ProgrammeViewSet[PlanCalendar]):
    """Calendars of tasks and resources."""

    queryset = PlanCalendar.objects.select_related("base").order_by("name", "pk")
    serializer_class = PlanCalendarSerializer
    reads = can_see_plan
    acts = dict.fromkeys(("create", "partial_update", "destroy"), ACTIONS["edit_calendar"])

    def create(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Add a calendar."""
        row = services.save_calendar(self.programme, actor=self.person, **self.valid(request))
        return self.answer(row, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Change a calendar; the seasons that a file gave stay."""
        row = self.get_object()
        version = expected_version(request, row)
        values = self.valid(request, partial=True, instance=row)
        if "exceptions" in values:
            values["exceptions"] = [one for one in row.exceptions if "week" in one] + values["exceptions"]
        return self.answer(
            services.save_calendar(self.programme, row=row, version=version, actor=self.person, **values)
        )

    def destroy(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Delete a calendar that nothing uses."""
        row = self.get_object()
        expected_version(request, row)
        services.delete_calendar(row, actor=self.person)
        return Response(status=status.HTTP_204_NO_CONTENT)


class InsertedPlanSerializer(FieldsMixin, serializers.ModelSerializer[InsertedPlan]):
    """A plan inside the plan, and what it counts by while it stands apart."""

    calendar: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)

    class Meta:
        model = InsertedPlan
        fields = [
            "public_id", "source", "apart", "calendar", "starts_on", "honours_constraints", "critical_slack", "version",
        ]  # fmt: skip
        read_only_fields = [name for name in fields if name != "apart"]
        validators: list[Any] = []


class InsertedPlanViewSet(ProgrammeViewSet[InsertedPlan]):
    """Plans that came into the plan with work of their own."""

    queryset = InsertedPlan.objects.select_related("calendar")
    serializer_class = InsertedPlanSerializer
    reads = can_see_plan
    acts = {"partial_update": ACTIONS["edit_calendar"]}

    def partial_update(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Let it count by its own file, or as the rest of the plan does."""
        row = self.get_object()
        version = expected_version(request, row)
        values = self.valid(request, partial=True, instance=row)
        apart = values.get("apart", row.apart)
        return self.answer(services.set_inserted(row, apart=apart, version=version, actor=self.person))
