"""The deck of a document: page 1 is state, asks and changes; then one idea a slide; the last slides say the sources."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import override
from reportlab.platypus import Flowable

from core.documents import model, tails, words
from core.documents.office import clean, link
from core.documents.pdf.grid import Ruled
from core.documents.pdf.pen import SMALL, TABLE, Pen
from core.documents.pdf.prose import Look, Prose
from core.documents.pptx.deck import BOTTOM, LEFT, RIGHT, TOP, WIDTH, Deck
from core.documents.pptx.flow import OWN, ChartFlow, block_flow, height_of, put

SCALE = 1.42  # what a table on paper is enlarged by
SCALES = (1.42, 1.34, 1.26, 1.18, 1.1)  # what page 1 may be enlarged by, until it holds all it must
LEAST_ROOM = 0.45  # of a slide: less is not begun with something that must be parted
LIGHT = (model.Text, model.KeyFigures, model.Headline, model.Missing)  # what may stand beside something else
SHARED = 0.5  # of a slide: what is shorter may stand under another


@dataclass(frozen=True, slots=True)
class Size:
    """The body of a slide at a scale, in the points of paper."""

    scale: float

    @property
    def width(self) -> float:
        """Room across."""
        return (WIDTH - LEFT - RIGHT) / self.scale

    @property
    def height(self) -> float:
        """Room down."""
        return (BOTTOM - 12 - TOP) / self.scale


@dataclass(slots=True)
class Slide:
    """What will stand on a slide."""

    flow: list[Flowable]
    size: Size
    heavy: int = 0


def render(document: model.Document) -> bytes:
    """Return the slides in the document's language."""
    with override(document.language):
        deck = Deck(document)
        if document.cover:
            _cover(deck)
        for at, section in enumerate((*document.sections, *tails.sections(document))):
            opens = at == 0 and not document.cover and section.blocks and isinstance(section.blocks[0], model.Headline)
            slides = _opening(document, section) if opens else list(_slides(document, section))
            title = f"{document.title}  {document.period}".strip() if opens else section.title
            _draw(deck, section, slides, title)
        return deck.content()


def _draw(deck: Deck, section: model.Section, slides: Sequence[Slide], title: str) -> None:
    note = tails.source_line(section, deck.document.zone)
    for number, slide in enumerate(slides, 1):
        last = number == len(slides)
        named = title if number == 1 or title == section.title else section.title
        aside = section.subtitle if len(slides) == 1 else f"{section.subtitle}  {number}/{len(slides)}".strip()
        page = deck.page(named, slide.size.scale, note=note if last else "", aside=aside)
        put(page, slide.flow, LEFT / slide.size.scale, TOP / slide.size.scale, slide.size.width)
        deck.finish(page)


def _pen(document: model.Document, size: Size) -> Pen:
    return Pen(document, OWN, size.height)


def _opening(document: model.Document, section: model.Section) -> list[Slide]:
    """Return page 1 as large as all it must say allows, and what is left of the section on the slides after it."""
    first = [block for block in section.blocks if not isinstance(block, model.Lights | model.KeyFigures | model.Chart)]
    rest = [block for block in section.blocks if block not in first]
    plain = [block for block in first if not isinstance(block, model.Ribbon)]
    asks = [block for block in first if isinstance(block, model.Asks)]
    for blocks, brief in ((first, False), (plain, False), (first, True), (plain, True)):
        for scale in SCALES:
            size = Size(scale)
            flow = _front(_pen(document, size), blocks, size, brief=brief)
            if height_of(flow, size.width) <= size.height:
                told = replace(section, blocks=(*(asks if brief else ()), *rest))
                return [Slide(flow, size), *_slides(document, told)]
    size = Size(SCALES[-1])
    pages = list(_slides(document, section, size))
    return pages or [Slide([], size)]


def _front(pen: Pen, blocks: Sequence[model.Block], size: Size, *, brief: bool) -> list[Flowable]:
    flow = [
        part
        for block in blocks
        for part in block_flow(pen, _brief(block) if brief and isinstance(block, model.Asks) else block, size.width)
    ]
    stale = tails.stale_note(pen.document)
    return [*flow, pen.prose(stale, SMALL.but(before=6, mark="stale"))] if stale else flow


def _brief(asks: model.Asks) -> model.Table:
    """Return the decisions requested in a line each; the next slide has options and cost of delay."""
    columns = (model.Column(_("No."), width=1), model.Column(_("Decide"), width=7),
               model.Column(_("Recommendation"), width=3), model.Column(_("By"), "right", width=2))  # fmt: skip
    rows = tuple(
        (ask.number, model.Cell(ask.question, strong=True), ask.recommendation,
         model.Cell(ask.by, tone="bad" if ask.overdue else ""))
        for ask in asks.asks
    )  # fmt: skip
    return model.Table(columns, rows, heading=asks.heading or _("Decisions requested"))


def _slides(document: model.Document, section: model.Section, size: Size | None = None) -> Iterator[Slide]:
    """Yield one slide for each idea: light blocks stand with the heavy one they lead to, heavy ones alone."""
    size = size or Size(SCALE)
    pen = _pen(document, size)
    slide = Slide([], size)
    for block in _one_by_one(section.blocks):
        if isinstance(block, model.PageBreak):
            if slide.flow:
                yield slide
            slide = Slide([], size)
            continue
        flow = block_flow(pen, block, size.width)
        heavy = not isinstance(block, LIGHT)
        if slide.heavy and heavy and height_of(flow, size.width) > size.height * SHARED:
            yield slide
            slide = Slide([], size)
        _fit_chart(slide, flow)
        *full, slide = _filled(slide, flow, heavy=heavy)
        yield from full
    if slide.flow:
        yield slide


def _one_by_one(blocks: Sequence[model.Block]) -> Iterator[model.Block]:
    """Yield the blocks; a chart stands alone, what stood beside it on paper too."""
    for block in blocks:
        parts = (*block.left, *block.right) if isinstance(block, model.Columns) else ()
        if any(isinstance(part, model.Chart | model.Gantt) for part in parts):
            yield from parts
        else:
            yield block


def _filled(slide: Slide, flow: list[Flowable], *, heavy: bool) -> list[Slide]:
    """Put a stack on the slide, or on as many more as it takes; returns them all, the last one still open."""
    size, left = slide.size, list(flow)
    done: list[Slide] = []
    whole = height_of([*slide.flow, *flow], size.width)
    alone = height_of(flow, size.width)
    if slide.flow and whole > size.height and (alone <= size.height or _room(slide) < size.height * LEAST_ROOM):
        done.append(slide)
        slide = Slide([], size)
    slide.heavy += heavy
    while left:
        part = left.pop(0)
        if height_of([*slide.flow, part], size.width) <= size.height:
            slide.flow.append(part)
            continue
        pieces = _parted(part, size.width, _room(slide))
        if pieces:
            slide.flow.append(pieces[0])
            left = [*pieces[1:], *left]
        elif not slide.flow:
            slide.flow.append(part)  # taller than a slide and of one piece
            continue
        else:
            left = [part, *left]
        lead = _lead(slide) if not pieces else []
        done.append(slide)
        slide = Slide(lead, size, int(heavy))
    return [*[one for one in done if one.flow], slide]


def _fit_chart(slide: Slide, flow: list[Flowable]) -> None:
    """Let a chart take what the words and figures before it leave, where that is half a slide or more."""
    chart = next((part for part in flow if isinstance(part, ChartFlow)), None)
    if chart is None or not slide.flow or slide.heavy:
        return
    left = chart.tall - (height_of([*slide.flow, *flow], slide.size.width) - slide.size.height)
    if left >= slide.size.height * SHARED:
        chart.tall = min(chart.tall, left)


def _room(slide: Slide) -> float:
    return slide.size.height - height_of(slide.flow, slide.size.width)


def _lead(slide: Slide) -> list[Flowable]:
    """Take headings off the end of a slide: they go with what they head."""
    lead: list[Flowable] = []
    while len(slide.flow) > 1 and isinstance(slide.flow[-1], Prose) and slide.flow[-1].look.bold:
        lead.insert(0, slide.flow.pop())
    return lead


def _parted(part: Flowable, width: float, room: float) -> list[Flowable]:
    if not isinstance(part, Ruled | Prose) or room <= 0:
        return []
    part.wrap(width, room)
    pieces: list[Flowable] = part.split(width, room)
    return pieces if len(pieces) > 1 else []


def _cover(deck: Deck) -> None:
    """Say what the paper is, and the facts about it."""
    document = deck.document
    size = Size(SCALE)
    pen = _pen(document, size)
    version = _("Version %(version)s") % {"version": document.version}
    state = "  ".join(filter(None, (document.period, version, words.document_status(document.status))))
    flow: list[Flowable] = [
        pen.prose(clean(text), look)
        for text, look in (
            (document.letterhead.name, Look(9.5, 14)),
            (document.programme, Look(11, 16, before=20)),
            (document.subtitle, Look(13, 20)),
            (state, Look(9.5, 16, after=20)),
        )
        if text
    ]
    for label, value in tails.facts(document):
        url = link(document, value) if value == document.verify_url else ""
        flow.append(pen.prose(f"{label}  {value}", TABLE, url))
    page = deck.page(document.title, size.scale)
    put(page, flow, LEFT / size.scale, TOP / size.scale, size.width)
    deck.finish(page)
