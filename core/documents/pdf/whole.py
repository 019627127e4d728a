"""A section that must stand on one page: set smaller where it would run over."""

from collections.abc import Callable, Sequence

from reportlab.platypus import Flowable

from core.documents.pdf.pen import HEIGHT, WIDTH

STEPS = (0.96, 0.92, 0.88, 0.84, 0.8)  # below that the smallest words are no longer read on paper
SPARE = 4.0  # points


class Whole(Flowable):  # type: ignore[misc]
    """Parts beneath each other, drawn smaller as one."""

    def __init__(self, parts: Sequence[Flowable], scale: float) -> None:
        """Keep the parts, which are made for the width that the scale gives them."""
        super().__init__()
        self.parts, self.scale = parts, scale

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the height of all parts in their scale."""
        self.width, self.height = width, stacked(self.parts, width / self.scale) * self.scale
        return self.width, self.height

    def draw(self) -> None:
        """Draw the parts from the top, each in the middle of the width as a page's frame would."""
        room = self.width / self.scale
        self.canv.saveState()
        self.canv.scale(self.scale, self.scale)
        y, above = self.height / self.scale, 0.0
        for at, part in enumerate(self.parts):
            wide, tall = part.wrap(room, HEIGHT)
            y -= tall + (max(part.getSpaceBefore() - above, 0) if at else 0)
            part.drawOn(self.canv, 0, y, _sW=room - wide)
            above = part.getSpaceAfter()
            y -= above
        self.canv.restoreState()


def stacked(parts: Sequence[Flowable], width: float) -> float:
    """Return the height of the parts beneath each other, with the spaces that a page's frame would leave."""
    height = above = 0.0
    for at, part in enumerate(parts):
        tall = part.wrap(width, HEIGHT)[1]
        height += tall + (max(part.getSpaceBefore() - above, 0) if at else 0) + (above := part.getSpaceAfter())
    return height - above


def on_one_page(drawn: Callable[[float], Sequence[Flowable]]) -> list[Flowable]:
    """Return what ``drawn`` gives for a page's width, or for a wider one set smaller; empty where that is too small.

    What fits as it is comes back as it is.
    """
    parts = drawn(WIDTH)
    if stacked(parts, WIDTH) <= HEIGHT - SPARE:
        return list(parts)
    for scale in STEPS:
        whole = Whole(drawn(WIDTH / scale), scale)
        if whole.wrap(WIDTH, HEIGHT)[1] <= HEIGHT - SPARE:
            return [whole]
    return []
