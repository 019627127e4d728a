"""External dependencies in the API: the same services, filters and actions as the pages."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin
from programme.raid import permissions, services
from programme.raid.api.registers import OwnerField, Reason, RegisterViewSet, owner
from programme.raid.filters import DependencyFilterSet
from programme.raid.models import Dependency
from programme.raid.selectors.dependencies import dependency_actions, standing
from programme.scope import open_actions


class DependencySerializer(FieldsMixin, serializers.ModelSerializer[Dependency]):
    """A dependency; ``slip`` and ``margin`` in working days, ``verdict`` good, warn, bad or none."""

    owner = owner()
    owner_text = serializers.CharField(read_only=True)
    raised_by = OwnerField(read_only=True)
    slip = serializers.SerializerMethodField()
    margin = serializers.SerializerMethodField()
    verdict = serializers.SerializerMethodField()
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Dependency
        fields = [
            "public_id", "code", "title", "description", "giver", "taker", "owner", "owner_text", "first_promised_on",
            "promised_on", "needed_by", "needed_on", "delivered_on", "state", "slip", "margin", "verdict", "raised_by",
            "raised_on", "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = [
            "public_id", "code", "first_promised_on", "delivered_on", "state", "raised_on", "version",
        ]  # fmt: skip

    def get_slip(self, row: Dependency) -> int | None:
        """Give the working days from the first promise to the day it came or is due now."""
        return standing(row, timezone.localdate()).slip

    def get_margin(self, row: Dependency) -> int | None:
        """Give the working days between arrival and need."""
        return standing(row, timezone.localdate()).margin

    def get_verdict(self, row: Dependency) -> str:
        """Say how it stands."""
        return standing(row, timezone.localdate()).verdict

    def get_available_actions(self, row: Dependency) -> list[dict[str, Any]]:
        """List what the caller may do now."""
        return open_actions(dependency_actions(row, self.context["request"].user))


class PromiseBody(serializers.Serializer[Any]):
    """The day that the giver names."""

    promised_on = serializers.DateField(allow_null=True, default=None)
    note = serializers.CharField(allow_blank=True, default="")


class DeliveryBody(serializers.Serializer[Any]):
    """The day on which it came."""

    delivered_on = serializers.DateField(allow_null=True, default=None)
    note = serializers.CharField(allow_blank=True, default="")


class DependencyViewSet(RegisterViewSet[Dependency]):
    """The register of external dependencies."""

    queryset = Dependency.objects.all()
    serializer_class = DependencySerializer
    filterset_class = DependencyFilterSet
    kind, make, change, moves = (
        Dependency,
        services.create_dependency,
        services.update_dependency,
        services.DEPENDENCY_ACTS,
    )
    acts = {
        "create": permissions.can_raise,
        "partial_update": permissions.can_edit,
        "comment": permissions.can_comment,
    } | permissions.DEPENDENCY_ACTS

    @action(detail=True, methods=["post"])
    def promise(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Record the day that the giver names."""
        return self.act("promise", PromiseBody)

    @action(detail=True, methods=["post"])
    def deliver(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Record that it came."""
        return self.act("deliver", DeliveryBody)

    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Say that what came is not what is needed."""
        return self.act("reopen", Reason)

    @action(detail=True, methods=["post"])
    def drop(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Say that nobody needs it any more."""
        return self.act("drop", Reason)
