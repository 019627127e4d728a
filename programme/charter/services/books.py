"""Rows of plain registers: one way to write, change and remove them, for every slice that keeps books."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.books import Book
from core.errors import BadInputError
from core.models import Record, expect_version, save_validated
from programme.charter.services.rows import assign, next_code, require_alive
from programme.records.services import append_event, change, facts

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User


def write_in(
    book: Book, programme: "Programme", values: Mapping[str, Any], *, action: str, actor: "User | None"
) -> Any:
    """Write a row; raises ``BadInputError`` with every bad field. Whoever calls it has asked the right."""
    require_alive(programme)
    row: Any = book.model(programme=programme)
    if hasattr(row, "written_by_id"):
        row.written_by = actor
    _settle(book, row, values)
    with change(row, action, actor=actor):
        save_validated(row)
    return row


def change_in(
    book: Book, row: Any, values: Mapping[str, Any], *, action: str, actor: "User | None", version: int | None
) -> Any:
    """Change a row; raises ``StaleError`` where the editor saw an older version."""
    require_alive(row.programme)
    expect_version(row, version, dict(values))
    with change(row, action, actor=actor):
        _settle(book, row, values)
        save_validated(row)
    return row


def take_out(row: Record, *, action: str, actor: "User | None") -> None:
    """Record what the row said and delete it."""
    require_alive(row.programme)  # type: ignore[attr-defined]
    append_event(action, row, actor=actor, changes={name: [value, None] for name, value in facts(row).items()})
    row.delete()


def _settle(book: Book, row: Any, values: Mapping[str, Any]) -> None:
    assign(row, values, book.fields)
    if book.prefix and not row.code:
        rows = book.model._default_manager.filter(programme=row.programme)
        row.code = next_code(rows, book.prefix, book.width)
    faults = {
        name: [_("Choose one of this programme.")]
        for name in book.links
        if (found := getattr(row, name)) is not None
        and getattr(found, "programme_id", row.programme_id) != row.programme_id
    }
    for name, texts in book.check(row).items():
        faults.setdefault(name, []).extend(texts)
    if faults:
        raise BadInputError(faults)
