"""Quality rules in the API."""

from typing import Any

from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from adoption.quality.filters import RuleFilter
from adoption.quality.models import QualityRule
from adoption.quality.permissions import can_edit, can_see
from adoption.quality.selectors import rule_actions
from adoption.quality.services import create_rule, remove_rules, update_rule
from core.api import FieldsMixin, expected_version
from programme.scope import ProgrammeViewSet, open_actions, person


class QualityRuleSerializer(FieldsMixin, serializers.ModelSerializer[QualityRule]):
    """A quality rule."""

    name = serializers.CharField(read_only=True)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = QualityRule
        fields = [
            "public_id", "code", "name", "name_zh", "name_en", "dimension", "rule_zh", "rule_en", "severity", "active",
            "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = ["public_id", "name", "version"]
        extra_kwargs = {"code": {"required": False}}

    def get_available_actions(self, rule: QualityRule) -> list[dict[str, Any]]:
        """The acts of the caller."""
        return open_actions(rule_actions(rule, person(self.context["request"])))


class QualityRuleViewSet(ProgrammeViewSet[QualityRule]):
    """Rules of data quality."""

    queryset = QualityRule.objects.all()
    serializer_class = QualityRuleSerializer
    filterset_class = RuleFilter
    reads = can_see
    acts = {"create": can_edit, "partial_update": can_edit, "destroy": can_edit}

    def create(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Add a rule."""
        rule = create_rule(self.programme, values=self.valid(request), actor=self.person)
        return self.answer(rule, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Change a rule."""
        rule = self.get_object()
        expected_version(request, rule)
        values = self.valid(request, partial=True, instance=rule)
        return self.answer(update_rule(rule, values=values, actor=self.person))

    def destroy(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Take a rule out."""
        rule = self.get_object()
        expected_version(request, rule)
        remove_rules(self.programme, refs=[rule.public_id], actor=self.person)
        return Response(status=status.HTTP_204_NO_CONTENT)
