"""The radar: a spoke for each label, rings for the values, a closed line for each series."""

import math
from collections.abc import Callable
from decimal import Decimal

from core.documents import words
from core.documents.blocks import Chart, Series
from core.documents.drawing import INK, INK_3, RULE, RULE_SOFT, SERIES_TONES, Circle, Label, Path, Picture, fit, measure

RINGS = 5


def draw(chart: Chart, picture: Picture, size: float) -> None:
    """Draw rings and spokes, then the series with the current one last, and their key at the foot."""
    spokes = len(chart.labels)
    levels = [float(value) for series in chart.series for value in series.values if value is not None]
    highest = float(chart.targets[0].value) if chart.targets else max(levels, default=1.0) or 1.0
    foot = size * 1.9 * len(chart.series) + size
    beside = max((measure(label, size) for label in chart.labels), default=0.0)
    radius = max(
        min((picture.height - foot) / 2 - size * 1.8, picture.width / 2 - min(beside, picture.width * 0.36) - 6), size
    )
    x, y = picture.width / 2, size * 1.8 + radius

    def at(spoke: int, share: float) -> tuple[float, float]:
        angle = 2 * math.pi * spoke / max(spokes, 1) - math.pi / 2
        return x + radius * share * math.cos(angle), y + radius * share * math.sin(angle)

    for ring in range(1, RINGS + 1):
        share = ring / RINGS
        tone = RULE if ring == RINGS else RULE_SOFT
        picture.add(Path(tuple(at(spoke, share) for spoke in range(spokes)), tone, 0.8, closed=True))
        picture.add(
            Label(
                x + 3,
                y - radius * share + size,
                words.number(Decimal(str(round(highest * share, 1)))),
                size * 0.9,
                INK_3,
            )
        )
    for spoke, label in enumerate(chart.labels):
        picture.line(x, y, *at(spoke, 1), RULE_SOFT)
        _name(picture, label, at(spoke, 1.0), (x, y), size)
    order = ["reference", "plan", "comparison", "current"]
    for series in sorted(chart.series, key=lambda series: order.index(series.tone)):
        _series(picture, series, at, highest)
    for line, series in enumerate(chart.series):
        _key(picture, series, picture.height - foot + size * (1.6 + 1.9 * line), x, size)


def _name(picture: Picture, label: str, end: tuple[float, float], middle: tuple[float, float], size: float) -> None:
    """Write a spoke's name outside its end, inside the picture."""
    left, right = end[0] < middle[0] - 1, end[0] > middle[0] + 1
    if left:
        picture.add(Label(end[0] - 5, end[1] + size * 0.35, fit(label, size, end[0] - 5), size, INK, "end"))
    elif right:
        room = picture.width - end[0] - 5
        picture.add(Label(end[0] + 5, end[1] + size * 0.35, fit(label, size, room), size, INK))
    else:
        above = end[1] < middle[1]
        picture.add(Label(end[0], end[1] - size * 0.6 if above else end[1] + size * 1.4, label, size, INK, "middle"))


def _series(picture: Picture, series: Series, at: Callable[[int, float], tuple[float, float]], highest: float) -> None:
    """Draw the closed line through what is known, a dot at each value."""
    tone, dash, width = SERIES_TONES[series.tone]
    points = tuple(at(spoke, float(value) / highest) for spoke, value in enumerate(series.values) if value is not None)
    if len(points) > 1:
        picture.add(Path(points, tone, width, dash, closed=True))
    for point in points:
        picture.add(Circle(*point, 2, tone))


def _key(picture: Picture, series: Series, y: float, middle: float, size: float) -> None:
    """Name a series beside a stroke of its tone."""
    tone, dash, width = SERIES_TONES[series.tone]
    wide = measure(series.name, size) + size * 3
    left = middle - wide / 2
    picture.add(Path(((left, y - size * 0.3), (left + size * 2.4, y - size * 0.3)), tone, width, dash))
    picture.add(Label(left + size * 3, y, series.name, size, INK if series.tone == "current" else INK_3))
