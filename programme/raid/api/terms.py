"""The terms of issues in the API: one object for all severities."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from core.access import require
from programme.raid import permissions, services
from programme.raid.choices import Level, Severity
from programme.raid.rules.terms import Term
from programme.raid.selectors.terms import terms_of
from programme.scope import person, programme_for


class TermBody(serializers.Serializer[Any]):
    """Hours and level of one severity."""

    hours = serializers.IntegerField()
    level = serializers.ChoiceField(choices=Level.choices)


class TermsBody(serializers.Serializer[Any]):
    """All four severities."""

    critical = TermBody()
    high = TermBody()
    medium = TermBody()
    low = TermBody()


class IssueTermViewSet(viewsets.ViewSet):
    """In how many service hours an issue is solved, and who hears of it afterwards."""

    @extend_schema(responses=TermsBody)
    def show(self, request: Request, slug: str) -> Response:
        """Give the terms that hold."""
        programme = programme_for(person(request), slug)
        require(permissions.reads, person(request), programme)
        return Response(_json(programme))

    @extend_schema(request=TermsBody, responses=TermsBody)
    def replace(self, request: Request, slug: str) -> Response:
        """Set all of them."""
        programme = programme_for(person(request), slug)
        require(permissions.is_pm, person(request), programme)
        body = TermsBody(data=request.data)
        body.is_valid(raise_exception=True)
        terms = {one.value: Term(**body.validated_data[one.value]) for one in Severity}
        services.set_terms(programme, terms=terms, actor=person(request))
        return Response(_json(programme))


def _json(programme: Any) -> dict[str, Any]:
    return {name: {"hours": term.hours, "level": term.level} for name, term in terms_of(programme).items()}
