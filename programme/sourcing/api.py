"""The sourcing decision in the API."""

from fractions import Fraction
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, expected_version
from core.books import serializer_of
from programme.people.models import User
from programme.scope import ProgrammeViewSet, open_actions
from programme.sourcing import permissions, rules, services
from programme.sourcing.choices import Aspect
from programme.sourcing.models import Sourcing, SourcingCriterion, Vendor, VendorScore
from programme.sourcing.selectors import (
    BOOKS,
    Standing,
    committee_reasons,
    sourcing_actions,
    standing,
    warnings,
    with_weights,
)


class SourcingSerializer(FieldsMixin, serializers.ModelSerializer[Sourcing]):
    """The decision; the picked candidate and the entry of the decision log by code."""

    pick: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    decision: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    warnings = serializers.SerializerMethodField()
    sign_reasons = serializers.SerializerMethodField()
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Sourcing
        fields = [
            "public_id", "state", "measure", "benchmark", "users", "benchmark_source", "saas_reason", "open_reason",
            "build_reason", "price_reason", "pick", "reason", "decision", "proposed_at", "decided_on", "warnings",
            "sign_reasons", "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = [
            "public_id", "state", "price_reason", "reason", "proposed_at", "decided_on", "version",
        ]  # fmt: skip

    def found(self, row: Sourcing) -> Standing:
        """Read the decision once per answer."""
        kept = self.__dict__.setdefault("_found", {})
        if row.pk not in kept:
            kept[row.pk] = standing(row.programme)
        found: Standing = kept[row.pk]
        return found

    def get_warnings(self, row: Sourcing) -> list[str]:
        """Say what speaks against the pick."""
        found = self.found(row)
        return [text for _key, text in warnings(found, row.pick)] if row.pick else []

    def get_sign_reasons(self, row: Sourcing) -> list[str]:
        """Say why it cannot be signed yet."""
        return committee_reasons(row)

    def get_available_actions(self, row: Sourcing) -> list[dict[str, Any]]:
        """List the acts that the page shows too."""
        return open_actions(sourcing_actions(self.found(row), self.context["request"].user))


class WeightBody(serializers.Serializer[Any]):
    """A criterion's weight; null takes it out, a new one has aspect and name."""

    code = serializers.CharField(required=False, allow_blank=True, default="", max_length=20)
    aspect = serializers.ChoiceField(choices=Aspect.choices, required=False)
    name = serializers.CharField(required=False, allow_blank=True, max_length=120)
    weight = serializers.DecimalField(max_digits=4, decimal_places=1, allow_null=True)


class WeightsBody(serializers.Serializer[Any]):
    """The weights; criteria that are not named keep theirs."""

    criteria = WeightBody(many=True)
    price_reason = serializers.CharField(required=False, allow_blank=True, max_length=300)


class ProposeBody(serializers.Serializer[Any]):
    """The candidate by code, the goals by code."""

    vendor = serializers.CharField()
    reason = serializers.CharField(required=False, allow_blank=True, default="")
    goals = serializers.ListField(child=serializers.CharField(), required=False, default=list)
    cost_of_delay = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    due_on = serializers.DateField(required=False, allow_null=True, default=None)


class TakeBackBody(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(required=False, allow_blank=True, default="")


class RankSerializer(serializers.Serializer[Any]):
    """A candidate's place by the weights that were asked for."""

    vendor = serializers.CharField()
    path = serializers.CharField()
    rank = serializers.IntegerField(allow_null=True)
    total = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    missing = serializers.IntegerField()


class RankingSerializer(serializers.Serializer[Any]):
    """The ranking, the weights behind it, and where the scorers disagree."""

    weights = serializers.DictField(child=serializers.DecimalField(max_digits=5, decimal_places=2))
    places = RankSerializer(many=True)
    tips = serializers.DictField(child=serializers.DictField())
    apart = serializers.ListField(child=serializers.DictField())


class SourcingViewSet(ProgrammeViewSet[Sourcing]):
    """The programme's decision; ``ranking`` takes weights to try, such as ``?C01=30``."""

    queryset = Sourcing.objects.select_related("programme", "pick__programme", "decision")
    serializer_class = SourcingSerializer
    reads = permissions.can_read
    acts = {
        "begin": permissions.can_write,
        "weights": permissions.can_write,
        "describe": permissions.can_write,
        "propose": permissions.can_propose,
        "take_back": permissions.can_propose,
    }

    @extend_schema(request=None)
    @action(detail=False, methods=["post"])
    def begin(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Begin with the usual criteria."""
        return self.answer(services.begin_sourcing(self.programme, actor=self.person), status=status.HTTP_201_CREATED)

    @extend_schema(request=WeightsBody)
    @action(detail=False, methods=["post"])
    def weights(self, request: Request, **_kwargs: Any) -> Response:
        """Weigh the criteria; refused unless they sum to 100 %."""
        body = WeightsBody(data=request.data)
        body.is_valid(raise_exception=True)
        told = body.validated_data
        row = services.set_weights(
            self.programme, rows=told["criteria"], price_reason=told.get("price_reason"), actor=self.person
        )
        return self.answer(row)

    @extend_schema(request=SourcingSerializer)
    @action(detail=False, methods=["post"])
    def describe(self, request: Request, **_kwargs: Any) -> Response:
        """Write the benchmark with its source, and why a path has no candidate."""
        values = self.valid(request, partial=True)
        return self.answer(services.describe_sourcing(self.programme, values=values, actor=self.person))

    @extend_schema(request=ProposeBody)
    @action(detail=False, methods=["post"])
    def propose(self, request: Request, **_kwargs: Any) -> Response:
        """Put a candidate before the committee."""
        body = ProposeBody(data=request.data)
        body.is_valid(raise_exception=True)
        told = dict(body.validated_data)
        told["vendor"] = Vendor.objects.filter(programme=self.programme, code=told["vendor"]).first()
        return self.answer(services.propose_vendor(self.programme, actor=self.person, **told))

    @extend_schema(request=TakeBackBody)
    @action(detail=False, methods=["post"])
    def take_back(self, request: Request, **_kwargs: Any) -> Response:
        """Take the proposal back."""
        body = TakeBackBody(data=request.data)
        body.is_valid(raise_exception=True)
        return self.answer(services.take_back_proposal(self.programme, actor=self.person, **body.validated_data))

    @extend_schema(responses=RankingSerializer)
    @action(detail=False, methods=["get"])
    def ranking(self, request: Request, **_kwargs: Any) -> Response:
        """Rank by the stored weights, or by others that are tried."""
        found = standing(self.programme)
        if given := {name: request.query_params[name] for name in found.stored if request.query_params.get(name)}:
            body = serializers.DictField(child=serializers.DecimalField(max_digits=4, decimal_places=1, min_value=0))
            found = with_weights(found, {name: Fraction(one) for name, one in body.run_validation(given).items()})
        told = {
            "weights": {name: rules.printed(weight) for name, weight in found.weights.items()},
            "places": [
                {
                    "vendor": one.name, "path": found.vendor(one.name).path, "rank": one.rank, "missing": one.missing,
                    "total": one.shown,
                }
                for one in found.places
            ],
            "tips": {name: _told(tip) for name, tip in found.tips.items()},
            "apart": [
                {"vendor": vendor.code, "criterion": criterion.code, "spread": cell.spread}
                for vendor, criterion, cell in found.apart
            ],
        }  # fmt: skip
        return Response(RankingSerializer(told).data)


def _told(tip: rules.Tip) -> dict[str, Any]:
    return {
        "below": None if tip.below is None else str(rules.printed(tip.below)), "below_by": tip.below_by,
        "above": None if tip.above is None else str(rules.printed(tip.above)), "above_by": tip.above_by,
    }  # fmt: skip


class SourcingCriterionSerializer(FieldsMixin, serializers.ModelSerializer[SourcingCriterion]):
    """A criterion with its weight."""

    class Meta:
        model = SourcingCriterion
        fields = ["public_id", "code", "aspect", "name", "weight", "version"]
        read_only_fields = fields


class SourcingCriterionViewSet(ProgrammeViewSet[SourcingCriterion]):
    """The criteria; their weights are set all at once at the decision."""

    queryset = SourcingCriterion.objects.select_related("programme")
    serializer_class = SourcingCriterionSerializer
    reads = permissions.can_read


class VendorScoreSerializer(FieldsMixin, serializers.ModelSerializer[VendorScore]):
    """A score; candidate and criterion by code, people by public id."""

    vendor: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    criterion: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    scorer: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    entered_by: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)

    class Meta:
        model = VendorScore
        fields = ["public_id", "vendor", "criterion", "scorer", "score", "evidence", "entered_by", "version"]
        read_only_fields = fields


class VendorScoreViewSet(ProgrammeViewSet[VendorScore]):
    """Every score that somebody gave."""

    queryset = VendorScore.objects.select_related("vendor__programme", "criterion", "scorer", "entered_by")
    serializer_class = VendorScoreSerializer
    reads = permissions.can_read

    def scoped(self, rows: QuerySet[VendorScore]) -> QuerySet[VendorScore]:
        """Keep the scores of this programme's candidates."""
        return rows.filter(vendor__programme=self.programme).order_by("pk")


class ScoreRow(serializers.Serializer[Any]):
    """A score under one criterion."""

    criterion = serializers.CharField()
    score = serializers.IntegerField(allow_null=True, default=None)
    evidence = serializers.CharField(allow_blank=True, default="", max_length=400)


class ScoresBody(serializers.Serializer[Any]):
    """Scores of a candidate; ``scorer`` where the project manager enters what another wrote on paper."""

    scores = ScoreRow(many=True)
    scorer: Any = serializers.SlugRelatedField(
        slug_field="public_id", queryset=User.objects.active(), required=False, allow_null=True, default=None
    )


class VendorViewSet(ProgrammeViewSet[Vendor]):
    """The candidates."""

    queryset = Vendor.objects.select_related("programme")
    serializer_class = serializer_of(BOOKS["vendors"])
    filterset_class = BOOKS["vendors"].filterset()
    reads = permissions.can_read
    acts = {
        "create": permissions.can_write,
        "partial_update": permissions.can_write,
        "destroy": permissions.can_write,
        "score": permissions.can_score,
    }

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """List a candidate."""
        row = services.create_row(self.programme, "vendors", values=self.valid(request), actor=self.person)
        return self.answer(row, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Change a candidate; ``If-Match`` guards against a stale edit."""
        row = self.get_object()
        version = expected_version(request, row)
        values = self.valid(request, partial=True, instance=row)
        return self.answer(services.update_row(row, "vendors", values=values, actor=self.person, version=version))

    def destroy(self, request: Request, **_kwargs: Any) -> Response:
        """Take a candidate out; the history keeps it."""
        row = self.get_object()
        expected_version(request, row)
        services.remove_row(row, "vendors", actor=self.person)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=ScoresBody)
    @action(detail=True, methods=["post"])
    def score(self, request: Request, **_kwargs: Any) -> Response:
        """Score it from 1 to 5 under some or all criteria, each with its evidence."""
        body = ScoresBody(data=request.data)
        body.is_valid(raise_exception=True)
        return self.answer(services.score_vendor(self.get_object(), actor=self.person, **body.validated_data))
