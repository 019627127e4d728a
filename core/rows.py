"""Rows written many at a time."""

from collections.abc import Sequence
from typing import Any

from django.db import connections, models, router


def write_rows(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Store some fields of rows of one model that are in the database already: one query, O(rows).

    Django's ``bulk_update`` asks for each row and field which of its whole batch it is, which shows from some hundred
    rows on. No validation and no signals, as there.
    """
    if not rows:
        return
    meta = rows[0]._meta
    connection = connections[router.db_for_write(type(rows[0]))]
    fields: list[Any] = [meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    said, key = ", ".join(f"{quote(field.column)} = %s" for field in fields), quote(str(meta.pk.column))
    # Only names of our own models are put together here; every value goes as a parameter.
    statement = f"UPDATE {quote(meta.db_table)} SET {said} WHERE {key} = %s"  # noqa: S608
    values = [
        [*(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields), row.pk] for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
