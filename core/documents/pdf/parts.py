"""Blocks as flowables: text, figures, pictures, lights, asks, signatures."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from reportlab.platypus import Flowable
from reportlab.platypus import Table as Grid

from core.documents import charts, model, pictures, words
from core.documents.drawing import INK, INK_2, INK_3, PAPER, RULE, STATUS_INK, STATUS_SHAPE, measure
from core.documents.pdf.grid import GAP, column_widths, grid, table_flow
from core.documents.pdf.pen import BODY, HEADER, HEADING, LEAD, MM, SECOND, SMALL, TABLE, WIDTH, Pen
from core.documents.pdf.prose import Look, Piece, ink
from core.documents.pdf.sheets import Sheets

STYLES = {
    "body": BODY,
    "lead": LEAD,
    "small": SMALL.but(after=3),
    "numbered": BODY.but(after=3),
    "bullets": BODY.but(after=2),
}


def block_flow(pen: Pen, block: model.Block, width: float = WIDTH) -> list[Flowable]:
    """Return the flowables of a block, its own heading first."""
    title = getattr(block, "heading", "")
    look = HEADING.but(rule=0) if pen.document.cover else HEADING  # behind a cover only numbered sections are ruled
    head = [pen.prose(title, look)] if title else []
    if isinstance(block, model.Asks):
        head = []  # stands on the paper tone of the table
    draw = pen.own.get(type(block)) or DRAW[type(block)]
    return [*head, *draw(pen, block, width)]


def columns(pen: Pen, block: model.Columns, width: float) -> list[Flowable]:
    """Set two stacks side by side, or one after the other where they would not fit a page."""
    gap = 7 * MM
    left_width = (width - gap) * block.left_share / 100
    sides = [(block.left, left_width), (block.right, width - gap - left_width)]
    stacks = [[flow for part in parts for flow in block_flow(pen, part, wide)] for parts, wide in sides]
    tallest = max(
        sum(flow.wrap(wide, pen.height)[1] + 6 for flow in stack)
        for stack, (_parts, wide) in zip(stacks, sides, strict=True)
    )
    if tallest > pen.height * 0.9:
        return [flow for part in (*block.left, *block.right) for flow in block_flow(pen, part, width)]
    style = [("VALIGN", (0, 0), (-1, -1), "TOP"), *PLAIN]
    return [Grid([[stacks[0], "", stacks[1]]], colWidths=[sides[0][1], gap, sides[1][1]], style=style)]


PLAIN: list[tuple[Any, ...]] = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
]  # fmt: skip


def text(pen: Pen, block: model.Text, _width: float) -> list[Flowable]:
    """Write paragraphs; numbered ones carry their number in a ring."""
    look = STYLES[block.style]
    return [pen.rich(said, look.but(mark=_mark(block.style, at))) for at, said in enumerate(block.paragraphs, 1)]


def _mark(style: str, at: int) -> str:
    return {"numbered": str(at), "bullets": "•"}.get(style, "")


def headline(pen: Pen, block: model.Headline, width: float) -> list[Flowable]:
    """Set the light beside the sentence."""
    kind = block.status.kind
    light: list[Flowable] = [pen.status(block.status, Look(11, 15, bold=True))]
    if block.previous:
        light.append(pen.prose(_("Before: %(word)s") % {"word": block.previous}, SMALL))
    if block.weeks is not None:
        said = ngettext("for %(n)s week", "for %(n)s weeks", block.weeks) % {"n": block.weeks}
        light.append(pen.prose(said, SMALL))
    bar = ("LINEABOVE", (0, 0), (0, 0), 3, ink(STATUS_SHAPE.get(kind, STATUS_INK[kind])))
    style = [("VALIGN", (0, 0), (-1, -1), "TOP"), *PLAIN, ("TOPPADDING", (0, 0), (0, 0), 6), bar]
    sentence = pen.prose(block.sentence, Look(16, 22, bold=True))
    room = min(max(26 * MM, measure(words.status_word(block.status), 11) + 18), 52 * MM)
    widths = [room, 5 * MM, width - room - 5 * MM]
    return [Grid([[light, "", [sentence]]], colWidths=widths, style=style, spaceAfter=4)]


def key_figures(pen: Pen, block: model.KeyFigures, width: float) -> list[Flowable]:
    """Set up to four figures on a line, each with its n or its target."""
    rows = [block.figures[at : at + 4] for at in range(0, len(block.figures), 4)]
    flow: list[Flowable] = []
    for row in rows:
        wide = width / max(len(row), min(len(block.figures), 4))
        cells = [_key_figure(pen, figure, wide - 8 * MM) for figure in row]
        style = [("VALIGN", (0, 0), (-1, -1), "TOP"), *PLAIN, ("LEFTPADDING", (1, 0), (-1, -1), 4 * MM),
                 ("LINEAFTER", (0, 0), (-2, -1), 0.4, ink(RULE)),
                 ("TOPPADDING", (0, 0), (-1, -1), 6),
                 ("BOTTOMPADDING", (0, 0), (-1, -1), 4)]  # fmt: skip
        flow.append(Grid([cells], colWidths=[wide] * len(row), style=style, hAlign="LEFT", spaceBefore=6, spaceAfter=6))
    return flow


def _key_figure(pen: Pen, figure: model.KeyFigure, width: float) -> list[Flowable]:
    value, unit = words.parts(figure.value)
    label = f"{figure.label}  {figure.formula}" if figure.formula else figure.label
    shown: list[Flowable] = [pen.prose(label, SECOND)]
    size = 16 if len(value) < 10 else 12  # noqa: PLR2004  (what a quarter of the width holds)
    pieces = [Piece(value, bold=True, size=size, url=figure.url), Piece(f" {unit}" if unit else "", colour=INK_3)]
    shown.append(pen.pieces(*pieces, look=Look(9, 20)))
    if figure.trend:
        target = figure.target.value if figure.target else None
        shown.append(pen.drawing(pictures.sparkline(figure.trend, target, max(width, 40), 7 * MM), 0, 2))
    if figure.status is not None:
        shown.append(pen.status(figure.status, SECOND))
    shown.extend(pen.prose(said, SECOND) for said in [words.basis(figure)] if said)
    return shown


def chart(pen: Pen, block: model.Chart, width: float) -> list[Flowable]:
    """Draw a chart under its title and how it was counted."""
    head = [pen.prose(block.title, TABLE.but(bold=True, before=4))]
    head += [pen.prose(block.note, SMALL.but(after=2))] if block.note else []
    return [*head, pen.drawing(charts.draw(block, width, min(width * 0.52, 62 * MM)))]


def ribbon(pen: Pen, block: model.Ribbon, width: float) -> list[Flowable]:
    """Draw the phase ribbon."""
    return [pen.drawing(pictures.ribbon(block.phases, block.gates, block.today, width), 6, 4)]


def gantt(pen: Pen, block: model.Gantt, width: float) -> list[Flowable]:
    """Draw the bars on one scale, as many to a picture as a page holds."""
    if block.sheet:
        return [Sheets(pen, block), *([pen.prose(block.note, SMALL)] if block.note else [])]
    groups = [block.bars[at : at + 40] for at in range(0, max(len(block.bars), 1), 40)]
    flow = [pen.drawing(pictures.gantt(bars, block.today, width, whole=block.bars), 4, 4) for bars in groups]
    return [*flow, *([pen.prose(block.note, SMALL)] if block.note else [])]


def matrix(pen: Pen, block: model.Matrix, width: float) -> list[Flowable]:
    """Draw the risk matrix."""
    cell = min(width / 5.7, 30)
    return [
        pen.drawing(pictures.risk_matrix(block.dots, cell)),
        *([pen.prose(block.note, SMALL)] if block.note else []),
    ]


def lights(pen: Pen, block: model.Lights, width: float) -> list[Flowable]:
    """Set the lights: computed, declared, trend, weeks, and the rule."""
    heads = (_("Dimension"), _("Computed"), _("Declared"), _("Trend"), _("Weeks"), _("Basis"))
    cols = [model.Column(label, "right" if at == 4 else "left") for at, label in enumerate(heads)]  # noqa: PLR2004
    rows = [[[pen.prose(col.label, HEADER.but(align=col.align))] for col in cols]]
    rows += [_light(pen, light) for light in block.lights]
    return [grid(rows, column_widths(cols, rows, width))]


def _light(pen: Pen, light: model.Light) -> list[list[Flowable]]:
    arrow, word = words.TRENDS.get(light.trend, ("", ""))
    name = [pen.prose(light.dimension, TABLE)]
    if light.stale:
        name.append(pen.status(model.Status("stale"), SECOND))
    return [
        [*name],
        [pen.status(light.computed)],
        [pen.status(light.declared)] if light.declared else [pen.prose("–", TABLE)],
        [pen.prose(f"{arrow} {word}".strip(), TABLE.but(colour=INK_2))],
        [pen.prose("" if light.weeks is None else light.weeks, TABLE.but(align="right"))],
        [pen.prose(light.reason, TABLE, light.url)],
    ]


def asks(pen: Pen, block: model.Asks, width: float) -> list[Flowable]:
    """Set the decisions requested on paper tone under a heavy rule."""
    heads = (_("No."), _("Decide"), _("Options"), _("Recommendation"), _("Cost of delay"), _("By"))
    rows = [[[pen.prose(label, HEADER.but(align="right" if label == heads[-1] else "left"))] for label in heads]]
    rows += [_ask(pen, ask) for ask in block.asks]
    title = [pen.prose(block.heading or _("Decisions requested"), HEADING.but(rule=0))]
    edge = 3 * MM
    narrow = max((row[0][0].natural() for row in rows), default=30) + GAP + edge
    last = max((row[-1][0].natural() for row in rows), default=40) + 2 + edge
    room = width + 2 * edge - narrow - last
    middle = [room * share for share in (0.28, 0.32, 0.2, 0.2)]
    extra = [("BACKGROUND", (0, 0), (-1, -1), ink(PAPER)), ("LEFTPADDING", (0, 0), (0, -1), edge),
             ("RIGHTPADDING", (-1, 0), (-1, -1), edge), ("LINEABOVE", (0, 0), (-1, 0), 1.5, ink(INK)),
             ("SPAN", (0, 0), (-1, 0)), ("BOTTOMPADDING", (0, 0), (-1, 0), 0)]  # fmt: skip
    table = grid([[title, "", "", "", "", ""], *rows], [narrow, *middle, last], heads=2, extra=extra)
    table.spaceBefore = 8
    return [table]


def _ask(pen: Pen, ask: model.Ask) -> list[list[Flowable]]:
    options = [pen.pieces(Piece(option.key, bold=True), Piece(f" {option.text}"), look=TABLE) for option in ask.options]
    tone = TABLE.but(align="right", colour=STATUS_INK["bad"] if ask.overdue else INK, bold=ask.overdue)
    question = [pen.prose(ask.question, TABLE.but(bold=True), ask.url)]
    return [
        [pen.prose(ask.number, TABLE.but(colour=INK_3))],
        question + ([pen.prose(ask.context, SECOND)] if ask.context else []),
        list(options) or [pen.prose("–", TABLE)],
        [pen.prose(ask.recommendation, TABLE.but(bold=True)), *([pen.prose(ask.reason, SECOND)] if ask.reason else [])],
        [pen.prose(ask.cost_of_delay, TABLE), *([pen.prose(ask.delay_note, SECOND)] if ask.delay_note else [])],
        [pen.prose(words.day(ask.by) if ask.by else "–", tone)],
    ]


def signatures(pen: Pen, block: model.Signatures, width: float) -> list[Flowable]:
    """Set the signers in pairs, each under a rule with the name on it; open ones read waiting."""
    gap = 9 * MM
    wide = (width - gap) / 2
    flow: list[Flowable] = []
    for at in range(0, len(block.signatures), 2):
        pair = block.signatures[at : at + 2]
        cells: list[Any] = [_signature(pen, pair[0]), "", _signature(pen, pair[1]) if len(pair) > 1 else ""]
        names: list[Any] = [_signed_name(pen, pair[0]), "", _signed_name(pen, pair[1]) if len(pair) > 1 else ""]
        rules = [("LINEABOVE", (col, 1), (col, 1), 0.75, ink(INK)) for col in ((0, 2) if len(pair) > 1 else (0,))]
        style = [*PLAIN, ("VALIGN", (0, 0), (-1, 0), "BOTTOM"), ("VALIGN", (0, 1), (-1, 1), "TOP"),
                 ("TOPPADDING", (0, 0), (-1, 0), 12), ("BOTTOMPADDING", (0, 0), (-1, 0), 3),
                 ("TOPPADDING", (0, 1), (-1, 1), 4), ("BOTTOMPADDING", (0, 1), (-1, 1), 8),
                 *rules, ("NOSPLIT", (0, 0), (-1, -1))]  # fmt: skip
        flow.append(Grid([names, cells], colWidths=[wide, gap, wide], style=style, hAlign="LEFT"))
    return flow


def _signed_name(pen: Pen, signature: model.Signature) -> list[Flowable]:
    return [pen.prose(signature.name if signature.signed_at else "\xa0", Look(11, 15))]


def _signature(pen: Pen, signature: model.Signature) -> list[Flowable]:
    who = signature.role if signature.signed_at else f"{signature.role}  {signature.name}"
    lines: list[Flowable] = [pen.prose(who, TABLE.but(bold=True))]
    if signature.capacity:
        lines.append(pen.prose(signature.capacity, SECOND))
    if signature.signed_at is None:
        status = signature.status or model.Status("wait", _("Awaiting signature"))
        return [*lines, pen.status(status)]
    if signature.status or signature.decision:
        shown = signature.status or model.Status("done", signature.decision)
        lines.append(pen.status(model.Status(shown.kind, signature.decision or shown.word)))
    when = words.moment(signature.signed_at, pen.document.zone)
    lines.append(pen.prose(" · ".join(filter(None, (when, signature.method))), TABLE))
    lines += [pen.prose(signature.comment, SECOND)] if signature.comment else []
    return lines + ([pen.prose(f"SHA-256 {signature.hash}", SECOND)] if signature.hash else [])


def missing(pen: Pen, block: model.Missing, _width: float) -> list[Flowable]:
    """Say what is not there yet and what to do."""
    said: list[Flowable] = [pen.prose(block.text, BODY.but(mark="none", colour=INK_3, after=1))]
    return said + ([pen.prose(block.action, BODY.but(indent=9.5 * 1.45), block.url)] if block.action else [])


DRAW: dict[type, Callable[[Pen, Any, float], Sequence[Flowable]]] = {
    model.Text: text,
    model.Headline: headline,
    model.KeyFigures: key_figures,
    model.Table: table_flow,
    model.Chart: chart,
    model.Ribbon: ribbon,
    model.Gantt: gantt,
    model.Matrix: matrix,
    model.Lights: lights,
    model.Asks: asks,
    model.Signatures: signatures,
    model.Missing: missing,
    model.Columns: columns,
}
