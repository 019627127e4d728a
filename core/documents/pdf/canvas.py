"""Shapes on a PDF canvas, and a picture as a flowable."""

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from core.documents import fonts
from core.documents.drawing import Circle, Label, Path, Picture, Rect, Shape


def paint(canvas: Any, shape: Shape, height: float) -> None:
    """Draw one shape; ``height`` turns the picture's y, which points down, into the page's."""
    if isinstance(shape, Label):
        _label(canvas, shape, height)
        return
    stroke = HexColor(shape.stroke) if shape.stroke else None
    fill = HexColor(shape.fill) if shape.fill else None
    if stroke:
        canvas.setStrokeColor(stroke)
        canvas.setLineWidth(0.7 if isinstance(shape, Rect) else shape.width)
    if fill:
        canvas.setFillColor(fill)
    marks = {"stroke": int(stroke is not None), "fill": int(fill is not None)}
    if isinstance(shape, Rect):
        canvas.rect(shape.x, height - shape.y - shape.height, shape.width, shape.height, **marks)
    elif isinstance(shape, Circle):
        canvas.circle(shape.x, height - shape.y, shape.r, **marks)
    else:
        _path(canvas, shape, height, marks)


def _path(canvas: Any, shape: Path, height: float, marks: dict[str, int]) -> None:
    canvas.setDash(*([list(shape.dash)] if shape.dash else []))
    path = canvas.beginPath()
    (x, y), *others = shape.points
    path.moveTo(x, height - y)
    for x, y in others:
        path.lineTo(x, height - y)
    if shape.closed:
        path.close()
    canvas.drawPath(path, **marks)
    if shape.dash:
        canvas.setDash()


def _label(canvas: Any, label: Label, height: float) -> None:
    text, _missing = fonts.drawable(label.text)
    canvas.setFont(fonts.BOLD if label.bold else fonts.REGULAR, label.size)
    canvas.setFillColor(HexColor(label.colour))
    write = {"start": canvas.drawString, "middle": canvas.drawCentredString, "end": canvas.drawRightString}[
        label.anchor
    ]
    if not label.turned:
        write(label.x, height - label.y, text)
        return
    canvas.saveState()
    canvas.translate(label.x, height - label.y)
    canvas.rotate(90)
    write(0, 0, text)
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
        for shape in self.picture.shapes:
            paint(self.canv, shape, self.picture.height)
        self.canv.restoreState()
