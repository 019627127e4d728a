"""The diagnosis in the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, expected_version
from core.books.shapes import Linked
from programme.diagnosis import permissions, rules, services
from programme.diagnosis.models import Diagnosis, DiagnosisAnswer, PainPoint
from programme.needs.choices import Family
from programme.needs.models import Requirement
from programme.scope import ProgrammeViewSet


class DiagnosisAnswerSerializer(FieldsMixin, serializers.ModelSerializer[DiagnosisAnswer]):
    """A scored question."""

    class Meta:
        model = DiagnosisAnswer
        fields = ["question", "score", "evidence"]


class DiagnosisSerializer(FieldsMixin, serializers.ModelSerializer[Diagnosis]):
    """A round with its answers and the score of each block."""

    answers = DiagnosisAnswerSerializer(many=True, read_only=True)
    scores = serializers.SerializerMethodField()

    class Meta:
        model = Diagnosis
        fields = ["public_id", "number", "held_on", "after_go_live", "note", "answers", "scores", "version"]
        read_only_fields = ["public_id", "number", "version"]

    def get_scores(self, row: Diagnosis) -> dict[str, Any]:
        """Mean by block."""
        found = rules.scores({answer.question: answer.score for answer in row.answers.all()})
        return {one.block.value: one.mean for one in found}


class AnswerBody(serializers.Serializer[Any]):
    """Which question, its score, what it rests on."""

    question = serializers.CharField()
    score = serializers.IntegerField(allow_null=True, default=None)
    evidence = serializers.CharField(allow_blank=True, default="")


class DiagnosisViewSet(ProgrammeViewSet[Diagnosis]):
    """Rounds of the diagnosis."""

    queryset = Diagnosis.objects.select_related("programme").prefetch_related("answers")
    serializer_class = DiagnosisSerializer
    reads = permissions.can_read
    acts = {"create": permissions.can_write, "answer_question": permissions.can_write}

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Begin a round."""
        row = services.begin_diagnosis(self.programme, actor=self.person, **self.valid(request))
        return self.answer(row, status=status.HTTP_201_CREATED)

    @extend_schema(request=AnswerBody)
    @action(detail=True, methods=["post"], url_path="answer")
    def answer_question(self, request: Request, **_kwargs: Any) -> Response:
        """Score a question; 2 or less is a pain point."""
        body = AnswerBody(data=request.data)
        body.is_valid(raise_exception=True)
        row = self.get_object()
        services.answer_question(row, actor=self.person, **body.validated_data)
        return self.answer(row)


class PainPointSerializer(FieldsMixin, serializers.ModelSerializer[PainPoint]):
    """A pain point; the requirement by code."""

    requirement: Any = Linked(slug_field="code", queryset=Requirement.objects.all(), required=False, allow_null=True)
    settled = serializers.BooleanField(read_only=True)

    class Meta:
        model = PainPoint
        fields = ["public_id", "code", "block", "text", "requirement", "reason", "settled", "version"]
        read_only_fields = ["public_id", "code", "block", "version"]
        validators: list[Any] = []


class NeedBody(serializers.Serializer[Any]):
    """The requirement that meets it."""

    title = serializers.CharField(allow_blank=True, default="")
    family = serializers.ChoiceField(choices=Family.choices)


class PainPointViewSet(ProgrammeViewSet[PainPoint]):
    """Pain points."""

    queryset = PainPoint.objects.select_related("programme", "requirement")
    serializer_class = PainPointSerializer
    filterset_fields = ["block"]
    reads = permissions.can_read
    acts = {"partial_update": permissions.can_write, "requirement": permissions.can_write}

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Settle it by a requirement or a reason."""
        row = self.get_object()
        version = expected_version(request, row)
        values = {"requirement": row.requirement, "reason": row.reason} | self.valid(
            request, partial=True, instance=row
        )
        return self.answer(services.settle_pain(row, actor=self.person, version=version, **values))

    @extend_schema(request=NeedBody)
    @action(detail=True, methods=["post"])
    def requirement(self, request: Request, **_kwargs: Any) -> Response:
        """Write a requirement that meets it."""
        body = NeedBody(data=request.data)
        body.is_valid(raise_exception=True)
        row = self.get_object()
        services.requirement_of_pain(row, actor=self.person, **body.validated_data)
        return self.answer(row)
