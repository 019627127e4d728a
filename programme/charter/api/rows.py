"""Plain rows of the charter in the API."""

from typing import Any, ClassVar

from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, expected_version
from programme.charter import permissions, services
from programme.charter.models import (
    Consultant,
    FeatureGap,
    ReferenceCase,
    ScopeItem,
    Statement,
    StrategyObjective,
    Tolerance,
)
from programme.charter.services.rows import KINDS
from programme.scope import ProgrammeViewSet


def shape_of(kind: str) -> Any:
    """Make the serializer of a kind of plain row: what people write, its id and its version."""
    model, written = KINDS[kind]
    meta = type(
        "Meta",
        (),
        {
            "model": model,
            "fields": ["public_id", *written, "version"],
            "read_only_fields": ["public_id", "version"],
            "validators": [],
        },
    )
    return type(f"{model.__name__}Serializer", (FieldsMixin, serializers.ModelSerializer), {"Meta": meta})


class RowsViewSet(ProgrammeViewSet[Any]):
    """Base of the viewsets of plain rows."""

    kind: ClassVar[str]
    reads = permissions.can_read
    acts = {
        "create": permissions.can_edit_charter,
        "partial_update": permissions.can_edit_charter,
        "destroy": permissions.can_edit_charter,
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


class ScopeViewSet(RowsViewSet):
    """What is in scope and what is out."""

    kind = "scope"
    queryset = ScopeItem.objects.all()
    serializer_class = shape_of("scope")


class StatementViewSet(RowsViewSet):
    """Assumptions, constraints, requirements, acceptance criteria, limits of authority."""

    kind = "statements"
    queryset = Statement.objects.all()
    serializer_class = shape_of("statements")
    filterset_fields = ["kind"]


class ToleranceViewSet(RowsViewSet):
    """How far each dimension may move."""

    kind = "tolerances"
    queryset = Tolerance.objects.all()
    serializer_class = shape_of("tolerances")


class StrategyViewSet(RowsViewSet):
    """Objectives of the company."""

    kind = "strategy"
    queryset = StrategyObjective.objects.all()
    serializer_class = shape_of("strategy")


class ReferenceCaseViewSet(RowsViewSet):
    """Finished programmes elsewhere."""

    kind = "reference-cases"
    queryset = ReferenceCase.objects.all()
    serializer_class = shape_of("reference-cases")


class ConsultantViewSet(RowsViewSet):
    """Consultants with their scores."""

    kind = "consultants"
    queryset = Consultant.objects.all()
    serializer_class = shape_of("consultants")


class FeatureGapViewSet(RowsViewSet):
    """Functions that the platform supports and the programme has not deployed."""

    kind = "feature-gaps"
    queryset = FeatureGap.objects.all()
    serializer_class = shape_of("feature-gaps")
