"""The portfolio in the API."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from phases.portfolio.filters import PortfolioFilter
from phases.portfolio.selectors import Facts, facts_of, portfolio_of
from programme.charter.models import Programme
from programme.governance.choices import Dimension
from programme.scope import person


class Amount(serializers.Serializer[Any]):
    """Money in minor units."""

    minor = serializers.IntegerField()
    currency = serializers.CharField()


class PortfolioRow(serializers.Serializer[Any]):
    """One programme of the portfolio; lights are those of the last night."""

    slug = serializers.CharField()
    name = serializers.CharField()
    state = serializers.CharField()
    overall = serializers.CharField()
    lights = serializers.DictField(child=serializers.CharField())
    lights_on = serializers.DateField(allow_null=True)
    as_of = serializers.DateTimeField(allow_null=True)
    next_gate = serializers.CharField(allow_null=True)
    gate_on = serializers.DateField(allow_null=True)
    decisions_waiting = serializers.IntegerField()
    decisions_overdue = serializers.IntegerField()
    decisions_due_on = serializers.DateField(allow_null=True)
    budget = Amount()
    changes_asked = Amount()
    risk = Amount(allow_null=True)


def told(row: Programme, facts: Facts) -> dict[str, Any]:
    """Give a programme as the API prints it."""
    money = {"budget": facts.budget, "changes_asked": facts.asked, "risk": facts.risk}
    return {
        "slug": row.slug, "name": row.name, "state": row.state, "overall": facts.overall.value,
        "lights": {one.value: facts.colour(one).value for one in Dimension},
        "lights_on": facts.night.day if facts.night else None, "as_of": facts.as_of,
        "next_gate": facts.gate.key if facts.gate else None, "gate_on": facts.gate_on,
        "decisions_waiting": facts.waiting, "decisions_overdue": facts.late, "decisions_due_on": facts.due_on,
        **{
            name: None if minor is None else {"minor": minor, "currency": row.currency}
            for name, minor in money.items()
        },
    }  # fmt: skip


class PortfolioViewSet(viewsets.GenericViewSet[Programme]):
    """All programmes in which the caller works inside, with lights, next gate, decisions and money."""

    queryset = Programme.objects.all()
    serializer_class = PortfolioRow
    filterset_class = PortfolioFilter

    def get_queryset(self) -> QuerySet[Programme]:
        """Only those of the caller."""
        if getattr(self, "swagger_fake_view", False):
            return Programme.objects.none()
        return portfolio_of(person(self.request)).order_by("name", "pk")

    def list(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Give a page of them."""
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        facts = facts_of(rows)
        return self.get_paginated_response(PortfolioRow([told(row, facts[row.pk]) for row in rows], many=True).data)
