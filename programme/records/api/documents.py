"""Documents over the API: draft, life, files as they were kept."""

from typing import Any

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin
from programme.records.api.jobs import JobSerializer
from programme.records.choices import Format
from programme.records.filters import DocumentFilter
from programme.records.models import DocumentFile, GeneratedDocument
from programme.records.permissions import ACTIONS, can_see_records
from programme.records.selectors.documents import document_actions, file_name, media_type
from programme.records.services import documents as services
from programme.records.services.papers import request_paper
from programme.records.services.snapshots import LANGUAGES
from programme.scope import ProgrammeViewSet, open_actions


class DocumentFileSerializer(serializers.ModelSerializer[DocumentFile]):
    """One language and format of a paper."""

    class Meta:
        model = DocumentFile
        fields = ["public_id", "language", "format", "size", "sha256"]
        read_only_fields = fields


class DocumentSerializer(FieldsMixin, serializers.ModelSerializer[GeneratedDocument]):
    """A paper with its files."""

    document_version = serializers.CharField(source="version_text", read_only=True)
    as_of = serializers.DateTimeField(source="snapshot.as_of", read_only=True)
    snapshot_sha256 = serializers.CharField(source="snapshot.sha256", read_only=True)
    author: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    approved_by: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    supersedes: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    files = DocumentFileSerializer(many=True, read_only=True)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = GeneratedDocument
        fields = [
            "public_id", "kind", "subject", "number", "document_version", "state", "as_of", "snapshot_sha256",
            "verify_code", "author", "approved_by", "approved_at", "note", "issued_at", "supersedes", "files",
            "available_actions", "version",
        ]  # fmt: skip
        read_only_fields = fields

    def get_available_actions(self, paper: GeneratedDocument) -> list[dict[str, Any]]:
        """The acts that the page shows too."""
        return open_actions(document_actions(paper, self.context["request"].user))


class DraftSerializer(serializers.Serializer[Any]):
    """Which paper to draft, of which moment (now, a date, a time, a snapshot's id); no format means all it has."""

    kind = serializers.CharField(max_length=40)
    subject = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    moment = serializers.CharField(max_length=40, required=False, default="now")
    languages = serializers.ListField(child=serializers.ChoiceField(choices=list(LANGUAGES)), default=list(LANGUAGES))
    formats = serializers.ListField(child=serializers.ChoiceField(choices=Format.choices), default=list)


class NoteSerializer(serializers.Serializer[Any]):
    """A note or a reason."""

    note = serializers.CharField(required=False, allow_blank=True, default="")
    reason = serializers.CharField(required=False, allow_blank=True, default="")


class DocumentViewSet(ProgrammeViewSet[GeneratedDocument]):
    """Papers of the programme; POST asks for a draft and answers with its job."""

    queryset = GeneratedDocument.objects.all()
    serializer_class = DocumentSerializer
    filterset_class = DocumentFilter
    reads = can_see_records
    acts = {"create": ACTIONS["draft"]} | {
        name: ACTIONS[name] for name in ("submit", "approve", "send_back", "issue", "withdraw")
    }

    @extend_schema(request=DraftSerializer, responses={202: JobSerializer})
    def create(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Ask for a draft."""
        body = DraftSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        job = request_paper(self.programme, actor=self.person, **body.validated_data)
        return Response(JobSerializer(job, context={"request": request}).data, status=status.HTTP_202_ACCEPTED)

    def _act(self, request: Request, service: Any, *names: str) -> Response:
        body = NoteSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        said = {name: body.validated_data[name] for name in names}
        return self.answer(service(self.get_object(), actor=self.person, **said))

    @extend_schema(request=NoteSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Submit for review."""
        return self._act(request, services.submit_document)

    @extend_schema(request=NoteSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Approve; the note is needed where sources are stale."""
        return self._act(request, services.approve_document, "note")

    @extend_schema(request=NoteSerializer)
    @action(detail=True, methods=["post"])
    def send_back(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Send back with a reason."""
        return self._act(request, services.send_back_document, "reason")

    @extend_schema(request=NoteSerializer)
    @action(detail=True, methods=["post"])
    def issue(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Issue for good."""
        return self._act(request, services.issue_document)

    @extend_schema(request=NoteSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Withdraw with a reason."""
        return self._act(request, services.withdraw_document, "reason")

    @extend_schema(responses=OpenApiTypes.BINARY)
    @action(detail=True, methods=["get"], url_path=r"files/(?P<file_id>[-_A-Za-z0-9]+)", url_name="file")
    def file(self, request: Request, slug: str, public_id: str, file_id: str) -> FileResponse:  # noqa: ARG002
        """Give a file as it was kept."""
        paper = self.get_object()
        kept = get_object_or_404(DocumentFile, document=paper, public_id=file_id)
        return FileResponse(
            kept.file.open(), as_attachment=True, filename=file_name(paper, kept), content_type=media_type(kept.format)
        )
