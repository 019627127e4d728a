"""What a file becomes once it is read, whatever it was: headings, numbered lines, and what there is to say about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.errors import BadInputError


class UnreadableError(BadInputError):
    """The file as a whole cannot be read; the one reason says what is wrong and what to do."""

    code = "unreadable"

    def __init__(self, reason: Any) -> None:
        """Blame the field ``file`` with one sentence, perhaps a lazy translation."""
        super().__init__({"file": [reason]})


@dataclass(frozen=True, slots=True)
class Line:
    """One record: its number in the file or on the sheet (from 1), and its cells as they were read."""

    number: int
    cells: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and lines; ``notes`` are lazy sentences about how the file was understood.

    ``context`` carries what a kind's own parser found beside the rows (calendars of a plan) to its writer;
    ``figures`` are further keys of the import's JSON (``{"summaries": 14}``).
    """

    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    heading_line: int = 1
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    notes: tuple[Any, ...] = ()
    context: Mapping[str, Any] = field(default_factory=dict)
    figures: Mapping[str, Any] = field(default_factory=dict)
