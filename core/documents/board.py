"""The plan for a wall: a sheet of rows with columns and bars under months, gates and today, its legend beneath."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from core.documents import words
from core.documents.blocks import Bar, Gantt
from core.documents.drawing import (
    BAD,
    INK,
    INK_2,
    INK_3,
    INK_4,
    INK_5,
    RULE,
    RULE_SOFT,
    WHITE,
    Label,
    Path,
    Picture,
    Rect,
    Shape,
    diamond,
    fit,
    measure,
)
from core.documents.pictures import Scale

SIZE, LARGE, FEW, LINE = 7.4, 10.0, 28, 1.86  # points: of many rows and of few; a row in sizes
HEAD, FOOT = 44.0, 24.0
CODE, NAME, DAY, SLIP, GAP, EDGE = 46.0, 224.0, 60.0, 40.0, 12.0, 44.0
LEFT = CODE + NAME + 2 * DAY + SLIP + GAP
INDENT, DEEPEST = 8, 6
MONTH_ROOM, YEAR_ROOM, GATE_ROOM = 22.0, 30.0, 4.0


class Board:
    """Draws parts of one chart: all share the scale of the whole."""

    def __init__(self, block: Gantt, width: float) -> None:
        """Span the days of every bar and gate."""
        self.block, self.width = block, width
        self.size = LARGE if len(block.bars) <= FEW else SIZE
        self.row = self.size * LINE
        days = [gate.on for gate in block.gates] or [block.today or date.min]
        for bar in block.bars:
            days += filter(None, (bar.start, bar.end, bar.baseline_start, bar.baseline_end, bar.latest, bar.deadline))
        self.first = min(days)
        self.last = max(*days, self.first + timedelta(days=13))
        self.scale = Scale(self.first, self.last, LEFT, width - EDGE)

    def room(self, height: float) -> int:
        """Return how many rows fit a height."""
        return max(int((height - HEAD - FOOT) / self.row), 0)

    def height(self, rows: int) -> float:
        """Return the height of so many rows with head and legend."""
        return HEAD + FOOT + self.row * rows

    def picture(self, bars: Sequence[Bar]) -> Picture:
        """Draw some rows with head and legend."""
        bottom = HEAD + self.row * len(bars)
        said = "; ".join(f"{bar.code} {bar.name} {words.day(bar.start)} – {words.day(bar.end)}" for bar in bars[:40])
        picture = Picture(self.width, bottom + FOOT, _("Plan"), said)
        self._heads(picture)
        self._months(picture, bottom)
        for index in range(len(bars) + 1):
            picture.line(
                0, HEAD + self.row * index, self.width, HEAD + self.row * index, RULE_SOFT if index else INK_4, 0.4
            )
        self._gates(picture, bottom)
        self._today(picture, bottom)
        for index, bar in enumerate(bars):
            self._row(picture, bar, HEAD + self.row * index)
        self._legend(picture, bottom + FOOT - 6)
        picture.shapes.sort(key=_run)
        return picture

    def _heads(self, picture: Picture) -> None:
        ends = [CODE + NAME + DAY - 6, CODE + NAME + 2 * DAY - 6, CODE + NAME + 2 * DAY + SLIP - 4]
        for x, text, anchor in (
            (0.0, _("No."), "start"), (CODE, _("Task"), "start"), (ends[0], _("Start"), "end"),
            (ends[1], _("Finish"), "end"), (ends[2], _("Slip (wd)"), "end"),
        ):  # fmt: skip
            picture.add(Label(x, HEAD - 4, text, SIZE, INK_3, "end" if anchor == "end" else "start"))

    def _months(self, picture: Picture, bottom: float) -> None:
        """Rule months and name them where they have room; years stand above."""
        starts = [date(year, month, 1) for year in range(self.first.year, self.last.year + 1) for month in range(1, 13)]
        inside = [day for day in starts if self.first <= day <= self.last]
        step = next((n for n in (1, 2, 3, 6, 12) if self.scale.per_day * 30.4 * n >= MONTH_ROOM), 12)
        for day in inside:
            if (day.month - 1) % step == 0:
                x = self.scale(day)
                picture.line(x, HEAD - 13, x, bottom, RULE, 0.4)
                if x + MONTH_ROOM * 0.7 < self.width:
                    picture.add(Label(x + 2, HEAD - 4, f"{day:%m}", SIZE, INK_3))
        for year in range(self.first.year, self.last.year + 1):
            x = max(self.scale(date(year, 1, 1)), LEFT)
            following = self.scale(date(year + 1, 1, 1)) if year < self.last.year else self.width
            if following - x >= YEAR_ROOM:
                picture.add(Label(x + 2, HEAD - 15, str(year), SIZE + 1, INK, bold=True))

    def _gates(self, picture: Picture, bottom: float) -> None:
        free = 0.0
        for gate in sorted(self.block.gates, key=lambda one: one.on):
            x = self.scale(gate.on)
            passed = gate.state in {"go", "conditional"}
            picture.line(x, 10, x, bottom, INK_4, 0.5, (1.5, 2))
            picture.add(diamond(x, 8, 4, INK, INK if passed else WHITE))
            wide = measure(gate.name, SIZE) + GATE_ROOM
            if x + 6 >= free and x + 6 + wide <= self.width:
                picture.add(Label(x + 6, 10.5, gate.name, SIZE, INK, bold=True))
                free = x + 6 + wide

    def _today(self, picture: Picture, bottom: float) -> None:
        today = self.block.today
        if today is not None and self.first <= today <= self.last:
            x = self.scale(today)
            picture.line(x, HEAD - 10, x, bottom + 4, INK, 1.1)
            picture.add(Label(x, bottom + 10, _("Today"), SIZE - 0.5, INK, "middle", bold=True))

    def _row(self, picture: Picture, bar: Bar, y: float) -> None:
        base, strong = y + self.row * 0.68, bar.summary or bar.critical
        indent = min(bar.depth, DEEPEST) * INDENT
        mark = "◆ " if bar.milestone else ""
        picture.add(Label(0, base, fit(bar.code, self.size, CODE - 4), self.size, INK_3))
        name = fit(f"{mark}{bar.name}", self.size * 1.06 if strong else self.size, NAME - indent - 6)
        picture.add(Label(CODE + indent, base, name, self.size, INK, bold=strong))
        picture.add(Label(CODE + NAME + DAY - 6, base, words.day(bar.start), self.size, INK_2, "end"))
        picture.add(Label(CODE + NAME + 2 * DAY - 6, base, words.day(bar.end), self.size, INK_2, "end"))
        if bar.slip:
            x = CODE + NAME + 2 * DAY + SLIP - 4
            picture.add(Label(x, base, f"{bar.slip:+d}".replace("-", "−"), self.size, INK, "end", bold=bar.slip > 0))
        self.bar(picture, bar, y + self.row * 0.44)

    def bar(self, picture: Picture, bar: Bar, middle: float) -> None:
        """Draw baseline, float and the bar itself around the middle of its row."""
        left, right = self.scale(bar.start), self.scale(bar.end + timedelta(days=1))
        right = max(right, left + 1.5)
        if bar.baseline_start and bar.baseline_end:
            start, end = self.scale(bar.baseline_start), self.scale(bar.baseline_end + timedelta(days=1))
            if not bar.milestone:
                picture.add(Rect(start, middle + self.row * 0.32, max(end - start, 1.5), 1.8, INK_5))
            elif bar.baseline_end != bar.end:
                picture.add(diamond(self.scale(bar.baseline_end), middle, 3.2, INK_5, WHITE))
        if bar.latest and bar.latest > bar.end and not bar.summary:
            end = self.scale(bar.latest + timedelta(days=1))
            picture.line(right, middle, end, middle, INK_3, 0.6, (1, 2))
            picture.line(end, middle - 2.5, end, middle + 2.5, INK_3, 0.6)
        if bar.deadline:
            x = self.scale(bar.deadline + timedelta(days=1))
            picture.add(_flag(x, middle, missed=bar.end > bar.deadline))
        tone = INK if bar.critical else INK_3
        if bar.milestone:
            x = self.scale(bar.end)
            picture.add(diamond(x, middle, 4.6 if bar.critical else 3.6, tone, tone))
            picture.add(Label(x + 7, middle + 2.4, words.short_day(bar.end), self.size - 1, INK_2))
        elif bar.summary:
            picture.add(_bracket(left, right, middle, tone))
        else:
            tall = self.row * (0.56 if bar.critical else 0.4)
            weight = 1.2 if bar.critical else 0.7
            picture.add(Path(_corners(left, right, middle, tall), tone, weight, (), WHITE, closed=True))
            if bar.done:
                picture.add(Rect(left, middle - tall / 2, (right - left) * min(bar.done, 100) / 100, tall, tone))

    def _legend(self, picture: Picture, y: float) -> None:
        """Explain every sign, drawn as it stands above."""
        middle = y - 2.5
        picture.add(Path(_corners(0, 22, middle, 7.4), INK, 1.2, (), WHITE, closed=True))
        picture.add(Rect(0, middle - 3.7, 9, 7.4, INK))
        x = _said(picture, 26, y, _("critical, filled part done"))
        picture.add(Path(_corners(x, x + 22, middle, 5.2), INK_3, 0.7, (), WHITE, closed=True))
        picture.line(x + 22, middle, x + 36, middle, INK_3, 0.6, (1, 2))
        picture.line(x + 36, middle - 2.5, x + 36, middle + 2.5, INK_3, 0.6)
        x = _said(picture, x + 40, y, _("has float"))
        picture.add(Rect(x, y - 3.4, 22, 1.8, INK_5))
        x = _said(picture, x + 26, y, _("baseline"))
        picture.add(diamond(x + 4, middle, 3.6, INK_3, INK_3))
        x = _said(picture, x + 12, y, _("milestone"))
        picture.add(diamond(x + 4, middle, 4, INK, WHITE))
        x = _said(picture, x + 12, y, _("gate, filled when passed"))
        if any(bar.deadline for bar in self.block.bars):
            picture.add(_flag(x + 4, middle + 3, missed=False))
            _said(picture, x + 12, y, _("deadline, filled red when missed"))


def _run(shape: Shape) -> tuple[float, ...]:
    """Put words on top, those of one look after each other."""
    return (1, shape.bold, shape.size, int(shape.colour[1:], 16)) if isinstance(shape, Label) else (0,)


def _said(picture: Picture, x: float, y: float, word: str) -> float:
    picture.add(Label(x, y, word, SIZE, INK_3))
    return x + measure(word, SIZE) + 18


def _corners(left: float, right: float, middle: float, tall: float) -> tuple[tuple[float, float], ...]:
    top, bottom = middle - tall / 2, middle + tall / 2
    return (left, top), (right, top), (right, bottom), (left, bottom)


def _flag(x: float, middle: float, *, missed: bool) -> Path:
    """Return the triangle that points at a deadline."""
    points = ((x - 3.4, middle - 6), (x + 3.4, middle - 6), (x, middle - 0.6))
    return Path(points, BAD if missed else INK_2, 0.7, (), BAD if missed else WHITE, closed=True)


def _bracket(left: float, right: float, middle: float, tone: str) -> Path:
    """Return the bar of a summary: a beam with its ends bent down."""
    tip = min(3.0, (right - left) / 2)
    points = (
        (left, middle - 3), (right, middle - 3), (right, middle + 3), (right - tip, middle), (left + tip, middle),
        (left, middle + 3),
    )  # fmt: skip
    return Path(points, "", 0, (), tone, closed=True)
