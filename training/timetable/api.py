"""Sessions in the API."""

from typing import Any

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, expected_version
from phases.rollout.models import Wave
from programme.scope import ProgrammeViewSet, open_actions, person
from training.catalogue.models import Room, Trainer
from training.timetable import services
from training.timetable.filters import SessionFilter
from training.timetable.models import Session
from training.timetable.permissions import SESSION_ACTS, can_plan, can_see
from training.timetable.selectors import session_actions


def named(rows: Any) -> Any:
    """Make a field that names a row by public id and may be empty."""
    return serializers.SlugRelatedField(slug_field="public_id", queryset=rows, required=False, allow_null=True)


class SessionSerializer(FieldsMixin, serializers.ModelSerializer[Session]):
    """A session; ``course`` is the code of a course, trainer, room and wave are public ids."""

    course = serializers.CharField(source="edition.course.code")
    edition = serializers.IntegerField(source="edition.number", read_only=True)
    trainer = named(Trainer.objects.all())
    room = named(Room.objects.all())
    wave = named(Wave.objects.all())
    seats_taken = serializers.IntegerField(source="taken", read_only=True)
    waiting = serializers.IntegerField(read_only=True)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Session
        fields = [
            "public_id", "code", "course", "edition", "trainer", "room", "link", "starts_at", "ends_at", "capacity",
            "seats_taken", "waiting", "language", "wave", "state", "cancel_reason", "reaction_score", "reaction_n",
            "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = ["public_id", "state", "cancel_reason", "reaction_score", "reaction_n", "version"]
        extra_kwargs = {"code": {"required": False}}

    def get_available_actions(self, session: Session) -> list[dict[str, Any]]:
        """The acts of the caller."""
        return open_actions(session_actions(session, person(self.context["request"])))


class Nothing(serializers.Serializer[Any]):
    """An act without a body."""


class Reason(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(allow_blank=True, default="", max_length=200)


class Reaction(serializers.Serializer[Any]):
    """What the learners thought of it."""

    reaction_score = serializers.DecimalField(
        max_digits=3, decimal_places=2, min_value=1, max_value=5, allow_null=True, default=None
    )
    reaction_n = serializers.IntegerField(min_value=1, max_value=10_000, allow_null=True, default=None)


def values_of(valid: dict[str, Any]) -> dict[str, Any]:
    """Give the body as the services take it: the course by its code."""
    given = dict(valid)
    edition = given.pop("edition", None)
    return given | ({"course": edition["course"]["code"]} if edition else {})


class SessionViewSet(ProgrammeViewSet[Session]):
    """The timetable."""

    queryset = Session.objects.all()
    serializer_class = SessionSerializer
    filterset_class = SessionFilter
    reads = can_see
    acts = {"create": can_plan, "partial_update": can_plan} | SESSION_ACTS

    def create(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Plan a session."""
        row = services.create_session(self.programme, values=values_of(self.valid(request)), actor=self.person)
        return self.answer(row, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Plan it otherwise; ``If-Match`` guards against a stale edit."""
        row = self.get_object()
        version = expected_version(request, row)
        values = values_of(self.valid(request, partial=True, instance=row))
        return self.answer(services.update_session(row, values=values, actor=self.person, version=version))

    def act(self, name: str, shape: type[serializers.Serializer[Any]]) -> Response:
        """Check the body, call the act's service, give the row back."""
        row = self.get_object()
        expected_version(self.request, row)
        given = shape(data=self.request.data)
        given.is_valid(raise_exception=True)
        services.SESSION_ACTS[name](row, actor=self.person, **given.validated_data)
        return self.answer(row)

    @action(detail=True, methods=["post"])
    def open(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Let people enrol."""
        return self.act("open", Nothing)

    @action(detail=True, methods=["post"])
    def start(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Begin."""
        return self.act("start", Nothing)

    @action(detail=True, methods=["post"])
    def complete(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """End with everybody's attendance."""
        return self.act("complete", Nothing)

    @action(detail=True, methods=["post"])
    def evaluate(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Record the reaction."""
        return self.act("evaluate", Reaction)

    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Cancel it."""
        return self.act("cancel", Reason)
