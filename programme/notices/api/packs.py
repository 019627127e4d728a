"""The rhythm of the steering pack, its distribution and readings, over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin
from programme.notices.models import Delivery, PackPlan
from programme.notices.permissions import can_see, sets_channels
from programme.notices.selectors.packs import plan_of, readers_of
from programme.notices.services.packs import send_pack, set_pack_plan
from programme.people.models import User
from programme.records.models import GeneratedDocument
from programme.scope import ProgrammeViewSet


class PackPlanSerializer(FieldsMixin, serializers.ModelSerializer[PackPlan]):
    """When the pack is made by itself; ``readers`` are public ids of people."""

    readers: Any = serializers.SlugRelatedField(slug_field="public_id", queryset=User.objects.all(), many=True)
    languages = serializers.ListField(child=serializers.CharField(max_length=10))
    formats = serializers.ListField(child=serializers.CharField(max_length=5))

    class Meta:
        model = PackPlan
        fields = ["rhythm", "day", "languages", "formats", "mode", "attach", "readers", "since", "version"]
        read_only_fields = ["since", "version"]


class PackPlanViewSet(ProgrammeViewSet[PackPlan]):
    """The programme's one rhythm."""

    queryset = PackPlan.objects.all()
    serializer_class = PackPlanSerializer
    reads = sets_channels
    acts = {"replace": sets_channels}

    def show(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Give it; the usual one where none was set."""
        usual = PackPlan(programme=self.programme, languages=[self.programme.language], formats=["pdf", "html"])
        plan = plan_of(self.programme)
        if plan is not None:
            return self.answer(plan)
        return Response({name: getattr(usual, name) for name in PackPlanSerializer.Meta.fields if name != "readers"})

    def replace(self, request: Request, **_kwargs: Any) -> Response:
        """Set it."""
        values = {"attach": False} | self.valid(request)
        return self.answer(set_pack_plan(self.programme, actor=self.person, **values))


class ReaderSerializer(serializers.Serializer[Any]):
    """One person and one paper."""

    person = serializers.CharField(source="person.name")
    delivery = serializers.CharField(source="delivery.state", default=None)
    sent_at = serializers.DateTimeField(source="delivery.sent_at", default=None)
    first_at = serializers.DateTimeField()
    last_at = serializers.DateTimeField()
    times = serializers.IntegerField()


class PackViewSet(ProgrammeViewSet[GeneratedDocument]):
    """Who got and read a paper; sending it to the list."""

    queryset = GeneratedDocument.objects.all()
    serializer_class = ReaderSerializer
    reads = can_see
    acts = {"send": sets_channels}

    @extend_schema(responses=ReaderSerializer(many=True))
    def readers(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Who was sent it and who opened its page."""
        return Response(ReaderSerializer(readers_of(self.get_object()), many=True).data)

    @extend_schema(request=None, responses={202: None})
    def send(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Send its link to the distribution list."""
        sent: list[Delivery] = send_pack(self.get_object(), actor=self.person)
        return Response({"sent": len(sent)}, status=status.HTTP_202_ACCEPTED)
