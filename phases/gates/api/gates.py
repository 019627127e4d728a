"""Gates and conditions in the API."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, expected_version
from phases.gates.api.work import ReasonSerializer, checked
from phases.gates.choices import Decision
from phases.gates.models import Condition, Gate, GateDecision
from phases.gates.permissions import ACTIONS, can_see
from phases.gates.selectors import (
    GateStatus,
    available_actions,
    evaluate_gate,
    options_of,
    state_label,
)
from phases.gates.services import (
    add_concession,
    assess_gate,
    close_condition,
    decide_gate,
    reschedule_gate,
    sign_exception,
    state_criterion,
    submit_gate,
)
from programme.records.models import Attachment
from programme.scope import ProgrammeViewSet, open_actions, person


class DecisionRecordSerializer(serializers.ModelSerializer[GateDecision]):
    """A decision with the evidence as it was."""

    class Meta:
        model = GateDecision
        fields = ["public_id", "round", "decision", "note", "decided_at", "review_on", "sha256", "evidence"]
        read_only_fields = fields


class GateSerializer(FieldsMixin, serializers.ModelSerializer[Gate]):
    """A gate; the record also tells how it stands."""

    name = serializers.CharField(read_only=True)
    phase = serializers.CharField(source="phase.code", read_only=True)
    state_label = serializers.SerializerMethodField()
    evaluation = serializers.SerializerMethodField()
    options = serializers.SerializerMethodField()
    votes = serializers.SerializerMethodField()
    decisions = DecisionRecordSerializer(many=True, read_only=True)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Gate
        fields = [
            "public_id", "code", "wave", "key", "name", "phase", "state", "state_label", "round", "keepers", "after",
            "holds", "review_on", "submitted_at", "assessed_at", "exception_at", "exception_reason", "evaluation",
            "options", "votes", "decisions", "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = fields

    def get_fields(self) -> dict[str, Any]:
        """Leave what costs an evaluation out of lists."""
        fields = super().get_fields()
        if self.parent is not None:
            for name in ("evaluation", "options", "decisions"):
                fields.pop(name, None)
        return fields

    def _status(self, gate: Gate) -> GateStatus:
        known: dict[int, GateStatus] = self.__dict__.setdefault("_statuses", {})
        if gate.pk not in known:
            known[gate.pk] = evaluate_gate(gate, live=self.context["request"].method not in SAFE_METHODS)
        return known[gate.pk]

    def get_state_label(self, gate: Gate) -> str:
        """The state in words."""
        return state_label(gate)[1]

    def get_evaluation(self, gate: Gate) -> dict[str, Any]:
        """Every criterion with value, threshold and source, and the smallest list of actions."""
        return self._status(gate).as_json()

    def get_options(self, gate: Gate) -> list[dict[str, Any]]:
        """The five decisions with the reasons of those that are closed."""
        return [{"decision": one.decision, "reasons": list(one.reasons)} for one in options_of(self._status(gate))]

    def get_votes(self, gate: Gate) -> list[dict[str, Any]]:
        """Votes of this round."""
        return [
            {"role": vote.role, "person": vote.person.public_id, "decision": vote.decision, "note": vote.note}
            for vote in gate.votes.all()
            if vote.round == gate.round
        ]

    def get_available_actions(self, gate: Gate) -> list[dict[str, Any]]:
        """The acts of the caller."""
        return open_actions(available_actions(self._status(gate), person(self.context["request"])))


class TermSerializer(serializers.Serializer[Any]):
    """A condition: owner by public id, criterion by key."""

    text = serializers.CharField()
    owner = serializers.CharField()
    due = serializers.DateField()
    criterion = serializers.CharField(required=False, allow_blank=True, default="")


class DecideSerializer(serializers.Serializer[Any]):
    """A keeper's vote."""

    decision = serializers.ChoiceField(choices=Decision.choices)
    note = serializers.CharField(required=False, allow_blank=True, default="")
    review_on = serializers.DateField(required=False, allow_null=True, default=None)
    conditions = TermSerializer(many=True, required=False, default=list)


class GivenStatementSerializer(serializers.Serializer[Any]):
    """A statement about a criterion with what it rests on."""

    criterion = serializers.CharField()
    fulfilled = serializers.BooleanField(default=True)
    text = serializers.CharField()
    link = serializers.URLField(required=False, allow_blank=True, default="")
    attachment = serializers.SlugRelatedField(
        slug_field="public_id", queryset=Attachment.objects.all(), required=False, allow_null=True, default=None
    )


class ConcessionSerializer(serializers.Serializer[Any]):
    """A departure that is accepted."""

    item = serializers.CharField(max_length=300)
    limit = serializers.CharField(max_length=200)
    expires_on = serializers.DateField()


class RescheduleSerializer(serializers.Serializer[Any]):
    """When the gate comes again."""

    review_on = serializers.DateField(required=False, allow_null=True, default=None)


class GateViewSet(ProgrammeViewSet[Gate]):
    """Gates with their evaluation and acts."""

    queryset = Gate.objects.all()
    serializer_class = GateSerializer
    filterset_fields = ["code", "wave", "state"]
    reads = can_see
    acts = {
        name: ACTIONS[name] for name in ("submit", "assess", "decide", "reschedule", "exception", "concede", "state")
    }

    def get_object(self) -> Gate:
        """Read the gate; a stale ``If-Match`` of a writing request is refused."""
        gate: Gate = super().get_object()
        if self.request.method != "GET":
            expected_version(self.request, gate)
        return gate

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Hand the gate to its keepers."""
        return self.answer(submit_gate(self.get_object(), actor=self.person))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def assess(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Begin the review."""
        return self.answer(assess_gate(self.get_object(), actor=self.person))

    @extend_schema(request=DecideSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Give a keeper's vote; the last one decides."""
        gate = self.get_object()
        decide_gate(gate, actor=self.person, **checked(DecideSerializer(data=request.data)))
        return self.answer(gate)

    @extend_schema(request=RescheduleSerializer)
    @action(detail=True, methods=["post"])
    def reschedule(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Open the next round."""
        values = checked(RescheduleSerializer(data=request.data))
        return self.answer(reschedule_gate(self.get_object(), actor=self.person, **values))

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def exception(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Sign the small-firm exception."""
        values = checked(ReasonSerializer(data=request.data))
        return self.answer(sign_exception(self.get_object(), actor=self.person, reason=values["reason"]))

    @extend_schema(request=ConcessionSerializer)
    @action(detail=True, methods=["post"])
    def concede(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Accept a departure."""
        gate = self.get_object()
        add_concession(gate, actor=self.person, **checked(ConcessionSerializer(data=request.data)))
        return self.answer(gate)

    @extend_schema(request=GivenStatementSerializer)
    @action(detail=True, methods=["post"])
    def state(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """State that a criterion holds, or not."""
        gate = self.get_object()
        values = checked(GivenStatementSerializer(data=request.data))
        criterion = get_object_or_404(gate.criteria.select_related("programme"), key=values.pop("criterion"))
        state_criterion(criterion, actor=self.person, **values)
        return self.answer(gate)


class ConditionSerializer(FieldsMixin, serializers.ModelSerializer[Condition]):
    """A condition of a decision."""

    gate = serializers.CharField(source="decision.gate.key", read_only=True)
    owner: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)

    class Meta:
        model = Condition
        fields = ["public_id", "gate", "text", "owner", "due_on", "done_at", "done_note", "version"]
        read_only_fields = fields


class CloseSerializer(serializers.Serializer[Any]):
    """How a condition was met."""

    note = serializers.CharField()


class ConditionViewSet(ProgrammeViewSet[Condition]):
    """Conditions of gate decisions."""

    queryset = Condition.objects.all()
    serializer_class = ConditionSerializer
    reads = can_see
    acts = {"close": ACTIONS["close_condition"]}

    @extend_schema(request=CloseSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Close the condition."""
        values = checked(CloseSerializer(data=request.data))
        return self.answer(close_condition(self.get_object(), actor=self.person, **values))
