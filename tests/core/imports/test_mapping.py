import pytest
from django.utils import translation

from core.errors import BadInputError
from core.imports.mapping import match
from tests.core.imports.sample import sample_kind

KIND = sample_kind()


def keys(headings, explicit=None):
    return {headings[index]: column.key for index, column in match(KIND, headings, explicit).columns.items()}


@pytest.mark.parametrize(
    "heading",
    [
        "probability",
        "概率",
        "Probability",
        " PROBABILITY ",
        "Ｐｒｏｂａｂｉｌｉｔｙ",
        "概 率",
        "概率（1-5）",
        "概率 (1-5)",
        "概率*",
        "Probability:",
        "概率【必填】",
    ],
)
def test_heading_is_known_in_both_languages_and_by_key(heading):
    assert keys([heading]) == {heading: "probability"}


def test_heading_is_known_by_alias_and_with_its_own_brackets():
    assert keys(["风险名称", "损失（元）", "损失(元)", "Cost"]) == {"风险名称": "title", "损失（元）": "cost"}
    assert keys(["cost (cny)"]) == {"cost (cny)": "cost"}


def test_unknown_headings_are_reported_and_kept():
    mapped = match(KIND, ["编号", "天气", "", "Mood"])
    assert (mapped.unknown, dict(mapped.extra)) == (("天气", "Mood"), {1: "天气", 3: "Mood"})
    assert [str(note) for note in mapped.notes] == ["Unknown columns, kept aside: 天气, Mood."]
    with translation.override("zh-hans"):
        assert "天气、Mood" in str(mapped.notes[0])


def test_second_of_two_headings_for_one_column_is_kept_aside_and_reported():
    mapped = match(KIND, ["备注", "编号", "备注", "Note"])
    assert {index: column.key for index, column in mapped.columns.items()} == {0: "note", 1: "code"}
    assert (mapped.duplicates, mapped.unknown) == (("备注", "Note"), ())
    assert dict(mapped.extra) == {2: "备注#2", 3: "Note"}
    assert "comes twice" in str(mapped.notes[0])


def test_required_columns_that_are_missing_are_named():
    assert [column.key for column in match(KIND, ["编号"]).missing] == ["title", "probability"]


def test_explicit_mapping_goes_first_and_can_leave_a_column_out():
    headings = ["名字", "风险", "概率", "备注", "备注"]
    mapped = match(KIND, headings, {"名字": "title", "概率": None, "备注#2": "note", "不在": "state"})
    assert {index: column.key for index, column in mapped.columns.items()} == {0: "title", 4: "note"}
    assert mapped.duplicates == ("风险", "备注")
    assert mapped.unknown == ()
    assert mapped.heading_of("title") == "名字"
    assert mapped.heading_of("probability") == ""


def test_explicit_mapping_names_every_mistake():
    with pytest.raises(BadInputError) as caught:
        match(KIND, ["a", "b", "c"], {"a": "nothing", "b": "title", "c": "title"})
    assert {name: [str(text) for text in texts] for name, texts in caught.value.fields.items()} == {
        "a": [f"There is no column “nothing”; there are: {', '.join(column.key for column in KIND.columns)}."],
        "c": ["Two headings are mapped to “title”."],
    }


def test_column_of_an_error_file_is_passed_over():
    mapped = match(KIND, ["编号", "Problem", "问题说明"])
    assert (mapped.unknown, dict(mapped.extra)) == ((), {})


def test_unknown_heading_that_comes_twice_is_both_unknown_and_twice():
    mapped = match(KIND, ["编号", "天气", "天气"])
    assert (mapped.unknown, mapped.duplicates) == (("天气", "天气#2"), ("天气",))
