"""The catalogue in the API: courses, curricula, rooms, trainers."""

from collections.abc import Callable
from typing import Any

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, expected_version
from phases.rollout.models import Wave
from programme.scope import ProgrammeViewSet, open_actions, person
from training.catalogue import services
from training.catalogue.filters import CourseFilter, CurriculumFilter, RoomFilter, TrainerFilter
from training.catalogue.models import Course, CurriculumItem, Room, Trainer
from training.catalogue.permissions import COURSE_ACTS, can_edit, can_see
from training.catalogue.selectors import course_actions


class CourseSerializer(FieldsMixin, serializers.ModelSerializer[Course]):
    """A course; ``edition`` is the number of what was published last, 0 for never."""

    name = serializers.CharField(read_only=True)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Course
        fields = [
            "public_id", "code", "name", "name_zh", "name_en", "tier", "audience", "objectives", "pain_points", "hours",
            "hands_on", "passed_by", "pass_mark", "attendance_need", "valid_months", "when", "prerequisite", "state",
            "edition", "revision_reason", "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = ["public_id", "name", "state", "edition", "revision_reason", "version"]
        extra_kwargs = {"code": {"required": False}}

    def get_available_actions(self, course: Course) -> list[dict[str, Any]]:
        """The acts of the caller."""
        return open_actions(course_actions(course, person(self.context["request"])))


class Nothing(serializers.Serializer[Any]):
    """An act without a body."""


class Reason(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(allow_blank=True, default="")


class Notes(serializers.Serializer[Any]):
    """What is new."""

    notes = serializers.CharField(allow_blank=True, default="")


class PlainViewSet(ProgrammeViewSet[Any]):
    """Base: created, changed and removed through the services that a subclass names."""

    reads = can_see
    acts = {"create": can_edit, "partial_update": can_edit, "destroy": can_edit}
    creates: Callable[..., Any]
    updates: Callable[..., Any]
    removes: Callable[..., Any]

    def create(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Add one."""
        row = type(self).creates(self.programme, values=self.valid(request), actor=self.person)
        return self.answer(row, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Change one; ``If-Match`` guards against a stale edit."""
        row = self.get_object()
        version = expected_version(request, row)
        values = self.valid(request, partial=True, instance=row)
        return self.answer(type(self).updates(row, values=values, actor=self.person, version=version))

    def destroy(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Take one out."""
        row = self.get_object()
        expected_version(request, row)
        type(self).removes(self.programme, refs=[row.public_id], actor=self.person)
        return Response(status=status.HTTP_204_NO_CONTENT)


class CourseViewSet(PlainViewSet):
    """The catalogue."""

    queryset = Course.objects.all()
    serializer_class = CourseSerializer
    filterset_class = CourseFilter
    acts = PlainViewSet.acts | COURSE_ACTS
    creates, updates, removes = services.create_course, services.update_course, services.remove_courses

    def act(self, name: str, shape: type[serializers.Serializer[Any]]) -> Response:
        """Check the body, call the act's service, give the row back."""
        row = self.get_object()
        expected_version(self.request, row)
        given = shape(data=self.request.data)
        given.is_valid(raise_exception=True)
        services.COURSE_ACTS[name](row, actor=self.person, **given.validated_data)
        return self.answer(row)

    @action(detail=True, methods=["post"])
    def submit(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Put it to review."""
        return self.act("submit", Nothing)

    @action(detail=True, methods=["post"])
    def send_back(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Ask for changes."""
        return self.act("send_back", Reason)

    @action(detail=True, methods=["post"])
    def publish(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Publish the next edition."""
        return self.act("publish", Notes)

    @action(detail=True, methods=["post"])
    def revise(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Ask for a revision."""
        return self.act("revise", Reason)

    @action(detail=True, methods=["post"])
    def retire(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Teach it no more."""
        return self.act("retire", Nothing)


class RoomSerializer(FieldsMixin, serializers.ModelSerializer[Room]):
    """A room."""

    class Meta:
        model = Room
        fields = ["public_id", "name", "site", "capacity", "equipment", "active", "version"]
        read_only_fields = ["public_id", "version"]


class RoomViewSet(PlainViewSet):
    """Rooms."""

    queryset = Room.objects.all()
    serializer_class = RoomSerializer
    filterset_class = RoomFilter
    creates, updates, removes = services.create_room, services.update_room, services.remove_rooms


class TrainerSerializer(FieldsMixin, serializers.ModelSerializer[Trainer]):
    """A trainer; ``courses`` are the codes of those they may give."""

    courses = serializers.ListField(child=serializers.CharField(), required=False, write_only=True)
    may_give: Any = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True, source="courses")

    class Meta:
        model = Trainer
        fields = ["public_id", "name", "email", "courses", "may_give", "active", "version"]
        read_only_fields = ["public_id", "version"]


class TrainerViewSet(PlainViewSet):
    """Trainers."""

    queryset = Trainer.objects.all()
    serializer_class = TrainerSerializer
    filterset_class = TrainerFilter
    creates, updates, removes = services.create_trainer, services.update_trainer, services.remove_trainers


class CurriculumItemSerializer(FieldsMixin, serializers.ModelSerializer[CurriculumItem]):
    """A requirement; ``course`` and ``wave`` are public ids, an empty role is everybody's."""

    course: Any = serializers.SlugRelatedField(slug_field="public_id", queryset=Course.objects.all())
    wave: Any = serializers.SlugRelatedField(
        slug_field="public_id", queryset=Wave.objects.all(), required=False, allow_null=True
    )

    class Meta:
        model = CurriculumItem
        fields = ["public_id", "course", "crm_role", "wave", "before_go_live", "version"]
        read_only_fields = ["public_id", "version"]
        validators: list[Any] = []


class CurriculumViewSet(ProgrammeViewSet[CurriculumItem]):
    """Which role needs which course."""

    queryset = CurriculumItem.objects.all()
    serializer_class = CurriculumItemSerializer
    filterset_class = CurriculumFilter
    reads = can_see
    acts = {"create": can_edit, "destroy": can_edit}

    def create(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Require a course."""
        row = services.add_requirement(self.programme, values=self.valid(request), actor=self.person)
        return self.answer(row, status=status.HTTP_201_CREATED)

    def destroy(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Require it no longer."""
        row = self.get_object()
        expected_version(request, row)
        services.remove_requirement(row, actor=self.person)
        return Response(status=status.HTTP_204_NO_CONTENT)
