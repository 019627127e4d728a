"""Baselines in the API, and what the plan says of itself: health, trends, earned value."""

from decimal import Decimal
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.access import require
from core.api import FieldsMixin
from phases.plan import services
from phases.plan.choices import EarningRule
from phases.plan.models import PlanBaseline, PlanBaselineTask
from phases.plan.permissions import ACTIONS, can_see_plan
from phases.plan.rules.compare import Difference, Promise
from phases.plan.rules.earned import EarnedValue
from phases.plan.selectors import PlanValue, baselines_of, compared, milestone_trends, plan_health, plan_value
from phases.plan.selectors.reports import health_report
from programme.charter.models import Programme
from programme.scope import ProgrammeViewSet, person, programme_for

ONLY = ("critical", "milestones", "changed")


class FrozenTaskSerializer(serializers.ModelSerializer[PlanBaselineTask]):
    """One task as it was promised; ``minutes`` are working minutes, 480 to a day."""

    task: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)

    class Meta:
        model = PlanBaselineTask
        fields = ["task", "ref", "name", "milestone", "summary", "start", "finish", "minutes"]
        read_only_fields = fields


class BaselineSerializer(FieldsMixin, serializers.ModelSerializer[PlanBaseline]):
    """A baseline; one baseline alone carries its tasks."""

    taken_by: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    change: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    finish = serializers.DateField(read_only=True)
    tasks = serializers.IntegerField(source="count", read_only=True)
    name = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")

    class Meta:
        model = PlanBaseline
        fields = [
            "public_id", "number", "name", "note", "taken_on", "taken_by", "automatic", "change", "finish",
            "tasks", "version",
        ]  # fmt: skip
        read_only_fields = ["public_id", "number", "taken_on", "automatic", "version"]


class BaselineDetailSerializer(BaselineSerializer):
    """A baseline with its tasks in the order of the plan."""

    tasks = FrozenTaskSerializer(many=True, read_only=True)  # type: ignore[assignment]


class UseSerializer(serializers.Serializer[Any]):
    """Why an older baseline is promised again."""

    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class SideSerializer(serializers.Serializer[Any]):
    """A task on one side."""

    start = serializers.DateField(allow_null=True)
    finish = serializers.DateField(allow_null=True)
    minutes = serializers.IntegerField()


class DifferenceSerializer(serializers.Serializer[Any]):
    """A task on both sides; shifts are working days, later and longer is positive."""

    task = serializers.CharField(allow_blank=True)
    ref = serializers.CharField(allow_blank=True)
    name = serializers.CharField()
    critical = serializers.BooleanField()
    milestone = serializers.BooleanField()
    summary = serializers.BooleanField()
    change = serializers.CharField()
    before = SideSerializer(allow_null=True)
    after = SideSerializer(allow_null=True)
    start_shift = serializers.IntegerField(allow_null=True)
    finish_shift = serializers.IntegerField(allow_null=True)
    duration_shift = serializers.DecimalField(12, 6, allow_null=True)


class ComparisonSerializer(serializers.Serializer[Any]):
    """Two baselines, or one and the plan as it stands (``after`` null); the largest slip first."""

    before = serializers.IntegerField()
    after = serializers.IntegerField(allow_null=True)
    moved = serializers.IntegerField()
    added = serializers.IntegerField()
    removed = serializers.IntegerField()
    tasks = DifferenceSerializer(many=True)


COMPARE = [
    OpenApiParameter("with", OpenApiTypes.STR, description="Public id of the other baseline; empty: the plan now."),
    OpenApiParameter("only", OpenApiTypes.STR, enum=ONLY),
]


class BaselineViewSet(ProgrammeViewSet[PlanBaseline]):
    """Baselines of a plan, the newest first."""

    queryset = PlanBaseline.objects.all()
    serializer_class = BaselineSerializer
    reads = can_see_plan
    acts = {"create": ACTIONS["baseline"], "use": ACTIONS["baseline"]}

    def get_queryset(self) -> Any:
        """Give finish and size with each, the tasks with one alone."""
        rows = baselines_of(self.programme)
        return rows.prefetch_related("tasks__task") if self.action == "retrieve" else rows

    def get_serializer_class(self) -> Any:
        """Give the tasks with one alone."""
        return BaselineDetailSerializer if self.action == "retrieve" else BaselineSerializer

    def create(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Promise the dates as they are."""
        values = self.valid(request)
        return self._given(services.take_baseline(self.programme, actor=self.person, **values), status.HTTP_201_CREATED)

    @extend_schema(request=UseSerializer, responses=BaselineSerializer)
    @action(detail=True, methods=["post"])
    def use(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Promise this baseline's dates again, as a new baseline."""
        row = self.get_object()
        body = UseSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        again = services.use_baseline(row, actor=self.person, note=body.validated_data["note"])
        return self._given(again, status.HTTP_201_CREATED)

    @extend_schema(parameters=COMPARE, responses=ComparisonSerializer)
    @action(detail=True, methods=["get"])
    def compare(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Say per task how the dates differ from another baseline, or from the plan as it stands."""
        other = request.query_params.get("with", "")
        after = get_object_or_404(self.get_queryset(), public_id=other) if other else None
        found = compared(self.get_object(), after, only=request.query_params.get("only", ""))
        return Response(
            {
                "before": found.before.number,
                "after": found.after.number if found.after else None,
                "moved": found.moved,
                "added": found.added,
                "removed": found.removed,
                "tasks": [_difference(row) for row in found.rows],
            }
        )

    def _given(self, row: PlanBaseline, code: int) -> Response:
        fresh = self.get_queryset().get(pk=row.pk)
        return Response(BaselineSerializer(fresh, context=self.get_serializer_context()).data, status=code)


def _difference(row: Difference) -> dict[str, Any]:
    return {
        "task": row.task.public_id,
        "ref": row.task.ref,
        "name": row.task.name,
        "critical": row.task.critical,
        "milestone": row.task.milestone,
        "summary": row.task.summary,
        "change": row.change,
        "before": _side(row.before),
        "after": _side(row.after),
        "start_shift": row.start,
        "finish_shift": row.finish,
        "duration_shift": row.duration,
    }


def _side(one: Promise | None) -> dict[str, Any] | None:
    return None if one is None else {"start": one.start, "finish": one.finish, "minutes": one.minutes}


class ReportSerializer(serializers.Serializer[Any]):
    """One forecast of a milestone."""

    reported_on = serializers.DateField()
    forecast = serializers.DateField()


class TrendSerializer(serializers.Serializer[Any]):
    """How a milestone's forecast moved (F04); slope is days of forecast per day between the last two reports."""

    name = serializers.CharField()
    gate = serializers.CharField(allow_blank=True)
    reached_on = serializers.DateField(allow_null=True)
    slope = serializers.FloatField(allow_null=True)
    receding = serializers.BooleanField()
    unstable = serializers.BooleanField()
    reports = ReportSerializer(many=True)


class CheckSerializer(serializers.Serializer[Any]):
    """One of the fourteen tests of a schedule."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.FloatField(allow_null=True)
    limit = serializers.FloatField()
    at_least = serializers.BooleanField()
    counted = serializers.IntegerField(allow_null=True)
    of = serializers.IntegerField(allow_null=True)
    met = serializers.BooleanField(allow_null=True)
    fails = serializers.ListField(child=serializers.CharField())


class HealthSerializer(serializers.Serializer[Any]):
    """The health of the plan at its status date."""

    status_on = serializers.DateField()
    passed = serializers.IntegerField()
    tested = serializers.IntegerField()
    checks = CheckSerializer(many=True)
    dangling = serializers.ListField(child=serializers.CharField())
    redundant = serializers.ListField(child=serializers.CharField())


class ValueSerializer(serializers.Serializer[Any]):
    """F02 and F03, in money where a cost is known, else in working days of planned work; unknown is null."""

    unit = serializers.CharField()
    pv = serializers.DecimalField(16, 3)
    ev = serializers.DecimalField(16, 3)
    ac = serializers.DecimalField(16, 3, allow_null=True)
    bac = serializers.DecimalField(16, 3)
    spi = serializers.DecimalField(12, 3, allow_null=True)
    cpi = serializers.DecimalField(12, 3, allow_null=True)
    eac = serializers.DictField(child=serializers.DecimalField(16, 3, allow_null=True))
    tcpi = serializers.DecimalField(12, 3, allow_null=True)
    spi_t = serializers.DecimalField(12, 3, allow_null=True)
    ieac_t = serializers.DecimalField(12, 3, allow_null=True)
    curve = serializers.ListField(child=serializers.DictField())


class PromiseViewSet(viewsets.ViewSet):
    """What the plan says of itself."""

    @extend_schema(responses=HealthSerializer)
    def health(self, request: Request, slug: str) -> Response:
        """Assess the schedule by the fourteen tests."""
        found = plan_health(self._programme(request, slug))
        if found is None:
            raise Http404(_("There is nothing to assess."))
        return Response(health_report(found))

    @extend_schema(responses=TrendSerializer(many=True))
    def trends(self, request: Request, slug: str) -> Response:
        """Say how the forecast of every gate and milestone moved, month by month."""
        found = milestone_trends(self._programme(request, slug), timezone.localdate())
        return Response(
            [
                {
                    "name": one.line.name,
                    "gate": one.line.gate,
                    "reached_on": one.line.actual,
                    "slope": one.trend.slope,
                    "receding": one.trend.receding,
                    "unstable": one.trend.unstable,
                    "reports": [{"reported_on": on, "forecast": day} for on, day in one.reports],
                }
                for one in found
            ]
        )

    @extend_schema(
        parameters=[OpenApiParameter("rule", OpenApiTypes.STR, enum=list(EarningRule.values))],
        responses=ValueSerializer,
    )
    def value(self, request: Request, slug: str) -> Response:
        """Reckon earned value and earned schedule against the current baseline."""
        rule = request.query_params.get("rule", EarningRule.PERCENT)
        if rule not in EarningRule.values:
            rule = EarningRule.PERCENT
        found = plan_value(self._programme(request, slug), timezone.localdate(), rule=rule)
        if found is None:
            raise Http404(_("Set the baseline of the plan."))
        return Response(
            _value(found.money or found.days)
            | {
                "unit": "wd" if found.money is None else found.currency,
                "spi_t": found.time.spi,
                "ieac_t": found.time.estimate,
                "curve": _curve(found),
            }
        )

    @staticmethod
    def _programme(request: Request, slug: str) -> Programme:
        programme = programme_for(person(request), slug)
        require(can_see_plan, person(request), programme)
        return programme


def _curve(found: PlanValue) -> list[dict[str, Any]]:
    """The points of the S-curve in the unit of the figures; what is ahead, and a cost nobody knows, is null."""
    spent = dict(zip(found.dates, found.spent, strict=False))
    curve = found.money_curve or found.curve
    points = zip(found.dates, curve.planned, curve.earned, strict=True)
    return [
        {"day": day, "planned": planned, "earned": earned, "actual": spent.get(day)} for day, planned, earned in points
    ]


def _value(value: EarnedValue) -> dict[str, Decimal | dict[str, Decimal | None] | None]:
    return {
        "pv": value.planned,
        "ev": value.earned,
        "ac": value.actual,
        "bac": value.budget,
        "spi": value.spi,
        "cpi": value.cpi,
        "eac": value.estimates,
        "tcpi": value.tcpi,
    }
