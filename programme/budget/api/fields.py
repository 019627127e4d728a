"""What the budget's serializers share: links to rows of the programme, money, bodies."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from core.money import Money


class RowLink(serializers.SlugRelatedField[Any]):
    """A link by public id to a row of the programme in the address."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="public_id", **kwargs)

    def get_queryset(self) -> Any:
        """Keep the rows of the programme in the address."""
        rows: Any = super().get_queryset()
        programme = getattr(self.context.get("view"), "programme", None)
        return rows.filter(programme=programme) if programme is not None else rows.none()


class PersonLink(serializers.SlugRelatedField[Any]):
    """A person who did something."""

    def __init__(self) -> None:
        super().__init__(slug_field="public_id", read_only=True)


class StatedMoneySerializer(serializers.Serializer[Any]):
    """An amount in major units of ``currency``; another currency than the programme's needs its ``rate``."""

    amount = serializers.DecimalField(max_digits=20, decimal_places=4, write_only=True, required=False, allow_null=True)
    currency = serializers.CharField(max_length=3, required=False, allow_blank=True)
    rate = serializers.DecimalField(max_digits=18, decimal_places=8, required=False, allow_null=True)
    stated = serializers.SerializerMethodField()
    booked = serializers.SerializerMethodField()

    def get_stated(self, row: Any) -> dict[str, int | str]:
        """Give the amount as its document states it."""
        return Money(row.stated_minor, row.currency).to_json()

    def get_booked(self, row: Any) -> dict[str, int | str]:
        """Give the amount in the programme's currency."""
        return Money(row.amount_minor, row.programme.currency).to_json()


def body(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """Check the body's shape; raises with every bad field."""
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def money(minor: int | None, currency: str) -> dict[str, int | str] | None:
    """Give an amount as money; None where it is not known."""
    return None if minor is None else Money(minor, currency).to_json()
