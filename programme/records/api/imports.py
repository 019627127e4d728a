"""Imports over the API: a file as multipart or base64, the dry run's verdict, import, undo."""

import base64
import binascii
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from core.access import Action
from core.api import FieldsMixin
from programme.records.models import ImportRun
from programme.records.permissions import can_import, can_see_imports
from programme.records.selectors.imports import import_json, imports_of, is_working, kinds_for
from programme.records.services.imports import run_import, sent_file, start_import
from programme.records.services.undo import undo_import, undo_reasons
from programme.scope import ProgrammeViewSet, open_actions


class ImportSerializer(FieldsMixin, serializers.ModelSerializer[ImportRun]):
    """An import as the command prints it, with where it stands."""

    result = serializers.SerializerMethodField()
    state = serializers.SerializerMethodField()
    actor: Any = serializers.SlugRelatedField(slug_field="name", read_only=True)
    job: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = ImportRun
        fields = [
            "public_id", "kind", "filename", "sha256", "state", "result", "mapping", "all_or_nothing", "actor", "job",
            "created_at", "applied_at", "undone_at", "available_actions", "version",
        ]  # fmt: skip
        read_only_fields = fields

    def get_result(self, run: ImportRun) -> dict[str, Any]:
        """Counts and errors, empty until the dry run is done."""
        return import_json(run) if run.verdict else {}

    def get_state(self, run: ImportRun) -> str:
        """Where it stands: uploaded, working, checked, imported or undone."""
        if is_working(run):
            return "working"
        if run.undone_at:
            return "undone"
        return "imported" if run.applied_at else "checked" if run.verdict else "uploaded"

    def get_available_actions(self, run: ImportRun) -> list[dict[str, Any]]:
        """Import and undo, with what stands in the way."""
        return open_actions(import_actions(run, self.context["request"].user))


def import_actions(run: ImportRun, user: Any) -> list[Action]:
    """What may be done with an import now."""
    if run.kind not in {kind.code for kind in kinds_for(user, run.programme)} or is_working(run):
        return []
    if run.applied_at is None:
        return [Action("apply", _("Import"), primary=True)]
    return [Action("undo", _("Undo the import"), reasons=undo_reasons(run), danger=True)]


class ImportRequest(serializers.Serializer[Any]):
    """A file of a kind: ``file`` in multipart, or ``content`` in base64 with ``filename``."""

    kind = serializers.CharField(max_length=40)
    file = serializers.FileField(required=False, allow_empty_file=True)
    content = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    filename = serializers.CharField(required=False, max_length=200, default="file")
    mapping = serializers.JSONField(required=False, default=dict)
    dry_run = serializers.BooleanField(default=False)
    all_or_nothing = serializers.BooleanField(default=False)

    def validate_mapping(self, value: Any) -> dict[str, str | None]:
        """Take an object of headings only."""
        if not isinstance(value, dict) or not all(one is None or isinstance(one, str) for one in value.values()):
            raise serializers.ValidationError(_("Give an object of heading to field."))
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Turn either form of the file into bytes and a name."""
        file, content = attrs.pop("file", None), attrs.pop("content", None)
        if file is not None:
            return attrs | {"data": sent_file(file, attrs["kind"]), "filename": file.name}
        if content is None:
            raise serializers.ValidationError({"file": _("Send the file, or its content in base64.")})
        try:
            return attrs | {"data": base64.b64decode(content, validate=True)}
        except (binascii.Error, ValueError) as error:
            raise serializers.ValidationError({"content": _("This is not base64.")}) from error


class ImportViewSet(ProgrammeViewSet[ImportRun]):
    """Imports of the programme; POST checks or imports a file, a big one as a job (202)."""

    queryset = ImportRun.objects.all()
    serializer_class = ImportSerializer
    filterset_fields = ["kind"]
    parser_classes = [JSONParser, MultiPartParser]
    reads = can_see_imports
    acts = {"create": can_import}

    def scoped(self, rows: QuerySet[ImportRun]) -> QuerySet[ImportRun]:  # noqa: ARG002
        """Keep this programme's, the newest first."""
        return imports_of(self.programme)

    @extend_schema(request=ImportRequest, responses={201: ImportSerializer, 202: ImportSerializer})
    def create(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Take a file."""
        body = ImportRequest(data=request.data)
        body.is_valid(raise_exception=True)
        run = run_import(self.programme, actor=self.person, in_background=True, **body.validated_data)
        return self.answer(run, status=status.HTTP_202_ACCEPTED if is_working(run) else status.HTTP_201_CREATED)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def apply(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Import what was checked."""
        return self.answer(start_import(self.get_object(), dry_run=False, actor=self.person))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Take it back."""
        return self.answer(undo_import(self.get_object(), actor=self.person))
