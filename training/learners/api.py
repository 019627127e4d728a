"""Learners in the API: how people stand, enrolments with their acts, and the three acts on a whole session."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.access import allows
from core.api import FieldsMixin, expected_version
from core.errors import BadInputError
from phases.rollout.models import RosterEntry
from programme.scope import ProgrammeViewSet, open_actions, person
from training.catalogue.models import Course
from training.learners import permissions, selectors, services
from training.learners.filters import EnrolmentFilter, LearnerFilter
from training.learners.models import Enrolment, Waiver
from training.timetable.models import Session


def slug(rows: Any, **kwargs: Any) -> Any:
    """Make a field that names a row by public id."""
    return serializers.SlugRelatedField(slug_field="public_id", queryset=rows, **kwargs)


class EnrolmentSerializer(FieldsMixin, serializers.ModelSerializer[Enrolment]):
    """An enrolment; the score is for those who teach and for the person."""

    person: Any = slug(RosterEntry.objects.all(), source="entry")
    session: Any = slug(Session.objects.all(), required=True)
    course = serializers.CharField(source="course.code", read_only=True)
    score = serializers.SerializerMethodField()
    certificate = serializers.SerializerMethodField()
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Enrolment
        fields = [
            "public_id", "person", "course", "session", "state", "waiting_since", "attended", "score", "retakes",
            "passed_on", "certificate", "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = [
            "public_id", "state", "waiting_since", "attended", "retakes", "passed_on", "version",
        ]  # fmt: skip

    def get_score(self, row: Enrolment) -> Decimal | None:
        """Show the score to whom it concerns."""
        return row.score if allows(permissions.sees_scores, person(self.context["request"]), row) else None

    def get_certificate(self, row: Enrolment) -> dict[str, Any] | None:
        """Give number and validity of the certificate."""
        one = getattr(row, "certificate", None)
        if one is None:
            return None
        return {"number": one.number, "valid_until": one.valid_until, "revoked_on": one.revoked_on}

    def get_available_actions(self, row: Enrolment) -> list[dict[str, Any]]:
        """The acts of the caller."""
        return open_actions(selectors.enrolment_actions(row, person(self.context["request"])))


class Nothing(serializers.Serializer[Any]):
    """An act without a body."""


class Note(serializers.Serializer[Any]):
    """A note that may be left out."""

    note = serializers.CharField(allow_blank=True, default="", max_length=300)


class Reason(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(allow_blank=True, default="", max_length=300)


class Seat(serializers.Serializer[Any]):
    """In which session; the one asked for where none is named."""

    session: Any = slug(Session.objects.all(), required=False, allow_null=True)


def body(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """Check the body's shape; raises with every bad field."""
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


class EnrolmentViewSet(ProgrammeViewSet[Enrolment]):
    """Enrolments of the programme; a learner sees the own."""

    queryset = Enrolment.objects.all()
    serializer_class = EnrolmentSerializer
    filterset_class = EnrolmentFilter
    acts = {"create": permissions.can_teach} | permissions.ENROLMENT_ACTS

    def scoped(self, rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:  # noqa: ARG002
        """Keep what this person sees."""
        mine = Enrolment.objects.filter(programme=self.programme)
        if not permissions.can_see(self.person, self.programme):
            return mine.of(self.person)
        return mine.filter(selectors.seen_by(self.programme, self.person, "entry__"))

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Give one person a seat, or a place on the waiting list; refused with every reason."""
        given = self.valid(request)
        entry, session = given["entry"], given["session"]
        self._refuse_foreign(person=entry, session=session)
        done = services.enrol_people(session, entries=[entry], actor=self.person, strict=True)
        return self.answer([*done.seated, *done.waiting][0], status=status.HTTP_201_CREATED)

    def _refuse_foreign(self, **rows: Any) -> None:
        foreign = {name: ["–"] for name, row in rows.items() if row.programme_id != self.programme.pk}
        if foreign:
            raise BadInputError(foreign)

    def act(self, name: str, shape: type[serializers.Serializer[Any]]) -> Response:
        """Check the body, call the act's service, give the row back."""
        row = self.get_object()
        expected_version(self.request, row)
        services.ENROLMENT_ACTS[name](row, actor=self.person, **body(shape, self.request))
        return self.answer(row)

    @action(detail=True, methods=["post"])
    def seat(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Give a seat."""
        return self.act("seat", Seat)

    @action(detail=True, methods=["post"])
    def release(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Give the seat back."""
        return self.act("release", Note)

    @action(detail=True, methods=["post"])
    def again(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Take the course again."""
        return self.act("again", Nothing)

    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Take the person out of the course."""
        return self.act("withdraw", Reason)

    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Revoke the certificate."""
        return self.act("revoke", Reason)


class People(serializers.Serializer[Any]):
    """Who gets a seat: these, or everybody who needs the course and has none."""

    people: Any = slug(RosterEntry.objects.all(), many=True, required=False)
    needing = serializers.BooleanField(default=False)


class Marks(serializers.Serializer[Any]):
    """Per cent of the time by enrolment, 0 for absent; ``complete`` ends the session."""

    marks = serializers.DictField(child=serializers.IntegerField(allow_null=True))
    complete = serializers.BooleanField(default=False)


class ResultField(serializers.Field[Any, Any, Any, Any]):
    """A score from 0 to 100, or true and false for what was observed."""

    def to_internal_value(self, data: Any) -> Any:
        """Read a number or a truth."""
        if isinstance(data, bool):
            return data
        return serializers.DecimalField(max_digits=4, decimal_places=1).to_internal_value(data)

    def to_representation(self, value: Any) -> Any:
        """Give it back as it is."""
        return value


class ResultsBody(serializers.Serializer[Any]):
    """Results by enrolment."""

    results = serializers.DictField(child=ResultField())


class SeatsSerializer(FieldsMixin, serializers.ModelSerializer[Session]):
    """A session's seats."""

    seats_taken = serializers.IntegerField(source="taken", read_only=True)
    waiting = serializers.IntegerField(read_only=True)
    unmarked = serializers.IntegerField(read_only=True)

    class Meta:
        model = Session
        fields = ["public_id", "code", "state", "capacity", "seats_taken", "waiting", "unmarked", "version"]
        read_only_fields = fields


class SeatsViewSet(ProgrammeViewSet[Session]):
    """The seats of each session, and what is done to all of them at once."""

    queryset = Session.objects.all()
    serializer_class = SeatsSerializer
    reads = permissions.can_see
    acts = dict.fromkeys(("enrol", "attendance", "results"), permissions.can_teach)

    @action(detail=True, methods=["post"])
    def enrol(self, request: Request, **_kwargs: Any) -> Response:
        """Enrol people; whoever may not sit there is told with the reasons, the others are enrolled."""
        row, given = self.get_object(), body(People, request)
        entries = [one for one in given.get("people", []) if one.programme_id == self.programme.pk]
        if given["needing"]:
            entries += [one.entry for one in selectors.needing(self.programme, row.course, row.wave)]
        done = services.enrol_people(row, entries=entries, actor=self.person)
        return Response(
            {
                "seated": [one.public_id for one in done.seated],
                "waiting": [one.public_id for one in done.waiting],
                "refused": [{"person": one.public_id, "reasons": list(reasons)} for one, reasons in done.refused],
            },
            status=status.HTTP_201_CREATED,
        )

    @action(detail=True, methods=["post"])
    def attendance(self, request: Request, **_kwargs: Any) -> Response:
        """Say who came."""
        row = self.get_object()
        services.record_attendance(row, actor=self.person, **body(Marks, request))
        return self.answer(row)

    @action(detail=True, methods=["post"])
    def results(self, request: Request, **_kwargs: Any) -> Response:
        """Record scores or observations."""
        row = self.get_object()
        services.record_results(row, actor=self.person, **body(ResultsBody, request))
        return self.answer(row)


class LearnerSerializer(FieldsMixin, serializers.ModelSerializer[RosterEntry]):
    """A person with what the role needs; ``ready`` counts what is needed before the go-live."""

    unit = serializers.CharField(source="unit.code", default=None, read_only=True)
    wave = serializers.CharField(source="wave.code", default=None, read_only=True)
    ready = serializers.SerializerMethodField()
    items = serializers.SerializerMethodField()

    class Meta:
        model = RosterEntry
        fields = ["public_id", "key", "name", "crm_role", "unit", "wave", "ready", "items", "version"]
        read_only_fields = fields

    def _standing(self, row: RosterEntry) -> selectors.Standing:
        context: dict[str, Any] = self.context  # type: ignore[assignment]
        kept: dict[int, selectors.Standing] = context.setdefault("standings", {})
        if row.pk not in kept:
            rows = self.parent.instance if self.parent is not None else [row]
            kept |= selectors.standings(row.programme, rows)  # type: ignore[arg-type]
        return kept[row.pk]

    def get_ready(self, row: RosterEntry) -> bool:
        """Tell whether the person has everything for the go-live."""
        return self._standing(row).ready

    def get_items(self, row: RosterEntry) -> list[dict[str, Any]]:
        """Give each course with its status."""
        return [
            {"course": item.course.code, "status": item.status.value, "before_go_live": item.before_go_live}
            for item in self._standing(row).items
        ]


class WaiverBody(serializers.Serializer[Any]):
    """Which course, why, until when."""

    course: Any = slug(Course.objects.all())
    reason = serializers.CharField(allow_blank=True, default="", max_length=300)
    until = serializers.DateField(required=False, allow_null=True)


class LearnerViewSet(ProgrammeViewSet[RosterEntry]):
    """How the people of the roster stand to what their role needs."""

    queryset = RosterEntry.objects.persons()
    serializer_class = LearnerSerializer
    filterset_class = LearnerFilter
    reads = permissions.can_see
    acts = {"waive": permissions.can_waive}

    def scoped(self, rows: QuerySet[RosterEntry]) -> QuerySet[RosterEntry]:
        """Keep those whose training this person sees."""
        return super().scoped(rows).filter(selectors.seen_by(self.programme, self.person))

    @action(detail=True, methods=["post"])
    def waive(self, request: Request, **_kwargs: Any) -> Response:
        """Waive a course for the person."""
        row = self.get_object()
        services.waive_course(row, actor=self.person, **body(WaiverBody, request))
        return self.answer(row, status=status.HTTP_201_CREATED)


class WaiverSerializer(FieldsMixin, serializers.ModelSerializer[Waiver]):
    """A waiver."""

    person = serializers.CharField(source="entry.public_id", read_only=True)
    course = serializers.CharField(source="course.code", read_only=True)

    class Meta:
        model = Waiver
        fields = ["public_id", "person", "course", "reason", "until", "approved_on", "ended_on", "version"]
        read_only_fields = fields


class WaiverViewSet(ProgrammeViewSet[Waiver]):
    """Waivers, and their end."""

    queryset = Waiver.objects.all()
    serializer_class = WaiverSerializer
    reads = permissions.can_see
    acts = {"end": permissions.can_waive}

    def scoped(self, rows: QuerySet[Waiver]) -> QuerySet[Waiver]:
        """Keep those of persons whose training this person sees."""
        return super().scoped(rows).filter(selectors.seen_by(self.programme, self.person, "entry__"))

    @action(detail=True, methods=["post"])
    def end(self, request: Request, **_kwargs: Any) -> Response:
        """Let it count no longer."""
        row = self.get_object()
        services.end_waiver(row, actor=self.person, **body(Reason, request))
        return self.answer(row)
