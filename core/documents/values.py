"""What stands in a cell or a figure: numbers that stay numbers, statuses with a word, cells with a second line."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Number = int | Decimal
StatusKind = Literal["good", "warn", "bad", "block", "stale", "run", "wait", "done", "none"]
Tone = Literal["", "good", "warn", "bad", "muted"]

STATUS_KINDS: tuple[StatusKind, ...] = ("good", "warn", "bad", "block", "stale", "run", "wait", "done", "none")


@dataclass(frozen=True, slots=True)
class Status:
    """One of the nine shapes and its word; an empty word prints the kind's usual one."""

    kind: StatusKind
    word: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit, and how it was counted.

    The unit ``share`` means a fraction that prints as per cent; ``pp``, ``wd``, ``days``, ``minutes``, ``hours`` and
    ``count`` print in the document's language, any other unit as it stands. None prints as not available, never 0.
    """

    value: Number | None
    unit: str = ""
    places: int | None = None
    numerator: Number | None = None
    denominator: Number | None = None
    n: int | None = None
    signed: bool = False


Scalar = str | int | Decimal | date | datetime | Figure | Status | None


@dataclass(frozen=True, slots=True)
class Place:
    """A cell by its row and column from 0, header left out; ``table`` is the key of another table of the section."""

    row: int
    column: int
    times: int = 1
    table: str = ""


@dataclass(frozen=True, slots=True)
class Derived:
    """How a number follows from others: the sum of ``of``, each counted its times, over that of ``over``."""

    of: tuple[Place, ...]
    over: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell that carries more than a value: a status before it, the old value, a second line, a link.

    ``derived`` says of which other cells the number is made; a workbook computes it live, and a section refuses a
    number that prints otherwise than what those cells give.
    """

    content: Scalar = None
    status: Status | None = None
    second: str = ""
    old: Scalar = None
    url: str = ""
    strong: bool = False
    tone: Tone = ""
    derived: Derived | None = None


CellValue = Scalar | Cell
