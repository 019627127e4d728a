"""Waves, the roster and the cutover runbook in the API."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.access import require
from core.api import FieldsMixin, expected_version
from core.errors import IllegalNowError
from core.memo import once
from phases.gates.selectors.proposals import propose_removal, propose_repeat
from phases.gates.selectors.repeats import binding_reasons, repeat_blocked
from phases.gates.services import add_repeat, cancel_wave, remove_repeat
from phases.rollout import services
from phases.rollout.api.stages import StageBody, WaveProposalSerializer, proposal_json
from phases.rollout.filters import RosterFilter, WaveFilter
from phases.rollout.models import CutoverStep, RosterEntry, Wave
from phases.rollout.permissions import ACTIONS, can_edit, can_edit_roster, can_edit_waves, can_plan_stage, can_see
from phases.rollout.rules import Span
from phases.rollout.selectors import BETWEEN, entry_actions, headcounts, lengths_of, wave_actions
from phases.rollout.services import create_step, remove_step, update_step
from programme.people.models import Unit
from programme.scope import ProgrammeViewSet, open_actions, person, programme_for


class CutoverStepSerializer(FieldsMixin, serializers.ModelSerializer[CutoverStep]):
    """A step of the runbook."""

    name = serializers.CharField(read_only=True)

    class Meta:
        model = CutoverStep
        fields = [
            "public_id", "code", "name", "name_zh", "name_en", "position", "minutes", "doer_role", "checker_role",
            "checkpoint", "point_of_no_return", "version",
        ]  # fmt: skip
        read_only_fields = ["public_id", "name", "version"]


class CutoverStepViewSet(ProgrammeViewSet[CutoverStep]):
    """Steps in order."""

    queryset = CutoverStep.objects.all()
    serializer_class = CutoverStepSerializer
    reads = can_see
    acts = {"create": can_edit, "partial_update": can_edit, "destroy": can_edit}

    def create(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Add a step."""
        step = create_step(self.programme, values=self.valid(request), actor=self.person)
        return self.answer(step, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Change a step."""
        step = self.get_object()
        expected_version(request, step)
        return self.answer(
            update_step(step, values=self.valid(request, partial=True, instance=step), actor=self.person)
        )

    def destroy(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Take a step out."""
        step = self.get_object()
        expected_version(request, step)
        remove_step(step, actor=self.person)
        return Response(status=status.HTTP_204_NO_CONTENT)


class WaveSerializer(FieldsMixin, serializers.ModelSerializer[Wave]):
    """A wave; ``units`` by public id, ``headcount`` counts its persons."""

    name = serializers.CharField(read_only=True)
    units: Any = serializers.SlugRelatedField(
        slug_field="public_id", queryset=Unit.objects.all(), many=True, required=False
    )
    headcount = serializers.SerializerMethodField()
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Wave
        fields = [
            "public_id", "code", "name", "name_zh", "name_en", "position", "units", "headcount", "planned_on",
            "live_on", "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = ["public_id", "name", "live_on", "version"]
        validators: list[Any] = []

    def get_headcount(self, wave: Wave) -> int:
        """Count the persons; all waves of a list in one query."""
        found: int = once(self.root, "heads", lambda: headcounts(wave.programme)).get(wave.pk, 0)
        return found

    def get_available_actions(self, wave: Wave) -> list[dict[str, Any]]:
        """List what the caller may do now."""
        return open_actions(wave_actions(wave, self.context["request"].user))


class SpanSerializer(serializers.Serializer[Any]):
    """An absence: first and last day, both included."""

    first = serializers.DateField()
    last = serializers.DateField()
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=80)


class RosterSerializer(FieldsMixin, serializers.ModelSerializer[RosterEntry]):
    """An entry of the roster."""

    unit: Any = serializers.SlugRelatedField(
        slug_field="public_id", queryset=Unit.objects.all(), required=False, allow_null=True
    )
    wave: Any = serializers.SlugRelatedField(
        slug_field="public_id", queryset=Wave.objects.all(), required=False, allow_null=True
    )
    manager: Any = serializers.SlugRelatedField(
        slug_field="public_id", queryset=RosterEntry.objects.all(), required=False, allow_null=True
    )
    user: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    absences = SpanSerializer(many=True, read_only=True)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = RosterEntry
        fields = [
            "public_id", "key", "name", "email", "user", "manager", "unit", "crm_role", "crm_id", "wave", "account",
            "licensed_on", "unlicensed_on", "absences", "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = ["public_id", "version"]
        validators: list[Any] = []

    def get_available_actions(self, entry: RosterEntry) -> list[dict[str, Any]]:
        """List what the caller may do now."""
        return open_actions(entry_actions(entry, self.context["request"].user))


class Live(serializers.Serializer[Any]):
    """Since when."""

    on = serializers.DateField(required=False, allow_null=True, default=None)


class Absences(serializers.Serializer[Any]):
    """All absences of a person."""

    absences = SpanSerializer(many=True)


def refuse_now(reasons: Sequence[str]) -> None:
    """Raise ``IllegalNowError`` where there are reasons."""
    if reasons:
        raise IllegalNowError(*reasons)


def body(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """Check the body's shape; raises with every bad field."""
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


class WaveViewSet(ProgrammeViewSet[Wave]):
    """Waves in order."""

    queryset = Wave.objects.all()
    serializer_class = WaveSerializer
    filterset_class = WaveFilter
    reads = can_see
    acts = dict.fromkeys(("create", "partial_update", "destroy", "live"), can_edit_waves) | dict.fromkeys(
        ("repeat", "unrepeat"), can_plan_stage
    )

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Plan a wave."""
        row = services.create_wave(self.programme, values=self.valid(request), actor=self.person)
        return self.answer(row, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Change a wave."""
        row = self.get_object()
        version = expected_version(request, row)
        values = self.valid(request, partial=True, instance=row)
        return self.answer(services.update_wave(row, values=values, actor=self.person, version=version))

    def destroy(self, request: Request, **_kwargs: Any) -> Response:
        """Take a wave out with its stage; refused, with every reason, while something binds it."""
        row = self.get_object()
        expected_version(request, row)
        cancel_wave(row, actor=self.person)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @action(detail=True, methods=["post"])
    def live(self, request: Request, **_kwargs: Any) -> Response:
        """Record the go-live."""
        row = self.get_object()
        return self.answer(services.mark_live(row, actor=self.person, **body(Live, request)))

    @extend_schema(request=StageBody, responses=WaveProposalSerializer)
    @action(detail=True, methods=["post"])
    def repeat(self, request: Request, **_kwargs: Any) -> Response:
        """Plan the stage for the wave, or say what that would move."""
        row, said = self.get_object(), body(StageBody, request)
        if said["dry_run"]:
            refuse_now(repeat_blocked(row))
            return Response(proposal_json(propose_repeat(row), self.programme))
        done = add_repeat(row, actor=self.person, mark=said["mark"])
        return Response(proposal_json(done, self.programme, {"call": "unrepeat"}))

    @extend_schema(request=StageBody, responses=WaveProposalSerializer)
    @action(detail=True, methods=["post"])
    def unrepeat(self, request: Request, **_kwargs: Any) -> Response:
        """Take the wave's stage out, or say what that would move; refused with everything that binds it."""
        row, said = self.get_object(), body(StageBody, request)
        if said["dry_run"]:
            refuse_now(binding_reasons(row))
            return Response(proposal_json(propose_removal(row), self.programme))
        done = remove_repeat(row, actor=self.person, mark=said["mark"])
        return Response(proposal_json(done, self.programme, {"call": "repeat"}))


class RosterViewSet(ProgrammeViewSet[RosterEntry]):
    """The roster."""

    queryset = RosterEntry.objects.all()
    serializer_class = RosterSerializer
    filterset_class = RosterFilter
    reads = can_see
    acts = dict.fromkeys(("create", "partial_update", "destroy", "absences"), can_edit_roster)

    def scoped(self, rows: QuerySet[RosterEntry]) -> QuerySet[RosterEntry]:
        """With absences."""
        return super().scoped(rows).prefetch_related("absences")

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Enter somebody."""
        row = services.create_entry(self.programme, values=self.valid(request), actor=self.person)
        return self.answer(row, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Change an entry."""
        row = self.get_object()
        version = expected_version(request, row)
        values = self.valid(request, partial=True, instance=row)
        return self.answer(services.update_entry(row, values=values, actor=self.person, version=version))

    def destroy(self, request: Request, **_kwargs: Any) -> Response:
        """Take an entry out."""
        row = self.get_object()
        expected_version(request, row)
        services.remove_entry(row, actor=self.person)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @action(detail=True, methods=["post"])
    def absences(self, request: Request, **_kwargs: Any) -> Response:
        """Let these be all absences of the person."""
        row = self.get_object()
        spans = [Span(**one) for one in body(Absences, request)["absences"]]
        return self.answer(services.set_absences(row, spans=spans, actor=self.person))


class LengthSerializer(serializers.Serializer[Any]):
    """How long pilot or rollout lasts; the verdict is empty, short or long, a reason holds for these days only."""

    stage = serializers.ChoiceField(choices=list(BETWEEN))
    first = serializers.DateField(read_only=True)
    last = serializers.DateField(read_only=True)
    verdict = serializers.CharField(read_only=True)
    reason = serializers.CharField(max_length=500)


class LengthViewSet(viewsets.ViewSet):
    """Lengths of pilot and rollout; POST gives the reason of one that is not as it should be."""

    @extend_schema(responses=LengthSerializer(many=True))
    def list(self, request: Request, slug: str) -> Response:
        """Give both, where they have days."""
        programme = programme_for(person(request), slug)
        require(can_see, person(request), programme)
        return Response(LengthSerializer(lengths_of(programme), many=True).data)

    @extend_schema(request=LengthSerializer, responses=LengthSerializer)
    def create(self, request: Request, slug: str) -> Response:
        """Keep a reason."""
        programme = programme_for(person(request), slug)
        require(ACTIONS["explain_length"], person(request), programme)
        body = LengthSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        found = services.explain_length(programme, actor=person(request), **body.validated_data)
        return Response(LengthSerializer(found).data, status=status.HTTP_201_CREATED)
