"""The committee over the API: decisions and lights."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, expected_version
from core.money import Money
from programme.governance.choices import Dimension
from programme.governance.filters import DecisionFilter
from programme.governance.models import DECLARABLE, Decision, LightDeclaration
from programme.governance.permissions import ACTIONS, can_see_governance
from programme.governance.selectors.decisions import age, decision_actions, goals_named
from programme.governance.selectors.headline import sentence
from programme.governance.selectors.lights import LightView, board
from programme.governance.services import decisions as services
from programme.governance.services.lights import confirm_light, declare_light, end_declaration
from programme.scope import ProgrammeViewSet, open_actions


class DecisionSerializer(FieldsMixin, serializers.ModelSerializer[Decision]):
    """A decision asked of the committee."""

    asked_by: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    decided_by: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    goals: Any = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    delay_week = serializers.SerializerMethodField()
    waited_days = serializers.SerializerMethodField()
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Decision
        fields = [
            "public_id", "code", "question", "context", "options", "recommendation", "reason", "cost_of_delay",
            "delay_week", "waited_days", "goals", "due_on", "state", "asked_by", "asked_on", "talk", "chosen",
            "outcome", "decided_by", "decided_on", "available_actions", "version",
        ]  # fmt: skip
        read_only_fields = fields

    def get_delay_week(self, row: Decision) -> dict[str, int | str] | None:
        """What a week of waiting costs, as money."""
        week = row.delay_week_minor
        return None if week is None else Money(week, row.programme.currency).to_json()

    def get_waited_days(self, row: Decision) -> int | None:
        """Days from the day it was asked to the decision, or to today."""
        return age(row, timezone.localdate())

    def get_available_actions(self, row: Decision) -> list[dict[str, Any]]:
        """The acts that the page shows too."""
        return open_actions(decision_actions(row, self.context["request"].user))


class DecisionBody(serializers.Serializer[Any]):
    """What is asked; options are sentences in their order, goals are codes (at least one before it is requested)."""

    question = serializers.CharField(max_length=300)
    context = serializers.CharField(required=False, allow_blank=True, default="")  # type: ignore[assignment]
    options = serializers.ListField(child=serializers.CharField(), required=False, default=list)
    recommendation = serializers.CharField(max_length=1, required=False, allow_blank=True, default="")
    reason = serializers.CharField(required=False, allow_blank=True, default="")
    cost_of_delay = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    delay_week_minor = serializers.IntegerField(min_value=0, required=False, allow_null=True, default=None)
    due_on = serializers.DateField(required=False, allow_null=True, default=None)
    goals = serializers.ListField(child=serializers.CharField(max_length=20), required=False)


class WordSerializer(serializers.Serializer[Any]):
    """What an act needs: a text, an outcome, a chosen option."""

    text = serializers.CharField(required=False, allow_blank=True, default="")
    outcome = serializers.CharField(required=False, allow_blank=True, default="")
    chosen = serializers.CharField(max_length=1, required=False, allow_blank=True, default="")


class DecisionViewSet(ProgrammeViewSet[Decision]):
    """Decisions; POST drafts one, the acts move it."""

    queryset = Decision.objects.prefetch_related("goals")
    serializer_class = DecisionSerializer
    filterset_class = DecisionFilter
    reads = can_see_governance
    acts = {
        "create": ACTIONS["ask"],
        "update": ACTIONS["edit"],
        "ask_committee": ACTIONS["request"],
        "answer_question": ACTIONS["answer"],
    } | {name: ACTIONS[name] for name in ("ask_back", "approve", "reject")}

    @extend_schema(request=DecisionBody)
    def create(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Draft a decision."""
        row = services.ask_decision(self.programme, actor=self.person, **self._body(request))
        return self.answer(row, status=status.HTTP_201_CREATED)

    @extend_schema(request=DecisionBody)
    def update(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Change what is asked, while nobody decided."""
        row = self.get_object()
        version = expected_version(request, row)
        return self.answer(services.edit_decision(row, actor=self.person, version=version, **self._body(request)))

    def _body(self, request: Request) -> dict[str, Any]:
        body = DecisionBody(data=request.data)
        body.is_valid(raise_exception=True)
        said = dict(body.validated_data)
        if "goals" in said:
            said["goals"] = goals_named(self.programme, said["goals"])
        return said

    def _act(self, request: Request, service: Any, *names: str) -> Response:
        body = WordSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        said = {name: body.validated_data[name] for name in names}
        return self.answer(service(self.get_object(), actor=self.person, **said))

    @extend_schema(request=WordSerializer)
    @action(detail=True, methods=["post"], url_path="request", url_name="request")
    def ask_committee(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Ask the committee."""
        return self._act(request, services.request_decision)

    @extend_schema(request=WordSerializer)
    @action(detail=True, methods=["post"])
    def ask_back(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Ask something first."""
        return self._act(request, services.ask_back, "text")

    @extend_schema(request=WordSerializer)
    @action(detail=True, methods=["post"], url_path="answer", url_name="answer")
    def answer_question(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Answer."""
        return self._act(request, services.answer_question, "text")

    @extend_schema(request=WordSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Approve an option."""
        return self._act(request, services.approve_decision, "chosen", "outcome")

    @extend_schema(request=WordSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Reject with a reason."""
        return self._act(request, services.reject_decision, "outcome")


class LightBody(serializers.Serializer[Any]):
    """What a person says a light is."""

    dimension = serializers.ChoiceField(choices=Dimension.choices)
    colour = serializers.ChoiceField(choices=DECLARABLE)
    reason = serializers.CharField()


def _light(light: LightView) -> dict[str, Any]:
    declared = light.declaration
    return {
        "dimension": light.dimension.value,
        "computed": light.computed.colour.value,
        "why": light.computed.why.value,
        "counts": light.counts.colour.value,
        "declared": declared.colour if declared else None,
        "declaration": declared.public_id if declared else None,
        "pending": light.pending,
        "reason": light.reason,
        "trend": light.trend,
        "weeks": light.weeks,
    }


class LightViewSet(ProgrammeViewSet[LightDeclaration]):
    """The lights as they stand; POST declares one, ``confirm`` and ``end`` act on a declaration."""

    queryset = LightDeclaration.objects.all()
    serializer_class = LightBody
    filterset_fields = ["dimension"]
    reads = can_see_governance
    acts = {
        "create": ACTIONS["declare"],
        "confirm": ACTIONS["confirm"],
        "end": ACTIONS["end_declaration"],
    }

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Give every light with what they add up to."""
        return Response(self._stand(live=False))

    def _stand(self, *, live: bool = True) -> dict[str, Any]:
        stand = board(self.programme, live=live)
        return {
            "overall": stand.overall.value,
            "technical": stand.technical.value,
            "adoption": stand.human.value,
            "sentence": sentence(stand),
            "lights": [_light(light) for light in stand.lights],
        }

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Give one declaration."""
        row = self.get_object()
        return Response({"public_id": row.public_id, "dimension": row.dimension, "colour": row.colour,
                         "computed": row.computed, "reason": row.reason, "ended_at": row.ended_at})  # fmt: skip

    def create(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Declare a light."""
        declare_light(self.programme, actor=self.person, **self.valid(request))
        return Response(self._stand(), status=status.HTTP_201_CREATED)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Confirm as the second person."""
        confirm_light(self.get_object(), actor=self.person)
        return Response(self._stand())

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Let the computed light count again."""
        end_declaration(self.get_object(), actor=self.person)
        return Response(self._stand())
