"""What the company brings, in the API."""

from typing import Any, ClassVar

from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import expected_version
from core.books import serializer_of
from programme.capability import permissions, services
from programme.capability.models import Department, ExecutiveTest, TeamSkill
from programme.capability.selectors import BOOKS
from programme.scope import ProgrammeViewSet


class OwnViewSet(ProgrammeViewSet[Any]):
    """Base of the viewsets."""

    kind: ClassVar[str]
    reads = permissions.can_read
    acts = dict.fromkeys(("create", "partial_update", "destroy"), permissions.can_write)

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


class ExecutiveTestViewSet(OwnViewSet):
    """The executives' three tests."""

    kind = "executives"
    queryset = ExecutiveTest.objects.select_related("programme")
    serializer_class = serializer_of(BOOKS["executives"])
    filterset_class = BOOKS["executives"].filterset()


class TeamSkillViewSet(OwnViewSet):
    """Skills of the own team."""

    kind = "team"
    queryset = TeamSkill.objects.select_related("programme", "action")
    serializer_class = serializer_of(
        BOOKS["team"], action=serializers.SlugRelatedField(slug_field="code", read_only=True)
    )
    filterset_class = BOOKS["team"].filterset()


class DepartmentViewSet(OwnViewSet):
    """Departments beside sales."""

    kind = "departments"
    queryset = Department.objects.select_related("programme")
    serializer_class = serializer_of(BOOKS["departments"])
    filterset_class = BOOKS["departments"].filterset()
