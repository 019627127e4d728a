"""The text document, whole: cover, contents, sections, and the last pages; its frame in header and footer."""

import io
from typing import Any
from xml.sax.saxutils import escape

import docx
from django.utils.translation import gettext as _
from django.utils.translation import override
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from core.documents import model, tails, words
from core.documents.docx.ink import SPACES, Shown, run
from core.documents.docx.parts import Body, write
from core.documents.drawing import INK, INK_2, INK_3
from core.documents.office import APPLICATION, EAST_ASIAN, LATIN, clean, language_tag, moment, settled
from core.documents.pdf.pen import BOTTOM, LEFT, PAGE, RIGHT, SMALL, TABLE, TOP, WIDTH, Pen
from core.documents.pdf.prose import Look

HEADINGS = {1: (15.0, 18.0), 2: (11.0, 12.0), 3: (9.5, 10.0)}  # size, room above


def render(document: model.Document) -> bytes:
    """Return the text document in the document's language."""
    with override(document.language):
        word = docx.Document()
        _set_type(word, document)
        _set_page(word, document)
        _describe(word, document)
        body = Body(word, Pen(document))
        for part in list(word.element.body):
            if part.tag != qn("w:sectPr"):
                word.element.body.remove(part)
        sections = [*document.sections, *tails.sections(document)]
        if document.cover:
            _cover(body)
        else:
            _head(body)
        if document.contents:
            _contents(body, [_named(document, at, section) for at, section in enumerate(sections, 1)])
        for at, section in enumerate(sections, 1):
            _section(body, at, section)
        target = io.BytesIO()
        word.save(target)
        return settled(target.getvalue(), document)


def _named(document: model.Document, at: int, section: model.Section) -> str:
    numbered = document.cover and at <= len(document.sections)
    return f"{at}  {section.title}" if numbered else section.title


def _section(body: Body, at: int, section: model.Section) -> None:
    first = section.blocks[0] if section.blocks else None
    turned = isinstance(first, model.Table) and first.landscape  # its heading lies on its wide page
    if turned:
        body.turn(wide=True)
    named = _named(body.pen.document, at, section)
    body.heading(named, 1, bookmark=f"_Toc{at:06}", break_before=not turned and (section.new_page or at == 1))
    if section.subtitle:
        body.prose(body.pen.prose(section.subtitle, SMALL.but(after=4)))
    for block in section.blocks:
        write(body, block)
    line = tails.source_line(section, body.pen.document.zone)
    if line:
        body.prose(body.pen.prose(line, SMALL.but(before=3, after=6)))
    body.turn(wide=False)


def _cover(body: Body) -> None:
    """Say who gives what, to whom, as of when."""
    document, pen = body.pen.document, body.pen
    letterhead = document.letterhead
    version = _("Version %(version)s") % {"version": document.version}
    state = "  ".join(filter(None, (document.period, version, words.document_status(document.status))))
    body.prose(pen.prose(letterhead.name, Look(11, 15, bold=True)))
    body.prose(pen.prose(letterhead.name_en, SMALL))
    body.prose(pen.prose(document.programme, Look(11, 16, INK_2, before=150)))
    body.prose(pen.prose(document.title, Look(28, 38, bold=True, before=6)), style="Title")
    body.prose(pen.prose(document.subtitle, Look(14, 20, INK_2)))
    body.prose(pen.prose(state, Look(11, 18, INK_3, after=90)))
    rows = [[[pen.prose(label, TABLE.but(colour=INK_3))],
             [pen.prose(value, TABLE, value if value == document.verify_url else "")]]
            for label, value in tails.facts(document)]  # fmt: skip
    body.table(Shown(rows, [WIDTH * 0.22, WIDTH * 0.78], 0))
    if letterhead.footer:
        body.prose(pen.prose(letterhead.footer, SMALL))


def _head(body: Body) -> None:
    document = body.pen.document
    body.prose(body.pen.prose(f"{document.title}  {document.period}".strip(), Look(20, 28, bold=True)), style="Title")
    body.prose(body.pen.prose(document.programme, Look(11, 16, INK_2, after=6)))
    stale = tails.stale_note(document)
    if stale:
        body.prose(body.pen.prose(stale, SMALL.but(mark="stale", after=6)))


def _contents(body: Body, titles: list[str]) -> None:
    """Write the contents: a link and the page of each part, as a field that every word processor works out itself."""
    title = Look(15, 20, bold=True, after=8)
    turned = "<w:pageBreakBefore/>" if body.pen.document.cover else ""
    said = run(_("Contents"), title)
    body.add(f'<w:p {SPACES}><w:pPr>{turned}<w:spacing w:after="160"/></w:pPr>{said}</w:p>')
    for at, name in enumerate(titles, 1):
        mark = f"_Toc{at:06}"
        text = f'<w:r><w:t xml:space="preserve">{escape(clean(name))}</w:t></w:r><w:r><w:tab/></w:r>'
        page = (
            '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
            f'<w:r><w:instrText xml:space="preserve"> PAGEREF {mark} \\h </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>–</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
        body.add(
            f'<w:p {SPACES}><w:pPr><w:pStyle w:val="TOC1"/></w:pPr>'
            f'<w:hyperlink w:anchor="{mark}" w:history="1">{text}{page}</w:hyperlink></w:p>'
        )


def _set_type(word: Any, document: model.Document) -> None:
    """Name the house's fonts for Latin and Chinese letters, and the language, in the styles themselves."""
    styles = word.styles.element
    for fonts in styles.iter(qn("w:rFonts")):
        for name in list(fonts.attrib):
            del fonts.attrib[name]
        for script, font in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", EAST_ASIAN)):
            fonts.set(qn(f"w:{script}"), font)
    for lang in styles.iter(qn("w:lang")):
        lang.set(qn("w:val"), language_tag(document) if document.language == "en" else "en-GB")
        lang.set(qn("w:eastAsia"), "zh-CN")
    normal = word.styles["Normal"]
    normal.font.size, normal.font.color.rgb = Pt(9.5), _rgb(INK)
    normal.paragraph_format.space_after = Pt(4)
    for level, (size, above) in HEADINGS.items():
        style = word.styles[f"Heading {level}"]
        style.font.size, style.font.bold, style.font.color.rgb = Pt(size), True, _rgb(INK)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(above), Pt(4)
        style.paragraph_format.keep_with_next = True
    title = word.styles["Title"]
    title.font.color.rgb = _rgb(INK)
    for border in title.element.xpath(".//w:pBdr"):
        border.getparent().remove(border)
    toc = word.styles.add_style("TOC 1", WD_STYLE_TYPE.PARAGRAPH)
    toc.base_style, toc.font.size = normal, Pt(9.5)
    toc.element.set(qn("w:styleId"), "TOC1")
    toc.element.find(qn("w:name")).set(qn("w:val"), "toc 1")
    toc.paragraph_format.tab_stops.add_tab_stop(Pt(WIDTH), 2, 1)


def _set_page(word: Any, document: model.Document) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Pt(PAGE[0]), Pt(PAGE[1])
    section.left_margin, section.right_margin = Pt(LEFT), Pt(RIGHT)
    section.top_margin, section.bottom_margin = Pt(TOP + 6), Pt(BOTTOM + 6)
    section.header_distance = section.footer_distance = Pt(26)
    section.different_first_page_header_footer = document.cover
    if document.cover:
        section.first_page_header.is_linked_to_previous = False
        section.first_page_footer.is_linked_to_previous = False
    version = _("Version %(version)s") % {"version": document.version}
    top = ("  ".join(filter(None, (document.title, document.period))), "", document.programme)
    state = "  ".join(filter(None, (document.number, version, words.document_status(document.status),
                                    document.classification)))  # fmt: skip
    as_of = _("Data as of %(time)s") % {"time": words.moment(document.as_of, document.zone)}
    _line(section.header, top, pages=False)
    _line(section.footer, (state, f"{as_of}  {words.short_hash(document.sha256)}", ""), pages=True)


def _line(place: Any, said: tuple[str, str, str], *, pages: bool) -> None:
    """Write a running line: left, middle, right, the right one with the page and how many there are."""
    place.is_linked_to_previous = False
    look = SMALL
    tab = "<w:r><w:tab/></w:r>"
    numbers = ""
    if pages:
        numbers = f"{_page_field('PAGE')}{run(' / ', look)}{_page_field('NUMPAGES')}"
    tabs = (
        f'<w:tabs><w:tab w:val="clear" w:pos="4320"/><w:tab w:val="clear" w:pos="8640"/>'
        f'<w:tab w:val="center" w:pos="{round(WIDTH * 11)}"/>'
        f'<w:tab w:val="right" w:pos="{round(WIDTH * 20)}"/></w:tabs>'
    )
    parts = tab.join((run(said[0], look), run(said[1], look), run(said[2], look) + numbers))
    element = parse_xml(f"<w:p {SPACES}><w:pPr>{tabs}</w:pPr>{parts}</w:p>")
    for old in list(place._element):
        place._element.remove(old)
    place._element.append(element)


def _page_field(name: str) -> str:
    properties = f'<w:rPr><w:color w:val="{INK_3[1:].upper()}"/><w:sz w:val="15"/></w:rPr>'
    return f'<w:fldSimple w:instr=" {name} "><w:r>{properties}<w:t>1</w:t></w:r></w:fldSimple>'


def _describe(word: Any, document: model.Document) -> None:
    told = word.core_properties
    told.title = clean(f"{document.number} {document.title}".strip())
    told.author = told.last_modified_by = clean(document.owner or APPLICATION)
    told.subject, told.keywords = clean(document.programme), document.verify_code
    told.comments, told.language = document.sha256, language_tag(document)
    told.created = told.modified = moment(document)
    told.revision = 1


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#").upper())
