from decimal import Decimal

import pytest

from programme.charter.rules import wording

D = Decimal


@pytest.mark.requirement("S2-01")
@pytest.mark.parametrize(
    "sentence",
    [
        "7月系统成功上线",
        "System go-live in July 2026",
        "完成CRM系统部署",
        "CRM is deployed",
        "7月份CRM正式启用",
        "全体销售使用新CRM",
        "Have the CRM up and running by July",
        "Switch on CRM for sales in July",
        "The system is in use in July",
        "All sales staff use the CRM by July",
        "CRM operational in Q3",
    ],
)
def test_a_go_live_is_an_output(sentence):
    assert [found.code for found in wording.objections(sentence)] == ["output"]


@pytest.mark.requirement("S2-04")
@pytest.mark.parametrize("sentence", ["提升销售效率", "Improve sales efficiency"])
def test_a_wish_is_vague_and_gets_a_sentence_to_follow(sentence):
    found = wording.objections(sentence)
    assert [one.code for one in found] == ["vague"]
    assert "25 %" in str(found[0].suggestion)


@pytest.mark.parametrize(
    "sentence",
    [
        "将销售线索转化率提升15%",
        "CRM上线后将平均销售周期缩短10天",
        "Raise NPS by 12 points",
        "转化率从25%提升至35%",
        "Use the CRM for 95 % of quotations",
        "Reduce the days in service cases from 9 to 5",
    ],
)
def test_a_result_in_numbers_passes(sentence):
    assert wording.objections(sentence) == []


@pytest.mark.requirement("S1-03")
@pytest.mark.parametrize("sentence", ["实现客户满意度提升10个百分点", "客户满意度提升10百分点", "raise CSAT by 10 pp"])
def test_percentage_points_are_preset(sentence):
    found = wording.read(sentence)
    assert (found.amount, found.kind, found.unit) == (D(10), "pp", "%")


def test_a_bare_per_cent_leaves_the_kind_open():
    found = wording.read("在一年内将线索转化率提升15%")
    assert (found.amount, found.kind, found.needs_kind, found.months) == (D(15), "", True, 12)


def test_a_range_gives_baseline_and_target():
    found = wording.read("在6个月内通过CRM系统实现销售线索转化率从25%提升至35%")
    assert (found.baseline, found.target, found.unit, found.months) == (D(25), D(35), "%", 6)
    english = wording.read("Raise conversion from 25 % to 35 % within six months")
    assert (english.baseline, english.target, english.unit, english.months) == (D(25), D(35), "%", 6)


def test_a_range_over_two_units_keeps_only_the_target():
    found = wording.read("客服响应时间从2小时缩短至5分钟")
    assert (found.baseline, found.target, found.unit, found.direction) == (None, D(5), "minutes", "down")


def test_days_are_absolute_and_fall():
    found = wording.read("将平均销售周期缩短10天")
    assert (found.amount, found.kind, found.unit, found.direction) == (D(10), "absolute", "days", "down")


def test_a_quarter_is_three_months():
    assert wording.read("within 2 quarters raise NPS by 3 points").months == 6


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("上线3个模块", ["output"]),
        ("Launch 4 modules and 2 interfaces with 300 cases", ["output"]),
        ("The system goes live in July", ["output"]),
        ("将交付周期缩短10天", []),
        ("Cut 12 cases of late delivery", []),
    ],
)
def test_a_number_of_outputs_is_an_output_too(sentence, codes):
    assert [one.code for one in wording.objections(sentence)] == codes
