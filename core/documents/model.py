"""The document: what every paper says about itself, and its sections. Providers import everything from here."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from core.documents.blocks import (
    Answer,
    Ask,
    Asks,
    Bar,
    Block,
    Chart,
    Column,
    Columns,
    Dot,
    Gantt,
    GateMark,
    Headline,
    KeyFigure,
    KeyFigures,
    Light,
    Lights,
    Mark,
    Matrix,
    Missing,
    Option,
    PageBreak,
    Phase,
    Ribbon,
    Series,
    Signature,
    Signatures,
    Table,
    Target,
    Text,
)
from core.documents.derived import check, ratio, total
from core.documents.values import Cell, CellValue, Derived, Figure, Number, Place, Scalar, Status, StatusKind

__all__ = [
    "Answer", "Ask", "Asks", "Bar", "Block", "Cell", "CellValue", "Change", "Chart", "Column", "Columns", "Definition",
    "Derived", "Document", "Dot", "Fact", "Figure", "Gantt", "GateMark", "Headline", "KeyFigure", "KeyFigures",
    "Letterhead", "Light", "Lights", "Mark", "Matrix", "Missing", "Number", "Option", "PageBreak", "Phase", "Place",
    "Ribbon", "Scalar", "Section", "Series", "Signature", "Signatures", "Source", "Status", "StatusKind", "Table",
    "Target", "Text", "ratio", "total",
]  # fmt: skip

Language = Literal["zh-hans", "en"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where the figures of a section came from; older than agreed is ``stale``, typed by hand names the person."""

    system: str
    extracted_at: datetime | None = None
    rows: int | None = None
    filter: str = ""
    stale: bool = False
    agreed: str = ""
    manual_by: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing by which two issues of a paper are compared: the same ``key`` in the same ``group`` is the same thing.

    ``word`` is how the value reads, where it does not read as itself; ``live`` ends when the thing is settled;
    ``amount`` is a number whose difference says how far it moved, in ``unit``.
    """

    group: str
    key: str
    label: str
    value: Scalar = None
    word: str = ""
    live: bool = True
    amount: Number | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part with its blocks and its sources; ``key`` names it in links, ``new_page`` starts one.

    What is ``whole`` stands on one page of paper, set smaller where it must. ``facts`` are not printed: the next issue
    is compared with them. A section that is not ``compared`` is itself told about another issue, and its rows are no
    changes.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    key: str = ""
    subtitle: str = ""
    sources: tuple[Source, ...] = ()
    new_page: bool = False
    facts: tuple[Fact, ...] = ()
    compared: bool = True
    whole: bool = False

    def __post_init__(self) -> None:
        """Refuse a number that is not what the cells it is derived from give."""
        check(self.blocks)


@dataclass(frozen=True, slots=True)
class Definition:
    """A term or formula, named by the id that prints beside the figure."""

    id: str
    term: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference from the previous issue."""

    what: str
    before: str = ""
    after: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The organisation's paper: its names, a PNG logo by its name in storage, its footer and its number pattern."""

    name: str = ""
    name_en: str = ""
    logo: str = ""
    footer: str = ""
    number_pattern: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A paper, whole: renderers add nothing to it but the fixed words of its language.

    ``as_of`` and ``generated_at`` are aware and printed in ``zone``; both come from the snapshot, never from the
    clock. ``status`` is draft, in_review, approved, issued, superseded or withdrawn. ``sha256`` is the snapshot's.
    """

    kind: str
    number: str
    title: str
    programme: str
    as_of: datetime
    generated_at: datetime
    language: Language = "zh-hans"
    zone: str = "Asia/Shanghai"
    subtitle: str = ""
    period: str = ""
    version: str = "1"
    status: str = "draft"
    classification: str = ""
    owner: str = ""
    letterhead: Letterhead = Letterhead()
    sections: tuple[Section, ...] = ()
    definitions: tuple[Definition, ...] = ()
    assumptions: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    previous: str = ""
    distribution: tuple[str, ...] = ()
    next_issue: date | None = None
    sha256: str = ""
    verify_code: str = ""
    verify_url: str = ""
    cover: bool = True
    contents: bool = True
