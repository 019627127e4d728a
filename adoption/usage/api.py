"""Adoption figures over the API: the shape that the command prints."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from adoption.usage.choices import Cut
from adoption.usage.models import ScoreWeight, UsagePart
from adoption.usage.permissions import can_see, can_weigh
from adoption.usage.selectors.asked import asked_cut, asked_days
from adoption.usage.selectors.figures import adoption_json, read_population
from adoption.usage.selectors.pages import people_seen_by
from adoption.usage.selectors.scores import month_of, named_by_code, scorecard, scorecard_json
from adoption.usage.services.looks import note_people_read
from adoption.usage.services.scores import set_weight
from programme.scope import ProgrammeViewSet

ASKED = [
    OpenApiParameter("from", OpenApiTypes.DATE, description="first day; default: the last four weeks of data"),
    OpenApiParameter("to", OpenApiTypes.DATE, description="last day"),
    OpenApiParameter("by", str, enum=Cut.values, description="breakdown; user gives those one may see"),
]


class Nothing(serializers.Serializer[Any]):
    """The figures are read, never sent."""


class AdoptionViewSet(ProgrammeViewSet[UsagePart]):
    """Adoption figures with numerators and denominators; groups of fewer than five people are hidden."""

    queryset = UsagePart.objects.all()
    serializer_class = Nothing
    reads = can_see

    @extend_schema(parameters=ASKED, responses=OpenApiTypes.OBJECT)
    def show(self, request: Request, **_kwargs: Any) -> Response:
        """Give the figures of a stretch."""
        asked = request.query_params
        first, last = asked_days(self.programme, asked.get("from", ""), asked.get("to", ""))
        cut = asked_cut(asked.get("by", ""))
        if cut != Cut.USER:
            return Response(adoption_json(self.programme, first, last, by=cut, hide=True))
        found = read_population(self.programme, first, last)
        rows = people_seen_by(found, self.person, self.programme)
        others = sum(1 for row in rows if found.people[row].user_id != self.person.pk)
        only = frozenset(found.people[row].pk for row in rows)
        told = adoption_json(self.programme, first, last, by=cut, hide=True, only=only)
        if others:
            note_people_read(self.programme, first=first, last=last, actor=self.person, people=others)
        return Response(told)


class WeightSerializer(serializers.ModelSerializer[ScoreWeight]):
    """What a metric weighs from a month on."""

    class Meta:
        model = ScoreWeight
        fields = ["public_id", "metric", "weight", "valid_from", "version"]
        read_only_fields = ["public_id", "version"]
        validators: list[Any] = []


class ScorecardViewSet(ProgrammeViewSet[ScoreWeight]):
    """The adoption scorecard of a month by team or person, and the weights it uses."""

    queryset = ScoreWeight.objects.all()
    serializer_class = WeightSerializer
    reads = can_see
    acts = {"create": can_weigh}

    @extend_schema(
        parameters=[
            OpenApiParameter("month", OpenApiTypes.DATE, description="any day of the month; default: the data's last"),
            OpenApiParameter("by", str, enum=["unit", "user"]),
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def show(self, request: Request, **_kwargs: Any) -> Response:
        """Give the cards of a month."""
        asked = request.query_params
        first, last = month_of(asked_days(self.programme, "", asked.get("month", ""))[1])
        if asked_cut(asked.get("by", "")) != Cut.USER:
            lines = named_by_code(scorecard(self.programme, first, Cut.UNIT))
            return Response(scorecard_json(lines, first))
        found = read_population(self.programme, first, last)
        rows = people_seen_by(found, self.person, self.programme)
        others = sum(1 for row in rows if found.people[row].user_id != self.person.pk)
        only = frozenset(found.people[row].pk for row in rows)
        told = scorecard_json(scorecard(self.programme, first, Cut.USER, only=only), first)
        if others:
            note_people_read(self.programme, first=first, last=last, actor=self.person, people=others)
        return Response(told)

    @extend_schema(responses=WeightSerializer(many=True))
    def weights(self, _request: Request, **_kwargs: Any) -> Response:
        """Give every weight with the month from which it counts."""
        rows = self.get_queryset().order_by("metric", "valid_from", "pk")
        return Response(self.get_serializer(rows, many=True).data)

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Say what a metric weighs from a month on."""
        row = set_weight(self.programme, actor=self.person, **self.valid(request))
        return self.answer(row, status=201)
