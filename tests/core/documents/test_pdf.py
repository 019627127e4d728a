import hashlib
import io
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from core.documents import model as m
from core.documents.fonts import drawable, missing_glyphs
from core.documents.html import fragment
from core.documents.pdf import render
from core.documents.pdf.grid import column_widths, share_out
from core.documents.pdf.pen import HEADER, TABLE, Pen
from tests.core.documents.samples import AS_OF, HASH, gate, steering

LANGUAGES = ("zh-hans", "en")
LONG = (
    "无" * 210,
    "x" * 200,
    "https://crm.example.com/" + "a-long/path.with?query=1&" * 9,
    "Immer wieder lange Wörter und 中文 mixed",
)


def reader(document):
    return PdfReader(io.BytesIO(render(document).content))


def texts(document):
    return [page.extract_text() for page in reader(document).pages]


def fonts_of(pdf):
    """Yield every font dictionary that any page or form refers to."""
    seen = set()

    def walk(value):
        value = value.get_object() if hasattr(value, "get_object") else value
        if id(value) in seen:
            return
        seen.add(id(value))
        if isinstance(value, dict):
            if value.get("/Type") == "/Font":
                yield value
            for key, inner in value.items():
                if key not in {"/Parent", "/P"}:
                    yield from walk(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(inner)

    for page in pdf.pages:
        yield from walk(page)


@pytest.mark.parametrize("make", [steering, gate])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_font_is_embedded(make, language):
    fonts = list(fonts_of(reader(make(language))))
    assert {font["/BaseFont"].split("+")[1] for font in fonts} == {"NotoSansSC-Regular", "NotoSansSC-Bold"}
    assert all("/FontFile2" in font["/FontDescriptor"] and "/ToUnicode" in font for font in fonts)


def test_chinese_page_one_says_state_asks_and_changes():
    told = texts(steering())
    first = told[0]
    for said in (
        "需关注",
        "请求决策",
        "D-031",
        "较上期变化",
        "+3 个工作日",
        "状态灯",
        "计算",
        "申报",
        "58/74",
        "过期来源：ERP 合同金额",
    ):
        assert said in first.replace("\xa0", " ")
    assert f"1 / {len(told)}" in first
    assert "51d0…c2e8" in first


def heavy(changes):
    """The sample pack with so many changes on its first page; it stands on one page."""
    first = steering("en").sections[0]
    blocks = [
        m.Columns((m.Text(("Late.",) * 3, "numbered"),), (m.Text(("Ж → 30 Dec",) * changes, "bullets", "Changed"),))
        if isinstance(block, m.Columns)
        else block
        for block in first.blocks
    ]
    return replace(steering("en"), sections=(replace(first, blocks=tuple(blocks), whole=True), m.Section("Next")))


def test_a_first_page_that_would_run_over_is_set_smaller():
    light, full = (render(heavy(changes)).content for changes in (3, 19))
    assert len(boxes(full, "Ж")) == 19
    assert {box[0] for box in boxes(full, "Ж")} == {0}
    assert len(PdfReader(io.BytesIO(full)).pages) == len(PdfReader(io.BytesIO(light)).pages)
    tall, low = ({round(box[4] - box[3], 1) for box in boxes(content, "Ж")} for content in (light, full))
    assert 0.8 <= max(low) / max(tall) < 0.97


def test_what_would_be_too_small_to_read_runs_over():
    assert len({box[0] for box in boxes(render(heavy(90)).content, "Ж")}) == 2


def test_english_paper_carries_no_chinese_of_ours():
    document = replace(steering("en"), letterhead=m.Letterhead("Hengyue"), sections=steering("en").sections[:2])
    told = "".join(texts(document))
    assert "Decisions requested" in told
    assert "Data as of 12 May 2027 08:30 CST" in told
    assert not [char for char in told if "\u4e00" <= char <= "\u9fff"]


@pytest.mark.parametrize("make", [steering, gate])
def test_contents_name_the_real_pages(make):
    document = make()
    pdf = reader(document)
    pages = {entry.title: pdf.get_destination_page_number(entry) + 1 for entry in pdf.outline}
    listed = next(text for text in texts(document) if "目录" in text)
    assert len(pages) == len(document.sections) + 5 - int("目录" not in pages)
    for title, page in pages.items():
        if title != "目录":
            assert f"{title}\n{page}" in listed or f"{title} {page}" in listed
    for title, page in pages.items():
        if title not in {"目录", "结论", "1  结论"}:
            assert title in texts(document)[page - 1]


def test_a_section_of_any_key_keeps_its_place_beside_the_last_parts():
    """A pack has a section of changes and, at its end, the changes since the paper before it."""
    plain = steering("en")
    first, *rest = plain.sections
    for key in ("changes", "sources", "definitions", "record"):
        document = replace(plain, sections=(first, m.Section("Scope of it", (m.Text(("Words.",)),), key), *rest))
        pdf = reader(document)
        titles = [entry.title for entry in pdf.outline]
        assert len(titles) == len(set(titles)), titles
        page = {entry.title: pdf.get_destination_page_number(entry) for entry in pdf.outline}
        scope = next(title for title in titles if title.endswith("Scope of it"))
        assert "Scope of it" in pdf.pages[page[scope]].extract_text()
        anchors = re.findall(r'id="([^"]+)"', fragment(document))
        assert len(anchors) == len(set(anchors))


@pytest.mark.parametrize("language", LANGUAGES)
def test_file_says_title_author_and_language(language):
    pdf = reader(gate(language))
    assert pdf.metadata.title == (
        "阶段门报告 G3 试点评价门 2027 年 5 月" if language == "zh-hans" else "Gate report G3 pilot evaluation May 2027"
    )
    assert pdf.metadata.author == "衡岳精密制造有限公司"
    assert pdf.trailer["/Root"]["/Lang"] == ("zh-CN" if language == "zh-hans" else "en")
    assert (
        pdf.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]
        if "/ViewerPreferences" in pdf.trailer["/Root"]
        else True
    )


def test_bytes_are_equal_in_eight_threads_and_another_process():
    def digest(_turn=0):
        return hashlib.sha256(render(gate()).content).hexdigest()

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(digest, range(16)))
    script = (
        "import django, hashlib; django.setup()\n"
        "from core.documents.pdf import render; from tests.core.documents.samples import gate\n"
        "print(hashlib.sha256(render(gate()).content).hexdigest())"
    )
    env = {**os.environ, "PYTHONHASHSEED": "7"}
    other = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=env)
    assert found == {other.stdout.strip()}


def boxes(content, char):
    """Return page, left and right of every occurrence of a character."""
    found = []
    for number, page in enumerate(pypdfium2.PdfDocument(content)):
        text = page.get_textpage()
        for index in range(text.count_chars()):
            if text.get_text_range(index, 1) == char:
                left, bottom, right, top = text.get_charbox(index)
                found.append((number, left, right, bottom, top, page.get_width()))
    return found


@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize("fill", ["Y", "乙"])
def test_cell_stays_in_its_box(fill, landscape):
    other = "Z" if fill == "Y" else "丙"
    columns = tuple(m.Column(str(n)) for n in range(4))
    rows = tuple(("1", fill * 200, other * 180, said) for said in LONG)
    table = m.Table(columns, rows, landscape=landscape)
    plain = gate(sections=(m.Section("表", (table,)),), definitions=(), changes=(), assumptions=(), limits=())
    content = render(plain).content
    first, second = boxes(content, fill), boxes(content, other)
    assert (len(first), len(second)) == (800, 720)
    assert max(box[2] for box in first) < min(box[1] for box in second)
    every = [box for char in "无x中" for box in boxes(content, char)]
    assert all(box[2] <= box[5] - 16 * 72 / 25.4 + 0.5 for box in every)


def test_row_is_never_split_and_header_repeats():
    rows = tuple((f"行{n:03}始", m.Cell("很长的说明" * 20, second=f"行{n:03}末")) for n in range(60))
    told = texts(gate(sections=(m.Section("表", (m.Table((m.Column("甲列"), m.Column("乙列")), rows),)),)))
    tables = [text for text in told if "行0" in text]
    assert len(tables) > 2
    for number in range(60):
        assert len([text for text in tables if f"行{number:03}始" in text and f"行{number:03}末" in text]) == 1
    assert all("甲列" in text for text in tables)


def test_row_taller_than_a_page_is_printed_whole():
    cell = "很长的说明" * 900
    told = "".join(
        texts(gate(sections=(m.Section("表", (m.Table((m.Column("甲"), m.Column("乙")), (("1", cell),)),)),)))
    )
    assert told.count("长的说") + told.count("长\n的说") + told.count("长的\n说") >= 890


def test_thousand_rows_print_every_row():
    rows = tuple((n, f"任务{n:04}", m.Figure(Decimal(n) / 1000, "share"), m.Status("good")) for n in range(1000))
    document = gate(sections=(m.Section("表", (m.Table(tuple(map(m.Column, "甲乙丙丁")), rows),)),))
    pdf = render(document)
    told = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
    assert all(f"任务{n:04}" in told for n in range(1000))
    assert pdf.pages > 20


def test_heading_never_stands_alone():
    lines = [
        m.Section(f"节{n}", (m.Text(("段落" * 20,) * (n % 7)), m.Table((m.Column("x"),), (("单元",),))))
        for n in range(40)
    ]
    for text in texts(gate(sections=tuple(lines), contents=False)):
        body = [line for line in text.splitlines() if line.strip()]
        assert not any(line.split("  ")[-1].startswith("节") for line in body[-1:])
    pdf = pypdfium2.PdfDocument(render(gate(sections=tuple(lines), contents=False)).content)
    assert len(pdf) > 5


def test_the_last_signatures_take_their_source_with_them():
    signed = tuple(m.Signature("Ж", "Owner", signed_at=AS_OF, method="password", hash=HASH) for _n in range(6))
    source = m.Source("Щ", AS_OF, 1)
    pages = texts(
        gate(
            "en",
            cover=False,
            contents=False,
            sections=tuple(
                m.Section(f"S{n}", (m.Text(("x",) * n), m.Signatures(signed)), sources=(source,), new_page=True)
                for n in range(60)
            ),
        )
    )
    ends = [text for text in pages if "Source: Щ" in text]
    assert len(ends) == 60
    assert [text for text in ends if "Ж" not in text] == []


@pytest.mark.parametrize(("rows", "fewest"), [(3, 3), (12, 2), (60, 2)])
def test_no_row_and_no_source_stands_alone_where_a_table_parts(rows, fewest):
    source = m.Source("Щ", AS_OF, 1)
    table = m.Table((m.Column("a"),), (("Ж",),) * rows)
    pages = texts(
        gate(
            "en",
            cover=False,
            contents=False,
            sections=tuple(
                m.Section(f"S{n}", (m.Text(("x",) * (n + 1)), table), sources=(source,), new_page=True)
                for n in range(48)
            ),
        )
    )
    held = [(text.count("Ж"), "Source: Щ" in text) for text in pages if "Ж" in text or "Source: Щ" in text]
    assert sum(count for count, _sourced in held) == 48 * rows
    assert min(count for count, _sourced in held) == fewest
    assert sum(sourced for _count, sourced in held) == 48


def test_signatures_stand_together():
    signed = tuple(m.Signature("Ж", "Owner", signed_at=AS_OF, method="password", hash=HASH) for _n in range(6))
    pages = texts(
        gate(
            "en",
            cover=False,
            contents=False,
            sections=tuple(
                m.Section(f"S{n}", (m.Text(("x",) * n), m.Signatures(signed)), new_page=True) for n in range(50)
            ),
        )
    )
    assert {text.count("Ж") for text in pages} - {0} == {6}


def test_the_page_is_turned_only_where_an_upright_one_breaks_words():
    def sides(said):
        table = m.Table(tuple(m.Column(f"c{n}") for n in range(8)), ((said,) * 8,), landscape=True)
        content = render(gate("en", cover=False, contents=False, sections=(m.Section("S", (table,)),))).content
        return any(page.mediabox.width > page.mediabox.height for page in PdfReader(io.BytesIO(content)).pages)

    assert (sides("1 234"), sides("123 456 789 012")) == (False, True)


def test_missing_glyph_is_flagged_and_listed():
    assert missing_glyphs("中文 abc 😀\ufe0f𪚥") == tuple(sorted("😀𪚥"))
    assert drawable("a😀\tb")[0] == "a〓 b"
    pdf = render(gate(title="门 😀", sections=(m.Section("节", (m.Text(("𪚥",)),)),)))
    assert pdf.missing == tuple(sorted("😀𪚥"))
    told = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
    assert "U+1F600" in told
    assert "〓" in told
    assert "😀" not in told


def test_low_digits_are_printed_as_digits():
    assert drawable("EAC₁ − EAC₃") == ("EAC1 − EAC3", ())


def test_english_quotes_are_as_narrow_as_its_letters():
    assert Pen(steering("en")).clean("The state is “Active”; it’s on") == 'The state is "Active"; it\'s on'
    assert Pen(steering()).clean("状态为“执行中”") == "状态为“执行中”"


def test_words_of_a_header_break_before_those_beneath():
    pen = Pen(steering("en"))
    columns = (m.Column("Benefit"), *(m.Column("Validated to date", "right", "CNY"),) * 4)
    rows = [[[pen.prose(column.label, HEADER)] for column in columns],
            [[pen.prose("Time saved by recording on the phone, measured", TABLE)], *[[pen.prose("31,136.40", TABLE)]] * 4]]  # fmt: skip
    title, *numbers = column_widths(columns, rows, 400)
    assert title > 150
    assert all(60 > one > rows[1][1][0].natural() for one in numbers)


def test_character_beyond_the_basic_plane_is_searchable():
    assert missing_glyphs("𠮷") in ((), ("𠮷",))
    known = next(chr(code) for code in range(0x20000, 0x2FFFF) if not missing_glyphs(chr(code)))
    assert known in "".join(texts(gate(sections=(m.Section("节", (m.Text((f"甲{known}乙",)),)),))))


@pytest.mark.parametrize("cover", [True, False])
@pytest.mark.parametrize("language", LANGUAGES)
def test_empty_document_prints(language, cover):
    empty = m.Document("charter", "N-1", "T", "P", AS_OF, AS_OF, language=language, cover=cover)
    pdf = render(empty)
    assert pdf.pages >= 2
    assert pdf.missing == ()


@pytest.mark.parametrize("block", [
    m.Text(()), m.KeyFigures(()), m.Table((m.Column("a"),), ()), m.Lights(()), m.Asks(()), m.Signatures(()),
    m.Gantt(()), m.Matrix(()), m.Ribbon(()), m.Columns((), ()), m.Chart("line", "空"), m.PageBreak(),
    m.KeyFigures((m.KeyFigure("甲", m.Figure(None)),) * 5), m.Headline(m.Status("none"), ""),
])  # fmt: skip
def test_block_without_content_prints(block):
    assert render(gate(sections=(m.Section("节", (block,)),))).pages >= 3


def test_figure_without_value_prints_not_available():
    block = m.KeyFigures((m.KeyFigure("转化率", m.Figure(None, "share")),))
    assert "不适用" in "".join(texts(gate(sections=(m.Section("节", (block,)),))))


def test_open_signature_reads_waiting_and_hash_is_printed_whole():
    told = "".join(texts(steering()))
    assert "待签" in told
    assert HASH in told.replace("\n", "")


def test_link_of_the_product_becomes_absolute():
    links = {
        note.get_object()["/A"]["/URI"]
        for page in reader(steering()).pages
        for note in page.get("/Annots", [])
        if "/A" in note.get_object() and "/URI" in note.get_object()["/A"]
    }
    assert "https://landfall.example/p/crm/uat/" in links
    assert all(link.startswith("https://landfall.example/") for link in links)


def test_cover_carries_the_logo(tmp_path):
    logo = tmp_path / "logo.png"
    Image.new("RGB", (40, 20), "#14181f").save(logo)
    document = gate(letterhead=m.Letterhead("衡岳", "Hengyue", str(logo), "机密文件，注意保管"))
    first = reader(document).pages[0]
    assert len(first.images) == 1
    assert "机密文件" in first.extract_text()


@given(st.lists(st.floats(1, 900), min_size=1, max_size=9), st.floats(200, 800))
def test_shared_widths_fill_the_table_and_no_column_vanishes(wanted, width):
    given_out = share_out(wanted, [True] * len(wanted), width)
    assert sum(given_out) == pytest.approx(width)
    assert all(got >= min(want, width / len(wanted)) - 1e-6 for got, want in zip(given_out, wanted, strict=True))
