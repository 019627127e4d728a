"""Costs, benefits and actuals in the API: the same services, filters and actions as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, expected_version
from core.money import Money
from phases.rollout.models import Wave
from programme.budget.models import BudgetLine
from programme.charter.models import Kpi
from programme.people.models import User
from programme.scope import ProgrammeViewSet, open_actions
from roi.ledger import permissions, selectors, services
from roi.ledger.filters import ActualFilter, BenefitFilter, CostFilter
from roi.ledger.models import Benefit, BenefitActual, CostLine


class ByPublicId(serializers.SlugRelatedField[Any]):
    """A link to a row by public id; one of a programme must be of the programme in the address."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="public_id", required=False, allow_null=True, **kwargs)

    def get_queryset(self) -> Any:
        """Keep the rows of the programme in the address."""
        rows: Any = super().get_queryset()
        if rows.model is User:
            return rows
        programme = getattr(self.context.get("view"), "programme", None)
        return rows.filter(programme=programme) if programme is not None else rows.none()


class Person(serializers.SlugRelatedField[Any]):
    """A person who did something."""

    def __init__(self) -> None:
        super().__init__(slug_field="public_id", read_only=True)


def _money(minor: int | None, programme: Any) -> dict[str, int | str] | None:
    return None if minor is None else Money(minor, programme.currency).to_json()


class CostSerializer(FieldsMixin, serializers.ModelSerializer[CostLine]):
    """A cost line; write ``amount_minor``, read ``amount`` as money."""

    amount = serializers.SerializerMethodField()
    budget_line = ByPublicId(queryset=BudgetLine.objects.all())

    class Meta:
        model = CostLine
        fields = [
            "public_id", "code", "title", "basis", "nature", "category", "posted_on", "until", "amount", "amount_minor",
            "vendor", "ledger_ref", "cost_centre", "account", "project", "risk_percent", "budget_line", "version",
        ]  # fmt: skip
        read_only_fields = ["public_id", "version"]
        extra_kwargs = {"code": {"required": False}, "amount_minor": {"write_only": True}}
        validators: list[Any] = []

    def get_amount(self, line: CostLine) -> dict[str, int | str] | None:
        """Give the amount as money."""
        return _money(line.amount_minor, line.programme)


class BenefitSerializer(FieldsMixin, serializers.ModelSerializer[Benefit]):
    """A benefit; ``standing`` holds planned, claimed and validated to date as money."""

    owner = ByPublicId(queryset=User.objects.active())
    kpi = ByPublicId(queryset=Kpi.objects.all())
    wave = ByPublicId(queryset=Wave.objects.all())
    endorsed_by = Person()
    approved_by = Person()
    unit_value = serializers.SerializerMethodField()
    standing = serializers.SerializerMethodField()
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Benefit
        fields = [
            "public_id", "code", "title", "description", "disbenefit", "worth", "driver", "priority", "beneficiary",
            "kpi", "initiative", "measure", "unit", "baseline", "baseline_on", "target", "target_on", "volume",
            "unit_value", "unit_value_minor", "margin_percent", "attribution_percent", "correction_percent",
            "risk_percent", "grade", "first_value_on", "ends_on", "ramp_months", "wave", "enablers", "assumptions",
            "owner", "next_review_on", "state", "endorsed_by", "endorsed_at", "approved_by", "approved_at",
            "enabled_on", "concluded_on", "standing", "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = [
            "public_id", "state", "endorsed_at", "approved_at", "enabled_on", "concluded_on", "version",
        ]  # fmt: skip
        extra_kwargs = {"code": {"required": False}, "unit_value_minor": {"write_only": True}}
        validators: list[Any] = []

    def get_unit_value(self, benefit: Benefit) -> dict[str, int | str] | None:
        """Give the value of one unit as money."""
        return _money(benefit.unit_value_minor, benefit.programme)

    def get_standing(self, benefit: Benefit) -> dict[str, Any]:
        """Give what it brought so far against its plan."""
        found = selectors.standing_of(benefit, timezone.localdate())
        sums = (("yearly", found.yearly), ("planned", found.planned), ("claimed", found.claimed))
        told: dict[str, Any] = {name: _money(round(value), benefit.programme) for name, value in sums}
        told["validated"] = _money(found.validated, benefit.programme)
        return told | {"at_risk": found.at_risk}

    def get_available_actions(self, benefit: Benefit) -> list[dict[str, Any]]:
        """List what the caller may do now."""
        return open_actions(selectors.benefit_actions(benefit, self.context["request"].user))


class ActualSerializer(FieldsMixin, serializers.ModelSerializer[BenefitActual]):
    """What a month brought; a restated one stays in the list."""

    benefit: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    amount = serializers.SerializerMethodField()
    recorded_by = Person()
    validated_by = Person()
    replaces: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = BenefitActual
        fields = [
            "public_id", "benefit", "month", "volume", "amount", "n", "evidence", "evidence_url", "state",
            "recorded_by", "recorded_at", "validated_by", "validated_at", "note", "replaces", "reason", "version",
            "available_actions",
        ]  # fmt: skip
        read_only_fields = fields

    def get_amount(self, actual: BenefitActual) -> dict[str, int | str] | None:
        """Give the value as money."""
        return _money(actual.amount_minor, actual.programme)

    def get_available_actions(self, actual: BenefitActual) -> list[dict[str, Any]]:
        """List what the caller may do now."""
        return open_actions(selectors.actual_actions(actual, self.context["request"].user))


class Nothing(serializers.Serializer[Any]):
    """An act without a body."""


class Note(serializers.Serializer[Any]):
    """A note that may be left out."""

    note = serializers.CharField(required=False, allow_blank=True)


class Needed(serializers.Serializer[Any]):
    """A note that the service asks for."""

    note = serializers.CharField(allow_blank=True, default="")


class Reason(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(allow_blank=True, default="")


class Review(serializers.Serializer[Any]):
    """What was found, and when to look again."""

    finding = serializers.CharField(allow_blank=True, default="")
    next_review_on = serializers.DateField(required=False, allow_null=True)


class First(serializers.Serializer[Any]):
    """From when the budget's lines are paid."""

    first = serializers.DateField()


class Measured(serializers.Serializer[Any]):
    """Measured units with their evidence."""

    volume = serializers.DecimalField(max_digits=16, decimal_places=4)
    n = serializers.IntegerField(min_value=0, required=False, allow_null=True)
    evidence = serializers.CharField(max_length=300, required=False, allow_blank=True)
    evidence_url = serializers.URLField(max_length=500, required=False, allow_blank=True)


class Recorded(Measured):
    """What one month brought."""

    month = serializers.DateField()


class Restated(Measured):
    """Another figure, and why."""

    reason = serializers.CharField(allow_blank=True, default="")


def body(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """Check the body's shape; raises with every bad field."""
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


class CostViewSet(ProgrammeViewSet[CostLine]):
    """Cost lines, planned and posted."""

    queryset = CostLine.objects.all()
    serializer_class = CostSerializer
    filterset_class = CostFilter
    reads = permissions.can_read
    acts = dict.fromkeys(("create", "partial_update", "destroy", "adopt"), permissions.can_edit_costs)

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Write a line."""
        row = services.create_cost(self.programme, values=self.valid(request), actor=self.person)
        return self.answer(row, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Change a line; ``If-Match`` guards against a stale edit."""
        row = self.get_object()
        version = expected_version(request, row)
        values = self.valid(request, partial=True, instance=row)
        return self.answer(services.update_cost(row, values=values, actor=self.person, version=version))

    def destroy(self, request: Request, **_kwargs: Any) -> Response:
        """Take a line out; the history keeps it."""
        row = self.get_object()
        expected_version(request, row)
        services.remove_costs(self.programme, refs=[row.public_id], actor=self.person)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @action(detail=False, methods=["post"])
    def adopt(self, request: Request, **_kwargs: Any) -> Response:
        """Plan a cost for every budget line that has none."""
        made = services.adopt_budget(self.programme, actor=self.person, **body(First, request))
        return Response(self.get_serializer(made, many=True).data, status=status.HTTP_201_CREATED)


class BenefitViewSet(ProgrammeViewSet[Benefit]):
    """Benefits and disbenefits."""

    queryset = Benefit.objects.all()
    serializer_class = BenefitSerializer
    filterset_class = BenefitFilter
    reads = permissions.can_read
    acts = {"create": permissions.can_propose, "partial_update": permissions.can_edit} | permissions.BENEFIT_ACTS

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Identify a benefit."""
        row = services.create_benefit(self.programme, values=self.valid(request), actor=self.person)
        return self.answer(row, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Change a profile; ``If-Match`` guards against a stale edit."""
        row = self.get_object()
        version = expected_version(request, row)
        values = self.valid(request, partial=True, instance=row)
        return self.answer(services.update_benefit(row, values=values, actor=self.person, version=version))

    def act(self, name: str, shape: type[serializers.Serializer[Any]] = Nothing) -> Response:
        """Check the body, call the act's service, give the row back."""
        row = self.get_object()
        expected_version(self.request, row)
        services.BENEFIT_ACTS[name](row, actor=self.person, **body(shape, self.request))  # type: ignore[operator]
        return self.answer(row)

    @action(detail=True, methods=["post"])
    def profile(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Call the profile complete."""
        return self.act("profile")

    @action(detail=True, methods=["post"])
    def approve(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Approve as finance or sponsor."""
        return self.act("approve")

    @action(detail=True, methods=["post"])
    def enable(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Record that it is live."""
        return self.act("enable")

    @action(detail=True, methods=["post"])
    def record(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Record what a month brought."""
        return self.act("record", Recorded)

    @action(detail=True, methods=["post"])
    def review(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Hold a review."""
        return self.act("review", Review)

    @action(detail=True, methods=["post"])
    def conclude(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Judge the validated value against the plan."""
        return self.act("conclude", Note)

    @action(detail=True, methods=["post"])
    def sustain(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Hand it over to the line."""
        return self.act("sustain", Note)

    @action(detail=True, methods=["post"])
    def close(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Stop following it."""
        return self.act("close", Reason)


class ActualViewSet(ProgrammeViewSet[BenefitActual]):
    """Actuals of all benefits."""

    queryset = BenefitActual.objects.all()
    serializer_class = ActualSerializer
    filterset_class = ActualFilter
    reads = permissions.can_read
    acts = permissions.ACTUAL_ACTS

    def scoped(self, rows: QuerySet[BenefitActual]) -> QuerySet[BenefitActual]:
        """Keep those of this programme's benefits."""
        return rows.filter(benefit__programme=self.programme)

    def act(self, name: str, shape: type[serializers.Serializer[Any]]) -> Response:
        """Check the body, call the act's service, give the new row back."""
        row = self.get_object()
        expected_version(self.request, row)
        found = services.ACTUAL_ACTS[name](row, actor=self.person, **body(shape, self.request))  # type: ignore[operator]
        return self.answer(found)

    @action(detail=True, methods=["post"])
    def validate(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Validate as finance."""
        return self.act("validate", Note)

    @action(detail=True, methods=["post"])
    def reject(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Reject as finance."""
        return self.act("reject", Needed)

    @action(detail=True, methods=["post"])
    def restate(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Put another figure in its place."""
        return self.act("restate", Restated)
