"""Budget lines in the API, with the sums, the forecast, the money as it stands and locked months."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, expected_version
from core.money import Money
from programme.budget import permissions, services
from programme.budget.api.fields import body, money
from programme.budget.filters import LineFilter
from programme.budget.models import BudgetLine
from programme.budget.selectors import authorisation, budget_totals
from programme.budget.selectors.reports import money_report
from programme.scope import ProgrammeViewSet


class LineSerializer(FieldsMixin, serializers.ModelSerializer[BudgetLine]):
    """A budget line; write ``amount_minor``, read ``amount`` as money."""

    amount = serializers.SerializerMethodField()
    forecast = serializers.SerializerMethodField()

    class Meta:
        model = BudgetLine
        fields = [
            "public_id", "code", "title", "category", "nature", "amount", "amount_minor", "phase", "pay_from",
            "pay_until", "forecast", "forecast_on", "forecast_note", "note", "version",
        ]  # fmt: skip
        read_only_fields = ["public_id", "forecast_on", "forecast_note", "version"]
        extra_kwargs = {"code": {"required": False}, "amount_minor": {"write_only": True, "min_value": 0}}
        validators: list[Any] = []

    def get_amount(self, line: BudgetLine) -> dict[str, int | str]:
        """Give the amount as money."""
        return Money(line.amount_minor, line.programme.currency).to_json()

    def get_forecast(self, line: BudgetLine) -> dict[str, int | str] | None:
        """Give what a person expects still to come as money; null where the rule forecasts."""
        return money(line.forecast_minor, line.programme.currency)


class Forecast(serializers.Serializer[Any]):
    """What is still to come on a line, in major units; null leaves it to the rule."""

    amount = serializers.DecimalField(max_digits=20, decimal_places=4, allow_null=True)
    note = serializers.CharField(max_length=200, allow_blank=True, default="")


class Month(serializers.Serializer[Any]):
    """Any day of a month."""

    month = serializers.DateField()


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
        "forecast": permissions.can_forecast,
        "lock": permissions.can_lock,
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

    @action(detail=True, methods=["post"])
    def forecast(self, request: Request, **_kwargs: Any) -> Response:
        """Say what is still to come on a line; ``If-Match`` guards against a stale edit."""
        row = self.get_object()
        version = expected_version(request, row)
        return self.answer(services.set_forecast(row, actor=self.person, version=version, **body(Forecast, request)))

    @action(detail=False, methods=["post"])
    def lock(self, request: Request, **_kwargs: Any) -> Response:
        """Lock a month that is over, with all before it."""
        row = services.lock_month(self.programme, actor=self.person, **body(Month, request))
        return Response({"month": row.month, "public_id": row.public_id}, status=status.HTTP_201_CREATED)

    @action(detail=False)
    def money(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Give the money as it stands: baseline, bound, spent, still to come; lines, months, findings."""
        return Response(money_report(self.programme, timezone.localdate()))
