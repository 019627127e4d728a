"""The blocks of a section: each says one thing a board reads, and nothing about how it is drawn."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from core.documents.values import CellValue, Figure, Number, Status, StatusKind


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs with light markup: ``**bold**`` and ``[words](https://…)``; ``markup.plain`` escapes data."""

    paragraphs: tuple[str, ...]
    style: Literal["body", "lead", "numbered", "bullets", "small"] = "body"
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """The overall light and the one sentence that opens a steering pack."""

    status: Status
    sentence: str
    previous: str = ""
    weeks: int | None = None


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure a reader looks for, with what it is measured against and its latest readings in ``trend``."""

    label: str
    value: Figure
    target: Figure | None = None
    target_word: str = ""
    status: Status | None = None
    formula: str = ""
    trend: tuple[Number, ...] = ()
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """Up to four figures on a line."""

    figures: tuple[KeyFigure, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: numbers go right with the unit in the header; width is a weight, 0 lets the content decide."""

    label: str
    align: Literal["left", "right", "center"] = "left"
    unit: str = ""
    width: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a repeated header; ``bare`` leaves the header out, ``landscape`` turns the page.

    ``key`` names the table for cells of other tables of its section that are derived from it.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[CellValue, ...], ...]
    heading: str = ""
    caption: str = ""
    note: str = ""
    empty: str = ""
    bare: bool = False
    total: bool = False
    landscape: bool = False
    key: str = ""

    def __post_init__(self) -> None:
        """Refuse a row with more or fewer cells than columns."""
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row of a table has one cell for each column")


@dataclass(frozen=True, slots=True)
class Series:
    """One series, told apart by ink tone and dash; ``xs`` serve scatter, ``statuses`` and ``words`` serve strip."""

    name: str
    values: tuple[Number | None, ...] = ()
    tone: Literal["current", "comparison", "plan", "reference"] = "current"
    xs: tuple[Number, ...] = ()
    statuses: tuple[StatusKind, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A level to reach, drawn as a dotted line with its word."""

    value: Number
    word: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the horizontal axis, as an index among the labels (fractions allowed), such as P50."""

    at: Number
    word: str
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture whose numbers also print as a table in HTML.

    ``labels`` name the places on the category axis, ``today`` is an index among them (for scatter an x value),
    ``late_from`` the first index drawn pale in a histogram. In a trend ``xs`` are report dates, ``values`` forecast
    dates and ``today`` a date, all as ordinals of days. In a radar each label is a spoke
    and the first target the outermost ring. ``note`` says how it was counted, with n.
    """

    kind: Literal["line", "bar", "hbar", "scatter", "strip", "histogram", "trend", "radar"]
    title: str
    labels: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()
    note: str = ""
    unit: str = ""
    x_label: str = ""
    targets: tuple[Target, ...] = ()
    marks: tuple[Mark, ...] = ()
    today: Number | None = None
    late_from: int | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """A span of the ribbon; the phase that holds today is found by its dates."""

    name: str
    start: date
    end: date
    url: str = ""


GateState = Literal["go", "conditional", "next", "ahead", "stop"]


@dataclass(frozen=True, slots=True)
class GateMark:
    """A diamond on the ribbon; ``kind`` colours the next gate, ``text`` says what it lacks ("2 short")."""

    name: str
    on: date
    state: GateState = "ahead"
    text: str = ""
    kind: StatusKind = "bad"
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Ribbon:
    """Phases to the scale of time, gates as diamonds, today as a stroke."""

    phases: tuple[Phase, ...]
    gates: tuple[GateMark, ...] = ()
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """A task, or a milestone when it has no length; its baseline is drawn thin beneath; ``done`` is 0 to 100.

    On a sheet it also has a code, stands under ``depth`` summaries, may end by ``latest``, slips working days, and has
    a ``deadline``.
    """

    name: str
    start: date
    end: date
    baseline_start: date | None = None
    baseline_end: date | None = None
    done: int = 0
    critical: bool = False
    milestone: bool = False
    code: str = ""
    depth: int = 0
    summary: bool = False
    latest: date | None = None
    slip: int | None = None
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class Gantt:
    """Bars to the scale of time with today's stroke; a ``sheet`` stands on A3 pages with columns and gates."""

    bars: tuple[Bar, ...]
    today: date | None = None
    heading: str = ""
    note: str = ""
    sheet: bool = False
    gates: tuple[GateMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Dot:
    """A risk in the 5 by 5 matrix; ``was_…`` draws the arrow of its movement."""

    id: str
    probability: int
    impact: int
    was_probability: int | None = None
    was_impact: int | None = None
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """The risk matrix; the register beside it is its table."""

    dots: tuple[Dot, ...]
    heading: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Light:
    """One dimension: the computed light, the declared one, and the rule that gave it."""

    dimension: str
    computed: Status
    declared: Status | None = None
    reason: str = ""
    trend: Literal["", "better", "same", "worse"] = ""
    weeks: int | None = None
    stale: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Lights:
    """The table of lights; computed and declared both print."""

    lights: tuple[Light, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One way to decide, named by a letter."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reader may answer to a request, on a page; never frozen, for it depends on who reads when."""

    label: str
    url: str
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """A decision requested: what happens if it waits, and by when it is needed; ``answers`` stand on pages only."""

    number: str
    question: str
    context: str = ""
    options: tuple[Option, ...] = ()
    recommendation: str = ""
    reason: str = ""
    cost_of_delay: str = ""
    delay_note: str = ""
    by: date | None = None
    overdue: bool = False
    url: str = ""
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Asks:
    """The decisions requested of this meeting."""

    asks: tuple[Ask, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signer; without a time it reads waiting. ``decision`` and ``method`` are words of the document's language."""

    name: str
    role: str
    capacity: str = ""
    decision: str = ""
    comment: str = ""
    signed_at: datetime | None = None
    method: str = ""
    hash: str = ""
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Signatures:
    """The signature block."""

    signatures: tuple[Signature, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A section without data yet: a sentence, what to do, and where."""

    text: str
    action: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block starts a page."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Two stacks side by side; ``left_share`` is the left one's share of the width in per cent."""

    left: "tuple[Block, ...]"
    right: "tuple[Block, ...]"
    left_share: int = 50


Block = (
    Text
    | Headline
    | KeyFigures
    | Table
    | Chart
    | Ribbon
    | Gantt
    | Matrix
    | Lights
    | Asks
    | Signatures
    | Missing
    | PageBreak
    | Columns
)
BLOCKS: tuple[type, ...] = (
    Text, Headline, KeyFigure, KeyFigures, Column, Table, Series, Target, Mark, Chart, Phase, GateMark, Ribbon, Bar,
    Gantt, Dot, Matrix, Light, Lights, Option, Answer, Ask, Asks, Signature, Signatures, Missing, PageBreak, Columns,
)  # fmt: skip
