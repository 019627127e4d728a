"""Assumptions in the API: the same services, filters and actions as the pages."""

from typing import Any

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin
from programme.raid import permissions, services
from programme.raid.api.registers import OwnerField, RegisterViewSet, owner
from programme.raid.choices import Becomes
from programme.raid.filters import AssumptionFilterSet
from programme.raid.models import Assumption
from programme.raid.selectors.assumptions import assumption_actions
from programme.scope import open_actions


class AssumptionSerializer(FieldsMixin, serializers.ModelSerializer[Assumption]):
    """An assumption; ``owner`` is a person's public id, ``risk`` and ``issue`` what it became."""

    owner = owner()
    owner_text = serializers.CharField(read_only=True)
    raised_by = OwnerField(read_only=True)
    settled_by = OwnerField(read_only=True)
    risk: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    issue: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Assumption
        fields = [
            "public_id", "code", "title", "test", "effect", "owner", "owner_text", "expires_on", "state", "finding",
            "settled_by", "settled_on", "risk", "issue", "raised_by", "raised_on", "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = ["public_id", "code", "state", "finding", "settled_on", "raised_on", "version"]

    def get_available_actions(self, row: Assumption) -> list[dict[str, Any]]:
        """List what the caller may do now."""
        return open_actions(assumption_actions(row, self.context["request"].user))


class Finding(serializers.Serializer[Any]):
    """What the test showed."""

    finding = serializers.CharField(allow_blank=True, default="")


class Refutation(Finding):
    """What the test showed, and what the assumption becomes."""

    becomes = serializers.ChoiceField(choices=Becomes.choices, allow_blank=True, default="")


class Renewal(serializers.Serializer[Any]):
    """By when it is tested instead, and why."""

    until = serializers.DateField(allow_null=True, default=None)
    note = serializers.CharField(allow_blank=True, default="")


class AssumptionViewSet(RegisterViewSet[Assumption]):
    """The register of assumptions."""

    queryset = Assumption.objects.all()
    serializer_class = AssumptionSerializer
    filterset_class = AssumptionFilterSet
    kind, make, change, moves = (
        Assumption,
        services.create_assumption,
        services.update_assumption,
        services.ASSUMPTION_ACTS,
    )
    acts = {
        "create": permissions.can_raise,
        "partial_update": permissions.can_edit,
        "comment": permissions.can_comment,
    } | permissions.ASSUMPTION_ACTS

    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Say that it holds."""
        return self.act("confirm", Finding)

    @action(detail=True, methods=["post"])
    def refute(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Say that it does not hold, and make it a risk or an issue."""
        return self.act("refute", Refutation)

    @action(detail=True, methods=["post"])
    def renew(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Have it tested by another day."""
        return self.act("renew", Renewal)
