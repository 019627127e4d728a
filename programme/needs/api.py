"""Needs in the API: requirements, user groups, the elicitation log, capabilities, the thread."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, expected_version
from programme.charter.models import Goal, StrategyObjective, WorkshopEntry
from programme.governance.models import ChangeRequest
from programme.needs import permissions, services
from programme.needs.choices import Theme
from programme.needs.filters import ElicitationFilter, GroupFilter, RequirementFilter
from programme.needs.models import Capability, Elicitation, Requirement, UserGroup
from programme.needs.selectors import (
    asked_matrix,
    customised,
    families,
    increments,
    requirement_actions,
    trace_kept,
)
from programme.needs.selectors.trace import Branch
from programme.people.models import Unit
from programme.scope import ProgrammeViewSet, open_actions


class Own(serializers.SlugRelatedField[Any]):
    """A link to a row of the same programme, by its code."""

    def get_queryset(self) -> Any:
        """Keep the rows of the programme in the address."""
        rows: Any = super().get_queryset()
        programme = getattr(self.context.get("view"), "programme", None)
        return rows.filter(programme=programme) if programme is not None else rows.none()


class Pain(serializers.SlugRelatedField[Any]):
    """A line of a workshop of the same programme, by its id."""

    def get_queryset(self) -> Any:
        """Keep the lines of the programme in the address."""
        programme = getattr(self.context.get("view"), "programme", None)
        return WorkshopEntry.objects.filter(workshop__programme=programme)


def unit(*, required: bool) -> Any:
    """A business unit by its code."""
    return serializers.SlugRelatedField(
        slug_field="code", queryset=Unit.objects.all(), required=required, allow_null=not required
    )


class RequirementSerializer(FieldsMixin, serializers.ModelSerializer[Requirement]):
    """A requirement; goals, groups and the change request by code."""

    goals: Any = Own(slug_field="code", queryset=Goal.objects.all(), many=True, required=False)
    groups: Any = Own(slug_field="code", queryset=UserGroup.objects.all(), many=True, required=False)
    by_change: Any = Own(slug_field="code", queryset=ChangeRequest.objects.all(), required=False, allow_null=True)
    pain: Any = Pain(slug_field="public_id", queryset=WorkshopEntry.objects.all(), required=False, allow_null=True)
    written_by: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    approved_by: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Requirement
        fields = [
            "public_id", "code", "title", "text", "family", "moscow", "fit", "increment", "effort", "goals", "groups",
            "pain", "acceptance", "reason", "upgrade_impact", "by_change", "state", "written_by", "approved_by",
            "approved_at", "drop_reason", "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = ["public_id", "state", "approved_at", "drop_reason", "version"]
        extra_kwargs = {"code": {"required": False}}
        validators: list[Any] = []  # the service checks, and names every bad field at once

    def get_available_actions(self, row: Requirement) -> list[dict[str, Any]]:
        """The acts that the page shows too."""
        return open_actions(requirement_actions(row, self.context["request"].user))


class DropBody(serializers.Serializer[Any]):
    """Why it is dropped."""

    reason = serializers.CharField(allow_blank=True, default="")


class RequirementViewSet(ProgrammeViewSet[Requirement]):
    """The catalogue of requirements."""

    queryset = Requirement.objects.all()
    serializer_class = RequirementSerializer
    filterset_class = RequirementFilter
    reads = permissions.can_read
    acts = {
        "create": permissions.can_write,
        "partial_update": permissions.can_write,
        "approve": permissions.approves,
        "drop": permissions.can_write,
    }

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Write a requirement."""
        row = services.create_requirement(self.programme, values=self.valid(request), actor=self.person)
        return self.answer(row, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Word it otherwise; ``If-Match`` guards against a stale edit."""
        row = self.get_object()
        version = expected_version(request, row)
        values = self.valid(request, partial=True, instance=row)
        return self.answer(services.update_requirement(row, values=values, actor=self.person, version=version))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Approve it as somebody else than who wrote it."""
        return self.answer(services.approve_requirement(self.get_object(), actor=self.person))

    @extend_schema(request=DropBody)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, **_kwargs: Any) -> Response:
        """Drop it, with a reason."""
        body = DropBody(data=request.data)
        body.is_valid(raise_exception=True)
        row = services.drop_requirement(self.get_object(), actor=self.person, **body.validated_data)
        return self.answer(row)

    @action(detail=False, methods=["get"])
    def figures(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Customisation, coverage by family, scope by increment, and who was asked."""
        custom, trace = customised(self.programme), trace_kept(self.programme)
        return Response(
            {
                "customisation": {
                    "custom": custom.custom, "in_scope": custom.every, "by_count": custom.by_count,
                    "by_effort": custom.by_effort, "above_limit": custom.above,
                },
                "families": [
                    {"family": one.family, "in_scope": one.every, "approved": one.approved, "covered": one.covered,
                     "share": one.share}
                    for one in families(self.programme, trace)
                ],
                "increments": [
                    {"increment": one.increment, "in_scope": one.inside, "out_of_scope": one.outside,
                     "effort": one.effort}
                    for one in increments(self.programme)
                ],
                "asked": [
                    {"department": one.department, "counts": one.counts, "gap": one.gap}
                    for one in asked_matrix(self.programme)
                ],
            }
        )  # fmt: skip

    @action(detail=False, methods=["get"])
    def thread(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """The thread from every goal to its benefits, with coverage, steps and orphans."""
        trace = trace_kept(self.programme)
        judged = trace.judged
        return Response(
            {
                "coverage": judged.coverage, "hanging": judged.hanging, "nodes": judged.every,
                "orphans": [_node(one) for one in trace.orphans],
                "open_ends": [_node(one) for one in trace.ends],
                "steps": [
                    {"first": one.first, "then": one.then, "reached": one.reached, "every": one.every,
                     "share": one.share}
                    for one in judged.steps
                ],
                "goals": [_branch(one) for one in trace.branches()],
            }
        )  # fmt: skip


def _node(node: Any) -> dict[str, str]:
    return {"node": node.node, "kind": node.kind, "text": node.text, "url": node.url}


def _branch(branch: Branch) -> dict[str, Any]:
    return _node(branch.node) | {"below": [_branch(one) for one in branch.below]}


class GroupSerializer(FieldsMixin, serializers.ModelSerializer[UserGroup]):
    """A user group."""

    unit = unit(required=False)

    class Meta:
        model = UserGroup
        fields = ["public_id", "code", "name", "kind", "unit", "headcount", "impact", "needs", "version"]
        read_only_fields = ["public_id", "version"]
        extra_kwargs = {"code": {"required": False}}
        validators: list[Any] = []


class ElicitationSerializer(FieldsMixin, serializers.ModelSerializer[Elicitation]):
    """One time that people were asked."""

    unit = unit(required=True)

    class Meta:
        model = Elicitation
        fields = ["public_id", "held_on", "method", "unit", "people", "summary", "version"]
        read_only_fields = ["public_id", "version"]


class CapabilitySerializer(FieldsMixin, serializers.ModelSerializer[Capability]):
    """A capability of the strategy; without a requirement in scope it is a gap."""

    objective: Any = Own(slug_field="code", queryset=StrategyObjective.objects.all())
    requirement: Any = Own(slug_field="code", queryset=Requirement.objects.all(), required=False, allow_null=True)
    is_gap = serializers.BooleanField(read_only=True)

    class Meta:
        model = Capability
        fields = ["public_id", "objective", "name", "requirement", "is_gap", "version"]
        read_only_fields = ["public_id", "version"]
        validators: list[Any] = []


class NeedRowsViewSet(ProgrammeViewSet[Any]):
    """Base of the viewsets of plain rows."""

    kind: ClassVar[str]
    reads = permissions.can_read
    acts = {
        "create": permissions.can_write,
        "partial_update": permissions.can_write,
        "destroy": permissions.can_write,
        "prompt": permissions.can_write,
    }

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Write a row."""
        row = services.create_row(self.programme, self.kind, values=self.valid(request), actor=self.person)
        return self.answer(row, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Change a row; ``If-Match`` guards against a stale edit."""
        row = self.get_object()
        version = expected_version(request, row)
        values = self.valid(request, partial=True, instance=row)
        return self.answer(services.update_row(row, self.kind, values=values, actor=self.person, version=version))

    def destroy(self, request: Request, **_kwargs: Any) -> Response:
        """Take a row out; the history keeps it."""
        row = self.get_object()
        expected_version(request, row)
        services.remove_row(row, self.kind, actor=self.person)
        return Response(status=status.HTTP_204_NO_CONTENT)


class UserGroupViewSet(NeedRowsViewSet):
    """User groups."""

    kind = "groups"
    queryset = UserGroup.objects.all()
    serializer_class = GroupSerializer
    filterset_class = GroupFilter


class ElicitationViewSet(NeedRowsViewSet):
    """The elicitation log."""

    kind = "elicitations"
    queryset = Elicitation.objects.all()
    serializer_class = ElicitationSerializer
    filterset_class = ElicitationFilter


class PromptBody(serializers.Serializer[Any]):
    """Which objective, by code, and what it is about."""

    objective: Any = Own(slug_field="code", queryset=StrategyObjective.objects.all())
    theme = serializers.ChoiceField(choices=Theme.choices)


class CapabilityViewSet(NeedRowsViewSet):
    """What the strategy asks of the CRM."""

    kind = "capabilities"
    queryset = Capability.objects.all()
    serializer_class = CapabilitySerializer

    @extend_schema(request=PromptBody)
    @action(detail=False, methods=["post"])
    def prompt(self, request: Request, **_kwargs: Any) -> Response:
        """Add what a strategy of this theme asks of a CRM."""
        body = PromptBody(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        said = body.validated_data
        made = services.prompt_capabilities(said["objective"], theme=said["theme"], actor=self.person)
        return Response(self.get_serializer(made, many=True).data, status=status.HTTP_201_CREATED)
