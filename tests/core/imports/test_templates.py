import io
import json
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from core.errors import BadInputError
from core.imports.readers import read_table
from core.imports.rows import name_of, row_from_json, row_to_json
from core.imports.run import dry_run
from core.imports.templates import export_file, template_file
from core.imports.verdict import Status
from tests.core.imports.sample import COLUMNS, sample_kind

SHANGHAI = ZoneInfo("Asia/Shanghai")
text = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\ufeff\xa0\u3000'#"), max_size=40
).map(lambda value: value.strip())
canonical_text = text.map(lambda value: unicodedata.normalize("NFC", value).strip())
formulas = st.sampled_from(
    ["=1+1", "+86 138", "-x", "@a", "＝1", "a,b;c|d\te", 'say "x"', "a\nb", "-5", "0012", "1e5", "2026-03-02", "是"]
)
row = st.fixed_dictionaries(
    {
        "title": st.one_of(canonical_text, formulas).filter(bool),
        "probability": st.integers(1, 5),
        "state": st.sampled_from(["open", "closed", None]),
        "cost": st.none() | st.decimals(0, 10**12, places=2),
        "share": st.none() | st.decimals(-5, 5, places=6),
        "factor": st.none() | st.decimals(-(10**9), 10**9, places=9),
        "due": st.none() | st.dates(date(1955, 1, 1), date(2110, 1, 1)),
        "seen": st.none() | st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(SHANGHAI)),
        "key": st.none() | st.booleans(),
        "owner": st.none() | st.sampled_from(["a@b.cn", "tong.wu@example.com"]),
        "tags": st.lists(st.sampled_from(["甲", "乙 丙", "x-y", "=1"]), max_size=3).map(tuple),
        "note": st.one_of(canonical_text, formulas),
    }
)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(row, min_size=1, max_size=4))
def test_export_comes_back_unchanged(rows, language, file_format):
    kept = {str(n): {"code": f"R-{n}", **one} for n, one in enumerate(rows)}
    kind = sample_kind(kept)
    table = read_table(export_file(kind, kept.values(), language, file_format))
    verdict = dry_run(kind, table, existing=kept)
    assert [(p.line, p.heading, p.value, str(p.message)) for p in verdict.problems] == []
    assert [dict(one.changed) for one in verdict.judged] == [{} for _ in rows]
    assert (verdict.count(Status.UNCHANGED), verdict.absent) == (len(rows), 0)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_template_imports_as_it_is(language, file_format):
    kind = sample_kind()
    table = read_table(template_file(kind, language, file_format))
    verdict = dry_run(kind, table)
    assert (len(verdict.mapped.columns), verdict.mapped.unknown, verdict.rows, verdict.refused) == (
        len(COLUMNS),
        (),
        1,
        0,
    )
    assert verdict.judged[0].row["state"] == "open"


def test_csv_template_names_the_accepted_values_in_its_headings():
    head = template_file(sample_kind(), "en", "csv").decode("utf-8-sig").splitlines()[0]
    assert head.startswith("Code,Risk,Probability,State (Open | Closed),")


def test_xlsx_template_lists_what_is_accepted_on_its_second_sheet():
    book = CalamineWorkbook.from_filelike(io.BytesIO(template_file(sample_kind(), "en")))
    assert book.sheet_names == ["Rows", "Accepted values"]
    rows = book.get_sheet_by_name("Accepted values").to_python()
    assert rows[0][:5] == ["Column", "Field key", "Required", "Accepted values", "Remark"]
    assert rows[4][:4] == ["State", "state", "no", "Open, Closed"]
    assert [line[9] for line in rows[:3]] == ["State", "Open", "Closed"]


def test_files_of_equal_content_are_equal_bytes():
    kind = sample_kind()
    assert template_file(kind, "en") == template_file(kind, "en")
    assert export_file(kind, [{"code": "a", "title": "b"}], "en") == export_file(
        kind, [{"code": "a", "title": "b"}], "en"
    )


def test_formulas_are_neutralised_in_both_formats_and_numbers_stay_numbers():
    kind = sample_kind()
    rows = [{"code": "R-1", "title": '=cmd|" /C calc"!A0', "probability": 3, "factor": Decimal("-2.5"), "note": "-5"}]
    line = export_file(kind, rows, "en", "csv").decode("utf-8-sig").splitlines()[1]
    assert line.startswith('R-1,"\'=cmd|"" /C calc""!A0",3,')
    assert ",-2.5," in line
    cells = (
        CalamineWorkbook.from_filelike(io.BytesIO(export_file(kind, rows, "en"))).get_sheet_by_index(0).to_python()[1]
    )
    assert (cells[1], cells[6], cells[12]) == ('\'=cmd|" /C calc"!A0', -2.5, "-5")


def test_number_with_more_digits_than_a_spreadsheet_keeps_stays_exact():
    kind = sample_kind()
    kept = {"a": {"code": "R-1", "title": "b", "probability": 1, "factor": Decimal("123456789.123456789")}}
    verdict = dry_run(kind, read_table(export_file(kind, kept.values(), "en")), existing=kept)
    assert verdict.judged[0].status == Status.UNCHANGED


def test_text_too_long_for_a_workbook_is_refused_not_cut():
    with pytest.raises(BadInputError, match="export as CSV"):
        export_file(sample_kind(), [{"title": "x" * 32_768}], "en")


@given(one=row)
def test_rows_go_through_json_unchanged(one):
    kind = sample_kind()
    kept = json.loads(json.dumps(row_to_json(kind, one)))
    assert row_from_json(kind, kept) == one
    assert row_to_json(kind, row_from_json(kind, kept)) == kept


def test_row_is_called_by_its_id_its_key_or_its_first_words():
    assert name_of(sample_kind(), {"code": "R-1", "title": "延期", "note": "x"}) == "R-1 延期"
    assert name_of(sample_kind(id_column="", natural_key=()), {"note": "x", "owner": "", "cost": 5}) == "5 x"
