"""Comments and attachments of any record, and the audit trail, over the API."""

import base64
import binascii
from typing import Any, cast

from django.core.files.base import ContentFile
from django.db.models import QuerySet
from django.http import FileResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin
from programme.records.filters import AttachmentFilter, AuditFilter, CommentFilter
from programme.records.models import Attachment, AuditEvent, Comment
from programme.records.permissions import can_see_audit, can_see_records, can_speak
from programme.records.selectors.differences import tell
from programme.records.selectors.places import record_named
from programme.records.services.notes import add_comment, attach_file
from programme.records.services.verification import verify_chain
from programme.scope import ProgrammeViewSet


class CommentSerializer(FieldsMixin, serializers.ModelSerializer[Comment]):
    """What was said about a record, named by kind (such as programme.Risk) and public id."""

    author: Any = serializers.SlugRelatedField(slug_field="name", read_only=True)

    class Meta:
        model = Comment
        fields = ["public_id", "kind", "object_id", "text", "author", "created_at", "version"]
        read_only_fields = ["public_id", "author", "created_at", "version"]


class CommentViewSet(ProgrammeViewSet[Comment]):
    """Comments; POST adds one."""

    queryset = Comment.objects.all()
    serializer_class = CommentSerializer
    filterset_class = CommentFilter
    reads = can_see_records
    acts = {"create": can_speak}

    def create(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Say something about a record of the programme."""
        said = self.valid(request)
        row = record_named(self.programme, said["kind"], said["object_id"], self.person)
        return self.answer(add_comment(row, text=said["text"], actor=self.person), status=status.HTTP_201_CREATED)


class AttachmentSerializer(FieldsMixin, serializers.ModelSerializer[Attachment]):
    """A file on a record."""

    author: Any = serializers.SlugRelatedField(slug_field="name", read_only=True)

    class Meta:
        model = Attachment
        fields = ["public_id", "kind", "object_id", "name", "size", "sha256", "author", "created_at", "version"]
        read_only_fields = ["public_id", "name", "size", "sha256", "author", "created_at", "version"]


class AttachSerializer(serializers.Serializer[Any]):
    """A file for a record: ``file`` in multipart, or ``content`` in base64 with ``filename``."""

    kind = serializers.CharField(max_length=60)
    object_id = serializers.CharField(max_length=64)
    file = serializers.FileField(required=False)
    content = serializers.CharField(required=False, trim_whitespace=False)
    filename = serializers.CharField(required=False, max_length=200, default="file")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Turn the content into a file."""
        if attrs.get("file") is None:
            try:
                content = base64.b64decode(attrs.get("content", ""), validate=True)
            except (binascii.Error, ValueError) as error:
                raise serializers.ValidationError({"content": _("This is not base64.")}) from error
            attrs["file"] = ContentFile(content, name=attrs["filename"])
        return attrs


class AttachmentViewSet(ProgrammeViewSet[Attachment]):
    """Attachments; POST adds one, ``content`` gives the file."""

    queryset = Attachment.objects.all()
    serializer_class = AttachmentSerializer
    filterset_class = AttachmentFilter
    parser_classes = [JSONParser, MultiPartParser]
    reads = can_see_records
    acts = {"create": can_speak}

    @extend_schema(request=AttachSerializer)
    def create(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Attach a file to a record of the programme."""
        body = AttachSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        said = body.validated_data
        row = record_named(self.programme, said["kind"], said["object_id"], self.person)
        return self.answer(attach_file(row, file=said["file"], actor=self.person), status=status.HTTP_201_CREATED)

    @extend_schema(responses=OpenApiTypes.BINARY)
    @action(detail=True, methods=["get"])
    def content(self, request: Request, slug: str, public_id: str) -> FileResponse:  # noqa: ARG002
        """Give the file, as a download only."""
        one = self.get_object()
        record_named(self.programme, one.kind, one.object_id, self.person)
        kind = "application/octet-stream"
        return FileResponse(one.file.open(), as_attachment=True, filename=one.name, content_type=kind)


class AuditListSerializer(serializers.ListSerializer[Any]):
    """Tells the changes of all rows together."""

    def to_representation(self, data: Any) -> Any:
        """Read what the events refer to once."""
        events = list(data)
        cast("dict[str, Any]", self.context)["told"] = tell(events)
        return super().to_representation(events)


class AuditSerializer(FieldsMixin, serializers.ModelSerializer[AuditEvent]):
    """One act with what changed: field → [before, after], references by public id."""

    changes = serializers.SerializerMethodField()

    class Meta:
        model = AuditEvent
        fields = [
            "seq", "at", "actor_name", "action", "kind", "object_id", "object_text", "changes", "reason",
            "prev_hash", "hash",
        ]  # fmt: skip
        read_only_fields = fields
        list_serializer_class = AuditListSerializer

    def get_changes(self, event: AuditEvent) -> dict[str, list[Any]]:
        """Field → [before, after]."""
        told = self.context.get("told") or tell([event])
        return {one.name: list(one.raw) for one in told[event.pk]}


class AuditViewSet(ProgrammeViewSet[AuditEvent]):
    """The programme's chain, the newest event first; nobody writes here."""

    queryset = AuditEvent.objects.all()
    serializer_class = AuditSerializer
    filterset_class = AuditFilter
    lookup_field = "seq"
    lookup_value_regex = "[0-9]+"
    reads = can_see_audit

    def scoped(self, rows: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        """Events of the chain."""
        return rows.filter(chain=self.programme.public_id)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Give one event; its hash is its tag."""
        event = self.get_object()
        return Response(self.get_serializer(event).data, headers={"ETag": f'"{event.hash}"'})

    @extend_schema(responses=OpenApiTypes.OBJECT)
    @action(detail=False, methods=["get"])
    def verify(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Compute the chain again."""
        return Response(verify_chain(self.programme.public_id).as_json())
