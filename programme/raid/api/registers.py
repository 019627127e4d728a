"""Risks and issues in the API, and what every register shares: the same services, filters and actions as the pages."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar, cast

from django.db.models import QuerySet
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, expected_version
from core.money import Money
from programme.people.models import User
from programme.raid import permissions, selectors, services
from programme.raid.choices import Severity
from programme.raid.filters import IssueFilterSet, RiskFilterSet
from programme.raid.models import Assumption, Dependency, Issue, Risk
from programme.scope import ProgrammeViewSet, open_actions

R = TypeVar("R", Risk, Issue, Assumption, Dependency)


class OwnerField(serializers.SlugRelatedField[User]):
    """A person by public id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="public_id", **kwargs)


def owner(**kwargs: Any) -> OwnerField:
    """Make the field of an owner that may be written."""
    return OwnerField(queryset=User.objects.active(), required=False, allow_null=True, **kwargs)


class RiskSerializer(FieldsMixin, serializers.ModelSerializer[Risk]):
    """A risk; ``cost`` is money, ``owner`` a person's public id."""

    owner = owner()
    owner_text = serializers.CharField(read_only=True)
    band = serializers.CharField(read_only=True)
    residual = serializers.IntegerField(read_only=True)
    cost = serializers.SerializerMethodField()
    raised_by = OwnerField(read_only=True)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Risk
        fields = [
            "public_id", "code", "title", "cause", "event", "effect", "category", "probability", "impact", "score",
            "band", "residual_probability", "residual_impact", "residual", "proximity_on", "cost", "cost_minor",
            "delay_days", "delays", "owner", "owner_text", "strategy", "response", "response_due", "response_done_on",
            "state", "escalated",
            "review_days", "last_reviewed_on", "next_review_on", "raised_by", "raised_on", "opened_on", "closed_on",
            "close_reason", "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = [
            "public_id", "code", "score", "response_done_on", "state", "escalated", "last_reviewed_on", "raised_on",
            "opened_on", "closed_on", "close_reason", "version",
        ]  # fmt: skip
        extra_kwargs = {"cost_minor": {"write_only": True}}

    def get_cost(self, risk: Risk) -> dict[str, int | str] | None:
        """Give the cost as money."""
        return None if risk.cost_minor is None else Money(risk.cost_minor, risk.programme.currency).to_json()

    def get_available_actions(self, risk: Risk) -> list[dict[str, Any]]:
        """List what the caller may do now."""
        return open_actions(selectors.risk_actions(risk, self.context["request"].user))


class IssueSerializer(FieldsMixin, serializers.ModelSerializer[Issue]):
    """An issue; ``owner`` is a person's public id."""

    owner = owner()
    owner_text = serializers.CharField(read_only=True)
    raised_by = OwnerField(read_only=True)
    resolved_by = OwnerField(read_only=True)
    risk: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    changes: Any = serializers.SlugRelatedField(slug_field="public_id", many=True, read_only=True)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Issue
        fields = [
            "public_id", "code", "title", "description", "severity", "impact", "owner", "owner_text", "due_on", "state",
            "level", "due_at", "risk", "changes", "raised_by", "raised_on", "resolution", "resolved_by", "resolved_on",
            "closed_on",
            "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = [
            "public_id", "code", "state", "level", "due_at", "raised_on", "resolution", "resolved_on", "closed_on",
            "version",
        ]  # fmt: skip

    def get_available_actions(self, issue: Issue) -> list[dict[str, Any]]:
        """List what the caller may do now."""
        return open_actions(selectors.issue_actions(issue, self.context["request"].user))


class Nothing(serializers.Serializer[Any]):
    """An act without a body."""


class Reason(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(allow_blank=True, default="")


class Note(serializers.Serializer[Any]):
    """A note that may be left out."""

    note = serializers.CharField(required=False, allow_blank=True)


def step() -> serializers.IntegerField:
    """Make a field for a step of the scale."""
    return serializers.IntegerField(min_value=1, max_value=5, required=False, allow_null=True)


class Score(serializers.Serializer[Any]):
    """The score as it is seen now."""

    probability = step()
    impact = step()


class Review(Score):
    """A review."""

    next_review_on = serializers.DateField(required=False, allow_null=True)
    note = serializers.CharField(required=False, allow_blank=True)


class CloseRisk(Reason):
    """Why it is closed, and what remains."""

    residual_probability = step()
    residual_impact = step()


class Triage(serializers.Serializer[Any]):
    """How bad, and what it touches."""

    severity = serializers.ChoiceField(choices=Severity.choices, required=False)
    impact = serializers.CharField(required=False)


class Assign(serializers.Serializer[Any]):
    """To whom, until when."""

    owner = owner()
    due_on = serializers.DateField(required=False, allow_null=True)


class Resolve(serializers.Serializer[Any]):
    """How it was solved."""

    resolution = serializers.CharField(allow_blank=True, default="")


class Conversion(serializers.Serializer[Any]):
    """What is to change, and why."""

    wanted = serializers.CharField(allow_blank=True, default="")
    reason = serializers.CharField(allow_blank=True, default="")


class Text(serializers.Serializer[Any]):
    """A comment."""

    text = serializers.CharField(allow_blank=True, default="")


def body(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """Check the body's shape; raises with every bad field."""
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


class RegisterViewSet(ProgrammeViewSet[R]):
    """What the registers share: who sees which rows, writing one, a comment, and acts by the services of the kind."""

    kind: ClassVar[type[Risk | Issue | Assumption | Dependency]]
    make: ClassVar[Callable[..., Any]]
    change: ClassVar[Callable[..., Any]]
    moves: ClassVar[Mapping[str, Callable[..., Any]]]

    def scoped(self, rows: QuerySet[R]) -> QuerySet[R]:  # noqa: ARG002
        """Keep what this person sees in this programme."""
        return cast("QuerySet[R]", self.kind.objects.filter(programme=self.programme).visible_to(self.person))

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Put a row on the register."""
        values = self.valid(request)
        row = type(self).make(self.programme, values=values, actor=self.person)
        return self.answer(row, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Edit fields; ``If-Match`` guards against a stale edit."""
        row = self.get_object()
        version = expected_version(request, row)
        values = self.valid(request, partial=True, instance=row)
        return self.answer(type(self).change(row, values=values, actor=self.person, version=version))

    def act(self, name: str, shape: type[serializers.Serializer[Any]]) -> Response:
        """Check the body, call the act's service, give the row back."""
        row = self.get_object()
        expected_version(self.request, row)
        self.moves[name](row, actor=self.person, **body(shape, self.request))
        return self.answer(row)

    @action(detail=True, methods=["post"])
    def comment(self, request: Request, **_kwargs: Any) -> Response:
        """Say something about it."""
        row = self.get_object()
        services.comment(row, actor=self.person, **body(Text, request))
        return self.answer(row, status=status.HTTP_201_CREATED)


class RiskViewSet(RegisterViewSet[Risk]):
    """The risk register."""

    queryset = Risk.objects.all()
    serializer_class = RiskSerializer
    filterset_class = RiskFilterSet
    kind, make, change, moves = Risk, services.create_risk, services.update_risk, services.RISK_ACTS
    acts = {
        "create": permissions.can_raise,
        "partial_update": permissions.can_edit,
        "comment": permissions.can_comment,
    } | permissions.RISK_ACTS

    @action(detail=True, methods=["post"])
    def open(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Accept a proposed risk."""
        return self.act("open", Nothing)

    @action(detail=True, methods=["post"])
    def respond(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Start the response."""
        return self.act("respond", Nothing)

    @action(detail=True, methods=["post"])
    def finish_response(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Record that the response is done."""
        return self.act("finish_response", Score)

    @action(detail=True, methods=["post"])
    def monitor(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Only watch it from now on."""
        return self.act("monitor", Nothing)

    @action(detail=True, methods=["post"])
    def review(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Record a review."""
        return self.act("review", Review)

    @action(detail=True, methods=["post"])
    def escalate(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Put it before the steering committee."""
        return self.act("escalate", Reason)

    @action(detail=True, methods=["post"])
    def calm(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """End the escalation."""
        return self.act("calm", Reason)

    @action(detail=True, methods=["post"])
    def occur(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """It has happened: an issue is raised."""
        return self.act("occur", Note)

    @action(detail=True, methods=["post"])
    def close(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Close it with a reason and what remains."""
        return self.act("close", CloseRisk)


class IssueViewSet(RegisterViewSet[Issue]):
    """The issue register."""

    queryset = Issue.objects.all()
    serializer_class = IssueSerializer
    filterset_class = IssueFilterSet
    kind, make, change, moves = Issue, services.create_issue, services.update_issue, services.ISSUE_ACTS
    acts = {
        "create": permissions.can_raise,
        "partial_update": permissions.can_edit_issue,
        "comment": permissions.can_comment,
    } | permissions.ISSUE_ACTS

    def get_queryset(self) -> QuerySet[Issue]:
        """Fetch the change requests that issues went on as."""
        return super().get_queryset().prefetch_related("changes")

    @action(detail=True, methods=["post"])
    def triage(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Say how bad it is."""
        return self.act("triage", Triage)

    @action(detail=True, methods=["post"])
    def assign(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Give it an owner and a date."""
        return self.act("assign", Assign)

    @action(detail=True, methods=["post"])
    def start(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Begin."""
        return self.act("start", Nothing)

    @action(detail=True, methods=["post"])
    def resolve(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Say how it was solved."""
        return self.act("resolve", Resolve)

    @action(detail=True, methods=["post"])
    def verify(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Agree that it is solved."""
        return self.act("verify", Note)

    @action(detail=True, methods=["post"])
    def close(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Close a verified issue."""
        return self.act("close", Nothing)

    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Say that it is not solved."""
        return self.act("reopen", Reason)

    @action(detail=True, methods=["post"])
    def escalate(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Escalate by one level."""
        return self.act("escalate", Reason)

    @action(detail=True, methods=["post"])
    def convert(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Turn it into the draft of a change request."""
        return self.act("convert", Conversion)
