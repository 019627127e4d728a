"""Exceptions, stage tolerances and every tolerance beside its forecast, in the API."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, expected_version
from phases.exceptions import permissions
from phases.exceptions.choices import Outcome
from phases.exceptions.filters import ExceptionFilter, StageToleranceFilter
from phases.exceptions.models import ExceptionReport, StageTolerance
from phases.exceptions.permissions import ACTIONS
from phases.exceptions.selectors.forecasts import UNITS, shown_standings
from phases.exceptions.selectors.reports import exception_actions
from phases.exceptions.services import reports as services
from phases.exceptions.services import tolerances
from phases.exceptions.services.watching import watch_forecasts
from phases.gates.models import Stage
from programme.scope import ProgrammeViewSet, open_actions

PERSON: dict[str, Any] = {"slug_field": "public_id", "read_only": True}


class ExceptionSerializer(FieldsMixin, serializers.ModelSerializer[ExceptionReport]):
    """An exception; limit and forecast in the unit of the dimension, words as drafted where nobody wrote."""

    stage: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    cause = serializers.CharField(source="cause_text", read_only=True)
    consequence = serializers.CharField(source="consequence_text", read_only=True)
    options = serializers.JSONField(source="all_options", read_only=True)
    reason = serializers.CharField(source="reason_text", read_only=True)
    raised_by: Any = serializers.SlugRelatedField(**PERSON)
    decided_by: Any = serializers.SlugRelatedField(**PERSON)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = ExceptionReport
        fields = [
            "public_id", "code", "stage", "dimension", "limit", "forecast", "first_forecast", "cause", "consequence",
            "options", "recommendation", "reason", "lesson", "state", "found_on", "raised_by", "raised_at",
            "decide_by", "outcome", "new_limit", "note", "decided_by", "decided_at", "closed_on", "recovered",
            "closing_note", "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = fields

    def get_available_actions(self, row: ExceptionReport) -> list[dict[str, Any]]:
        """The acts that the page shows too."""
        return open_actions(exception_actions(row, self.context["request"].user))


def _text() -> serializers.CharField:
    return serializers.CharField(required=False, allow_blank=True, max_length=10_000)


class WordsBody(serializers.Serializer[Any]):
    """The words of an exception; each option a line ``option | time | cost | benefit | risk``."""

    cause = _text()
    consequence = _text()
    options = serializers.ListField(child=serializers.CharField(max_length=1000), required=False)
    recommendation = serializers.CharField(max_length=1, required=False, allow_blank=True)
    reason = _text()
    lesson = _text()


class DecideBody(serializers.Serializer[Any]):
    """What the committee decides; ``new_limit`` with ``accept`` only."""

    outcome = serializers.ChoiceField(choices=Outcome.choices)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=10_000)
    new_limit = serializers.DecimalField(
        max_digits=12, decimal_places=2, min_value=0, required=False, allow_null=True, default=None
    )


class ClosingBody(serializers.Serializer[Any]):
    """How it was carried out."""

    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=10_000)


class ToleranceStandingSerializer(serializers.Serializer[Any]):
    """A tolerance beside its forecast."""

    dimension = serializers.CharField()
    stage = serializers.CharField(allow_null=True)
    limit = serializers.DecimalField(max_digits=12, decimal_places=2)
    forecast = serializers.DecimalField(max_digits=12, decimal_places=2, allow_null=True)
    unit = serializers.CharField(allow_blank=True)
    beyond = serializers.BooleanField()
    drivers = serializers.ListField(child=serializers.CharField())


class WatchedSerializer(serializers.Serializer[Any]):
    """What a look at the forecasts did."""

    found = serializers.IntegerField()
    moved = serializers.IntegerField()
    recovered = serializers.IntegerField()


class ExceptionViewSet(ProgrammeViewSet[ExceptionReport]):
    """Exceptions; ``watch`` looks at the forecasts now, ``standings`` gives every tolerance beside its forecast."""

    queryset = ExceptionReport.objects.all()
    serializer_class = ExceptionSerializer
    filterset_class = ExceptionFilter
    reads = permissions.can_read
    acts = {
        "watch": permissions.watches,
        "partial_update": ACTIONS["edit"],
        "raise_up": ACTIONS["raise"],
        "decide": ACTIONS["decide"],
        "close": ACTIONS["close"],
    }

    @extend_schema(request=WordsBody)
    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Word it otherwise."""
        row = self.get_object()
        version = expected_version(request, row)
        body = WordsBody(data=request.data)
        body.is_valid(raise_exception=True)
        given = dict(body.validated_data)
        return self.answer(services.edit_exception(row, actor=self.person, version=version, **given))

    @extend_schema(request=None, responses=WatchedSerializer)
    @action(detail=False, methods=["post"])
    def watch(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Look at the forecasts now, as every night does."""
        return Response(WatchedSerializer(watch_forecasts(self.programme, actor=self.person)).data)

    @extend_schema(responses=ToleranceStandingSerializer(many=True))
    @action(detail=False, methods=["get"])
    def standings(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Give every tolerance beside its forecast."""
        told = [
            {
                "dimension": one.dimension.value, "stage": one.stage.code if one.stage else None, "limit": one.limit,
                "forecast": one.forecast, "unit": UNITS[one.dimension], "beyond": one.beyond,
                "drivers": list(one.drivers),
            }
            for one in shown_standings(self.programme, timezone.localdate())
        ]  # fmt: skip
        return Response(ToleranceStandingSerializer(told, many=True).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], url_path="raise", url_name="raise")
    def raise_up(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Put it before the committee."""
        return self.answer(services.raise_exception(self.get_object(), actor=self.person))

    @extend_schema(request=DecideBody)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, **_kwargs: Any) -> Response:
        """Decide as the committee."""
        body = DecideBody(data=request.data)
        body.is_valid(raise_exception=True)
        return self.answer(services.decide_exception(self.get_object(), actor=self.person, **body.validated_data))

    @extend_schema(request=ClosingBody)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, **_kwargs: Any) -> Response:
        """Close what was stopped."""
        body = ClosingBody(data=request.data)
        body.is_valid(raise_exception=True)
        return self.answer(services.close_exception(self.get_object(), actor=self.person, **body.validated_data))


class StageToleranceSerializer(FieldsMixin, serializers.ModelSerializer[StageTolerance]):
    """A tolerance of a stage, the stage by code; working days of time, per cent of cost."""

    stage: Any = serializers.SlugRelatedField(slug_field="code", queryset=Stage.objects.all())

    class Meta:
        model = StageTolerance
        fields = ["public_id", "stage", "dimension", "limit", "note", "version"]
        read_only_fields = ["public_id", "version"]
        validators: list[Any] = []

    def get_fields(self) -> dict[str, Any]:
        """Offer the stages of this programme only: a code is unique in it alone."""
        fields: dict[str, Any] = super().get_fields()
        programme = getattr(self.context.get("view"), "programme", None)
        if programme is not None and "stage" in fields:
            fields["stage"].queryset = Stage.objects.filter(programme=programme)
        return fields


class StageToleranceViewSet(ProgrammeViewSet[StageTolerance]):
    """Tolerances of stages."""

    queryset = StageTolerance.objects.all()
    serializer_class = StageToleranceSerializer
    filterset_class = StageToleranceFilter
    reads = permissions.can_read
    acts = dict.fromkeys(("create", "partial_update", "destroy"), permissions.sets)

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Set one."""
        row = tolerances.set_tolerance(self.programme, values=self.valid(request), actor=self.person)
        return self.answer(row, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Set it otherwise; ``If-Match`` guards against a stale edit."""
        row = self.get_object()
        version = expected_version(request, row)
        values = self.valid(request, partial=True, instance=row)
        return self.answer(tolerances.change_tolerance(row, values=values, actor=self.person, version=version))

    def destroy(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Take it out."""
        tolerances.remove_tolerance(self.get_object(), actor=self.person)
        return Response(status=status.HTTP_204_NO_CONTENT)
