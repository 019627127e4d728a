"""The HTML of a document: a fragment for the report page, and a whole file to download."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from core.documents import grids, model, pictures, tails, words
from core.documents.drawing import Picture
from core.documents.markup import is_safe, runs
from core.documents.svg import drawn, ribbon, sparkline, svg

STATIC = Path(__file__).resolve().parent.parent / "static" / "core"
SHEETS = ("tokens.css", "frame.css", "components.css", "narrow.css", "paper.css", "report.css")
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
WIDE, HALF = 760.0, 420.0


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block with the template that draws it."""

    template: str
    data: dict[str, Any] | grids.GridView


@dataclass(frozen=True, slots=True)
class Part:
    """A section or a part of the last pages."""

    key: str
    title: str
    blocks: list[BlockView]
    subtitle: str = ""
    source_line: str = ""
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What the report templates say."""

    lang: str
    title: str
    programme: str
    running: str
    foot: str
    as_of: str
    hash: str
    full_hash: str
    parts: list[Part]
    stale: list[str]
    contents: bool


def fragment(document: model.Document) -> SafeString:
    """Return the report for a page that links ``paper.css`` and ``report.css``."""
    with override(document.language):
        return mark_safe(render_to_string("documents/_report.html", {"report": report(document)}))  # noqa: S308


def standalone(document: model.Document) -> str:
    """Return a whole HTML file that needs nothing beside it; its fonts are the reader's."""
    css = "\n".join((STATIC / sheet).read_text() for sheet in SHEETS if (STATIC / sheet).exists())
    css = FONT_FACE.sub("", css).replace("</", "<\\/")
    with override(document.language):
        context = {"report": report(document), "css": mark_safe(css)}  # noqa: S308
        return render_to_string("documents/standalone.html", context)


def report(document: model.Document) -> Report:
    """Return the words of the report; call it in the document's language."""
    version = _("Version %(version)s") % {"version": document.version}
    return Report(
        lang="zh-Hans" if document.language == "zh-hans" else "en",
        title=document.title,
        programme=document.programme,
        running="  ".join(filter(None, (document.title, document.period))),
        foot=f"{document.number}  {version}  {words.document_status(document.status)}",
        as_of=_("Data as of %(time)s") % {"time": words.moment(document.as_of, document.zone)},
        hash=words.short_hash(document.sha256),
        full_hash=document.sha256,
        parts=[*(_part(document, at, section) for at, section in enumerate(document.sections, 1)), *_tail(document)],
        stale=tails.stale_systems(document),
        contents=document.contents,
    )


def _part(document: model.Document, at: int, section: model.Section) -> Part:
    blocks = [view(block, document) for block in section.blocks if not isinstance(block, model.PageBreak)]
    led = bool(section.blocks) and isinstance(section.blocks[0], model.Headline)
    silent = led and not document.cover
    line = tails.source_line(section, document.zone)
    return Part(section.key or f"s{at}", section.title, blocks, section.subtitle, line, silent)


def _tail(document: model.Document) -> list[Part]:
    def lines(title: str, said: tuple[str, ...]) -> list[BlockView]:
        return [_text(model.Text(said, "bullets", title), document, WIDE)] if said else []

    def table(shown: model.Table) -> list[BlockView]:
        return [_table(shown, document, WIDE)] if shown.rows else []

    parts = (
        ("end-definitions", _("Definitions, assumptions and limits"),
         [*table(tails.definitions(document)), *lines(_("Assumptions"), document.assumptions),
          *lines(_("Limits"), document.limits)]),
        ("end-sources", _("Sources"), table(tails.sources(document))),
        ("end-changes", _("Changes since the previous issue"), table(tails.changes(document))),
    )  # fmt: skip
    return [Part(key, title, blocks) for key, title, blocks in parts if blocks]


def view(block: model.Block, document: model.Document, width: float = WIDE) -> BlockView:
    """Return a block as its template and words."""
    return VIEWS[type(block)](block, document, width)


def _text(block: model.Text, _document: model.Document, _width: float) -> BlockView:
    lines = [runs(str(paragraph)) for paragraph in block.paragraphs]
    return BlockView("documents/blocks/text.html", {"heading": block.heading, "style": block.style, "lines": lines})


def _headline(block: model.Headline, _document: model.Document, _width: float) -> BlockView:
    notes = [_("Before: %(word)s") % {"word": block.previous}] if block.previous else []
    if block.weeks is not None:
        notes.append(ngettext("for %(n)s week", "for %(n)s weeks", block.weeks) % {"n": block.weeks})
    data = {"status": block.status, "word": words.status_word(block.status), "notes": notes, "sentence": block.sentence}
    return BlockView("documents/blocks/headline.html", data)


def _key_figures(block: model.KeyFigures, _document: model.Document, _width: float) -> BlockView:
    figures = [_key_figure(figure) for figure in block.figures]
    data = {"heading": block.heading, "figures": figures, "count": min(max(len(figures), 1), 4)}
    return BlockView("documents/blocks/key_figures.html", data)


def _key_figure(figure: model.KeyFigure) -> dict[str, Any]:
    value, unit = words.parts(figure.value)
    target = figure.target.value if figure.target else None
    return {
        "label": f"{figure.label}  {figure.formula}".strip(),
        "value": value,
        "unit": unit,
        "spark": sparkline(figure.trend, target) if figure.trend else "",
        "status": figure.status,
        "word": words.status_word(figure.status) if figure.status else "",
        "basis": words.basis(figure),
        "url": figure.url if is_safe(figure.url) else "",
    }


def _table(block: model.Table, document: model.Document, _width: float) -> BlockView:
    return BlockView("documents/blocks/table.html", grids.table_view(block, document.zone))


def _figure(
    picture: Picture, twin: model.Table, document: model.Document, title: str, note: str, css: str
) -> BlockView:
    return _shown(svg(picture, css=css), twin, document, title or picture.title, note)


def _shown(drawing: SafeString, twin: model.Table, document: model.Document, title: str, note: str) -> BlockView:
    shown = {"title": title, "note": note, "svg": drawing, "twin": grids.table_view(twin, document.zone)}
    return BlockView("documents/blocks/figure.html", shown)


def _chart(block: model.Chart, document: model.Document, width: float) -> BlockView:
    drawing = drawn(block, width, min(width * 0.5, 240))
    return _shown(drawing, grids.chart_table(block), document, block.title, block.note)


def _gantt(block: model.Gantt, document: model.Document, width: float) -> BlockView:
    picture = pictures.gantt(block.bars, block.today, width, 11)
    return _figure(picture, grids.gantt_table(block), document, block.heading, block.note, "lf-draw")


def _matrix(block: model.Matrix, document: model.Document, _width: float) -> BlockView:
    picture = pictures.risk_matrix(block.dots, 46)
    return _figure(picture, grids.dots_table(block), document, block.heading, block.note, "lf-matrix")


def _ribbon(block: model.Ribbon, _document: model.Document, _width: float) -> BlockView:
    return BlockView("documents/blocks/raw.html", {"svg": ribbon(block.phases, block.gates, block.today)})


def _lights(block: model.Lights, _document: model.Document, _width: float) -> BlockView:
    return BlockView("documents/blocks/table.html", grids.lights_view(block))


def _asks(block: model.Asks, _document: model.Document, _width: float) -> BlockView:
    return BlockView("documents/blocks/table.html", grids.asks_view(block))


def _signatures(block: model.Signatures, document: model.Document, _width: float) -> BlockView:
    signers = [_signer(signature, document.zone) for signature in block.signatures]
    return BlockView("documents/blocks/signatures.html", {"heading": block.heading, "signers": signers})


def _signer(signature: model.Signature, zone: str) -> dict[str, Any]:
    signed = signature.signed_at
    status = signature.status or model.Status("wait", _("Awaiting signature"))
    if signed is not None:
        status = model.Status(signature.status.kind if signature.status else "done", signature.decision)
    return {
        "written": signature.name if signed else "\xa0",
        "role": signature.role if signed else f"{signature.role}  {signature.name}",
        "capacity": signature.capacity,
        "kind": status.kind if status.word or signed is None or signature.status else "",
        "word": words.status_word(status),
        "when": " · ".join(filter(None, (words.moment(signed, zone), signature.method))) if signed else "",
        "comment": signature.comment,
        "hash": signature.hash,
    }


def _missing(block: model.Missing, _document: model.Document, _width: float) -> BlockView:
    url = block.url if is_safe(block.url) else ""
    return BlockView("documents/blocks/missing.html", {"text": block.text, "action": block.action, "url": url})


def _columns(block: model.Columns, document: model.Document, _width: float) -> BlockView:
    sides = [[view(part, document, HALF) for part in side] for side in (block.left, block.right)]
    data = {"left": sides[0], "right": sides[1], "left_share": block.left_share}
    return BlockView("documents/blocks/columns.html", data)


VIEWS: dict[type, Callable[[Any, model.Document, float], BlockView]] = {
    model.Text: _text, model.Headline: _headline, model.KeyFigures: _key_figures, model.Table: _table,
    model.Chart: _chart, model.Gantt: _gantt, model.Matrix: _matrix, model.Ribbon: _ribbon, model.Lights: _lights,
    model.Asks: _asks, model.Signatures: _signatures, model.Missing: _missing, model.Columns: _columns,
}  # fmt: skip
