"""The budget in the API."""

from typing import Any

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, expected_version
from core.money import Money
from programme.budget import permissions, services
from programme.budget.filters import LineFilter
from programme.budget.models import BudgetLine
from programme.budget.selectors import authorisation, budget_totals
from programme.scope import ProgrammeViewSet


class LineSerializer(FieldsMixin, serializers.ModelSerializer[BudgetLine]):
    """A budget line; write ``amount_minor``, read ``amount`` as money."""

    amount = serializers.SerializerMethodField()

    class Meta:
        model = BudgetLine
        fields = [
            "public_id", "code", "title", "category", "nature", "amount", "amount_minor", "phase", "note", "version",
        ]  # fmt: skip
        read_only_fields = ["public_id", "version"]
        extra_kwargs = {"code": {"required": False}, "amount_minor": {"write_only": True, "min_value": 0}}
        validators: list[Any] = []

    def get_amount(self, line: BudgetLine) -> dict[str, int | str]:
        """Give the amount as money."""
        return Money(line.amount_minor, line.programme.currency).to_json()


class BudgetViewSet(ProgrammeViewSet[BudgetLine]):
    """The budget lines, their sums, and the sponsor's authorisation."""

    queryset = BudgetLine.objects.select_related("programme")
    serializer_class = LineSerializer
    filterset_class = LineFilter
    reads = permissions.can_read
    acts = {
        "create": permissions.can_edit,
        "partial_update": permissions.can_edit,
        "destroy": permissions.can_edit,
        "ask": permissions.can_edit,
    }

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Write a line."""
        row = services.create_line(self.programme, values=self.valid(request), actor=self.person)
        return self.answer(row, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Change a line; ``If-Match`` guards against a stale edit."""
        row = self.get_object()
        version = expected_version(request, row)
        values = self.valid(request, partial=True, instance=row)
        return self.answer(services.update_line(row, values=values, actor=self.person, version=version))

    def destroy(self, request: Request, **_kwargs: Any) -> Response:
        """Take a line out; the history keeps it."""
        row = self.get_object()
        expected_version(request, row)
        services.remove_lines(self.programme, refs=[row.public_id], actor=self.person)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def told(self) -> Response:
        """Give sums and signature."""
        totals, standing = budget_totals(self.programme), authorisation(self.programme)
        currency = self.programme.currency
        sums = {name: Money(getattr(totals, name), currency).to_json() for name in ("bac", "one_off", "annual", "tco")}
        row = standing.row
        return Response(
            {
                **sums,
                "years": totals.years,
                "authorised": standing.signed,
                "stale": standing.stale,
                "signed_at": row.signed_at if row else None,
            }
        )

    @action(detail=False)
    def totals(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Give budget at completion, cost of ownership, and the signature."""
        return self.told()

    @action(detail=False, methods=["post"])
    def ask(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Ask the sponsor to authorise the lines as they stand."""
        services.request_authorisation(self.programme, actor=self.person)
        return self.told()
