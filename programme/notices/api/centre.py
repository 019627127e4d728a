"""One's own bell and wishes over the API."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin
from programme.notices.choices import Rhythm
from programme.notices.filters import NotificationFilter
from programme.notices.models import Notification
from programme.notices.selectors import rhythm_of, wishes_of
from programme.notices.selectors.digest import digest_of
from programme.notices.services import read_notifications
from programme.notices.services.wishes import set_wishes
from programme.scope import person


class NotificationSerializer(FieldsMixin, serializers.ModelSerializer[Notification]):
    """Something one was told."""

    programme: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)

    class Meta:
        model = Notification
        fields = ["public_id", "programme", "topic", "text", "url", "read_at", "created_at", "version"]
        read_only_fields = fields


class ReadAllSerializer(serializers.Serializer[Any]):
    """How many were not read before."""

    read = serializers.IntegerField()


class NotificationViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Notification]):
    """One's own bell."""

    queryset = Notification.objects.all()
    serializer_class = NotificationSerializer
    filterset_class = NotificationFilter
    lookup_field = "public_id"
    lookup_value_regex = "[-_A-Za-z0-9]+"

    def get_queryset(self) -> QuerySet[Notification]:
        """One's own."""
        if getattr(self, "swagger_fake_view", False):
            return Notification.objects.none()
        return Notification.objects.of(person(self.request))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def read(self, request: Request, public_id: str) -> Response:  # noqa: ARG002
        """Mark as read."""
        one = self.get_object()
        read_notifications(person(request), only=one)
        one.refresh_from_db()
        return Response(self.get_serializer(one).data)

    @extend_schema(request=None, responses=ReadAllSerializer)
    @action(detail=False, methods=["post"])
    def read_all(self, request: Request) -> Response:
        """Mark all as read."""
        return Response({"read": read_notifications(person(request))})


class WishSerializer(serializers.Serializer[Any]):
    """Topic → channel (``bell``, ``mail``) → wanted, and how often the digest comes."""

    wishes = serializers.DictField(child=serializers.DictField(child=serializers.BooleanField()), required=False)
    rhythm = serializers.ChoiceField(choices=Rhythm.choices, required=False)


class WishViewSet(viewsets.ViewSet):
    """What one wishes to be told."""

    @extend_schema(responses=WishSerializer)
    def show(self, request: Request) -> Response:
        """Give what holds now."""
        me = person(request)
        return Response({"wishes": wishes_of(me), "rhythm": rhythm_of(me)})

    @extend_schema(request=WishSerializer, responses=WishSerializer)
    def replace(self, request: Request) -> Response:
        """Keep what is said; topics that are not named stay as they are."""
        body = WishSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        set_wishes(person(request), **body.validated_data)
        return self.show(request)


class DigestViewSet(viewsets.ViewSet):
    """What waits for one in all programmes."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def show(self, request: Request) -> Response:
        """Give the screen that the digest would be."""
        return Response(
            [
                {
                    "programme": part.programme.slug,
                    "count": part.count,
                    "items": [
                        {"severity": item.severity, "text": str(item.text), "url": item.url, "due": item.due}
                        for item in part.items
                    ],
                }
                for part in digest_of(person(request), live=False)
            ]
        )
