"""The pictures of a programme: sparkline, phase ribbon, Gantt, risk matrix."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.documents import words
from core.documents.blocks import Bar, Dot, GateMark, Phase
from core.documents.drawing import (
    INK,
    INK_2,
    INK_3,
    INK_4,
    INK_5,
    RULE,
    RULE_SOFT,
    STATUS_INK,
    STATUS_SHAPE,
    WHITE,
    Circle,
    Label,
    Path,
    Picture,
    Rect,
    diamond,
    fit,
    measure,
)
from core.documents.values import Number


def sparkline(values: Sequence[Number], target: Number | None, width: float, height: float) -> Picture:
    """Draw the latest readings with a dotted target and a dot at the end; fewer than two readings draw the dot."""
    last = words.number(values[-1]) if values else _("n/a")
    picture = Picture(
        width, height, _("Trend"), _("%(n)s readings, latest %(last)s") % {"n": len(values), "last": last}
    )
    levels = [float(value) for value in values]
    goal = None if target is None else float(target)
    reach = levels if goal is None else [*levels, goal]
    if not levels:
        return picture
    low, span = min(reach), max(reach) - min(reach)

    def y(level: float) -> float:
        return height / 2 if not span else height - 3 - (level - low) / span * (height - 6)

    step = (width - 6) / max(len(levels) - 1, 1)
    if goal is not None:
        picture.line(0, y(goal), width, y(goal), INK_4, 0.8, (2, 3))
    points = tuple((2 + index * step, y(level)) for index, level in enumerate(levels))
    if len(points) > 1:
        picture.add(Path(points, INK_2, 1.2))
    picture.add(Circle(*points[-1], 2.4, INK))
    return picture


class Scale:
    """Places dates on a width."""

    def __init__(self, first: date, last: date, left: float, right: float) -> None:
        """Span the first and the last day over left to right."""
        self.first, self.left = first, left
        self.per_day = (right - left) / max((last - first).days, 1)

    def __call__(self, on: date) -> float:
        """Return the place of a date."""
        return self.left + (on - self.first).days * self.per_day


def ribbon(phases: Sequence[Phase], gates: Sequence[GateMark], today: date | None, width: float) -> Picture:
    """Draw phases to scale, gates as diamonds, today as a stroke; a name that would collide is left to the table."""
    size, line = 7.5, 22.0
    picture = Picture(width, 44, _("Phases and gates"), ribbon_sentence(phases, gates))
    days = [day for phase in phases for day in (phase.start, phase.end)] + [gate.on for gate in gates]
    if not days:
        return picture
    scale = Scale(min(days), max(days), 0, width - 12)
    for phase in phases:
        _phase(picture, phase, scale, today, line, size)
    busy: list[tuple[float, float]] = []
    if today is not None and min(days) <= today <= max(days):
        at = scale(today)
        picture.line(at, line - 5, at, line + 7, INK, 1.4)
        _name(picture, busy, at, line + 17, _("Today"), size, INK, bold=True)
    for gate in sorted(gates, key=lambda gate: gate.state != "next"):
        x = max(scale(gate.on), 6)
        _gate(picture, gate, x, line)
        ahead = gate.state == "next"
        colour = STATUS_INK[gate.kind] if ahead and gate.text else INK if ahead else INK_3
        text = f"{gate.name} {gate.text}".strip() if ahead else gate.name
        _name(picture, busy, x, line + 17, text, size, colour, bold=ahead)
    return picture


def ribbon_sentence(phases: Sequence[Phase], gates: Sequence[GateMark]) -> str:
    """Say the phases and the gates with their dates."""
    spans = [f"{phase.name} {words.day(phase.start)} – {words.day(phase.end)}" for phase in phases]
    return "; ".join(spans + [" ".join(filter(None, (gate.name, words.day(gate.on), gate.text))) for gate in gates])


def _phase(picture: Picture, phase: Phase, scale: Scale, today: date | None, line: float, size: float) -> None:
    left, right = scale(phase.start), scale(phase.end + timedelta(days=1)) - 2
    now = today is not None and phase.start <= today <= phase.end
    picture.add(Rect(left, line - 1.5, max(right - left, 1), 3, RULE))
    if today is not None and today > phase.start:
        picture.add(Rect(left, line - 1.5, max(min(scale(today), right) - left, 0), 3, INK_4))
    name = fit(phase.name, size, right - left)
    picture.add(Label(left, 9, name, size, INK if now else INK_2, bold=True))


def _gate(picture: Picture, gate: GateMark, x: float, y: float) -> None:
    if gate.state in {"go", "stop"}:
        picture.add(diamond(x, y, 6, INK_2, INK_2))
        tick = ((x - 2.4, y), (x - 0.6, y + 1.8), (x + 2.6, y - 1.9))
        cross = ((x - 2, y - 2), (x + 2, y + 2)), ((x + 2, y - 2), (x - 2, y + 2))
        picture.add(*(Path(stroke, WHITE, 1.1) for stroke in ((tick,) if gate.state == "go" else cross)))
    elif gate.state == "conditional":
        picture.add(diamond(x, y, 6, INK_2, WHITE))
        picture.add(Path(((x, y - 6), (x, y + 6), (x - 6, y)), "", 0, (), INK_2, closed=True))
    elif gate.state == "next":
        colour = STATUS_SHAPE.get(gate.kind, INK)
        picture.add(diamond(x, y, 6.2, colour, WHITE, 1.8))
        picture.add(Path(((x, y - 3), (x, y + 0.6)), colour, 1.3), Path(((x, y + 1.8), (x, y + 3)), colour, 1.3))
    else:
        picture.add(diamond(x, y, 6, INK_4, WHITE))


def _name(picture: Picture, busy: list[tuple[float, float]], x: float, y: float, text: str, size: float, colour: str,
          *, bold: bool = False) -> None:  # fmt: skip
    """Write a name under its place unless the room is taken; the next gate may move aside."""
    half = measure(text, size) / 2
    middle = min(max(x, half), picture.width - half)
    for shift in (0, half, -half) if bold else (0,):
        left, right = middle + shift - half - 2, middle + shift + half + 2
        if all(right <= taken[0] or left >= taken[1] for taken in busy):
            busy.append((left, right))
            picture.add(Label(middle + shift, y, text, size, colour, "middle", bold))
            return


def gantt(
    bars: Sequence[Bar], today: date | None, width: float, size: float = 7.5, *, whole: Sequence[Bar] = ()
) -> Picture:
    """Draw bars to the scale of time, baselines thin beneath, milestones as diamonds, today as a stroke.

    ``whole`` are all bars of a chart that is drawn in several pictures: they share one scale.
    """
    row, top = size * 2.1, size * 2.2
    picture = Picture(
        width, top + row * len(bars) + (size * 1.5 if today else 4), _("Plan"), "; ".join(map(_bar_sentence, bars))
    )
    if not bars:
        return picture
    reach = whole or bars
    days = [day for bar in reach for day in (bar.start, bar.end, bar.baseline_start, bar.baseline_end) if day]
    names = min(width * 0.34, max(measure(bar.name, size) for bar in reach) + 6)
    scale = Scale(min(days), max(days), names + 4, width - 6)
    _months(picture, scale, min(days), max(days), top, size)
    if today is not None and min(days) <= today <= max(days):
        picture.line(scale(today), top - 4, scale(today), picture.height - size * 1.3, INK, 1)
        picture.add(Label(scale(today), picture.height - 2, _("Today"), size, INK, "middle"))
    for index, bar in enumerate(bars):
        y = top + row * index
        picture.add(Label(0, y + row * 0.62, fit(bar.name, size, names), size, INK, bold=bar.milestone))
        _bar(picture, bar, scale, y, row)
    return picture


def _bar(picture: Picture, bar: Bar, scale: Scale, y: float, row: float) -> None:
    if bar.baseline_start and bar.baseline_end:
        left = scale(bar.baseline_start)
        picture.add(Rect(left, y + row * 0.76, max(scale(bar.baseline_end) - left, 1.5), 1.6, INK_5))
    tone = INK if bar.critical else INK_3
    if bar.milestone:
        picture.add(diamond(scale(bar.end), y + row * 0.46, row * 0.26, tone, tone))
        return
    left, length = scale(bar.start), max(scale(bar.end) - scale(bar.start), 1.5)
    picture.add(Rect(left, y + row * 0.26, length, row * 0.4, WHITE, tone))
    if bar.done:
        picture.add(Rect(left, y + row * 0.26, length * min(bar.done, 100) / 100, row * 0.4, tone))


def _months(picture: Picture, scale: Scale, first: date, last: date, top: float, size: float) -> None:
    """Rule the months, as many as have room for their name."""
    starts = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    inside = [start for start in starts if first <= start <= last]
    every = max(1, round(len(inside) * size * 4 / max(picture.width - scale.left, 1) + 0.5))
    for start in inside[::every]:
        picture.line(scale(start), top - 4, scale(start), picture.height, RULE_SOFT, 0.6)
        picture.add(Label(scale(start), top - 7, start.strftime("%y/%m"), size * 0.9, INK_3, "middle"))


def _bar_sentence(bar: Bar) -> str:
    return f"{bar.name} {words.day(bar.start)} – {words.day(bar.end)}"


BANDS = ((20, "#f9d5d2"), (12, "#fbe6c4"), (6, "#f1f2f3"), (0, "#fafafa"))


def band_colour(score: int) -> str:
    """Return the tint of a score's band."""
    return next(colour for least, colour in BANDS if score >= least)


def risk_matrix(dots: Sequence[Dot], cell: float = 30) -> Picture:
    """Draw the 5 by 5 matrix; at most four dots a cell, the rest as a count; arrows show movement."""
    left, size = cell * 0.62, cell * 0.2
    moved = sum(_moved(dot) for dot in dots)
    sentence = ngettext("%(n)s risk, %(moved)s moved", "%(n)s risks, %(moved)s moved", len(dots))
    picture = Picture(
        left + 5 * cell, 5 * cell + cell * 0.74, _("Risk matrix"), sentence % {"n": len(dots), "moved": moved}
    )
    _ground(picture, left, cell, size)
    places = _places(dots, left, cell)
    for dot in dots:
        if dot.id in places and _moved(dot):
            _movement(picture, dot, places[dot.id], left, cell)
    for name, (x, y, more) in places.items():
        picture.add(Circle(x, y, cell * 0.17, WHITE if more else INK, INK if more else "", 0.8))
        label = fit(more or name, cell * 0.18, cell * 0.34)
        picture.add(Label(x, y + cell * 0.065, label, cell * 0.18, INK if more else WHITE, "middle", bold=True))
    return picture


def _ground(picture: Picture, left: float, cell: float, size: float) -> None:
    names = {(1, 1): _("low"), (2, 3): _("medium"), (3, 5): _("high"), (5, 5): _("critical")}
    for p in range(1, 6):
        y = (5 - p) * cell
        picture.add(Label(left - 4, y + cell * 0.58, str(p), cell * 0.24, INK_3, "end"))
        picture.add(Label(left + (p - 0.5) * cell, 5 * cell + cell * 0.28, str(p), cell * 0.24, INK_3, "middle"))
        for i in range(1, 6):
            x = left + (i - 1) * cell
            picture.add(Rect(x, y, cell - 1, cell - 1, band_colour(p * i)))
            picture.add(Label(x + cell - 3, y + cell - 3, str(p * i), size * 0.85, INK_3, "end"))
            if (p, i) in names:
                picture.add(Label(x + 2, y + size + 1, names[p, i], size, INK_2, bold=True))
    picture.add(Label(left + 2.5 * cell, 5 * cell + cell * 0.64, _("Impact"), cell * 0.24, INK_3, "middle"))
    picture.add(Label(cell * 0.24, 2.5 * cell, _("Probability"), cell * 0.24, INK_3, "middle", turned=True))


def _places(dots: Sequence[Dot], left: float, cell: float) -> dict[str, tuple[float, float, str]]:
    """Return where each dot stands; the fourth place of a full cell carries the count of the rest."""
    cells: dict[tuple[int, int], list[Dot]] = {}
    for dot in dots:
        cells.setdefault((dot.probability, dot.impact), []).append(dot)
    spots = ((0.23, 0.39), (0.6, 0.39), (0.23, 0.76), (0.6, 0.76))
    places: dict[str, tuple[float, float, str]] = {}
    for (p, i), here in cells.items():
        x, y = left + (i - 1) * cell, (5 - p) * cell
        for index, dot in enumerate(here[:4]):
            dx, dy = (0.45, 0.52) if len(here) == 1 else spots[index]
            more = f"+{len(here) - 3}" if len(here) > len(spots) and index == len(spots) - 1 else ""
            places[dot.id] = (x + dx * cell, y + dy * cell, more)
    return places


def _moved(dot: Dot) -> bool:
    was = (dot.was_probability or dot.probability, dot.was_impact or dot.impact)
    return was != (dot.probability, dot.impact)


def _movement(picture: Picture, dot: Dot, place: tuple[float, float, str], left: float, cell: float) -> None:
    """Draw the hollow dot inside the cell it came from, beside the border, and the arrow to where it stands."""
    x, y, _more = place
    was_p, was_i = dot.was_probability or dot.probability, dot.was_impact or dot.impact
    dx, dy = (dot.impact > was_i) - (dot.impact < was_i), (was_p > dot.probability) - (was_p < dot.probability)
    from_x = left + (was_i - 1) * cell + (cell * 0.78 if dx > 0 else cell * 0.22) if dx else x
    from_y = (5 - was_p) * cell + (cell * 0.78 if dy > 0 else cell * 0.22) if dy else y
    length = max(((x - from_x) ** 2 + (y - from_y) ** 2) ** 0.5, 0.01)
    ux, uy = (x - from_x) / length, (y - from_y) / length
    tip_x, tip_y = x - ux * cell * 0.2, y - uy * cell * 0.2
    back_x, back_y = tip_x - ux * 4, tip_y - uy * 4
    picture.line(from_x, from_y, back_x, back_y, INK, 0.9)
    head = ((tip_x, tip_y), (back_x - uy * 2.2, back_y + ux * 2.2), (back_x + uy * 2.2, back_y - ux * 2.2))
    picture.add(Path(head, "", 0, (), INK, closed=True), Circle(from_x, from_y, cell * 0.075, WHITE, INK_2, 0.8))
