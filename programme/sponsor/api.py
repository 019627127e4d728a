"""The sponsor's acts in the API."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, expected_version
from programme.scope import ProgrammeViewSet, open_actions
from programme.sponsor import permissions, services
from programme.sponsor.filters import SponsorActFilter
from programme.sponsor.models import SponsorAct
from programme.sponsor.selectors import act_actions, standing
from programme.stakeholders.models import Stakeholder


class SponsorActSerializer(FieldsMixin, serializers.ModelSerializer[SponsorAct]):
    """An act; who does it by the stakeholder's public id."""

    person: Any = serializers.SlugRelatedField(
        slug_field="public_id", queryset=Stakeholder.objects.all(), required=False, allow_null=True
    )
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = SponsorAct
        fields = [
            "public_id", "code", "kind", "title", "person", "audience", "due_on", "done_on", "evidence", "dropped_on",
            "reason", "escalated_on", "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = ["public_id", "done_on", "evidence", "dropped_on", "reason", "escalated_on", "version"]
        extra_kwargs = {"code": {"required": False}}
        validators: list[Any] = []

    def get_available_actions(self, row: SponsorAct) -> list[dict[str, Any]]:
        """The acts that the page shows too."""
        return open_actions(act_actions(row, self.context["request"].user))


class DoneBody(serializers.Serializer[Any]):
    """When it was done, and by what one sees it."""

    on = serializers.DateField(required=False, allow_null=True, default=None)
    evidence = serializers.CharField(required=False, allow_blank=True, default="", max_length=300)


class DropActBody(serializers.Serializer[Any]):
    """Why it is dropped."""

    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=300)


class SponsorStandingSerializer(serializers.Serializer[Any]):
    """How the sponsor stands: acts done of those due, months kept and missed, the kick-off."""

    done = serializers.IntegerField()
    due = serializers.IntegerField()
    index = serializers.DecimalField(max_digits=6, decimal_places=4, allow_null=True)
    streak = serializers.IntegerField()
    missed_run = serializers.IntegerField()
    missed = serializers.IntegerField()
    kickoff_attended = serializers.BooleanField(allow_null=True)
    light = serializers.CharField()


class SponsorActViewSet(ProgrammeViewSet[SponsorAct]):
    """The sponsor's activity plan; ``standing`` gives index and months."""

    queryset = SponsorAct.objects.all()
    serializer_class = SponsorActSerializer
    filterset_class = SponsorActFilter
    reads = permissions.can_read
    acts = dict.fromkeys(("create", "partial_update", "done", "drop"), permissions.can_edit)

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Plan an act."""
        row = services.plan_act(self.programme, values=self.valid(request), actor=self.person)
        return self.answer(row, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Plan it otherwise; ``If-Match`` guards against a stale edit."""
        row = self.get_object()
        version = expected_version(request, row)
        values = self.valid(request, partial=True, instance=row)
        return self.answer(services.replan_act(row, values=values, actor=self.person, version=version))

    @extend_schema(request=DoneBody)
    @action(detail=True, methods=["post"])
    def done(self, request: Request, **_kwargs: Any) -> Response:
        """Say that it was done."""
        body = DoneBody(data=request.data)
        body.is_valid(raise_exception=True)
        return self.answer(services.record_act(self.get_object(), actor=self.person, **body.validated_data))

    @extend_schema(request=DropActBody)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, **_kwargs: Any) -> Response:
        """Drop it with a reason."""
        body = DropActBody(data=request.data)
        body.is_valid(raise_exception=True)
        return self.answer(services.drop_act(self.get_object(), actor=self.person, **body.validated_data))

    @extend_schema(responses=SponsorStandingSerializer)
    @action(detail=False, methods=["get"])
    def standing(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Give index, months and kick-off."""
        stand = standing(self.programme, timezone.localdate())
        told = {
            "done": stand.index.done, "due": stand.index.due, "index": stand.index.share,
            "streak": stand.months.streak, "missed_run": stand.months.missed_run, "missed": stand.months.missed,
            "kickoff_attended": stand.attended, "light": stand.status.kind,
        }  # fmt: skip
        return Response(SponsorStandingSerializer(told).data)
