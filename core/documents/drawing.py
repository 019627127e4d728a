"""Pictures as plain shapes, drawn once and written as SVG or into a PDF. The y axis points down."""

import unicodedata
from dataclasses import dataclass, field
from typing import Literal

INK, INK_2, INK_3, INK_4, INK_5 = "#14181f", "#3b434e", "#5b6570", "#868f99", "#b9c0c7"
RULE, RULE_SOFT, TINT, PAPER, WHITE = "#dfe2e5", "#eceef0", "#f3f4f5", "#f8f8f6", "#ffffff"
GOOD, GOOD_INK, GOOD_TINT = "#17824a", "#0e6537", "#e8f4ed"
WARN, WARN_INK, WARN_TINT = "#c27400", "#844700", "#fdf2de"
BAD, BAD_INK, BAD_TINT = "#cc2b23", "#a51d17", "#fdecea"

STATUS_SHAPE = {"good": GOOD, "warn": WARN, "bad": BAD, "block": BAD, "stale": WARN}
STATUS_INK = {"good": GOOD_INK, "warn": WARN_INK, "bad": BAD_INK, "block": BAD_INK, "stale": WARN_INK,
              "run": INK_2, "wait": INK_3, "done": INK_3, "none": INK_3}  # fmt: skip
SERIES_TONES: dict[str, tuple[str, tuple[float, ...], float]] = {
    "current": (INK, (), 1.6),
    "comparison": (INK_3, (7, 3), 1.4),
    "plan": (INK_4, (2, 3), 1.4),
    "reference": (INK_5, (2, 3), 1.4),
}


@dataclass(frozen=True, slots=True)
class Path:
    """Straight strokes through the points; closed and filled where ``fill`` says so."""

    points: tuple[tuple[float, float], ...]
    stroke: str = ""
    width: float = 1
    dash: tuple[float, ...] = ()
    fill: str = ""
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    stroke: str = ""


@dataclass(frozen=True, slots=True)
class Circle:
    """A disc or a ring."""

    x: float
    y: float
    r: float
    fill: str = ""
    stroke: str = ""
    width: float = 1


@dataclass(frozen=True, slots=True)
class Label:
    """Words on a baseline."""

    x: float
    y: float
    text: str
    size: float
    colour: str = INK_3
    anchor: Literal["start", "middle", "end"] = "start"
    bold: bool = False
    turned: bool = False


Shape = Path | Rect | Circle | Label


@dataclass(slots=True)
class Picture:
    """Shapes on a ground of a size, with a title and a sentence for those who cannot see them."""

    width: float
    height: float
    title: str
    description: str = ""
    shapes: list[Shape] = field(default_factory=list)

    def add(self, *shapes: Shape) -> None:
        """Draw more shapes on top."""
        self.shapes.extend(shapes)

    def line(self, x1: float, y1: float, x2: float, y2: float, stroke: str = RULE, width: float = 0.6,
             dash: tuple[float, ...] = ()) -> None:  # fmt: skip
        """Draw one stroke."""
        self.shapes.append(Path(((x1, y1), (x2, y2)), stroke, width, dash))


def measure(text: str, size: float) -> float:
    """Estimate the width of words: a Chinese character is square, a Latin one about half."""
    return sum(size if unicodedata.east_asian_width(char) in "WF" else size * 0.56 for char in text)


def fit(text: str, size: float, room: float) -> str:
    """Return the words, cut with an ellipsis where they do not fit the room."""
    if measure(text, size) <= room:
        return text
    while text and measure(text, size) + size > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def diamond(x: float, y: float, r: float, stroke: str, fill: str, width: float = 1) -> Path:
    """Return a diamond around its centre."""
    return Path(((x, y - r), (x + r, y), (x, y + r), (x - r, y)), stroke, width, (), fill, closed=True)


def status_shapes(kind: str, x: float, y: float, size: float) -> list[Shape]:
    """Return the shape of a status in a square whose upper left corner is given."""
    unit = size / 16
    colour = STATUS_SHAPE.get(kind, INK_2 if kind == "run" else INK_3)

    def at(*points: tuple[float, float]) -> tuple[tuple[float, float], ...]:
        return tuple((x + px * unit, y + py * unit) for px, py in points)

    def stroke(*points: tuple[float, float], tone: str = WHITE, width: float = 1.9) -> Path:
        return Path(at(*points), tone, width * unit)

    middle = x + 8 * unit, y + 8 * unit
    disc = Circle(*middle, 7 * unit, colour)
    ring = Circle(*middle, 6.2 * unit, "", colour, 1.6 * unit)
    hands = stroke((8, 4.8), (8, 8.2), (11, 8.2), tone=colour, width=1.7)
    shapes: dict[str, list[Shape]] = {
        "good": [disc, stroke((4.2, 8.2), (6.9, 10.7), (11.6, 5.8))],
        "warn": [
            Path(at((8, 1), (15.6, 14.5), (0.4, 14.5)), "", 0, (), colour, closed=True),
            stroke((8, 5.8), (8, 10.2)),
            stroke((8, 11.2), (8, 13)),
        ],
        "bad": [
            Rect(x + 1.8 * unit, y + 1.8 * unit, 12.4 * unit, 12.4 * unit, colour),
            stroke((4.8, 4.8), (11.2, 11.2)),
            stroke((11.2, 4.8), (4.8, 11.2)),
        ],
        "block": [disc, stroke((3.9, 8), (12.1, 8), width=2.1)],
        "run": [ring, Path(_half(x, y, unit), "", 0, (), colour, closed=True)],
        "wait": [ring],
        "stale": [*_broken(middle, unit, colour), hands],
        "done": [stroke((2.4, 7.6), (6.3, 11.6), (13.7, 4), tone=colour, width=2)],
    }
    return shapes.get(kind, [stroke((3, 8), (13, 8), tone=colour, width=1.6)])


def _half(x: float, y: float, unit: float) -> tuple[tuple[float, float], ...]:
    """Return the right half of a disc as a polygon."""
    curve = [(0, -5.6), (2.1, -5.2), (4, -4), (5.2, -2.1), (5.6, 0), (5.2, 2.1), (4, 4), (2.1, 5.2), (0, 5.6)]
    return tuple((x + (8 + px) * unit, y + (8 + py) * unit) for px, py in curve)


def _broken(middle: tuple[float, float], unit: float, colour: str) -> list[Shape]:
    """Return a ring of eight short strokes."""
    outer = [(0.38, 0.92), (0.92, 0.38)]
    arcs: list[Shape] = []
    for sx, sy in ((1, 1), (1, -1), (-1, -1), (-1, 1)):
        for (ax, ay), (bx, by) in (((0.1, 1.0), outer[0]), (outer[1], (1.0, 0.1))):
            ends = tuple(
                (middle[0] + sx * px * 6 * unit, middle[1] + sy * py * 6 * unit) for px, py in ((ax, ay), (bx, by))
            )
            arcs.append(Path(ends, colour, 1.9 * unit))
    return arcs
