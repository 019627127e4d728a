import contextlib
import io
import zipfile

import pytest
import xlsxwriter

from core.imports.limits import MAX_CELL, MAX_COLUMNS
from core.imports.markup import parse_xml
from core.imports.readers import read_table
from core.imports.table import UnreadableError
from tests.core.imports.sample import sample_kind

TEXT = "编号,风险名称,概率\r\nR-1,关键用户没有时间参加培训,3\r\nR-2,供应商延期交付,4\r\n"


def book(*sheets, merge=()):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as workbook:
        date = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets:
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                for index, cell in enumerate(row):
                    sheet.write(number, index, cell, date if hasattr(cell, "year") else None)
            for area in merge:
                sheet.merge_range(*area)
    return stream.getvalue()


def refusal(data, **options):
    with pytest.raises(UnreadableError) as caught:
        read_table(data, "file", **options)
    assert list(caught.value.fields) == ["file"]
    return str(caught.value)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16 LE"),
        ("utf-16-be", "UTF-16 BE"), ("utf-32", "UTF-32"), ("gb18030", "GB18030"), ("gbk", "GB18030"), ("gb2312", "GB18030"),
    ],
)  # fmt: skip
def test_csv_in_every_usual_encoding_gives_the_same_table(encoding, name):
    table = read_table(TEXT.encode(encoding), "risks.csv")
    assert table.headings == ("编号", "风险名称", "概率")
    assert [(line.number, line.cells) for line in table.lines] == [
        (2, ("R-1", "关键用户没有时间参加培训", "3")),
        (3, ("R-2", "供应商延期交付", "4")),
    ]
    assert table.encoding == name


@pytest.mark.parametrize("encoding", ["big5", "shift_jis"])
def test_csv_in_an_encoding_that_cannot_be_told_is_refused(encoding):
    words = {
        "big5": "編號,風險名稱\nR-1,關鍵使用者沒有時間參加培訓課程\n",
        "shift_jis": "番号,リスク\n1,主要ユーザーの時間が不足している\n",
    }
    assert "UTF-8" in refusal(words[encoding].encode(encoding))


def test_western_csv_is_read_with_a_note():
    table = read_table("Code;Name\n1;Müller\n2;Café à la carte\n".encode("cp1252"))
    assert [line.cells for line in table.lines] == [("1", "Müller"), ("2", "Café à la carte")]
    assert "Windows-1252" in str(table.notes[0])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_recognised(delimiter):
    rows = [["a", "b", "c"], ["1,5", "x", "y; z"], ["2", "", ""]]
    lines = [delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) for row in rows]
    table = read_table("\n".join(lines).encode())
    assert table.delimiter == delimiter
    assert [line.cells for line in table.lines] == [("1,5", "x", "y; z"), ("2", "", "")]


def test_sep_line_names_the_delimiter_and_line_numbers_count_it():
    table = read_table("\ufeffsep=^\r\na^b\r\n1^2\r\n".encode())
    assert (table.headings, table.lines[0].number, table.lines[0].cells) == (("a", "b"), 3, ("1", "2"))


def test_sep_line_under_utf16_without_mark():
    table = read_table("sep=;\r\na;b\r\n1;2\r\n".encode("utf-16-le"))
    assert (table.headings, table.delimiter) == (("a", "b"), ";")


def test_quoted_newlines_keep_the_numbers_of_the_lines():
    table = read_table(b'a,b\n"one\ntwo\nthree",2\n\n3,4\n')
    assert [(line.number, line.cells) for line in table.lines] == [(2, ("one\ntwo\nthree", "2")), (6, ("3", "4"))]


def test_one_column_is_a_table():
    assert read_table("姓名\n吴桐\n".encode()).lines[0].cells == ("吴桐",)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b" \n , ,\n", "empty"),
        (b"a,b\n", "no rows"),
        (b",,\n1,2,3\n" * 0 + b'"",""\n', "empty"),
        (b'a,b\n1,"open\n', "Line 2"),
        (b'a,b\n1,"x"y\n', "closing quotation mark"),
        ("编号,名称\n1,关键".encode()[:-1], "middle of a character"),
        ("a,b\n1,2\n".encode("utf-16")[:-1], "cut off"),
        (b"a,b\n1,\x00\n", "NUL"),
        ("a,b\n1,\x00x\n".encode("utf-16"), "NUL"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG....", "PNG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", ".xls"),
        (b"<?xml version='1.0'?><a/>", "XML"),
        (b"PK\x03\x04 cut", "cut off"),
        (b"a,b\n1," + b"x" * (MAX_CELL + 1), "characters"),
        (b'a,b\n1,"' + b"x" * 10 * 2**20 + b'"\n', "far too long"),
        (b"," .join([b"a"] * 1_000_000) + b"\n1\n", "1000000 columns"),
        (b"\xff\xfe\x00\xd8,", "damaged"),
        (bytes(range(128, 256)) * 20, "encoding"),
    ],
)  # fmt: skip
def test_bad_file_is_refused_with_its_reason(data, words):
    assert words in refusal(data)


def test_too_large_a_file_is_refused(settings):
    settings.IMPORT_MAX_BYTES = 2**20
    assert "at most 1 MB" in refusal(b"a" * (2**20 + 1))


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr("core.imports.limits.MAX_ROWS", 3)
    assert read_table(b"a,b\n" + b"1,2\n" * 3).headings == ("a", "b")
    assert "more than 3 rows" in refusal(b"a,b\n" + b"1,2\n" * 4)


def test_xlsx_reads_dates_numbers_and_the_first_sheet_with_content():
    from datetime import date

    rows = [["编号", "到期日", "概率"], ["R-1", date(2026, 3, 2), 3], ["", "", ""], ["R-2", "2026年3月3日", 0.5]]
    table = read_table(book(("空", []), ("名单", rows)))
    assert (table.sheet, table.headings) == ("名单", ("编号", "到期日", "概率"))
    assert [(line.number, line.cells) for line in table.lines] == [
        (2, ("R-1", date(2026, 3, 2), 3.0)),
        (4, ("R-2", "2026年3月3日", 0.5)),
    ]


def test_xlsx_sheet_can_be_named():
    data = book(("one", [["a", "b"], [1, 2]]), ("two", [["c", "d"], [3, 4]]))
    assert read_table(data, sheet="two").headings == ("c", "d")
    assert "one, two" in refusal(data, sheet="three")


def test_xlsx_headings_are_found_below_a_title():
    table = read_table(book(("s", [["风险登记册"], [], ["编号", "风险"], ["R-1", "延期"]])))
    assert (table.headings, table.lines[0].number) == (("编号", "风险"), 4)
    assert "row 3" in str(table.notes[0])


def test_xlsx_headings_merged_over_two_rows_are_joined():
    rows = [["编号", "责任人", ""], ["", "姓名", "邮箱"], ["R-1", "吴桐", "a@b.cn"]]
    table = read_table(book(("s", rows), merge=[(0, 0, 1, 0, "编号"), (0, 1, 0, 2, "责任人")]))
    assert (table.headings, table.lines[0].number) == (("编号", "姓名", "邮箱"), 3)


def test_xlsx_empty_is_refused():
    assert "empty" in refusal(book(("s", [])))


def test_xlsx_cut_anywhere_is_refused():
    data = book(("s", [["a", "b"], [1, 2]]))
    for part in range(2, len(data) - 22, 97):
        assert refusal(data[:part])


def test_xlsx_with_any_byte_flipped_never_breaks_out():
    data = bytearray(book(("s", [["a", "b"], [1, "x"], [2, "y"]])))
    for at in range(0, len(data), 53):
        changed = bytes(data[:at]) + bytes([data[at] ^ 0xFF]) + bytes(data[at + 1 :])
        with contextlib.suppress(UnreadableError):
            assert len(read_table(changed).lines) <= 3


def repacked(data, change, method=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w", method) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return stream.getvalue()


def test_zip_bomb_is_not_opened():
    def change(name, content):
        return content + b" " * 300 * 2**20 if name.endswith("sheet1.xml") else content

    assert "not opened" in refusal(repacked(book(("s", [["a"], ["b"]])), change))


def test_zip_bomb_with_a_lying_header_is_not_opened():
    def change(name, content):
        return content + b" " * 60 * 2**20 if name.endswith("styles.xml") else content

    data = bytearray(repacked(book(("s", [["a"], ["b"]])), change))
    at = data.index(b"PK\x01\x02", data.rindex(b"PK\x03\x04"))
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 24 : at + 28] = (100).to_bytes(4, "little")
        at += 4
    assert "not opened" in refusal(bytes(data))


@pytest.mark.parametrize(("cell", "words"), [(b"XFD3", f"at most {MAX_COLUMNS}"), (b"B1048576", "rows")])
def test_sheet_that_spreads_too_far_is_not_opened(cell, words):
    def change(name, content):
        return content.replace(b'r="B2"', b'r="' + cell + b'"') if name.endswith("sheet1.xml") else content

    assert words in refusal(repacked(book(("s", [["a", "b"], ["c", "d"]])), change))


def test_workbook_with_a_document_type_is_not_opened():
    def change(name, content):
        return b"<!DOCTYPE a []>" + content if name == "xl/workbook.xml" else content

    assert "document type" in refusal(repacked(book(("s", [["a"], ["b"]])), change))


def test_zip_that_is_no_workbook_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        target.writestr("a.txt", "a")
    assert ".xlsx" in refusal(stream.getvalue())


def test_unusual_packing_is_refused():
    data = repacked(book(("s", [["a"], ["b"]])), lambda _name, content: content, zipfile.ZIP_LZMA)
    assert "unusual" in refusal(data)


def test_kind_reads_its_own_files_and_leaves_the_rest():
    from core.imports.table import Line, Table

    own = Table(("a",), (Line(1, ("x",)),), figures={"tasks": 1})
    kind = sample_kind(parse=lambda data, filename: own if filename.endswith(".xml") else None)
    assert read_table(b"<x/>", "p.xml", kind=kind) is own
    assert read_table(b"a,b\n1,2\n", "p.csv", kind=kind).headings == ("a", "b")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<!DOCTYPE a><a/>", "DTD"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "DTD"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "DTD"),
        (b"<a><b></a>", "line 1"),
        (b"<a>\n<b>", "line 2"),
        (b"", "empty"),
        (b'<?xml version="1.0" encoding="nonsense"?><a/>', "encoding"),
    ],
)
def test_unsafe_or_broken_xml_is_refused(data, words):
    with pytest.raises(UnreadableError, match=words):
        parse_xml(data)


def test_xml_is_parsed():
    assert [child.text for child in parse_xml("<a><b>任务</b></a>".encode())] == ["任务"]
