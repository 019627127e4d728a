"""What a newer version of the blueprint offers, and lines of it taken over, in the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from core.access import require
from core.errors import NotVisibleError
from phases.gates.permissions import ACTIONS, can_see
from phases.gates.selectors.updates import update_json, update_of
from phases.gates.services import take_update
from programme.scope import person, programme_for


class BlueprintFieldSerializer(serializers.Serializer[Any]):
    """A field that differs; ``takes`` where the value of the blueprint would be taken over."""

    name = serializers.CharField()
    base = serializers.JSONField(allow_null=True, help_text="as the programme was given it")
    template = serializers.JSONField(allow_null=True, help_text="as the newest blueprint has it")
    here = serializers.JSONField(allow_null=True)
    takes = serializers.BooleanField()


class BlueprintLineSerializer(serializers.Serializer[Any]):
    """A row that differs: add and change can be taken; kept, bound, gone, dropped and own stay as they are here."""

    id = serializers.CharField()
    kind = serializers.CharField()
    key = serializers.CharField()
    name = serializers.CharField()
    status = serializers.ChoiceField(choices=["add", "change", "kept", "bound", "gone", "dropped", "own"])
    takeable = serializers.BooleanField()
    declined = serializers.BooleanField()
    reason = serializers.CharField()
    fields_changed = BlueprintFieldSerializer(many=True)


class BlueprintUpdateSerializer(serializers.Serializer[Any]):
    """The offer."""

    blueprint = serializers.CharField()
    version = serializers.IntegerField()
    newest = serializers.IntegerField()
    mark = serializers.CharField()
    lines = BlueprintLineSerializer(many=True)


class BlueprintAnswer(serializers.Serializer[Any]):
    """Ids of lines to take over and to keep; the mark of the offer makes sure that it is still that one."""

    take = serializers.ListField(child=serializers.CharField(max_length=90), required=False, default=list)
    keep = serializers.ListField(child=serializers.CharField(max_length=90), required=False, default=list)
    mark = serializers.CharField(required=False, allow_blank=True, default="", max_length=64)


class BlueprintViewSet(viewsets.ViewSet):
    """The blueprint of a programme."""

    @extend_schema(responses=BlueprintUpdateSerializer)
    def show(self, request: Request, slug: str) -> Response:
        """Give the offer; 404 where the programme runs by no blueprint."""
        programme = programme_for(person(request), slug)
        require(can_see, person(request), programme)
        update = update_of(programme)
        if update is None:
            raise NotVisibleError
        return Response(update_json(update))

    @extend_schema(request=BlueprintAnswer, responses=BlueprintUpdateSerializer)
    def take(self, request: Request, slug: str) -> Response:
        """Take lines over, or keep them as they are; answers with what is offered still."""
        programme = programme_for(person(request), slug)
        require(ACTIONS["update"], person(request), programme)
        body = BlueprintAnswer(data=request.data)
        body.is_valid(raise_exception=True)
        take_update(programme, actor=person(request), **body.validated_data)
        update = update_of(programme)
        if update is None:
            raise NotVisibleError
        return Response(update_json(update))
