"""Lessons in the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, expected_version
from programme.closure import permissions, services
from programme.closure.filters import LessonFilter
from programme.closure.models import Lesson
from programme.closure.selectors import lesson_actions, lessons_offered
from programme.scope import ProgrammeViewSet, open_actions

MOST = 50


class LessonSerializer(FieldsMixin, serializers.ModelSerializer[Lesson]):
    """A lesson."""

    written_by: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Lesson
        fields = [
            "public_id", "code", "event", "cause", "effect", "recommendation", "area", "found_on", "written_by",
            "adopted_on", "adopted_in", "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = ["public_id", "written_by", "adopted_on", "adopted_in", "version"]
        extra_kwargs = {"code": {"required": False}}
        validators: list[Any] = []

    def get_available_actions(self, row: Lesson) -> list[dict[str, Any]]:
        """The acts that the page shows too."""
        return open_actions(lesson_actions(row, self.context["request"].user))


class AdoptBody(serializers.Serializer[Any]):
    """Where it was taken up."""

    adopted_in = serializers.CharField(required=False, allow_blank=True, default="", max_length=300)


class LessonViewSet(ProgrammeViewSet[Lesson]):
    """Lessons; ``others`` gives those of the other programmes that the caller sees."""

    queryset = Lesson.objects.all()
    serializer_class = LessonSerializer
    filterset_class = LessonFilter
    reads = permissions.can_read
    acts = dict.fromkeys(("create", "partial_update", "adopt"), permissions.can_write)

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Write one."""
        row = services.write_lesson(self.programme, values=self.valid(request), actor=self.person)
        return self.answer(row, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Word it otherwise; ``If-Match`` guards against a stale edit."""
        row = self.get_object()
        version = expected_version(request, row)
        values = self.valid(request, partial=True, instance=row)
        return self.answer(services.edit_lesson(row, values=values, actor=self.person, version=version))

    @extend_schema(request=AdoptBody)
    @action(detail=True, methods=["post"])
    def adopt(self, request: Request, **_kwargs: Any) -> Response:
        """Say where it was taken up."""
        body = AdoptBody(data=request.data)
        body.is_valid(raise_exception=True)
        return self.answer(services.adopt_lesson(self.get_object(), actor=self.person, **body.validated_data))

    @extend_schema(responses=LessonSerializer(many=True))
    @action(detail=False, methods=["get"])
    def others(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Give the newest lessons of the other programmes that the caller sees."""
        return Response(self.get_serializer(lessons_offered(self.programme, self.person, MOST), many=True).data)
