"""Programmes in the API: what they are, and their moves."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.access import require
from core.api import FieldsMixin, etag, expected_version
from core.kept import kept
from programme.charter import permissions, services
from programme.charter.api.base import Nothing, Reason, body
from programme.charter.choices import Purpose
from programme.charter.models import Programme
from programme.charter.selectors import available_actions, charter_gaps, charter_warnings, current_version
from programme.people.models import User
from programme.scope import open_actions, person


class ProgrammeSerializer(FieldsMixin, serializers.ModelSerializer[Programme]):
    """A programme with its state and its charter's standing."""

    charter_version = serializers.SerializerMethodField()
    gaps = serializers.SerializerMethodField()
    warnings = serializers.SerializerMethodField()
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Programme
        fields = [
            "public_id", "slug", "name", "language", "profile", "blueprint", "calendar", "currency", "starts_on",
            "state", "purposes", "purpose_text", "kickoff_on", "kickoff_executive", "kickoff_waiver", "hold_reason",
            "hold_review_on", "end_reason", "ended_on", "charter_version", "gaps", "warnings", "version",
            "available_actions",
        ]  # fmt: skip
        read_only_fields = fields

    def get_fields(self) -> dict[str, Any]:
        """Leave what costs many queries out of lists."""
        fields = super().get_fields()
        if self.parent is not None:
            for name in ("gaps", "warnings", "charter_version"):
                fields.pop(name, None)
        return fields

    def get_charter_version(self, programme: Programme) -> str | None:
        """The version in force."""
        version = current_version(programme)
        return version.number if version else None

    def get_gaps(self, programme: Programme) -> dict[str, list[str]]:
        """What keeps the charter from being signed, by field."""
        return kept(programme, "charter.gaps", lambda: charter_gaps(programme))

    def get_warnings(self, programme: Programme) -> list[str]:
        """What the charter must say although it blocks nothing."""
        return kept(programme, "charter.warnings", lambda: charter_warnings(programme))

    def get_available_actions(self, programme: Programme) -> list[dict[str, Any]]:
        """List what the caller may do now."""
        user = self.context["request"].user
        return open_actions(kept(programme, f"charter.moves:{user.pk}", lambda: available_actions(programme, user)))


class PurposeBody(serializers.Serializer[Any]):
    """Why the company wants a CRM."""

    purposes = serializers.ListField(child=serializers.ChoiceField(choices=Purpose.choices), default=list)
    purpose_text = serializers.CharField(allow_blank=True, default="")


class KickoffBody(serializers.Serializer[Any]):
    """The kick-off."""

    held_on = serializers.DateField()
    executive = serializers.BooleanField()
    waiver = serializers.CharField(allow_blank=True, default="")


class HoldBody(Reason):
    """A hold with its review."""

    review_on = serializers.DateField(required=False, allow_null=True, default=None)


class ProgrammesViewSet(viewsets.ReadOnlyModelViewSet[Programme]):
    """Programmes that the caller sees."""

    queryset = Programme.objects.all()
    serializer_class = ProgrammeSerializer
    lookup_field = "slug"
    lookup_value_regex = "[-a-z0-9]+"
    filterset_fields = ["state"]

    def get_queryset(self) -> QuerySet[Programme]:
        """Only those the caller sees."""
        if getattr(self, "swagger_fake_view", False):
            return Programme.objects.none()
        return Programme.objects.visible_to(person(self.request)).order_by("name", "pk")

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Give one programme with its ETag, to those who work inside."""
        row = self.get_object()
        require(permissions.can_read, self.actor, row)
        return Response(self.get_serializer(row).data, headers={"ETag": etag(row)})

    @property
    def actor(self) -> User:
        """The caller."""
        return person(self.request)

    def told(self, row: Programme) -> Response:
        """Give the programme back as it stands."""
        fresh = self.get_queryset().get(pk=row.pk)
        return Response(self.get_serializer(fresh).data, headers={"ETag": etag(fresh)})

    def move(self, name: str, shape: type[serializers.Serializer[Any]] = Nothing) -> Response:
        """Check the right and the body, then move."""
        row = self.get_object()
        require(permissions.MOVES[name], self.actor, row)
        expected_version(self.request, row)
        return self.told(services.move_programme(row, name, actor=self.actor, **body(shape, self.request)))

    @action(detail=True, methods=["put"])
    def purpose(self, request: Request, **_kwargs: Any) -> Response:
        """Say why the company wants a CRM."""
        row = self.get_object()
        require(permissions.can_edit_charter, self.actor, row)
        version = expected_version(request, row)
        return self.told(services.set_purpose(row, actor=self.actor, version=version, **body(PurposeBody, request)))

    @action(detail=True, methods=["put"])
    def kickoff(self, request: Request, **_kwargs: Any) -> Response:
        """Record the kick-off."""
        row = self.get_object()
        require(permissions.can_edit_charter, self.actor, row)
        return self.told(services.record_kickoff(row, actor=self.actor, **body(KickoffBody, request)))

    @action(detail=True, methods=["post"])
    def submit_charter(self, request: Request, **_kwargs: Any) -> Response:
        """Put the charter to its signers."""
        row = self.get_object()
        require(permissions.can_manage, self.actor, row)
        body(Nothing, request)
        services.submit_charter(row, actor=self.actor)
        return self.told(row)

    @action(detail=True, methods=["post"])
    def assess(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Start the readiness check."""
        return self.move("assess")

    @action(detail=True, methods=["post"])
    def activate(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Begin the work."""
        return self.move("activate")

    @action(detail=True, methods=["post"])
    def hold(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Pause until a review."""
        return self.move("hold", HoldBody)

    @action(detail=True, methods=["post"])
    def resume(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Go on."""
        return self.move("resume")

    @action(detail=True, methods=["post"])
    def operate(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Hand over to standing work."""
        return self.move("operate")

    @action(detail=True, methods=["post"])
    def begin_closing(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Prepare the end."""
        return self.move("begin_closing")

    @action(detail=True, methods=["post"])
    def close(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """End as planned."""
        return self.move("close")

    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """End early."""
        return self.move("cancel", Reason)
