"""Slides, text documents and workbooks: the same bytes, the same figures, in both languages, as native parts."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import docx as word
import pytest
import time_machine
from pptx import Presentation

from core.documents import derived, docx, model, pptx, xlsx
from core.documents.canonical import from_json, to_json
from tests.core.documents import samples
from tests.core.documents.office import drawn, formulas, sheets, slides, text_of

LANGUAGES = ("en", "zh-hans")
WRITERS = {"pptx": pptx.render, "docx": docx.render, "xlsx": xlsx.render}
MONEY = model.Section(
    "Money",
    (
        model.Table(
            (model.Column("Line"), model.Column("Amount", "right", "CNY")),
            (("Licences", Decimal("120000.10")), ("Services", Decimal("80000.25")), ("Travel", Decimal("-0.05"))),
            key="lines",
        ),
        model.Table(
            (model.Column("Sum"), model.Column("Amount", "right", "CNY")),
            (
                (
                    "All",
                    model.Cell(
                        model.Figure(Decimal("200000.30"), places=2), derived=model.total(1, range(3), table="lines")
                    ),
                ),
                (
                    "Without travel, twice",
                    model.Cell(
                        Decimal("400000.70"),
                        derived=model.Derived((model.Place(0, 1, 2, "lines"), model.Place(1, 1, 2, "lines"))),
                    ),
                ),
                (
                    "Services of all",
                    model.Cell(
                        model.Figure(Decimal("80000.25") / Decimal("200000.30"), "share", 1),
                        derived=model.ratio(model.Place(1, 1, table="lines"), model.Place(0, 1)),
                    ),
                ),
            ),
        ),
    ),
    "money",
)


def money_paper(language="en"):
    paper = samples.steering(language)
    return replace(paper, sections=(*paper.sections, MONEY))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fmt", WRITERS)
def test_same_snapshot_gives_the_same_bytes_at_another_time(fmt, language):
    kept = to_json(money_paper(language))
    with time_machine.travel("2027-05-12 08:00:00+08:00"):
        first = WRITERS[fmt](from_json(kept))
    with time_machine.travel("2031-01-02 23:59:59+00:00"):
        again = WRITERS[fmt](from_json(kept))
    assert first == again


@pytest.mark.parametrize("fmt", WRITERS)
def test_file_carries_no_time_but_the_documents(fmt):
    content = WRITERS[fmt](samples.steering("en"))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        told = package.read("docProps/core.xml").decode()
        books = [package.read(name) for name in package.namelist() if name.endswith(".xlsx")]
    assert set(re.findall(r"W3CDTF\">([^<]*)<", told)) == {"2027-05-12T00:32:00Z"}
    for book in books:
        with zipfile.ZipFile(io.BytesIO(book)) as package:
            assert "2027-05-12T00:32:00Z" in package.read("docProps/core.xml").decode()
    assert fmt == "xlsx" or len(books) == 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_says_the_same_figures(language):
    paper = from_json(to_json(samples.steering(language)))
    said = {fmt: text_of(fmt, content) for fmt, content in drawn(paper).items()}
    sentence = paper.sections[0].blocks[0].sentence
    words = {"en": ("n=412", "Wang Ke", "Shen Wei"), "zh-hans": ("n=412", "王珂", "沈蔚")}[language]
    for fmt, text in said.items():
        squeezed = text.replace(" ", "")
        assert sentence.replace(" ", "") in squeezed, fmt
        for said_word in (*words, paper.number, paper.sha256[:4]):
            assert said_word.replace(" ", "") in squeezed, (fmt, said_word)
        for figure in ("58/74", "D-031", "R11"):
            assert figure in text, (fmt, figure)
    for fmt in ("pdf", "html", "pptx", "docx"):
        for figure in ("78.4%", "27.8%", "501.0"):
            assert figure in said[fmt].replace(" %", "%"), (fmt, figure)
    numbers = {cell for rows in sheets(drawn(paper)["xlsx"]).values() for row in rows for cell in row}
    assert {0.784, 0.278, 501.0, 16.0, 12.0} <= {one for one in numbers if isinstance(one, float)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_are_native_and_keep_their_numbers(language):
    deck = Presentation(io.BytesIO(pptx.render(samples.steering(language))))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert [str(chart.chart_type).split()[0] for chart in charts] == [
        "LINE", "COLUMN_CLUSTERED", "BAR_CLUSTERED", "COLUMN_CLUSTERED", "XY_SCATTER",
    ]  # fmt: skip
    plan = charts[0].plots[0].series[0]
    assert list(plan.values) == [8, 42, 88, 146, 194, 252, 318, 384, 428, 460, 486]
    assert list(charts[0].plots[0].series[1].values)[5:] == [None] * 6
    assert next(iter(charts[0].plots[0].categories)) == "26/9"


def test_milestone_trend_has_dates_on_both_axes():
    series = model.Series("G3", (739800, 739807), xs=(739700, 739730))
    trend = model.Chart("trend", "Trend", series=(series,), today=739735)
    paper = samples.steering("en", sections=(model.Section("Trend", (trend,), "t"),))
    deck = Presentation(io.BytesIO(pptx.render(paper)))
    (chart,) = (shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart)
    assert str(chart.chart_type).startswith("XY_SCATTER_LINES")
    assert list(chart.plots[0].series[0].values) == [739800 - 693594, 739807 - 693594]
    assert chart.value_axis.tick_labels.number_format == 'yy"/"mm'


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_slide_says_state_asks_and_changes(language):
    paper = samples.steering(language)
    first = slides(pptx.render(paper))[0]
    head, _ribbon, columns, asks = paper.sections[0].blocks[:4]
    assert head.sentence in first
    assert columns.left[0].heading in first
    assert columns.right[0].heading in first
    assert all(ask.question in first for ask in asks.asks)
    assert "ERP" in first  # the stale source is named


def test_long_table_goes_on_over_slides_with_its_header():
    pages = [page for page in slides(pptx.render(samples.steering("en"))) if page.startswith("Earlier decisions")]
    assert len(pages) == 4
    assert all("Decision\n" in page for page in pages)
    assert [sum(f"D-{n:03}" in page for n in range(1, 31)) for page in pages] == [9, 9, 9, 3]


def test_text_document_has_headings_header_rows_and_chinese_fonts():
    content = docx.render(samples.gate("zh-hans"))
    document = word.Document(io.BytesIO(content))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings[:3] == ["1  结论", "2  里程碑偏移", "3  挣值与预测"]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body, styles = package.read("word/document.xml").decode(), package.read("word/styles.xml").decode()
        foot = next(
            package.read(n).decode() for n in package.namelist() if "footer" in n and b"NUMPAGES" in package.read(n)
        )
    assert len(re.findall(r"PAGEREF _Toc\d{6}", body)) == len(headings)
    assert body.count("<w:tblHeader") >= 10
    assert set(re.findall(r'w:eastAsia="([^"]*)"', styles)) == {"Microsoft YaHei", "zh-CN"}
    assert "Theme" not in re.findall(r"<w:rFonts[^>]*>", styles)[0]
    assert "PAGE" in foot


def test_wide_table_turns_the_page_and_the_next_turns_back():
    with zipfile.ZipFile(io.BytesIO(docx.render(samples.gate("en")))) as package:
        body = package.read("word/document.xml").decode()
    ways = [
        "landscape" if 'w:orient="landscape"' in size else "portrait" for size in re.findall(r"<w:pgSz[^>]*>", body)
    ]
    assert ways == ["portrait", "landscape", "portrait"]


def test_workbook_computes_what_is_derived_and_keeps_the_printed_result():
    rows = sheets(xlsx.render(money_paper()))["Money"]
    assert [row for row in rows if row[0] == "Travel"] == [["Travel", -0.05]]
    found = formulas(xlsx.render(money_paper()))
    assert [formula for formula, _kept in found] == ["SUM(B3:B5)", "2*B3+2*B4", "(B4)/(B8)"]
    assert [round(float(kept), 9) for _formula, kept in found] == [200000.3, 400000.7, 0.400000650]


def seconds(paper):
    """Every second line of the paper's tables."""
    found = (
        cell
        for section in paper.sections
        for table in derived.tables(section.blocks)
        for row in table.rows
        for cell in row
    )
    return [cell.second for cell in found if isinstance(cell, model.Cell) and cell.second]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [samples.steering, samples.gate])
def test_every_second_line_is_in_the_workbook(kind, language):
    paper = kind(language)
    said = [
        line
        for rows in sheets(xlsx.render(paper)).values()
        for row in rows
        for cell in row
        for line in str(cell).split("\n")
    ]
    assert seconds(paper)
    assert [second for second in seconds(paper) if second not in said] == []


@pytest.mark.parametrize(("language", "head"), [("en", "Gain, detail"), ("zh-hans", "Gain（说明）")])
def test_second_line_of_a_number_stands_beside_it_and_formulas_find_their_cells(language, head):
    gain = model.Cell(model.Figure(Decimal(10), "pp", signed=True), second="+40.0 % relative")
    day = model.Cell(date(2027, 5, 3), second="read by hand")
    made = model.Cell(Decimal(15), derived=model.Derived((model.Place(0, 1), model.Place(0, 3))))
    names = ("Goal", "Gain", "Read", "More", "Sum")
    first = model.Table(
        tuple(map(model.Column, names)),
        (("Leads", gain, day, Decimal(5), made), ("Churn", Decimal(3), None, Decimal(4), None)),
        key="first",
    )
    total = model.Cell(Decimal(9), derived=model.total(3, (0, 1), table="first"))
    second = model.Table((model.Column("All"), model.Column("Sum")), (("More", total),))
    content = xlsx.render(samples.steering(language, sections=(model.Section("Goals", (first, second)),)))
    rows = sheets(content)["Goals"]
    at = next(n for n, row in enumerate(rows) if row[0] == "Goal")
    assert rows[at][:3] == ["Goal", "Gain", head]
    assert rows[at + 1][:6] == ["Leads", 10.0, "+40.0 % relative", date(2027, 5, 3), "read by hand", 5.0]
    assert rows[at + 2][:3] == ["Churn", 3.0, ""]
    assert [formula for formula, _kept in formulas(content)] == [f"B{at + 2}+F{at + 2}", f"SUM(F{at + 2}:F{at + 3})"]


def test_words_that_look_like_formulas_stay_words():
    table = model.Table((model.Column("=1+1"), model.Column("x")), (('=HYPERLINK("http://x")', "+cmd|' /C calc'!A0"),))
    paper = samples.steering("en", sections=(model.Section("S [1]:*?/\\'" + "long" * 10, (table,)),))
    content = xlsx.render(paper)
    assert formulas(content) == []
    assert any("=HYPERLINK" in str(cell) for rows in sheets(content).values() for row in rows for cell in row)


@pytest.mark.parametrize(
    ("said", "derived"),
    [
        (Decimal("3.31"), model.total(1, (0, 1))),
        (None, model.total(1, (0, 1))),
        (Decimal("3.30"), model.total(1, (0, 7))),
        (Decimal("0.50"), model.Derived((model.Place(0, 1),), (model.Place(0, 1), model.Place(0, 1, -1)))),
        (Decimal("3.30"), model.total(1, (0, 1), "elsewhere")),
    ],
)
def test_section_refuses_a_number_that_its_cells_do_not_give(said, derived):
    rows = (("x", Decimal("1.10")), ("y", Decimal("2.20")), ("sum", model.Cell(said, derived=derived)))
    with pytest.raises(ValueError, match="cell"):
        model.Section("Money", (model.Table((model.Column("a"), model.Column("b", "right")), rows),))


def test_number_without_its_parts_is_not_available_and_has_no_formula():
    rows = (("x", None), ("y", 2), ("sum", model.Cell(None, derived=model.total(1, (0, 1)))))
    section = model.Section("Money", (model.Table((model.Column("a"), model.Column("b", "right")), rows),))
    assert formulas(xlsx.render(samples.steering("en", sections=(section,)))) == []


def test_control_letters_do_not_break_the_files():
    table = model.Table((model.Column("a"),), (("bad \x00\x08 \ud800 & <b>",),))
    paper = samples.steering("en", sections=(model.Section("T", (table,)),), next_issue=None)
    for fmt, write in WRITERS.items():
        assert "& <b>" in text_of(fmt, write(paper)), fmt


def test_paper_generated_later_has_another_date():
    paper = samples.steering("en")
    later = replace(paper, generated_at=paper.generated_at + timedelta(minutes=1))
    assert all(write(paper) != write(later) for write in WRITERS.values())
