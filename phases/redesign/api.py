"""The process library in the API."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, expected_version
from phases.redesign.models import ProcessNode
from phases.redesign.permissions import can_edit, can_see
from phases.redesign.selectors import node_actions
from phases.redesign.services import update_process
from programme.people.models import User
from programme.scope import ProgrammeViewSet, open_actions, person


class ProcessSerializer(FieldsMixin, serializers.ModelSerializer[ProcessNode]):
    """A process; write ``owner`` as a person's public id or null."""

    name = serializers.CharField(read_only=True)
    chain = serializers.CharField(source="chain.code", read_only=True)
    owner = serializers.SlugRelatedField(
        slug_field="public_id", queryset=User.objects.all(), allow_null=True, required=False
    )
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = ProcessNode
        fields = [
            "public_id", "code", "name", "chain", "owner", "state", "completion", "as_is", "to_be", "version",
            "available_actions",
        ]  # fmt: skip
        read_only_fields = ["public_id", "code", "name", "chain", "version"]

    def get_available_actions(self, node: ProcessNode) -> list[dict[str, Any]]:
        """The acts of the caller."""
        return open_actions(node_actions(node, person(self.context["request"])))


class ProcessViewSet(ProgrammeViewSet[ProcessNode]):
    """The 17 processes of the library, or this company's own."""

    queryset = ProcessNode.objects.all()
    serializer_class = ProcessSerializer
    filterset_fields = ["state"]
    reads = can_see
    acts = {"partial_update": can_edit}

    def partial_update(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Change owner, state, completion or texts."""
        node = self.get_object()
        expected_version(request, node)
        values = self.valid(request, partial=True, instance=node)
        return self.answer(update_process(node, values=values, actor=self.person))
