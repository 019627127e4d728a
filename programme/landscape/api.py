"""The landscape in the API: seven registers, and what is done with their rows."""

from typing import Any, ClassVar

from django.utils.functional import cached_property
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.access import allows
from core.api import expected_version
from core.books import serializer_of
from programme.landscape import permissions, services
from programme.landscape.models import (
    AccessRule,
    DataField,
    Interface,
    MasterRecord,
    PersonalData,
    SourceSystem,
    TestDataSet,
)
from programme.landscape.selectors import BOOKS, coverage_kept, hidden_fields, overlap_matrix, row_actions, veiled
from programme.scope import ProgrammeViewSet, open_actions


@extend_schema_field(serializers.ListField(child=serializers.DictField()))
class Acted(serializers.ReadOnlyField):
    """``available_actions``, as the page shows them."""

    def to_representation(self, value: Any) -> Any:
        """Ask the selector that feeds the page."""
        return open_actions(row_actions(value, self.context["request"].user))


class BookViewSet(ProgrammeViewSet[Any]):
    """Base of the viewsets of the registers."""

    kind: ClassVar[str]
    reads = permissions.can_read
    acts = {
        "create": permissions.can_write,
        "partial_update": permissions.can_write,
        "destroy": permissions.can_write,
        "specify": permissions.ACTIONS["specify"],
        "test": permissions.can_test,
        "merge": permissions.can_merge,
        "approve": permissions.ACTIONS["approve"],
        "preset": permissions.can_write,
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


class SystemViewSet(BookViewSet):
    """Source systems."""

    kind = "systems"
    queryset = SourceSystem.objects.select_related("programme")
    serializer_class = serializer_of(BOOKS["systems"])
    filterset_class = BOOKS["systems"].filterset()

    @action(detail=False, methods=["get"])
    def overlap(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """What each pair of systems holds both."""
        rows = overlap_matrix(list(self.get_queryset()))
        return Response(
            [
                {"system": row.system.code, "shares": {code: items for code, items in row.shared if items is not None}}
                for row in rows
            ]
        )


class TestBody(serializers.Serializer[Any]):
    """The result of an integration test."""

    passed = serializers.BooleanField()
    tested_on = serializers.DateField(allow_null=True, default=None)
    note = serializers.CharField(allow_blank=True, default="")


class InterfaceViewSet(BookViewSet):
    """Interfaces."""

    kind = "interfaces"
    queryset = Interface.objects.select_related("programme")
    serializer_class = serializer_of(
        BOOKS["interfaces"], "state", "tested_on", "test_note", available_actions=Acted(source="*")
    )
    filterset_class = BOOKS["interfaces"].filterset()

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def specify(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Declare it specified; refused with everything that lacks."""
        return self.answer(services.specify_interface(self.get_object(), actor=self.person))

    @extend_schema(request=TestBody)
    @action(detail=True, methods=["post"])
    def test(self, request: Request, **_kwargs: Any) -> Response:
        """Record the result of its integration test."""
        body = TestBody(data=request.data)
        body.is_valid(raise_exception=True)
        return self.answer(services.test_interface(self.get_object(), actor=self.person, **body.validated_data))


class DataFieldViewSet(BookViewSet):
    """The data standard."""

    kind = "fields"
    queryset = DataField.objects.select_related("programme", "master")
    serializer_class = serializer_of(BOOKS["fields"])
    filterset_class = BOOKS["fields"].filterset()


class MergeBody(serializers.Serializer[Any]):
    """With which record, by its code."""

    other = serializers.CharField()


class Veiled(serializers.DictField):
    """Values of a record; who does not write records sees personal data masked, as on the page."""

    def get_attribute(self, instance: Any) -> Any:
        """Mask what is masked; one query for a list."""
        return veiled(instance.values, self.hidden.get(instance.object, ()))

    @cached_property
    def hidden(self) -> dict[str, set[str]]:
        """The masked fields by what is held, nothing for who writes records."""
        view = self.context["view"]
        return {} if allows(permissions.can_write, view.person, view.programme) else hidden_fields(view.programme)


class MasterRecordViewSet(BookViewSet):
    """Identities and their aliases."""

    kind = "records"
    queryset = MasterRecord.objects.select_related("programme", "system", "merged_into").prefetch_related("aliases")
    serializer_class = serializer_of(
        BOOKS["records"],
        "picks",
        "merged_at",
        values=Veiled(child=serializers.CharField(allow_blank=True), required=False),
        merged_into=serializers.SlugRelatedField(slug_field="code", read_only=True),
        aliases=serializers.SlugRelatedField(slug_field="code", many=True, read_only=True),
        available_actions=Acted(source="*"),
    )
    filterset_class = BOOKS["records"].filterset()

    @extend_schema(request=MergeBody)
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, **_kwargs: Any) -> Response:
        """Merge it with a duplicate; gives the survivor."""
        body = MergeBody(data=request.data)
        body.is_valid(raise_exception=True)
        row = self.get_object()
        other = MasterRecord.objects.filter(programme=self.programme, code=body.validated_data["other"]).first()
        return self.answer(services.merge_records(row, other=other or row, actor=self.person))


class PersonalDataViewSet(BookViewSet):
    """Personal data."""

    kind = "personal-data"
    queryset = PersonalData.objects.select_related("programme")
    serializer_class = serializer_of(BOOKS["personal-data"])
    filterset_class = BOOKS["personal-data"].filterset()


class ApprovalReason(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(allow_blank=True, default="")


class TestDataViewSet(BookViewSet):
    """Data for tests."""

    kind = "test-data"
    queryset = TestDataSet.objects.select_related("programme", "approved_by")
    serializer_class = serializer_of(
        BOOKS["test-data"],
        "approved_at",
        "approval",
        approved_by=serializers.SlugRelatedField(slug_field="public_id", read_only=True),
        usable=serializers.BooleanField(read_only=True),
        available_actions=Acted(source="*"),
    )
    filterset_class = BOOKS["test-data"].filterset()

    @extend_schema(request=ApprovalReason)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, **_kwargs: Any) -> Response:
        """Let a test use them as they are."""
        body = ApprovalReason(data=request.data)
        body.is_valid(raise_exception=True)
        return self.answer(services.approve_test_data(self.get_object(), actor=self.person, **body.validated_data))


class AccessRuleViewSet(BookViewSet):
    """The access matrix, cell by cell."""

    kind = "access"
    queryset = AccessRule.objects.select_related("programme")
    serializer_class = serializer_of(BOOKS["access"])
    filterset_class = BOOKS["access"].filterset()

    @action(detail=False, methods=["get"])
    def coverage(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """How many cells a test case tries, and which none does."""
        found = coverage_kept(self.programme)
        return Response({"cells": found.every, "covered": found.covered, "bare": list(found.bare)})

    @extend_schema(request=None)
    @action(detail=False, methods=["post"])
    def preset(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Write the usual matrix; cells that are there stay."""
        made = services.add_preset_rules(self.programme, actor=self.person)
        return Response(self.get_serializer(made, many=True).data, status=status.HTTP_201_CREATED)
