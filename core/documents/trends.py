"""The milestone trend: report date across, forecast date up, and the diagonal on which a forecast is reached."""

import math
from datetime import date

from django.utils.translation import gettext as _

from core.documents import words
from core.documents.blocks import Chart, Series
from core.documents.drawing import (
    INK,
    INK_3,
    INK_4,
    RULE_SOFT,
    SERIES_TONES,
    Circle,
    Label,
    Path,
    Picture,
    fit,
    measure,
)

MONTH_ROOM = 3.4  # letters' widths that the name of a month takes
NAMES = 0.36  # share of the width that the names may take


class Ground:
    """Where a report date and a forecast date fall."""

    def __init__(self, chart: Chart, picture: Picture, size: float) -> None:
        """Leave room for months at the left and below, and for names at the right."""
        xs = [int(x) for series in chart.series for x in series.xs]
        ys = [int(y) for series in chart.series for y in series.values if y is not None]
        self.first, self.last = min(xs), max([*xs, *([] if chart.today is None else [int(chart.today)])])
        self.last = max(self.last, self.first + 1)
        self.low, self.high = min(*ys, self.first), max(*ys, self.first + 28)
        self.left, self.top, self.bottom = measure("26/12", size) + 5, size * 2, picture.height - size * 3.6
        longest = max(measure(end_words(series), size) for series in chart.series)
        self.right = picture.width - min(longest + 10, picture.width * NAMES)

    def x(self, day: float) -> float:
        """Return the place of a report date."""
        return self.left + (day - self.first) / (self.last - self.first) * (self.right - self.left)

    def y(self, day: float) -> float:
        """Return the height of a forecast date."""
        return self.bottom - (day - self.low) / (self.high - self.low) * (self.bottom - self.top)


def draw(chart: Chart, picture: Picture, size: float) -> None:
    """Draw the months, the diagonal, today, and one line for each milestone with its name and latest date."""
    ground = Ground(chart, picture, size)
    _months(picture, ground, size)
    until = min(ground.last, ground.high)
    start, end = (ground.x(ground.first), ground.y(ground.first)), (ground.x(until), ground.y(until))
    picture.add(Path((start, end), INK_4, 1, (2, 3)))
    if chart.today is not None:
        x = ground.x(float(chart.today))
        picture.line(x, ground.top - 2, x, ground.bottom, INK, 0.9)
        last = int(chart.today) == ground.last
        picture.add(Label(x, ground.top - 5, _("Today"), size, INK, "end" if last else "middle"))
    for series in chart.series:
        _line(picture, ground, series)
    _names(picture, ground, chart, size)
    if chart.x_label:
        middle = (ground.left + ground.right) / 2
        picture.add(Label(middle, picture.height - 3, chart.x_label, size, INK_3, "middle"))


def end_words(series: Series) -> str:
    """Return what stands at the end of a line: the milestone and its latest forecast."""
    known = [value for value in series.values if value is not None]
    return f"{series.name} {words.day(date.fromordinal(int(known[-1])))}" if known else series.name


def sentence(chart: Chart) -> str:
    """Say each milestone with its latest forecast."""
    return "; ".join(filter(None, [*map(end_words, chart.series), chart.note]))


def _months(picture: Picture, ground: Ground, size: float) -> None:
    """Rule and name the months on both axes, as many as have room."""
    across, up = _firsts(ground.first, ground.last), _firsts(ground.low, ground.high)
    every = max(1, math.ceil(len(across) * size * MONTH_ROOM / (ground.right - ground.left)))
    for day in across[::every]:
        x = ground.x(day.toordinal())
        picture.line(x, ground.top, x, ground.bottom, RULE_SOFT)
        picture.add(Label(x, ground.bottom + size * 1.5, f"{day:%y/%m}", size, INK_3, "middle"))
    every = max(1, math.ceil(len(up) * size * 2 / (ground.bottom - ground.top)))
    for day in up[::every]:
        y = ground.y(day.toordinal())
        picture.line(ground.left, y, ground.right, y, RULE_SOFT)
        picture.add(Label(ground.left - 4, y + size * 0.35, f"{day:%y/%m}", size, INK_3, "end"))


def _firsts(low: int, high: int) -> list[date]:
    first, last = date.fromordinal(low), date.fromordinal(high)
    days = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    return [day for day in days if first <= day <= last]


def _line(picture: Picture, ground: Ground, series: Series) -> None:
    tone, dash, width = SERIES_TONES[series.tone]
    known = [(x, y) for x, y in zip(series.xs, series.values, strict=True) if y is not None]
    points = tuple((ground.x(float(x)), ground.y(float(y))) for x, y in known)
    if len(points) > 1:
        picture.add(Path(points, tone, width, dash))
    for x, y in points:
        picture.add(Circle(x, y, 1.8, tone))


def _names(picture: Picture, ground: Ground, chart: Chart, size: float) -> None:
    """Write the names from the top down, each at least a line below the one before it, all inside the picture."""
    ends = _ends(ground, chart)
    taken, room = -math.inf, picture.width - ground.right - 8
    lowest = picture.height - size * 1.25 * len(ends)
    for place, (y, series) in enumerate(ends):
        at = min(max(y + size * 0.35, taken + size * 1.25), lowest + size * 1.25 * (place + 1) - 2)
        taken = at
        current = series.tone == "current"
        text = fit(end_words(series), size, room)
        picture.add(Label(ground.right + 6, at, text, size, INK if current else INK_3, bold=current))


def _ends(ground: Ground, chart: Chart) -> list[tuple[float, Series]]:
    known = [(series, [value for value in series.values if value is not None]) for series in chart.series]
    return sorted(((ground.y(float(values[-1])), series) for series, values in known if values), key=lambda end: end[0])
