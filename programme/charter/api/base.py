"""What the charter's API shares."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from programme.charter.rules.measures import Difference
from programme.charter.selectors.figures import Way


class InProgramme(serializers.SlugRelatedField[Any]):
    """A link to a row of the same programme, by its code."""

    def get_queryset(self) -> Any:
        """Keep the rows of the programme in the address."""
        rows: Any = super().get_queryset()
        view = self.context.get("view")
        programme = getattr(view, "programme", None)
        return rows.filter(programme=programme) if programme is not None else rows.none()


class Nothing(serializers.Serializer[Any]):
    """An act without a body."""


class Reason(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(allow_blank=True, default="")


def body(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """Check the body's shape; raises with every bad field."""
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def _number(value: Any) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def difference_json(found: Difference | None) -> dict[str, Any] | None:
    """A difference with its own unit and the relative change apart; None where undefined."""
    if found is None:
        return None
    return {
        "absolute": _number(found.absolute),
        "unit": found.unit,
        "relative": _number(found.relative),
        "improved": found.improved,
    }


def way_json(way: Way) -> dict[str, Any]:
    """How far a figure went, with everything it was computed from."""
    return {
        "as_of": way.as_of,
        "actual": _number(way.actual),
        "read_on": way.read_on,
        "n": way.n,
        "progress": _number(way.progress),
        "planned_value": _number(way.planned_value),
        "planned_share": _number(way.planned_share),
        "promised": difference_json(way.promised),
        "moved": difference_json(way.moved),
    }
