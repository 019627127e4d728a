"""Commitments and actual costs in the API: the same services, filters and actions as the pages."""

from typing import Any

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, expected_version
from programme.budget import permissions, services
from programme.budget.api.fields import RowLink, StatedMoneySerializer, money
from programme.budget.filters import ActualCostFilter, CommitmentFilter
from programme.budget.models import ActualCost, BudgetLine, Commitment
from programme.budget.selectors.entries import commitment_actions
from programme.budget.selectors.money import bound_of
from programme.scope import ProgrammeViewSet, open_actions

MONEY = ["amount", "currency", "rate", "stated", "booked"]


class CommitmentSerializer(FieldsMixin, StatedMoneySerializer, serializers.ModelSerializer[Commitment]):
    """A purchase order or contract; ``standing`` is what was invoiced of it and what is open."""

    line = RowLink(queryset=BudgetLine.objects.all())
    standing = serializers.SerializerMethodField()
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Commitment
        fields = [
            "public_id", "code", "line", "kind", "number", "supplier", "text", "signed_on", "due_on", "closed_on",
            "note", *MONEY, "standing", "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = ["public_id", "closed_on", "version"]
        extra_kwargs = {"code": {"required": False}}
        validators: list[Any] = []

    def get_standing(self, row: Commitment) -> dict[str, Any]:
        """Give invoiced, open and exceeded as money of the programme."""
        bound, currency = bound_of(row), row.programme.currency
        return {
            "invoiced": money(bound.invoiced, currency),
            "open": money(bound.open, currency),
            "exceeded_by": money(bound.beyond, currency),
        }

    def get_available_actions(self, row: Commitment) -> list[dict[str, Any]]:
        """List what the caller may do now."""
        return open_actions(commitment_actions(row, self.context["request"].user))


class ActualCostSerializer(FieldsMixin, StatedMoneySerializer, serializers.ModelSerializer[ActualCost]):
    """An actual cost; ``booked_on`` says in which month it counts, ``adjusts`` which locked month it belongs to."""

    line = RowLink(queryset=BudgetLine.objects.all(), required=False)
    commitment = RowLink(queryset=Commitment.objects.all(), required=False, allow_null=True)
    hourly = serializers.DecimalField(max_digits=20, decimal_places=4, write_only=True, required=False, allow_null=True)
    hourly_rate = serializers.SerializerMethodField()
    adjusts = serializers.DateField(read_only=True)

    class Meta:
        model = ActualCost
        fields = [
            "public_id", "code", "line", "commitment", "kind", "number", "supplier", "text", "dated_on", "booked_on",
            "adjusts", "hours", "hourly", "hourly_rate", "note", *MONEY, "version",
        ]  # fmt: skip
        read_only_fields = ["public_id", "booked_on", "version"]
        extra_kwargs = {"code": {"required": False}}
        validators: list[Any] = []

    def get_hourly_rate(self, row: ActualCost) -> dict[str, int | str] | None:
        """Give the rate of an hour as money."""
        return money(row.hourly_minor, row.currency)


class CommitmentViewSet(ProgrammeViewSet[Commitment]):
    """Purchase orders and contracts."""

    queryset = Commitment.objects.all()
    serializer_class = CommitmentSerializer
    filterset_class = CommitmentFilter
    reads = permissions.can_read
    acts = dict.fromkeys(("create", "partial_update", "destroy", "close", "reopen"), permissions.can_book)

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Record a commitment."""
        row = services.create_commitment(self.programme, values=self.valid(request), actor=self.person)
        return self.answer(row, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Change a commitment; ``If-Match`` guards against a stale edit."""
        row = self.get_object()
        version = expected_version(request, row)
        values = self.valid(request, partial=True, instance=row)
        return self.answer(services.update_commitment(row, values=values, actor=self.person, version=version))

    def destroy(self, request: Request, **_kwargs: Any) -> Response:
        """Take a commitment out; refused once an invoice stands on it."""
        row = self.get_object()
        expected_version(request, row)
        services.remove_commitments(self.programme, refs=[row.public_id], actor=self.person)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @action(detail=True, methods=["post"])
    def close(self, request: Request, **_kwargs: Any) -> Response:
        """Expect no more of it."""
        row = self.get_object()
        version = expected_version(request, row)
        return self.answer(services.close_commitment(row, actor=self.person, version=version))

    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, **_kwargs: Any) -> Response:
        """Expect more of it again."""
        row = self.get_object()
        version = expected_version(request, row)
        return self.answer(services.reopen_commitment(row, actor=self.person, version=version))


class ActualCostViewSet(ProgrammeViewSet[ActualCost]):
    """Invoices, credit notes, time sheets and adjustments."""

    queryset = ActualCost.objects.all()
    serializer_class = ActualCostSerializer
    filterset_class = ActualCostFilter
    reads = permissions.can_read
    acts = dict.fromkeys(("create", "partial_update", "destroy"), permissions.can_book)

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Book a cost."""
        row = services.record_actual(self.programme, values=self.valid(request), actor=self.person)
        return self.answer(row, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Change an entry; of a locked month only its commitment and its words."""
        row = self.get_object()
        version = expected_version(request, row)
        values = self.valid(request, partial=True, instance=row)
        return self.answer(services.update_actual(row, values=values, actor=self.person, version=version))

    def destroy(self, request: Request, **_kwargs: Any) -> Response:
        """Take an entry out; refused in a locked month."""
        row = self.get_object()
        expected_version(request, row)
        services.remove_actuals(self.programme, refs=[row.public_id], actor=self.person)
        return Response(status=status.HTTP_204_NO_CONTENT)
