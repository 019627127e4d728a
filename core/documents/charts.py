"""Charts as pictures: ink tones and dashes tell series apart, each is labelled at its end, targets are dotted."""

import math
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from django.utils.translation import gettext as _

from core.documents import radars, trends, words
from core.documents.blocks import Chart, Series, Target
from core.documents.drawing import (
    INK,
    INK_2,
    INK_3,
    INK_4,
    INK_5,
    RULE_SOFT,
    SERIES_TONES,
    WHITE,
    Circle,
    Label,
    Path,
    Picture,
    Rect,
    fit,
    measure,
    status_shapes,
)
from core.documents.values import STATUS_KINDS, Number


def draw(chart: Chart, width: float, height: float = 0, size: float = 7.5) -> Picture:
    """Draw a chart in a width; rows of bars and strips take the height they need, others the one given."""
    if chart.kind == "hbar":
        return _hbar(chart, width, size)
    if chart.kind == "strip":
        return _strip(chart, width, size)
    picture = Picture(width, height or width * 0.5, chart.title, sentence(chart))
    if not _levels(chart):
        picture.add(Label(0, size * 2, _("No data yet"), size, INK_3))
        return picture
    if chart.kind == "trend":
        trends.draw(chart, picture, size)
        return picture
    if chart.kind == "radar":
        radars.draw(chart, picture, size)
        return picture
    frame = Frame(chart, picture, size)
    frame.axes()
    {"line": _lines, "scatter": _points, "bar": _bars, "histogram": _bars}[chart.kind](frame)
    frame.overlay()
    return picture


def sentence(chart: Chart) -> str:
    """Say each series with its latest value."""
    if chart.kind == "trend":
        return trends.sentence(chart)
    said = []
    for series in chart.series:
        known = [value for value in series.values if value is not None]
        said.append(f"{series.name} {words.number(known[-1])}{chart.unit}" if known else series.name)
    return "; ".join(filter(None, [*said, chart.note]))


def _levels(chart: Chart) -> list[float]:
    return [float(value) for series in chart.series for value in series.values if value is not None]


def nice_step(span: float, count: int = 5) -> float:
    """Return a step of 1, 2 or 5 times a power of ten that rules the span with about that many lines."""
    raw = span / count
    power = 10.0 ** math.floor(math.log10(raw))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw * 0.999)


class Frame:
    """The ground of a chart: where a value and a place on the axis fall."""

    def __init__(self, chart: Chart, picture: Picture, size: float) -> None:
        """Choose the ruled range and leave room for the words at the left and at the ends of the lines."""
        self.chart, self.picture, self.size = chart, picture, size
        self.told: list[Label] = []  # words among the lines, written last of all
        levels = [*_levels(chart), *(float(target.value) for target in chart.targets)]
        low, high = min(*levels, 0.0), max(*levels, 0.0)
        self.step = nice_step((high - low) or 1)
        self.low, self.high = math.floor(low / self.step) * self.step, math.ceil(high / self.step) * self.step
        if self.high == self.low:
            self.high += self.step
        hidden = chart.kind == "histogram"
        ticks = [] if hidden else [self.tick(level) for level in self.ticks()]
        self.left = max((measure(tick, size) for tick in ticks), default=0) + (5 if ticks else 0)
        ends = [self.end_words(series) for series in chart.series] if chart.kind == "line" else []
        ends += [target_words(target, chart) for target in chart.targets]
        self.right = picture.width - min(max((measure(end, size) for end in ends), default=0) + 8, picture.width * 0.4)
        lifted = chart.marks or (chart.kind == "bar" and len(chart.series) > 1)
        self.top, self.bottom = (
            size * (3.2 if lifted else 2),
            picture.height - size * 2,
        )
        if chart.x_label:
            self.bottom -= size * 1.4

    def ticks(self) -> list[float]:
        """Return the ruled values."""
        return [self.low + index * self.step for index in range(round((self.high - self.low) / self.step) + 1)]

    def tick(self, level: float) -> str:
        """Write a ruled value with the unit."""
        places = max(0, -math.floor(math.log10(self.step))) if self.step < 1 else 0
        return words.number(Decimal(str(round(level, 9))), places) + ("%" if self.chart.unit == "%" else "")

    def end_words(self, series: Series) -> str:
        """Return what stands at the end of a line: its name and latest value."""
        known = [value for value in series.values if value is not None]
        return f"{series.name} {words.number(known[-1])}{'%' if self.chart.unit == '%' else ''}" if known else ""

    def y(self, level: Number | float) -> float:
        """Return the height of a value."""
        return self.bottom - (float(level) - self.low) / (self.high - self.low) * (self.bottom - self.top)

    def x(self, index: Number | float) -> float:
        """Return the place of an index: bars stand in the middle of their share, points at its edges."""
        count = max(len(self.chart.labels), *(len(series.values) for series in self.chart.series))
        if self.chart.kind == "scatter":
            xs = [float(x) for series in self.chart.series for x in series.xs]
            low, high = min([0.0, *xs]), max([0.0, *xs])
            return self.left + (float(index) - low) / ((high - low) or 1) * (self.right - self.left)
        if self.chart.kind == "line":
            return self.left + float(index) / max(count - 1, 1) * (self.right - self.left)
        return self.left + (float(index) + 0.5) / count * (self.right - self.left)

    def axes(self) -> None:
        """Rule the values and name the places; names that would touch are skipped evenly."""
        picture, size = self.picture, self.size
        if self.chart.kind != "histogram":
            for level in self.ticks():
                picture.line(self.left, self.y(level), self.right, self.y(level), RULE_SOFT if level else INK_4)
                picture.add(Label(self.left - 4, self.y(level) + size * 0.35, self.tick(level), size, INK_3, "end"))
            unit = self.chart.unit if self.chart.unit != "%" else ""
            picture.add(Label(0, size, unit, size, INK_3))
            self._key()
        else:
            picture.line(self.left, self.bottom, self.right, self.bottom, INK_4)
        labels = self.chart.labels if self.chart.kind != "scatter" else ()
        every = next((n for n in range(1, len(labels)) if self._clear(labels, n)), max(len(labels), 1))
        for index in range(0, len(labels), every):
            middle = self._middle(labels, index)
            picture.add(Label(middle, self.bottom + size * 1.5, labels[index], size, INK_3, "middle"))
        if self.chart.x_label:
            middle = (self.left + self.right) / 2
            picture.add(Label(middle, self.picture.height - 2, self.chart.x_label, size, INK_3, "middle"))

    def _middle(self, labels: Sequence[str], index: int) -> float:
        """Return where a name's middle stands: below its place, but inside the picture."""
        half = measure(labels[index], self.size) / 2
        return min(max(self.x(index), half), self.picture.width - half)

    def _clear(self, labels: Sequence[str], every: int) -> bool:
        """Tell whether every so-manieth name has room beside the next."""
        size, gap = self.size, self.size * 0.7
        reaches = [(self._middle(labels, n), measure(labels[n], size) / 2) for n in range(0, len(labels), every)]
        return all(one + half + gap <= other - wide for (one, half), (other, wide) in pairwise(reaches))

    def _key(self) -> None:
        """Name the bars of several series at the upper right; lines carry their names at their ends."""
        x = self.picture.width
        for series in reversed(self.chart.series if self.chart.kind == "bar" and len(self.chart.series) > 1 else ()):
            x -= measure(series.name, self.size) + 4
            self.picture.add(Label(x, self.size, series.name, self.size, INK_3))
            tone = INK_3 if series.tone == "current" else INK_5
            x -= self.size + 4
            self.picture.add(Rect(x, self.size * 0.3, self.size * 0.8, self.size * 0.75, tone))
            x -= 4

    def overlay(self) -> None:
        """Draw targets, marks and today on top."""
        picture, size = self.picture, self.size
        for target in self.chart.targets:
            y = self.y(target.value)
            picture.line(self.left, y, self.right, y, INK, 0.8, (2, 3))
            if self.chart.kind != "line":
                picture.add(Label(self.right + 4, y + size * 0.35, target_words(target, self.chart), size, INK_2))
        if self.chart.today is not None:
            x = self.x(self.chart.today)
            picture.line(x, self.top - 2, x, self.bottom, INK, 0.9)
            picture.add(Label(x, self.top - 4, _("Today"), size, INK, "middle"))
        busy: list[tuple[float, float]] = []
        for mark in self.chart.marks:
            x, half = self.x(mark.at), measure(mark.word, size) / 2
            middle = min(max(x, half), picture.width - half)
            lifted = any(middle - half < right and middle + half > left for left, right in busy)
            if not lifted:
                busy.append((middle - half - 2, middle + half + 2))
            picture.line(
                x, self.top - 2 - (size * 1.3 if lifted else 0), x, self.bottom, INK, 0.9, (3, 3) if mark.dashed else ()
            )
            picture.add(Label(middle, self.top - 4 - (size * 1.3 if lifted else 0), mark.word, size, INK, "middle"))
        self._tell()

    def _tell(self) -> None:
        """Write the words among the lines; a target's line that would cross them stops before them."""
        lines = [self.y(target.value) for target in self.chart.targets]
        for label in self.told:
            top, bottom = label.y - label.size, label.y + label.size * 0.25
            if any(top < line < bottom for line in lines):
                wide = measure(label.text, label.size) * (1.06 if label.bold else 1) + 3
                left = label.x - 1.5 - (wide / 2 - 1.5 if label.anchor == "middle" else 0)
                self.picture.add(Rect(left, top, wide, bottom - top, WHITE))
            self.picture.add(label)


def target_words(target: Target, chart: Chart) -> str:
    """Write a target with its word."""
    word = target.word or _("Target")
    return f"{word} {words.number(target.value)}{'%' if chart.unit == '%' else ''}"


def _lines(frame: Frame) -> None:
    """Draw the series, plan first and current last, and their names at their ends without overlap."""
    order = ["reference", "plan", "comparison", "current"]
    ends: list[tuple[float, float, Series | Target]] = [
        (frame.right - 1, frame.y(target.value), target) for target in frame.chart.targets
    ]
    for series in sorted(frame.chart.series, key=lambda series: order.index(series.tone)):
        tone, dash, width = SERIES_TONES[series.tone]
        for piece in _pieces(frame, series):
            if len(piece) > 1:
                frame.picture.add(Path(piece, tone, width, dash))
        known = [index for index, value in enumerate(series.values) if value is not None]
        if known:
            x, y = frame.x(known[-1]), frame.y(series.values[known[-1]] or 0)
            frame.picture.add(Circle(x, y, 2, tone))
            ends.append((x, y, series))
    _names(frame, ends)


def _names(frame: Frame, ends: list[tuple[float, float, Series | Target]]) -> None:
    """Write the end labels from the top down, each at least a line below the one before it."""
    size, taken = frame.size, -math.inf
    for x, y, named in sorted(ends, key=lambda end: end[1]):
        at = max(y + size * 0.35, taken + size * 1.25)
        taken = at
        if isinstance(named, Target):
            frame.picture.add(Label(x + 5, at, target_words(named, frame.chart), size, INK_2))
            continue
        current = named.tone == "current"
        text = frame.end_words(named)
        inside = x < frame.right - 1
        room = frame.picture.width - x - 5
        label = Label(x + 5, at if not inside else at + size * 0.4, fit(text, size, room), size,
                      INK if current else INK_3, bold=current)  # fmt: skip
        frame.told.append(label)


def _pieces(frame: Frame, series: Series) -> list[tuple[tuple[float, float], ...]]:
    """Return the unbroken stretches of a series."""
    pieces: list[list[tuple[float, float]]] = [[]]
    for index, value in enumerate(series.values):
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append((frame.x(index), frame.y(value)))
    return [tuple(piece) for piece in pieces if piece]


def _points(frame: Frame) -> None:
    for series in frame.chart.series:
        tone = SERIES_TONES[series.tone][0]
        for index, (x, value) in enumerate(zip(series.xs, series.values, strict=False)):
            if value is None:
                continue
            frame.picture.add(Circle(frame.x(x), frame.y(value), 2.6, tone if series.tone == "current" else "", tone))
            if index < len(series.words):
                inside = frame.x(x) + 4 + measure(series.words[index], frame.size) <= frame.picture.width
                at = frame.x(x) + (4 if inside else -4)
                anchor: Literal["start", "end"] = "start" if inside else "end"
                frame.picture.add(Label(at, frame.y(value) - 3, series.words[index], frame.size, INK_2, anchor))


def _bars(frame: Frame) -> None:
    """Draw bars from zero, series side by side; a late bar of a histogram is pale."""
    chart = frame.chart
    places = max(len(series.values) for series in chart.series)
    share = (frame.right - frame.left) / places * (0.88 if chart.kind == "histogram" else 0.66)
    width = share / len(chart.series)
    for order, series in enumerate(chart.series):
        tone = INK_3 if series.tone == "current" else INK_5
        for index, value in enumerate(series.values):
            if value is None:
                continue
            late = chart.late_from is not None and index >= chart.late_from
            x, y, zero = frame.x(index) - share / 2 + order * width, frame.y(value), frame.y(0)
            frame.picture.add(Rect(x, min(y, zero), width * 0.94, abs(zero - y), INK_5 if late else tone))
            if chart.kind == "bar" and measure(words.number(value), frame.size) <= width * 1.4:
                label = words.number(value)
                frame.told.append(Label(x + width * 0.47, min(y, zero) - 2, label, frame.size, INK_2, "middle"))


def _hbar(chart: Chart, width: float, size: float) -> Picture:
    """Draw a bar a row with its number after it; a target is a stroke across its row."""
    row = size * 2.1
    lanes = max(len(chart.series), 1)
    picture = Picture(width, row * len(chart.labels) * (1 + (lanes - 1) * 0.6) + 2, chart.title, sentence(chart))
    names = min(width * 0.42, max((measure(label, size) for label in chart.labels), default=0) + 6)
    reach = max([*map(abs, _levels(chart)), *(float(target.value) for target in chart.targets), 0.0]) or 1.0
    room = width - names - size * 6
    height = picture.height / max(len(chart.labels), 1)
    for index, label in enumerate(chart.labels):
        y = index * height
        picture.add(Label(0, y + height / 2 + size * 0.35, fit(label, size, names - 4), size, INK))
        for lane, series in enumerate(chart.series):
            value = series.values[index] if index < len(series.values) else None
            if value is None:
                continue
            tall = height * 0.62 / lanes
            top, length = y + height * 0.19 + lane * tall, abs(float(value)) / reach * room
            picture.add(Rect(names, top, max(length, 0.6), tall * 0.9, INK_3 if series.tone == "current" else INK_5))
            text = words.number(value) + (chart.unit if chart.unit == "%" else "")
            picture.add(Label(names + length + 4, top + tall / 2 + size * 0.33, text, size, INK))
    bottom = picture.height - 2
    for target in chart.targets:
        x = names + float(target.value) / reach * room
        picture.line(x, 0, x, bottom, INK, 1, (2, 3))
        picture.height = bottom + size * 1.6
        text = target_words(target, chart)
        half = measure(text, size) / 2
        picture.add(Label(min(x, width - half), bottom + size * 1.2, text, size, INK_2, "middle"))
    return picture


def _strip(chart: Chart, width: float, size: float) -> Picture:
    """Draw a row of statuses a series, each a shape; the shapes' words stand in the table."""
    row = size * 2
    names = min(width * 0.3, max((measure(series.name, size) for series in chart.series), default=0) + 8)
    count = max([len(chart.labels), *(len(series.statuses) for series in chart.series), 1])
    step = min((width - names) / count, size * 6)
    picture = Picture(width, row * (len(chart.series) + 1), chart.title, _strip_sentence(chart))
    for place, label in enumerate(chart.labels):
        if measure(label, size) <= step or place % max(1, math.ceil(measure(label, size) / step)) == 0:
            picture.add(Label(names + step * place, size * 1.2, label, size, INK_3))
    for index, series in enumerate(chart.series):
        y = row * (index + 1)
        picture.add(Label(0, y + row * 0.62, fit(series.name, size, names - 4), size, INK))
        for place, kind in enumerate(series.statuses):
            known = kind if kind in STATUS_KINDS else "none"
            picture.add(*status_shapes(known, names + step * place, y + row * 0.22, min(size * 1.15, step)))
    return picture


def _strip_sentence(chart: Chart) -> str:
    said = []
    for series in chart.series:
        marks = series.words or tuple(str(words.STATUS_WORDS[kind]) for kind in series.statuses)
        said.append(f"{series.name}: {', '.join(marks)}")
    return "; ".join(said)
