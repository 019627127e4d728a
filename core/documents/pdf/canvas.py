"""Shapes on a PDF canvas, and a picture as a flowable."""

from collections.abc import Iterable
from functools import cache
from itertools import groupby
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from core.documents import fonts
from core.documents.drawing import Circle, Label, Picture, Rect, Shape


def paint(canvas: Any, shape: Shape, height: float) -> None:
    """Draw one shape; ``height`` turns the picture's y, which points down, into the page's."""
    paint_all(canvas, (shape,), height)


def paint_all(canvas: Any, shapes: Iterable[Shape], height: float) -> None:
    """Draw shapes in their order; operators are written as they are, for a plan of a thousand rows has ten thousand."""
    for words, group in groupby(shapes, key=lambda shape: isinstance(shape, Label)):
        if words:
            _labels(canvas, group, height)
        else:
            canvas._code.extend(_operators(shape, height) for shape in group)


@cache
def _tone(colour: str, operator: str) -> str:
    red, green, blue = HexColor(colour).rgb()
    return f"{red:.4g} {green:.4g} {blue:.4g} {operator} "


def _operators(shape: Any, height: float) -> str:
    """Write colours, width and outline of a shape, and paint it."""
    said = _tone(shape.fill, "rg") if shape.fill else ""
    if shape.stroke:
        said += f"{_tone(shape.stroke, 'RG')}{0.7 if isinstance(shape, Rect) else shape.width:.4g} w "
    act = {(True, True): "B", (True, False): "f", (False, True): "S", (False, False): "n"}[
        bool(shape.fill), bool(shape.stroke)
    ]
    if isinstance(shape, Rect):
        return (
            f"{said}{shape.x:.2f} {height - shape.y - shape.height:.2f} {shape.width:.2f} {shape.height:.2f} re {act}"
        )
    if isinstance(shape, Circle):
        return f"{said}{_ring(shape.x, height - shape.y, shape.r)}{act}"
    dash = f"[{' '.join(f'{one:.4g}' for one in shape.dash)}] 0 d " if shape.dash else ""
    way = " l ".join(f"{x:.2f} {height - y:.2f}" for x, y in shape.points[1:])
    (x, y) = shape.points[0]
    line = f"{x:.2f} {height - y:.2f} m {way}{' l ' if way else ''}{'h ' if shape.closed else ''}"
    return f"{said}{dash}{line}{act}{' [] 0 d' if dash else ''}"


def _ring(x: float, y: float, r: float) -> str:
    """Write a circle as four curves."""
    k = r * 0.5523
    curves = (
        (x + r, y + k, x + k, y + r, x, y + r), (x - k, y + r, x - r, y + k, x - r, y),
        (x - r, y - k, x - k, y - r, x, y - r), (x + k, y - r, x + r, y - k, x + r, y),
    )  # fmt: skip
    return f"{x + r:.2f} {y:.2f} m " + "".join(" ".join(f"{n:.2f}" for n in one) + " c " for one in curves) + "h "


def _labels(canvas: Any, labels: Iterable[Any], height: float) -> None:
    """Write words one after the other in one text; turned ones alone."""
    text, state = canvas.beginText(), ("", 0.0, "")
    for label in labels:
        said, _missing = fonts.drawable(label.text)
        font = fonts.BOLD if label.bold else fonts.REGULAR
        if label.turned:
            _turned(canvas, label, said, font, height)
            continue
        if (font, label.size) != state[:2]:
            text.setFont(font, label.size)
        if label.colour != state[2]:
            text.setFillColor(_ink(label.colour))
        state = (font, label.size, label.colour)
        known = fonts.widths(font)
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor]
        wide = sum(known.get(ord(char), 1000) for char in said) * label.size / 1000 if share else 0.0
        text._code.append(f"1 0 0 1 {label.x - wide * share:.2f} {height - label.y:.2f} Tm")
        text.textOut(said)
    canvas.drawText(text)


@cache
def _ink(colour: str) -> HexColor:
    return HexColor(colour)


def _turned(canvas: Any, label: Label, said: str, font: str, height: float) -> None:
    canvas.setFont(font, label.size)
    canvas.setFillColor(_ink(label.colour))
    write = {"start": canvas.drawString, "middle": canvas.drawCentredString, "end": canvas.drawRightString}[
        label.anchor
    ]
    canvas.saveState()
    canvas.translate(label.x, height - label.y)
    canvas.rotate(90)
    write(0, 0, said)
    canvas.restoreState()


class Drawing(Flowable):  # type: ignore[misc]
    """A picture in the flow of the page, as vectors."""

    def __init__(self, picture: Picture, before: float = 2, after: float = 4) -> None:
        """Keep the picture."""
        super().__init__()
        self.picture, self.before, self.after = picture, before, after
        self.width, self.height = picture.width, picture.height

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Return its own size."""
        return self.width, self.height

    def getSpaceBefore(self) -> float:  # noqa: N802
        """Return the space above in points."""
        return self.before

    def getSpaceAfter(self) -> float:  # noqa: N802
        """Return the space beneath in points."""
        return self.after

    def draw(self) -> None:
        """Draw every shape."""
        self.canv.saveState()
        paint_all(self.canv, self.picture.shapes, self.picture.height)
        self.canv.restoreState()
