"""Where the bars, diamonds and months of a Gantt stand: plain numbers for a drawing of fixed width."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH, NAMES, ROW, TOP, EDGE = 1180, 330, 22, 56, 18
MAX_MONTHS = 24
YEAR_ROOM = 40  # what the name of a year needs before the next one
NEAR = 58  # closer gates name themselves to the left
DIAMOND = 6
INDENT = 12
LETTERS = 44  # that many half-width letters fit beside the bars


@dataclass(frozen=True, slots=True)
class Work:
    """A row to draw."""

    name: str
    url: str
    start: date | None
    finish: date | None
    depth: int = 0
    percent: int = 0
    summary: bool = False
    milestone: bool = False
    critical: bool = False
    baseline_start: date | None = None
    baseline_finish: date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A drawn row; ``kind`` is task, summary or milestone, ``x`` of a milestone is its middle."""

    name: str
    url: str
    words: str
    kind: str
    critical: bool
    y: int
    text_x: int
    x: int
    width: int
    done: int
    base_x: int
    base_width: int

    @property
    def middle(self) -> int:
        """Vertical middle of the row."""
        return self.y + ROW // 2

    @property
    def diamond(self) -> str:
        """The path of a milestone."""
        return diamond(self.x, self.middle)


@dataclass(frozen=True, slots=True)
class Mark:
    """A month, or a gate with its path."""

    x: int
    label: str
    path: str = ""
    anchor: str = "start"
    text_x: int = 0
    year: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything a Gantt draws."""

    height: int
    bars: Sequence[Bar]
    months: Sequence[Mark]
    gates: Sequence[Mark]
    today: int | None
    width: int = WIDTH
    names: int = NAMES
    top: int = TOP


def diamond(x: int, y: int) -> str:
    """Return the path of a diamond around a point."""
    return f"M{x} {y - DIAMOND}L{x + DIAMOND} {y}L{x} {y + DIAMOND}L{x - DIAMOND} {y}Z"


def draw(rows: Sequence[Work], gates: Sequence[tuple[str, date]], today: date) -> Drawing | None:
    """Lay out rows, gates and today's stroke; None where nothing has dates."""
    days = [day for row in rows for day in (row.start, row.finish, row.baseline_start, row.baseline_finish) if day]
    days += [day for _name, day in gates]
    if not days:
        return None
    first, last = min(days), max(days)
    span = max((last - first).days + 1, 7)

    def x(day: date) -> int:
        return NAMES + (WIDTH - NAMES - EDGE) * (day - first).days // span

    bars = [_bar(row, TOP + number * ROW, x) for number, row in enumerate(rows)]
    return Drawing(
        height=TOP + len(rows) * ROW + 8,
        bars=bars,
        months=_month_marks([(day, x(day)) for day in _months(first, last)]),
        gates=_gates([(name, x(day)) for name, day in sorted(gates, key=lambda pair: pair[1])]),
        today=x(today) if first <= today <= last else None,
    )


def _gates(places: Sequence[tuple[str, int]]) -> list[Mark]:
    """Put each gate's name to its right, or to its left where the next gate or the edge is near."""
    marks = []
    for number, (name, x) in enumerate(places):
        following = places[number + 1][1] if number + 1 < len(places) else WIDTH
        left = following - x < NEAR
        text = x - DIAMOND - 4 if left else x + DIAMOND + 4
        marks.append(Mark(x, name, diamond(x, TOP - 12), "end" if left else "start", text))
    return marks


def _month_marks(places: Sequence[tuple[date, int]]) -> list[Mark]:
    """Name each month by its number, with the year above its first one; a year without room is left out."""
    firsts = {day.year: x for day, x in reversed(places)}
    named = {x: year for year, x in firsts.items() if firsts.get(year + 1, WIDTH * 2) - x >= YEAR_ROOM}
    return [Mark(x, f"{day:%m}", year=str(named.get(x, ""))) for day, x in places]


def _bar(row: Work, y: int, x: Callable[[date], int]) -> Bar:
    kind = "summary" if row.summary else "milestone" if row.milestone else "task"
    left, width = _stretch(row.start, row.finish, x)
    base_left, base_width = _stretch(row.baseline_start, row.baseline_finish, x)
    return Bar(
        name=shortened(row.name, row.depth),
        url=row.url,
        words=row.words,
        kind=kind,
        critical=row.critical,
        y=y,
        text_x=row.depth * INDENT,
        x=left if kind != "milestone" else left + width // 2,
        width=width,
        done=width * min(row.percent, 100) // 100,
        base_x=base_left,
        base_width=base_width,
    )


def _stretch(start: date | None, finish: date | None, x: Callable[[date], int]) -> tuple[int, int]:
    """Return left end and width of the days from start to finish, both included."""
    if start is None or finish is None:
        return 0, 0
    left = x(start)
    return left, max(x(finish + timedelta(days=1)) - left, 2)


def _months(first: date, last: date) -> list[date]:
    """Firsts of months inside, thinned so that their names have room."""
    found = []
    day = first.replace(day=1)
    while day <= last:
        if day >= first:
            found.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return found[:: max(1, -(-len(found) // MAX_MONTHS))]


def shortened(name: str, depth: int) -> str:
    """Cut a name to what fits beside the bars; a Chinese sign is as wide as two letters."""
    room = LETTERS - depth * 2
    used = 0
    for number, sign in enumerate(name):
        used += 2 if ord(sign) > 0x2E80 else 1  # noqa: PLR2004  (where the wide scripts begin)
        if used > room:
            return name[: max(number - 1, 1)] + "…"
    return name
