from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import models
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.imports.cells import safe_cell, unguarded
from core.imports.kinds import Choice, Column, Type, choices_of
from core.imports.values import CellError, accepted_text, parse

SHANGHAI = ZoneInfo("Asia/Shanghai")


def column(kind, **more):
    return Column("field", "字段", "Field", kind, **more)


def refusal(col, cell):
    with pytest.raises(CellError) as caught:
        parse(col, cell)
    return caught.value


@pytest.mark.parametrize("cell", [None, "", "  ", "\u3000", "\ufeff", "\t"])
@pytest.mark.parametrize("kind", list(Type))
def test_empty_cell_is_the_empty_value_of_its_type(kind, cell):
    assert parse(column(kind), cell) == {Type.TEXT: "", Type.LIST: ()}.get(kind)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("  关键用户\u3000", "关键用户"), ("e\u0301", "é"), (3.0, "3"), (0.5, "0.5"), (12, "12"), (True, "TRUE"),
        (date(2026, 3, 2), "2026-03-02"), (datetime(2026, 3, 2, 8, 30), "2026-03-02T08:30:00"), ("a\r\nb\rc", "a\nb\nc"),
        ("'=1+1", "=1+1"), ("'quoted'", "'quoted'"), (Decimal("1.50"), "1.50"), (timedelta(hours=1), "1:00:00"),
        (datetime(2026, 3, 2), "2026-03-02"),
    ],
)  # fmt: skip
def test_text_is_trimmed_and_composed(cell, value):
    assert parse(column(Type.TEXT), cell) == value


@pytest.mark.parametrize("cell", ["a\x00b", "a\x1bb", "a\ud800b"])
def test_text_with_control_characters_is_refused(cell):
    assert "control" in str(refusal(column(Type.TEXT), cell).message)


def test_text_that_is_too_long_is_refused():
    assert parse(column(Type.TEXT, max_length=3), "abc") == "abc"
    assert "4 characters; at most 3" in str(refusal(column(Type.TEXT, max_length=3), "abcd").message)


@pytest.mark.parametrize("kind", [Type.TEXT, Type.INTEGER, Type.DATE])
def test_error_of_the_spreadsheet_is_refused(kind):
    assert refusal(column(kind), "#REF!").cause == "formula"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1234", "1234"), ("1,234", "1234"), ("1,234,567.89", "1234567.89"), ("1 234.5", "1234.5"), ("１２３４", "1234"),
        ("１，２３４．５", "1234.5"), ("1.234,56", "1234.56"), ("1.234.567", "1234567"), ("-5", "-5"), ("−5", "-5"),
        ("(1,200)", "-1200"), ("+7", "7"), ("12万", "120000"), ("1.5亿", "150000000"), ("3千", "3000"), ("2百万", "2000000"),
        ("5k", "5000"), ("1.2E+05", "120000"), ("1'234", "1234"), (5, "5"), (0.1, "0.1"), ("1\xa0234", "1234"),
        ("0.1234567890123456", "0.123456789012"),
    ],
)  # fmt: skip
def test_number_is_read_as_people_write_it(cell, value):
    assert parse(column(Type.DECIMAL), cell) == Decimal(value)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("abc", "not a number"), ("1,5", "unclear"), ("12,34,567", "not a number"), ("1.2.3", "not a number"), ("35%", "percent"),
        (True, "yes or no"), ("1e999", "too large"), ("9" * 16, "too large"), ("nan", "not a number"), ("-", "not a number"),
        ("--5", "not a number"), (float("inf"), "too large"), (float("nan"), "too large"), ("1" * 50_000, "too large"),
    ],
)  # fmt: skip
def test_number_that_is_none_is_refused(cell, words):
    error = refusal(column(Type.DECIMAL), cell)
    assert words in str(error.message)
    assert str(error.accepted) == "A number such as 1234.5 or 1,234.5"


def test_integer_and_bounds():
    probability = column(Type.INTEGER, minimum=1, maximum=5)
    assert parse(probability, "5.0") == 5
    assert "whole" in str(refusal(probability, "2.5").message)
    error = refusal(probability, 6)
    assert str(error.message) == "It must be from 1 to 5."
    assert str(error.accepted) == "A whole number, from 1 to 5"
    assert "at least 1" in str(refusal(column(Type.INTEGER, minimum=1), 0).message)
    assert "at most 5" in str(refusal(column(Type.DECIMAL, maximum=5), "5.1").message)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("35%", "0.35"), ("35％", "0.35"), ("0.35", "0.35"), (0.35, "0.35"), ("1", "1"), ("120%", "1.2"), (1.2, "1.2"),
        ("-5 %", "-0.05"), ("0.5%", "0.005"),
    ],
)  # fmt: skip
def test_share_is_a_fraction(cell, value):
    assert parse(column(Type.SHARE), cell) == Decimal(value)


def test_share_without_percent_sign_above_one_is_refused():
    assert "35%" in str(refusal(column(Type.SHARE), "35").message)
    assert "not a number" in str(refusal(column(Type.SHARE), "x").message)
    share = column(Type.SHARE, minimum=0, maximum=1)
    assert str(refusal(share, "101%").message) == "It must be from 0% to 100%."
    assert "at most 12.5%" in str(refusal(column(Type.SHARE, maximum=Decimal("0.125")), "13%").message)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("¥1,234.50", "1234.50"), ("￥1234", "1234"), ("1,234元", "1234"), ("12万元", "120000"), ("CNY 5", "5"), ("5 RMB", "5"),
        ("-¥5", "-5"), ("(¥5)", "-5"), ("人民币500元", "500"), (1234.5, "1234.5"), ("１２万", "120000"),
    ],
)  # fmt: skip
def test_money_is_read_with_its_signs(cell, value):
    assert parse(column(Type.MONEY), cell) == Decimal(value)


@pytest.mark.parametrize(
    ("cell", "words"),
    [("USD 5", "USD"), ("$5", "USD"), ("€5", "EUR"), ("5.123", "at most 2 decimals"), ("五元", "not a number")],
)
def test_money_of_another_currency_or_too_fine_is_refused(cell, words):
    assert words in str(refusal(column(Type.MONEY), cell).message)


def test_money_of_a_column_in_dollars():
    dollars = column(Type.MONEY, currency="USD")
    assert parse(dollars, "$5") == parse(dollars, "US$5") == Decimal(5)
    assert "CNY" in str(refusal(dollars, "5元").message)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-03-02", "2026/3/2", "2026.3.2", "2026年3月2日", "2026 年 3 月 2 日", "20260302", "02.03.2026", "2.3.2026", "46083", 46083, 46083.0,
        date(2026, 3, 2), datetime(2026, 3, 2, 9), "２０２６－０３－０２", "2026-03-02 08:30", "2026-03-02T08:30:00Z", "2026年3月2日 8:30",
    ],
)  # fmt: skip
def test_date_is_read_in_every_certain_form(cell):
    assert parse(column(Type.DATE), cell) == date(2026, 3, 2)


def test_date_with_slashes_is_read_where_only_one_day_is_meant():
    assert parse(column(Type.DATE), "25/03/2026") == date(2026, 3, 25)
    assert parse(column(Type.DATE), "03/25/2026") == date(2026, 3, 25)
    assert parse(column(Type.DATE), "03/03/2026") == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("03/04/2026", "2026-03-04 or 2026-04-03"), ("2027-02-30", "no such day"), ("9/3", "year is missing"), ("9月3日", "year is missing"),
        ("26-03-02", "two digits"), ("tomorrow", "not a date"), ("1026-03-02", "between 1900 and 2200"), (5, "not a date"),
        (float("nan"), "not a date"), (date(1800, 1, 1), "between"), (True, "not a date"), ("2026-13-01", "no such day"), ("99999", "not a date"),
    ],
)  # fmt: skip
def test_date_that_is_uncertain_is_refused(cell, words):
    error = refusal(column(Type.DATE), cell)
    assert words in str(error.message)
    assert "2026-03-02" in str(error.accepted)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2026-03-02 08:30", datetime(2026, 3, 2, 8, 30, tzinfo=SHANGHAI)),
        ("2026/3/2 8:30:15", datetime(2026, 3, 2, 8, 30, 15, tzinfo=SHANGHAI)),
        ("2026-03-02T08:30:15.5Z", datetime(2026, 3, 2, 8, 30, 15, 500_000, tzinfo=UTC)),
        ("2026-03-02T08:30+0200", datetime(2026, 3, 2, 8, 30, tzinfo=timezone(timedelta(hours=2)))),
        ("2026年3月2日8:30", datetime(2026, 3, 2, 8, 30, tzinfo=SHANGHAI)),
        ("2026-03-02", datetime(2026, 3, 2, tzinfo=SHANGHAI)),
        (date(2026, 3, 2), datetime(2026, 3, 2, tzinfo=SHANGHAI)),
        (datetime(2026, 3, 2, 8), datetime(2026, 3, 2, 8, tzinfo=SHANGHAI)),
        (46083.5, datetime(2026, 3, 2, 12, tzinfo=SHANGHAI)),
    ],
)
def test_moment_is_read_in_the_zone_of_the_installation(cell, value):
    assert parse(column(Type.DATETIME), cell) == value


@pytest.mark.parametrize("cell", ["2026-03-02 25:00", "2026-03-02 8:3", "2026-02-30 08:00", "8:30"])
def test_moment_that_is_none_is_refused(cell):
    assert refusal(column(Type.DATETIME), cell).cause == "date"


@pytest.mark.parametrize(
    ("cell", "value"),
    [("是", True), ("否", False), ("Yes", True), ("NO", False), (True, True), (0, False), (1.0, True), ("√", True), ("×", False), ("ＹＥＳ", True)],
)  # fmt: skip
def test_boolean_is_read_in_both_languages(cell, value):
    assert parse(column(Type.BOOLEAN), cell) is value


def test_boolean_that_is_neither_is_refused():
    assert refusal(column(Type.BOOLEAN), "maybe").cause == "boolean"


class Shade(models.TextChoices):
    DARK = "dark", "Dark"
    LIGHT = "light", "Light"


CHOICES = (
    Choice("open", "待处理", "Open", ("未关闭",)),
    Choice("in_work", "处理中", "In work"),
    Choice("closed", "已关闭", "Closed"),
)


@pytest.mark.parametrize(
    ("cell", "code"),
    [("open", "open"), ("待处理", "open"), ("未关闭", "open"), ("OPEN ", "open"), ("In Work", "in_work"), ("in-work", "in_work"), ("Ｃｌｏｓｅｄ", "closed")],
)  # fmt: skip
def test_choice_is_known_by_code_label_and_alias(cell, code):
    assert parse(column(Type.CHOICE, choices=CHOICES), cell) == code


def test_choice_that_is_not_in_the_list_names_all_and_the_nearest():
    error = refusal(column(Type.CHOICE, choices=CHOICES), "closd")
    assert (error.cause, error.nearest, error.choices) == ("choice", CHOICES[2], CHOICES)
    assert str(error.accepted) == "Open, In work, Closed"
    with translation.override("zh-hans"):
        assert str(error.accepted) == "待处理、处理中、已关闭"
    assert refusal(column(Type.CHOICE, choices=CHOICES), "qqqq").nearest is None


def test_choices_come_from_a_django_enumeration():
    assert choices_of(Shade) == (Choice("dark", "Dark", "Dark"), Choice("light", "Light", "Light"))
    assert parse(column(Type.CHOICE, choices=Shade), "DARK") == "dark"


def test_person_is_an_address_in_lower_case():
    assert parse(column(Type.PERSON), "Wu Tong <Tong.Wu@Example.CN>") == "tong.wu@example.cn"
    assert refusal(column(Type.PERSON), "吴桐").cause == "person"


def test_list_is_split_at_every_usual_separator():
    assert parse(column(Type.LIST), "甲；乙; 丙、丁, ，|戊") == ("甲", "乙", "丙", "丁", "戊")


def test_check_of_the_column_is_asked():
    even = column(Type.INTEGER, check=lambda value: "It must be even." if value % 2 else None)
    assert parse(even, 4) == 4
    assert str(refusal(even, 3).message) == "It must be even."


@pytest.mark.parametrize("kind", list(Type))
def test_every_type_says_what_it_accepts(kind):
    assert str(accepted_text(column(kind, choices=CHOICES)))


@given(
    st.sampled_from(list(Type)),
    st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.datetimes(), st.dates(), st.timedeltas()),
)
def test_any_cell_is_a_value_or_a_refusal(kind, cell):
    with translation.override("en"):
        try:
            parse(column(kind, choices=CHOICES), cell)
        except CellError as error:
            assert str(error.message) and str(error.accepted)  # noqa: PT017, PT018


@given(st.text(alphabet=st.sampled_from("=+-@\t\r\n\x00＝＋－＠'\" ,;0159.%abc中")))
def test_written_text_is_never_a_formula_and_comes_back(text):
    written = safe_cell(text)
    assert written.lstrip(" \x00")[:1] not in set("=@＝＋－＠\t\r\n") or not written.strip()
    assert unguarded(written) == text


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-cmd", "@SUM", "\t=1", "\r=1", "＝1", "－1+1", "'=1", " =1", "''@x", "\x00=1"]
)
def test_formula_like_text_gets_an_apostrophe_that_is_taken_back(text):
    assert safe_cell(text) == "'" + text
    assert unguarded(safe_cell(text)) == text


@pytest.mark.parametrize("text", ["-5", "+5.5", "-5%", "abc", "a=1", "", "'quoted'", "O'Brien"])
def test_harmless_text_stays_as_it_is(text):
    assert safe_cell(text) == text
    assert unguarded(text) == text
