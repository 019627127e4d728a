"""Change requests over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, expected_version
from core.money import Money
from programme.governance.choices import ChangeCause
from programme.governance.filters import ChangeFilter
from programme.governance.models import ChangeRequest
from programme.governance.permissions import CHANGE_ACTIONS, can_see_governance
from programme.governance.selectors.changes import change_actions, results_of
from programme.governance.selectors.decisions import goals_named
from programme.governance.services import changes as writing
from programme.governance.services import granting
from programme.scope import ProgrammeViewSet, open_actions

PERSON: dict[str, Any] = {"slug_field": "public_id", "read_only": True}


def _text() -> serializers.CharField:
    return serializers.CharField(required=False, allow_blank=True, max_length=10_000)


class ChangeSerializer(FieldsMixin, serializers.ModelSerializer[ChangeRequest]):
    """A change request; ``impacts`` is what every floor said it would touch when it was last assessed."""

    goals: Any = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    requester: Any = serializers.SlugRelatedField(**PERSON)
    assessed_by: Any = serializers.SlugRelatedField(**PERSON)
    decided_by: Any = serializers.SlugRelatedField(**PERSON)
    implemented_by: Any = serializers.SlugRelatedField(**PERSON)
    verified_by: Any = serializers.SlugRelatedField(**PERSON)
    issue: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    cost = serializers.SerializerMethodField()
    impacts = serializers.JSONField(read_only=True)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = ChangeRequest
        fields = [
            "public_id", "code", "title", "wanted", "reason", "cause", "goals", "issue", "scope", "days", "effort",
            "cost",
            "benefit", "risk", "training", "data", "chain", "custom_code", "upgrade_note", "touches", "edits",
            "charter_edits", "impacts", "route", "beyond", "state", "requester", "submitted_at", "assessed_by",
            "assessed_at", "decided_by", "decided_at", "note", "deferred_until", "decide_by", "applied_at", "sent_back",
            "implemented_by", "verified_by", "verified_on", "closed_on", "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = fields

    def get_cost(self, row: ChangeRequest) -> dict[str, int | str]:
        """Give the cost as money."""
        return Money(row.cost_minor, row.programme.currency).to_json()

    def get_available_actions(self, row: ChangeRequest) -> list[dict[str, Any]]:
        """The acts that the page shows too."""
        return open_actions(change_actions(row, self.context["request"].user))


class ResultSerializer(serializers.Serializer[Any]):
    """Something that came of a change, such as a baseline."""

    kind = serializers.CharField()
    node = serializers.CharField()
    text = serializers.CharField()
    url = serializers.CharField()


class ChangeDetailSerializer(ChangeSerializer):
    """A change request alone, with what came of it."""

    results = serializers.SerializerMethodField()

    class Meta(ChangeSerializer.Meta):
        fields = [*ChangeSerializer.Meta.fields, "results"]
        read_only_fields = fields

    @extend_schema_field(ResultSerializer(many=True))
    def get_results(self, row: ChangeRequest) -> list[dict[str, Any]]:
        """Ask every floor."""
        return [ResultSerializer(link).data for link in results_of(row)]


class ChangeBody(serializers.Serializer[Any]):
    """What is asked. ``goals`` are codes; ``edits`` the edits of the plan, each an object with ``op``.

    ``charter_edits`` are the edits of the signed charter: ``op`` goal, scope or tolerance, each also with new_ or
    drop_ before it; ``ref`` the goal's code or the id of the scope item or tolerance; ``set`` the values by field.
    """

    title = serializers.CharField(max_length=200)
    wanted = serializers.CharField(max_length=10_000)
    reason = serializers.CharField(max_length=10_000)
    cause = serializers.ChoiceField(choices=ChangeCause.choices, default=ChangeCause.BUSINESS)
    goals = serializers.ListField(child=serializers.CharField(max_length=20), required=False)
    custom_code = serializers.BooleanField(required=False)
    upgrade_note = _text()
    touches = serializers.ListField(child=serializers.CharField(max_length=80), required=False)
    edits = serializers.ListField(child=serializers.DictField(), required=False)
    charter_edits = serializers.ListField(child=serializers.DictField(), required=False)


class EffectsBody(serializers.Serializer[Any]):
    """What it does: every effect and every link of the chain is said, “none” included; cost in minor units."""

    scope = _text()
    days = serializers.DecimalField(max_digits=6, decimal_places=1, required=False, allow_null=True)
    effort = serializers.DecimalField(max_digits=8, decimal_places=1, required=False, min_value=0)
    cost_minor = serializers.IntegerField(required=False, min_value=-(10**15), max_value=10**15)
    benefit = _text()
    risk = _text()
    training = _text()
    data: Any = _text()
    custom_code = serializers.BooleanField(required=False)
    upgrade_note = _text()
    chain = serializers.DictField(child=serializers.CharField(allow_blank=True), required=False)


class NoteBody(serializers.Serializer[Any]):
    """A word on the act; a deferral also says until when."""

    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=10_000)


class DeferBody(NoteBody):
    """Why it is put off, and until when."""

    until = serializers.DateField()


class ChangeViewSet(ProgrammeViewSet[ChangeRequest]):
    """Change requests; POST drafts one, the acts move it."""

    queryset = ChangeRequest.objects.prefetch_related("goals")
    serializer_class = ChangeSerializer
    filterset_class = ChangeFilter
    reads = can_see_governance
    acts = {"create": CHANGE_ACTIONS["new"], "partial_update": CHANGE_ACTIONS["edit"]} | {
        name: CHANGE_ACTIONS[name]
        for name in (
            "submit", "assess", "approve", "reject", "defer", "emergency", "implement", "verify", "close", "withdraw",
        )
    }  # fmt: skip

    def get_serializer_class(self) -> Any:
        """Say of one alone what came of it."""
        return ChangeDetailSerializer if self.action == "retrieve" else ChangeSerializer

    @extend_schema(request=ChangeBody)
    def create(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Draft a change request."""
        body = ChangeBody(data=request.data)
        body.is_valid(raise_exception=True)
        row = writing.request_change(self.programme, actor=self.person, **self._with_goals(dict(body.validated_data)))
        return self.answer(row, status=status.HTTP_201_CREATED)

    @extend_schema(request=ChangeBody)
    def partial_update(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Word it otherwise."""
        row = self.get_object()
        version = expected_version(request, row)
        body = ChangeBody(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        said = {name: body.validated_data[name] for name in body.validated_data if name in request.data}
        return self.answer(writing.edit_change(row, actor=self.person, version=version, **self._with_goals(said)))

    def _with_goals(self, said: dict[str, Any]) -> dict[str, Any]:
        if "goals" in said:
            said["goals"] = goals_named(self.programme, said["goals"])
        return said

    def _act(self, request: Request, service: Any, shape: type[serializers.Serializer[Any]] | None = None) -> Response:
        said: dict[str, Any] = {}
        if shape is not None:
            body = shape(data=request.data)
            body.is_valid(raise_exception=True)
            said = dict(body.validated_data)
        return self.answer(service(self.get_object(), actor=self.person, **said))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Ask for it."""
        return self._act(request, writing.submit_change)

    @extend_schema(request=EffectsBody)
    @action(detail=True, methods=["post"])
    def assess(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Say what it does; what the floors compute is computed anew."""
        return self._act(request, writing.assess_change, EffectsBody)

    @extend_schema(request=NoteBody)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Grant it."""
        return self._act(request, granting.approve_change, NoteBody)

    @extend_schema(request=NoteBody)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Refuse it."""
        return self._act(request, granting.reject_change, NoteBody)

    @extend_schema(request=DeferBody)
    @action(detail=True, methods=["post"])
    def defer(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Put it off."""
        return self._act(request, granting.defer_change, DeferBody)

    @extend_schema(request=NoteBody)
    @action(detail=True, methods=["post"])
    def emergency(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Do it now; it is decided within two working days."""
        return self._act(request, granting.act_at_once, NoteBody)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def implement(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Begin to carry it out."""
        return self._act(request, granting.implement_change)

    @extend_schema(request=NoteBody)
    @action(detail=True, methods=["post"])
    def verify(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Confirm that it was done."""
        return self._act(request, granting.verify_change, NoteBody)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Close it."""
        return self._act(request, granting.close_change)

    @extend_schema(request=NoteBody)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Take it back."""
        return self._act(request, writing.withdraw_change, NoteBody)
