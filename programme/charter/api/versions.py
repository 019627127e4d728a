"""Charter versions in the API: each stays readable, with what differs from the one before or another."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import mixins, serializers

from core.api import FieldsMixin
from programme.charter import permissions
from programme.charter.models import CharterVersion
from programme.charter.selectors import before, version_diff, version_parts, versions
from programme.scope import ProgrammeViewSet


class VersionSerializer(FieldsMixin, serializers.ModelSerializer[CharterVersion]):
    """A version; one that is asked for alone tells its content and ``differences`` from ``compared_with``.

    ``?against=1.0`` compares with another version than the one before.
    """

    by_change: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    parts = serializers.SerializerMethodField()
    compared_with = serializers.SerializerMethodField()
    differences = serializers.SerializerMethodField()

    class Meta:
        model = CharterVersion
        fields = [
            "public_id", "number", "state", "submitted_at", "approved_at", "by_change", "sha256", "parts",
            "compared_with", "differences", "version",
        ]  # fmt: skip
        read_only_fields = fields

    def get_fields(self) -> dict[str, Any]:
        """Leave the content out of lists."""
        fields = super().get_fields()
        if self.parent is not None:
            for name in ("parts", "compared_with", "differences"):
                fields.pop(name, None)
        return fields

    def _other(self, row: CharterVersion) -> CharterVersion | None:
        asked = self.context["request"].query_params.get("against")
        if asked:
            found: CharterVersion | None = versions(row.programme).filter(number=asked).exclude(pk=row.pk).first()
            return found
        return before(row)

    def get_parts(self, row: CharterVersion) -> list[dict[str, Any]]:
        """What it says, in the caller's language."""
        return [
            {"title": title, "facts": [{"label": label, "value": value} for label, value in facts]}
            for title, facts in version_parts(row)
        ]

    def get_compared_with(self, row: CharterVersion) -> str | None:
        """The number of the other version."""
        other = self._other(row)
        return other.number if other else None

    def get_differences(self, row: CharterVersion) -> list[dict[str, str]]:
        """Every line that differs."""
        other = self._other(row)
        if other is None:
            return []
        names = ("change", "part", "label", "old", "new")
        return [{name: getattr(line, name) for name in names} for line in version_diff(other, row)]


class VersionViewSet(mixins.RetrieveModelMixin, ProgrammeViewSet[CharterVersion]):
    """Versions of the charter, the newest first."""

    queryset = CharterVersion.objects.all()
    serializer_class = VersionSerializer
    reads = permissions.can_read

    def get_queryset(self) -> QuerySet[CharterVersion]:
        """Without those that were withdrawn."""
        if getattr(self, "swagger_fake_view", False):
            return CharterVersion.objects.none()
        found: QuerySet[CharterVersion] = versions(self.programme)
        return found
