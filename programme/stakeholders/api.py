"""Stakeholders and messages in the API."""

from typing import Any

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, expected_version
from programme.people.models import Unit
from programme.scope import ProgrammeViewSet
from programme.stakeholders import permissions, services
from programme.stakeholders.filters import MessageFilter, StakeholderFilter
from programme.stakeholders.models import CommunicationItem, Stakeholder


class StakeholderSerializer(FieldsMixin, serializers.ModelSerializer[Stakeholder]):
    """A stakeholder; the unit by code."""

    unit: Any = serializers.SlugRelatedField(
        slug_field="code", queryset=Unit.objects.all(), required=False, allow_null=True
    )

    class Meta:
        model = Stakeholder
        fields = [
            "public_id", "code", "name", "organisation", "role", "unit", "level", "contact", "power", "interest",
            "engagement_now", "engagement_wanted", "top_executive", "action", "version",
        ]  # fmt: skip
        read_only_fields = ["public_id", "version"]
        extra_kwargs = {"code": {"required": False}}
        validators: list[Any] = []


class MessageSerializer(FieldsMixin, serializers.ModelSerializer[CommunicationItem]):
    """A message of the communication plan."""

    class Meta:
        model = CommunicationItem
        fields = [
            "public_id", "code", "message_zh", "message_en", "sender", "audience", "channel", "when", "due_on",
            "sent_on", "version",
        ]  # fmt: skip
        read_only_fields = ["public_id", "sent_on", "version"]
        extra_kwargs = {
            "code": {"required": False},
            "message_zh": {"required": False},
            "message_en": {"required": False},
        }
        validators: list[Any] = []


class SentBody(serializers.Serializer[Any]):
    """When it was sent."""

    on = serializers.DateField(required=False, allow_null=True, default=None)


class StakeholderViewSet(ProgrammeViewSet[Stakeholder]):
    """The stakeholder register."""

    queryset = Stakeholder.objects.all()
    serializer_class = StakeholderSerializer
    filterset_class = StakeholderFilter
    reads = permissions.can_read
    acts = {"create": permissions.can_edit, "partial_update": permissions.can_edit}

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Enter a stakeholder."""
        row = services.create_stakeholder(self.programme, values=self.valid(request), actor=self.person)
        return self.answer(row, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Change a stakeholder; ``If-Match`` guards against a stale edit."""
        row = self.get_object()
        version = expected_version(request, row)
        values = self.valid(request, partial=True, instance=row)
        return self.answer(services.update_stakeholder(row, values=values, actor=self.person, version=version))


class MessageViewSet(ProgrammeViewSet[CommunicationItem]):
    """The communication plan."""

    queryset = CommunicationItem.objects.all()
    serializer_class = MessageSerializer
    filterset_class = MessageFilter
    reads = permissions.can_read
    acts = {
        "create": permissions.can_edit,
        "partial_update": permissions.can_edit,
        "sent": permissions.can_edit,
    }

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Plan a message."""
        row = services.create_message(self.programme, values=self.valid(request), actor=self.person)
        return self.answer(row, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Change a message that was not sent yet."""
        row = self.get_object()
        version = expected_version(request, row)
        values = self.valid(request, partial=True, instance=row)
        return self.answer(services.update_message(row, values=values, actor=self.person, version=version))

    @action(detail=True, methods=["post"])
    def sent(self, request: Request, **_kwargs: Any) -> Response:
        """Say that it was sent."""
        shape = SentBody(data=request.data)
        shape.is_valid(raise_exception=True)
        row = self.get_object()
        return self.answer(services.mark_sent(row, actor=self.person, **shape.validated_data))
