"""Channels of a programme and what was sent over them, over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, expected_version
from programme.notices.choices import Topic
from programme.notices.filters import DeliveryFilter
from programme.notices.models import Delivery, Endpoint
from programme.notices.permissions import sets_channels
from programme.notices.services.endpoints import add_endpoint, change_endpoint, try_endpoint
from programme.scope import ProgrammeViewSet


class EndpointSerializer(FieldsMixin, serializers.ModelSerializer[Endpoint]):
    """A channel; ``address`` and ``secret`` are written and never read, one that was made is told once."""

    address = serializers.CharField(write_only=True, max_length=1000)
    secret = serializers.CharField(write_only=True, required=False, allow_blank=True, max_length=200)
    topics = serializers.ListField(child=serializers.ChoiceField(choices=Topic.choices))

    class Meta:
        model = Endpoint
        fields = [
            "public_id", "name", "channel", "host", "address", "secret", "secret_set_at", "topics", "language",
            "in_use", "version",
        ]  # fmt: skip
        read_only_fields = ["public_id", "host", "secret_set_at", "version"]
        extra_kwargs = {"language": {"required": False}}
        validators: list[Any] = []


class EndpointViewSet(ProgrammeViewSet[Endpoint]):
    """Group robots and webhooks."""

    queryset = Endpoint.objects.all()
    serializer_class = EndpointSerializer
    filterset_fields = ["channel", "in_use"]
    reads = sets_channels
    acts = {"create": sets_channels, "partial_update": sets_channels, "test": sets_channels}

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Set a channel; a secret that was made stands in the answer, this once."""
        values = self.valid(request)
        values.pop("in_use", None)
        row, made = add_endpoint(self.programme, actor=self.person, **values)
        answer = self.answer(row, status=status.HTTP_201_CREATED)
        if made:
            answer.data["secret"] = made
        return answer

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Change it; the kind of channel stays."""
        row = self.get_object()
        expected_version(request, row)
        values = self.valid(request, partial=True, instance=row)
        values.pop("channel", None)
        return self.answer(change_endpoint(row, actor=self.person, **values))

    @extend_schema(request=None, responses={202: None})
    @action(detail=True, methods=["post"])
    def test(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Send one message; how it ended stands among the deliveries."""
        sent = try_endpoint(self.get_object(), actor=self.person)
        return Response({"delivery": sent.public_id}, status=status.HTTP_202_ACCEPTED)


class DeliverySerializer(FieldsMixin, serializers.ModelSerializer[Delivery]):
    """One sending and how it ended."""

    person: Any = serializers.SlugRelatedField(slug_field="name", read_only=True)
    endpoint: Any = serializers.SlugRelatedField(slug_field="name", read_only=True)

    class Meta:
        model = Delivery
        fields = [
            "public_id", "channel", "topic", "person", "endpoint", "subject", "url", "state", "attempts", "reason",
            "created_at", "sent_at", "version",
        ]  # fmt: skip
        read_only_fields = fields


class DeliveryViewSet(ProgrammeViewSet[Delivery]):
    """What was sent; nobody writes here."""

    queryset = Delivery.objects.all()
    serializer_class = DeliverySerializer
    filterset_class = DeliveryFilter
    reads = sets_channels
