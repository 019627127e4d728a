"""The presentation: its master in the house's type, and slides with a title, a body and a foot."""

import io
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.util import Pt

from core.documents import model, words
from core.documents.drawing import INK, INK_3
from core.documents.office import APPLICATION, EAST_ASIAN, LATIN, clean, language_tag, moment, settled
from core.documents.pdf.prose import Look, Piece, Prose
from core.documents.pptx.ink import Ink, stroke, text_box

WIDTH, HEIGHT = 960.0, 540.0
LEFT, RIGHT = 44.0, 44.0
TOP, BOTTOM = 88.0, 502.0
TITLE_ONLY = "Title Only"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SCRIPTS = {"Hans": EAST_ASIAN, "Hant": EAST_ASIAN, "Jpan": EAST_ASIAN}


@dataclass(frozen=True, slots=True)
class Page:
    """A slide that is being written."""

    slide: Any
    ink: Ink


class Deck:
    """Makes slides; ``bytes`` ends it."""

    def __init__(self, document: model.Document) -> None:
        """Open an empty deck of wide slides."""
        self.document = document
        self.deck = Presentation()
        self.deck.slide_width, self.deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
        self.layout = _only(self.deck, TITLE_ONLY)
        _set_type(self.deck.slide_master)
        _set_title(self.deck.slide_master, self.layout)
        self._describe()

    def _describe(self) -> None:
        document, told = self.document, self.deck.core_properties
        told.title = clean(f"{document.number} {document.title}".strip())
        told.author = told.last_modified_by = clean(document.owner or APPLICATION)
        told.subject, told.keywords = clean(document.programme), document.verify_code
        told.comments, told.language = document.sha256, language_tag(document)
        told.created = told.modified = moment(document)
        told.revision = 1
        for rel_id, rel in list(self.deck.part.package._rels.items()):
            if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
                self.deck.part.package._rels.pop(rel_id)

    def page(self, title: str, scale: float, *, note: str = "", aside: str = "") -> Page:
        """Add a slide with its title, what stands beside it, its foot, and perhaps a note above the foot."""
        slide = self.deck.slides.add_slide(self.layout)
        slide.shapes.title.text_frame.text = clean(title)
        ink = Ink(scale, language_tag(self.document), lambda url: _relate(slide, url))
        flat = Ink(1, ink.lang, ink.relate, ink.next_id, ink.parts)
        stroke(flat, LEFT, TOP - 14, WIDTH - RIGHT, TOP - 14)
        if aside:
            _words(flat, WIDTH - RIGHT - 260, 30, 260, aside, Look(12, 16, INK_3, align="right"))
        if note:
            _words(flat, LEFT, BOTTOM - 4, WIDTH - LEFT - RIGHT, note, Look(9, 11, INK_3))
        self._foot(flat, len(self.deck.slides))
        ink.next_id = flat.next_id
        return Page(slide, ink)

    def _foot(self, ink: Ink, number: int) -> None:
        document = self.document
        version = _("Version %(version)s") % {"version": document.version}
        parts = (document.number, version, words.document_status(document.status), document.classification)
        as_of = _("Data as of %(time)s") % {"time": words.moment(document.as_of, document.zone)}
        _words(ink, LEFT, 518, 420, "  ".join(filter(None, parts)), Look(9, 12, INK_3))
        right = "  ".join(filter(None, (as_of, words.short_hash(document.sha256), str(number))))
        _words(ink, WIDTH - RIGHT - 420, 518, 420, right, Look(9, 12, INK_3, align="right"))

    def finish(self, page: Page) -> None:
        """Put on the slide what was written."""
        tree = page.slide.shapes._spTree
        for part in page.ink.parts:
            tree.append(parse_xml(part))

    def content(self) -> bytes:
        """Return the file."""
        target = io.BytesIO()
        self.deck.save(target)
        return settled(target.getvalue(), self.document)


def _words(ink: Ink, x: float, y: float, width: float, text: str, look: Look) -> None:
    text_box(ink, x, y, width, look.leading * 1.2, [Prose((Piece(clean(text)),), look)], "Note")


def _relate(slide: Any, url: str) -> str:
    relation: str = slide.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    return relation


def _only(deck: Any, name: str) -> Any:
    """Keep the one layout that is used; the others would only be clutter in the menus."""
    kept = next(layout for layout in deck.slide_layouts if layout.name == name)
    for layout in [layout for layout in deck.slide_layouts if layout.name != name]:
        deck.slide_layouts.remove(layout)
    return kept


def _set_type(master: Any) -> None:
    """Name the house's fonts in the theme, for Latin and for Chinese letters."""
    part = next(rel.target_part for rel in master.part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.THEME)
    theme = etree.fromstring(part.blob)
    for family in theme.iter(f"{DRAWING}majorFont", f"{DRAWING}minorFont"):
        family.find(f"{DRAWING}latin").set("typeface", LATIN)
        family.find(f"{DRAWING}ea").set("typeface", EAST_ASIAN)
        for font in family.findall(f"{DRAWING}font"):
            if font.get("script") in SCRIPTS:
                font.set("typeface", SCRIPTS[font.get("script")])
            else:
                family.remove(font)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _set_title(master: Any, layout: Any) -> None:
    """Let titles stand left and bold over the rule, on the master and so on every slide."""
    for holder in (master, layout):
        for shape in list(holder.placeholders):
            if shape.placeholder_format.type == 1 or shape == holder.placeholders[0]:
                shape.left, shape.top, shape.width, shape.height = Pt(LEFT), Pt(22), Pt(WIDTH - LEFT - RIGHT), Pt(50)
            else:
                shape._element.getparent().remove(shape._element)
    frame = master.placeholders[0].text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    body = frame._txBody.bodyPr
    body.set("anchor", "b")
    style = master._element.find(".//{http://schemas.openxmlformats.org/presentationml/2006/main}titleStyle")
    level = style[0]
    level.set("algn", "l")
    said = level.find(f"{DRAWING}defRPr")
    said.set("sz", "2200")
    said.set("b", "1")
    fill = said.find(f"{DRAWING}solidFill")
    fill.clear()
    etree.SubElement(fill, f"{DRAWING}srgbClr", {"val": INK.lstrip("#").upper()})
