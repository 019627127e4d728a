"""Phases, stages and deliverables in the API."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, expected_version
from phases.gates.filters import DeliverableFilter
from phases.gates.models import Deliverable, DeliverablePart, Phase, Stage
from phases.gates.permissions import can_see
from phases.gates.selectors import (
    deliverable_actions,
    phase_actions,
)
from phases.gates.services import (
    approve_work,
    reject_work,
    remove_stage,
    revise_work,
    start_phase,
    submit_work,
)
from phases.gates.services.phases import phase_before
from programme.scope import ProgrammeViewSet, open_actions, person


class PartSerializer(serializers.ModelSerializer[DeliverablePart]):
    """One output of a deliverable."""

    name = serializers.CharField(read_only=True)
    author: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    approved_by: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)

    class Meta:
        model = DeliverablePart
        fields = ["code", "name", "state", "edition", "link", "note", "author", "approved_by", "approved_at"]
        read_only_fields = fields


class DeliverableSerializer(FieldsMixin, serializers.ModelSerializer[Deliverable]):
    """A deliverable with its outputs."""

    name = serializers.CharField(read_only=True)
    stage = serializers.CharField(source="stage.code", read_only=True)
    parts = PartSerializer(many=True, read_only=True)
    author: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    approved_by: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Deliverable
        fields = [
            "public_id", "code", "name", "stage", "wave", "mandatory", "doer_roles", "approver_role", "state",
            "edition", "link", "note", "author", "submitted_at", "approved_by", "approved_at", "parts", "version",
            "available_actions",
        ]  # fmt: skip
        read_only_fields = fields

    def get_available_actions(self, row: Deliverable) -> list[dict[str, Any]]:
        """The acts of the caller."""
        return open_actions(deliverable_actions(row, person(self.context["request"])))


class PartNameSerializer(serializers.Serializer[Any]):
    """Which output is meant; empty for the deliverable itself."""

    part = serializers.CharField(required=False, allow_blank=True, default="")


class SubmitWorkSerializer(PartNameSerializer):
    """What is handed in."""

    link = serializers.URLField(required=False, allow_blank=True, default="")
    note = serializers.CharField(required=False, allow_blank=True, default="")


class ReasonSerializer(PartNameSerializer):
    """Why."""

    reason = serializers.CharField(required=False, allow_blank=True, default="")


def checked(serializer: serializers.Serializer[Any]) -> dict[str, Any]:
    """Return the clean values; raises with every bad field."""
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


class DeliverableViewSet(ProgrammeViewSet[Deliverable]):
    """Deliverables; acts on an output name it in ``part``."""

    queryset = Deliverable.objects.all()
    serializer_class = DeliverableSerializer
    filterset_class = DeliverableFilter
    reads = can_see

    def _work(self, part: str) -> Deliverable | DeliverablePart:
        row = self.get_object()
        expected_version(self.request, row)
        return get_object_or_404(row.parts.select_related("deliverable"), code=part) if part else row

    @extend_schema(request=SubmitWorkSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Hand in for approval."""
        values = checked(SubmitWorkSerializer(data=request.data))
        submit_work(self._work(values.pop("part")), actor=self.person, **values)
        return self.answer(self.get_object())

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Approve."""
        values = checked(ReasonSerializer(data=request.data))
        approve_work(self._work(values["part"]), actor=self.person, note=values["reason"])
        return self.answer(self.get_object())

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Send back."""
        values = checked(ReasonSerializer(data=request.data))
        reject_work(self._work(values["part"]), actor=self.person, reason=values["reason"])
        return self.answer(self.get_object())

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def revise(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Begin the next version."""
        values = checked(ReasonSerializer(data=request.data))
        revise_work(self._work(values["part"]), actor=self.person, reason=values["reason"])
        return self.answer(self.get_object())


class StageSerializer(FieldsMixin, serializers.ModelSerializer[Stage]):
    """A stage."""

    name = serializers.CharField(read_only=True)
    phase = serializers.CharField(source="phase.code", read_only=True)

    class Meta:
        model = Stage
        fields = ["public_id", "code", "name", "phase", "version"]
        read_only_fields = fields


class StageViewSet(ProgrammeViewSet[Stage]):
    """Stages; deleting one is refused."""

    queryset = Stage.objects.all()
    serializer_class = StageSerializer
    reads = can_see

    def destroy(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Refuse: a step may be made lighter, never skipped."""
        remove_stage(self.get_object(), actor=self.person)


class PhaseSerializer(FieldsMixin, serializers.ModelSerializer[Phase]):
    """A phase."""

    name = serializers.CharField(read_only=True)
    duration = serializers.CharField(read_only=True)
    stages: Any = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    gates: Any = serializers.SlugRelatedField(slug_field="key", many=True, read_only=True)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Phase
        fields = [
            "public_id", "code", "name", "duration", "state", "started_on", "ended_on", "stages", "gates", "version",
            "available_actions",
        ]  # fmt: skip
        read_only_fields = fields

    def get_available_actions(self, phase: Phase) -> list[dict[str, Any]]:
        """The acts of the caller."""
        return open_actions(phase_actions(phase, person(self.context["request"]), phase_before(phase)))


class PhaseViewSet(ProgrammeViewSet[Phase]):
    """Phases; deleting one is refused."""

    queryset: QuerySet[Phase] = Phase.objects.all()
    serializer_class = PhaseSerializer
    reads = can_see

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def start(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Start the phase."""
        return self.answer(start_phase(self.get_object(), actor=self.person))

    def destroy(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Refuse: a phase may be made lighter, never skipped."""
        remove_stage(self.get_object(), actor=self.person)
