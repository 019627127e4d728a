"""Goals, KPIs and readings in the API."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, expected_version
from programme.charter import permissions, services
from programme.charter.api.base import InProgramme, Nothing, Reason, body, way_json
from programme.charter.filters import GoalFilter, KpiFilter, ReadingFilter
from programme.charter.models import Goal, Kpi, KpiReading, StrategyObjective
from programme.charter.selectors import figures_of_goal, figures_of_kpi
from programme.charter.selectors.showing import goal_actions, kpi_actions
from programme.people.models import User
from programme.scope import ProgrammeViewSet, open_actions


class Supersede(serializers.Serializer[Any]):
    """A new measurement."""

    value = serializers.DecimalField(max_digits=18, decimal_places=4)
    measured_on = serializers.DateField()
    n = serializers.IntegerField(required=False, allow_null=True, min_value=0)
    source = serializers.CharField(max_length=200)  # type: ignore[assignment]
    reason = serializers.CharField(allow_blank=True, default="")


class NewReading(serializers.Serializer[Any]):
    """What a KPI read on a day; ``unit`` converts between units of time."""

    read_on = serializers.DateField()
    value = serializers.DecimalField(max_digits=18, decimal_places=4)
    n = serializers.IntegerField(required=False, allow_null=True, min_value=0)
    source = serializers.CharField(required=False, allow_blank=True, max_length=200)  # type: ignore[assignment]
    unit = serializers.CharField(required=False, allow_blank=True)


def owner() -> Any:
    """The field of an owner: a person by public id."""
    return serializers.SlugRelatedField(
        slug_field="public_id", queryset=User.objects.active(), required=False, allow_null=True
    )


class GoalSerializer(FieldsMixin, serializers.ModelSerializer[Goal]):
    """A goal with its score, gaps and progress."""

    owner = owner()
    strategy: Any = InProgramme(
        slug_field="code", queryset=StrategyObjective.objects.all(), required=False, allow_null=True
    )
    kpi: Any = InProgramme(slug_field="code", queryset=Kpi.objects.all(), required=False, allow_null=True)
    smart = serializers.SerializerMethodField()
    baseline_signed = serializers.SerializerMethodField()
    way = serializers.SerializerMethodField()
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Goal
        fields = [
            "public_id", "code", "statement", "metric", "unit", "unit_kind", "direction", "baseline", "baseline_on",
            "baseline_n", "baseline_source", "change", "target", "starts_on", "due_on", "achievability", "strategy",
            "kpi", "owner_role", "owner", "withdrawn_on", "smart", "baseline_signed", "way", "version",
            "available_actions",
        ]  # fmt: skip
        read_only_fields = ["public_id", "withdrawn_on", "version"]
        extra_kwargs = {"code": {"required": False}}
        validators: list[Any] = []  # the service checks, and names every bad field at once

    def get_smart(self, goal: Goal) -> dict[str, Any]:
        """Score and every gap."""
        smart = figures_of_goal(goal).smart
        gaps = [{"field": gap.field, "text": str(gap.text), "suggestion": str(gap.suggestion)} for gap in smart.gaps]
        return {"score": smart.score, "passed": [c.letter for c in smart.checks if c.passed], "gaps": gaps}

    def get_baseline_signed(self, goal: Goal) -> bool:
        """Whether a signature stands on the baseline."""
        return goal.signed_baseline is not None

    def get_way(self, goal: Goal) -> dict[str, Any]:
        """Progress with what it was computed from."""
        return way_json(figures_of_goal(goal).way)

    def get_available_actions(self, goal: Goal) -> list[dict[str, Any]]:
        """List what the caller may do now."""
        return open_actions(goal_actions(goal, self.context["request"].user))


class KpiSerializer(FieldsMixin, serializers.ModelSerializer[Kpi]):
    """A KPI with its progress."""

    owner = owner()
    name = serializers.CharField(read_only=True)
    way = serializers.SerializerMethodField()
    baseline_signed = serializers.SerializerMethodField()
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Kpi
        fields = [
            "public_id", "code", "name", "name_zh", "name_en", "formula", "family", "unit", "direction", "baseline",
            "baseline_on", "baseline_n", "baseline_source", "target", "target_note", "starts_on", "due_on",
            "owner_role", "owner", "source", "is_example", "baseline_signed", "way", "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = ["public_id", "version"]
        extra_kwargs = {"code": {"required": False}, "name_zh": {"required": False}, "name_en": {"required": False}}
        validators: list[Any] = []

    def get_way(self, kpi: Kpi) -> dict[str, Any]:
        """Progress with what it was computed from."""
        return way_json(figures_of_kpi(kpi).way)

    def get_baseline_signed(self, kpi: Kpi) -> bool:
        """Whether a signature stands on the baseline."""
        return kpi.signed_baseline is not None

    def get_available_actions(self, kpi: Kpi) -> list[dict[str, Any]]:
        """List what the caller may do now."""
        return open_actions(kpi_actions(kpi, self.context["request"].user))


class ReadingSerializer(FieldsMixin, serializers.ModelSerializer[KpiReading]):
    """A reading."""

    kpi: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = KpiReading
        fields = ["public_id", "kpi", "read_on", "value", "n", "source", "version"]
        read_only_fields = fields


class MeasuredViewSet(ProgrammeViewSet[Any]):
    """What goals and KPIs share: signing and superseding a baseline."""

    reads = permissions.can_read

    @action(detail=True, methods=["post"])
    def sign_baseline(self, request: Request, **_kwargs: Any) -> Response:
        """Sign the baseline as its owner."""
        row = self.get_object()
        body(Nothing, request)
        services.sign_baseline(row, actor=self.person)
        return self.answer(row)

    @action(detail=True, methods=["post"])
    def supersede_baseline(self, request: Request, **_kwargs: Any) -> Response:
        """Put a new measurement in the place of the signed one."""
        row = self.get_object()
        services.supersede_baseline(row, actor=self.person, **body(Supersede, request))
        return self.answer(row)


class GoalViewSet(MeasuredViewSet):
    """The goals of the programme; withdrawn ones stay readable by their id."""

    queryset = Goal.objects.all()
    serializer_class = GoalSerializer
    filterset_class = GoalFilter
    acts = {
        "create": permissions.can_edit_goals,
        "partial_update": permissions.can_edit_goals,
        "withdraw": permissions.can_edit_goals,
        "supersede_baseline": permissions.can_edit_goals,
    }

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Write a goal."""
        row = services.create_goal(self.programme, values=self.valid(request), actor=self.person)
        return self.answer(row, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Change a goal; ``If-Match`` guards against a stale edit."""
        row = self.get_object()
        version = expected_version(request, row)
        values = self.valid(request, partial=True, instance=row)
        return self.answer(services.update_goal(row, values=values, actor=self.person, version=version))

    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, **_kwargs: Any) -> Response:
        """Take the goal back."""
        row = self.get_object()
        return self.answer(services.withdraw_goal(row, actor=self.person, **body(Reason, request)))


class KpiViewSet(MeasuredViewSet):
    """The KPIs of the programme."""

    queryset = Kpi.objects.all()
    serializer_class = KpiSerializer
    filterset_class = KpiFilter
    acts = {
        "create": permissions.can_edit_kpis,
        "partial_update": permissions.can_edit_kpis,
        "supersede_baseline": permissions.can_edit_goals,
        "record": permissions.can_record_reading,
    }

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Write a KPI."""
        row = services.create_kpi(self.programme, values=self.valid(request), actor=self.person)
        return self.answer(row, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Change a KPI; ``If-Match`` guards against a stale edit."""
        row = self.get_object()
        version = expected_version(request, row)
        values = self.valid(request, partial=True, instance=row)
        return self.answer(services.update_kpi(row, values=values, actor=self.person, version=version))

    @action(detail=True, methods=["post"])
    def record(self, request: Request, **_kwargs: Any) -> Response:
        """Record a reading; the same day again is a correction."""
        row = self.get_object()
        services.record_reading(row, actor=self.person, **body(NewReading, request))
        return self.answer(row, status=status.HTTP_201_CREATED)


class ReadingViewSet(ProgrammeViewSet[KpiReading]):
    """Readings of the programme's KPIs, the newest first; recorded through the KPI."""

    queryset = KpiReading.objects.all()
    serializer_class = ReadingSerializer
    filterset_class = ReadingFilter
    reads = permissions.can_read

    def scoped(self, rows: QuerySet[KpiReading]) -> QuerySet[KpiReading]:
        """Keep the readings of this programme's KPIs."""
        return rows.filter(kpi__programme=self.programme)
