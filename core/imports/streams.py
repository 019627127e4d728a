"""The contract of a kind whose files are too big to be rows in memory: it looks, judges and writes by itself.

Such a kind gets a path instead of rows. ``look`` says what the file is and refuses what cannot be read; ``judge`` does
the long work with nothing locked and nothing written; what it yields counts against what is kept, or is written,
under the programme's lock. The counts have the shape of ``core.imports.verdict.Verdict.as_json``.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.core.files.base import File

from core.imports.table import Table


@dataclass(frozen=True, slots=True)
class StreamFile:
    """A file on this machine, under the name a person gave it, with what was said of its headings."""

    programme: Any
    path: Path
    name: str
    mapping: Mapping[str, str | None]
    tell: Callable[[int], None] = lambda _done: None


class JudgedFile(Protocol):
    """A file after its long reading."""

    def verdict(self) -> dict[str, Any]:
        """Count the rows against what is kept; writes nothing."""

    def write(self, run: Any, actor: Any) -> dict[str, Any]:
        """Keep the accepted rows under the import ``run``; returns the verdict."""


@dataclass(frozen=True, slots=True)
class Stream:
    """What a kind gives instead of rows; ``limit`` bounds the bytes of a file.

    ``look`` returns ``headings, rows, encoding, notes, samples`` (first cells) and raises ``UnreadableError``;
    ``refused`` gives the refused lines with their cells; ``undo_reasons`` and ``undo`` take back what ``write`` kept.
    """

    limit: int
    look: Callable[[StreamFile], Mapping[str, Any]]
    judge: Callable[[StreamFile], AbstractContextManager[JudgedFile]]
    refused: Callable[[StreamFile, list[int]], Table]
    undo_reasons: Callable[[Any], list[str]]
    undo: Callable[[Any, Any], int]


class HashingFile(File):  # type: ignore[type-arg]  # stubs leave the base unparametrised at run time
    """A file that is hashed while it is copied."""

    def __init__(self, file: Any, name: str) -> None:
        """Wrap an open binary file."""
        super().__init__(file, name)
        self.digest = hashlib.sha256()

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Give the bytes a megabyte at a time."""
        self.seek(0)
        while chunk := self.read(chunk_size or 2**20):
            self.digest.update(chunk)
            yield chunk
