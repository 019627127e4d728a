import datetime as dt
from decimal import Decimal

import pytest

from programme.charter.rules.smart import TEMPLATES, GoalFacts, smart

WISH = GoalFacts("提升销售效率", metric="人均签单额", achievability="试点团队已达到")


@pytest.mark.requirement("S0-06")
def test_a_wish_scores_low_and_names_its_gaps_until_they_are_closed():
    before = smart(WISH)
    assert before.score <= 2
    assert {gap.field for gap in before.gaps} >= {"unit", "baseline", "target", "strategy", "due_on"}
    after = smart(
        GoalFacts(
            "提升销售效率",
            metric="人均签单额",
            achievability="试点团队已达到",
            unit="CNY",
            baseline=Decimal(100),
            baseline_on=dt.date(2026, 1, 1),
            baseline_source="财务",
            target=Decimal(120),
            starts_on=dt.date(2026, 1, 1),
            due_on=dt.date(2026, 7, 1),
            has_strategy=True,
        )
    )
    assert (after.score, after.gaps) == (5, ())


def test_an_output_never_becomes_specific():
    goal = GoalFacts("7月系统成功上线", metric="上线", baseline=Decimal(0), target=Decimal(1))
    assert "statement" in {gap.field for gap in smart(goal).gaps}


def test_per_cent_needs_kind_and_sample():
    goal = GoalFacts("x 10 %", metric="x", unit="%", baseline=Decimal(20), target=Decimal(30))
    assert {"unit_kind", "baseline_n"} <= {gap.field for gap in smart(goal).gaps}


def test_a_target_on_the_worse_side_is_a_gap():
    goal = GoalFacts("x", metric="x", unit="days", direction="down", baseline=Decimal(40), target=Decimal(45))
    assert "target" in {gap.field for gap in smart(goal).gaps}


@pytest.mark.requirement("S2-01")
def test_templates_prefill_the_unit_and_leave_the_open_choice_open():
    assert [(one.unit, one.unit_kind) for one in TEMPLATES] == [
        ("%", ""), ("days", "absolute"), ("points", "relative"), ("count", "relative"), ("days", "relative"), ("%", "pp"),
    ]  # fmt: skip
