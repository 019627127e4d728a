"""ROI in the API: the figures as they stand, the terms, and the statements."""

from typing import Any

from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, etag, expected_version
from programme.scope import ProgrammeViewSet, open_actions
from roi.statements import permissions, services
from roi.statements.models import RoiStatement, RoiTerms
from roi.statements.selectors import acts
from roi.statements.selectors.inputs import terms_of
from roi.statements.selectors.words import as_json


class Person(serializers.SlugRelatedField[Any]):
    """A person who did something."""

    def __init__(self) -> None:
        super().__init__(slug_field="public_id", read_only=True)


class RoiStatementSerializer(FieldsMixin, serializers.ModelSerializer[RoiStatement]):
    """A statement; ``figures`` are computed anew from the frozen inputs."""

    locked_by = Person()
    validated_by = Person()
    approved_by = Person()
    figures = serializers.SerializerMethodField()
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = RoiStatement
        fields = [
            "public_id", "quarter", "edition", "first_day", "last_day", "state", "sha256", "formulas", "locked_by",
            "locked_at", "validated_by", "validated_at", "approved_by", "approved_at", "returned_reason", "figures",
            "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = [name for name in fields if name != "quarter"]
        validators: list[Any] = []

    def get_figures(self, row: RoiStatement) -> dict[str, Any]:
        """Give every figure, with the text that is printed."""
        return as_json(row.frozen, row.figures)

    def get_available_actions(self, row: RoiStatement) -> list[dict[str, Any]]:
        """List what the caller may do now."""
        return open_actions(acts.statement_actions(row, self.context["request"].user))


class TermsSerializer(serializers.ModelSerializer[RoiTerms]):
    """How it is counted; rates in per cent a year."""

    class Meta:
        model = RoiTerms
        fields = ["rate", "finance_rate", "reinvest_rate", "horizon_years", "value_from", "users", "version"]
        read_only_fields = ["version"]


class RoiStatementViewSet(ProgrammeViewSet[RoiStatement]):
    """Quarterly statements; one is made by locking its quarter."""

    queryset = RoiStatement.objects.order_by("-quarter", "-edition")
    serializer_class = RoiStatementSerializer
    reads = permissions.can_read
    acts = {"create": permissions.can_lock}

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Lock a quarter."""
        values = self.valid(request)
        row = services.lock_quarter(self.programme, quarter=values["quarter"], actor=self.person)
        return self.answer(row, status=status.HTTP_201_CREATED)


class RoiViewSet(ProgrammeViewSet[RoiStatement]):
    """The figures of a quarter."""

    queryset = RoiStatement.objects.all()
    serializer_class = RoiStatementSerializer
    reads = permissions.can_read

    def show(self, request: Request, **_kwargs: Any) -> Response:
        """Give the figures of ``?quarter=``, locked or as they stand; by default the last locked ones."""
        return Response(acts.told(self.programme, request.query_params.get("quarter", "")))


class TermsViewSet(ProgrammeViewSet[RoiTerms]):
    """How the programme counts."""

    queryset = RoiTerms.objects.all()
    serializer_class = TermsSerializer
    reads = permissions.can_read
    acts = {"set_terms": permissions.can_set_terms}

    def show(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Give the terms; defaults until they are set."""
        return self.told(terms_of(self.programme))

    def set_terms(self, request: Request, **_kwargs: Any) -> Response:
        """Set the terms; ``If-Match`` guards against a stale edit."""
        row = terms_of(self.programme)
        version = expected_version(request, row) if row.pk else None
        values = self.valid(request, partial=True, instance=row if row.pk else None)
        return self.told(services.set_terms(self.programme, values=values, actor=self.person, version=version))

    def told(self, row: RoiTerms) -> Response:
        """Give the terms with their ETag, once they are kept."""
        headers = {"ETag": etag(row)} if row.pk else {}
        return Response(self.get_serializer(row).data, headers=headers)
