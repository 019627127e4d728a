"""Immutable parts in the file storage: kept whole or not at all, read as paths, gone only when an import is undone."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
from django.core.files.base import File
from django.db import transaction

from adoption.usage.models import UsagePart
from adoption.usage.services.staging import DraftPart, files_sql
from core.models import save_validated
from core.storage import local_path


def keep_part(
    run: Any, draft: DraftPart, *, source: str, has_object: bool, con: duckdb.DuckDBPyConnection
) -> UsagePart:
    """Store a draft under its programme and month; the storage shows it only when it is whole."""
    found = con.execute(f"SELECT min(moment), max(moment) FROM {files_sql([draft.path])}").fetchone()
    first, last = found or (None, None)
    part = UsagePart(
        programme=run.programme,
        run=run,
        source=source,
        month=draft.month,
        rows=draft.rows,
        size=draft.path.stat().st_size,
        sha256=_digest(draft.path),
        first_at=_aware(first),
        last_at=_aware(last),
        has_object=has_object,
    )
    with draft.path.open("rb") as file:
        part.file.save(f"{part.public_id}.parquet", File(file), save=False)
    save_validated(part)
    return part


def _aware(moment: datetime | None) -> datetime:
    if moment is None:
        raise ValueError("a part without rows is not kept")
    return moment.replace(tzinfo=UTC)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def local_parts(parts: Sequence[UsagePart]) -> Iterator[list[Path]]:
    """Give parts as paths on this machine for the block."""
    with ExitStack() as stack:
        yield [stack.enter_context(local_path(part.file.storage, str(part.file.name))) for part in parts]


def remove_parts(parts: Sequence[UsagePart]) -> int:
    """Take parts out; their files go when the transaction is committed, so that a failure loses nothing."""
    for part in parts:
        storage, name = part.file.storage, str(part.file.name)
        part.delete()
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))  # type: ignore[misc]
    return len(parts)


def parts_of(programme: Any, month: date) -> list[UsagePart]:
    """Parts of a month of the programme, the oldest first."""
    return list(UsagePart.objects.filter(programme=programme, month=month).order_by("pk"))
