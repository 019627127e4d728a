"""The serializer of a plain row: what people write, its id and its version; links by code."""

from typing import Any

from rest_framework import serializers

from core.api import FieldsMixin
from core.books.book import Book


class Linked(serializers.SlugRelatedField[Any]):
    """A link to a row of the same programme, by its code."""

    def get_queryset(self) -> Any:
        """Keep the rows of the programme in the address."""
        rows: Any = super().get_queryset()
        programme = getattr(self.context.get("view"), "programme", None)
        return rows.filter(programme=programme) if programme is not None else rows.none()


def serializer_of(book: Book, *more: str, **fields: Any) -> Any:
    """Make the serializer of a book; ``more`` are columns that are only read, ``fields`` further declarations."""
    meta = type(
        "Meta",
        (),
        {
            "model": book.model,
            "fields": list(dict.fromkeys(["public_id", *book.fields, *more, *fields, "version"])),
            "read_only_fields": ["public_id", *more, "version"],
            "extra_kwargs": {"code": {"required": False}} if "code" in book.fields else {},
            "validators": [],  # the service checks, and names every bad field at once
        },
    )
    body: dict[str, Any] = {"Meta": meta, **fields}
    for name, model in book.links.items():
        blank = book.column_of(name).blank
        body[name] = Linked(
            slug_field="code", queryset=model._default_manager.all(), required=not blank, allow_null=blank
        )
    for name, choices in book.lists.items():
        body[name] = serializers.ListField(child=serializers.ChoiceField(choices=choices.choices), required=False)
    for name in book.pairs:
        body[name] = fields.get(name) or serializers.DictField(
            child=serializers.CharField(allow_blank=True), required=False
        )
    return type(f"{book.model.__name__}Serializer", (FieldsMixin, serializers.ModelSerializer), body)
