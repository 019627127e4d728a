"""The plan check and its waivers in the API."""

from typing import Any

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin
from programme.checks import permissions, services
from programme.checks.models import RuleWaiver
from programme.checks.selectors import check_json, rule_book
from programme.scope import ProgrammeViewSet


class RuleWaiverSerializer(FieldsMixin, serializers.ModelSerializer[RuleWaiver]):
    """A waiver; ``place`` is the page of the one finding that it excuses, empty for the whole rule."""

    granted_by: Any = serializers.StringRelatedField()
    ended_by: Any = serializers.StringRelatedField()

    class Meta:
        model = RuleWaiver
        fields = [
            "public_id", "rule", "place", "reason", "until", "granted_by", "created_at", "ended_on", "ended_by",
            "version",
        ]  # fmt: skip
        read_only_fields = ["public_id", "created_at", "ended_on", "version"]
        validators: list[Any] = []


class RuleWaiverViewSet(ProgrammeViewSet[RuleWaiver]):
    """Waivers, those that ran out or were taken back too."""

    queryset = RuleWaiver.objects.all()
    serializer_class = RuleWaiverSerializer
    reads = permissions.can_see
    acts = {"create": permissions.waives, "end": permissions.waives}

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Excuse a rule until a day; red ones are the sponsor's."""
        row = services.waive_rule(self.programme, actor=self.person, **self.valid(request))
        return self.answer(row, status=status.HTTP_201_CREATED)

    @action(detail=True, methods=["post"])
    def end(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Take it back."""
        return self.answer(services.end_waiver(self.get_object(), actor=self.person))


class CheckViewSet(ProgrammeViewSet[RuleWaiver]):
    """What the plan rules find, and the rules themselves."""

    queryset = RuleWaiver.objects.all()
    serializer_class = RuleWaiverSerializer
    reads = permissions.can_see

    def lint(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Give the plan rules that fail, with waivers."""
        return Response(check_json(self.programme, live=False))

    def book(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Give every rule of the house."""
        return Response({"rules": rule_book()})
