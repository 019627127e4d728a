"""Generated plans of known length: the scheduler finds the planted chain, and what every other task may slip."""

from datetime import date

import pytest

from core.calendar import china, plain
from phases.plan.rules.schedule import schedule
from phases.plan.rules.worktime import WorkTime, of_days
from tests.factories.networks import planted

START = date(2026, 3, 2)
HALF = WorkTime((((480, 720),), ((480, 720), (780, 1020)), (), ((0, 1440),), ((600, 601),), (), ((1200, 1440),)))
CALENDARS = {"china": of_days(china()), "plain": of_days(plain()), "half": HALF}


def check(count, seed, calendar):
    plan = planted(count, seed)
    result = schedule(plan.tasks, plan.links, calendar, START)
    begin = calendar.begin_of(START)
    assert calendar.between(begin, max(slot.early_finish for slot in result.slots.values())) == plan.makespan
    assert [key for key, slot in result.slots.items() if slot.critical] == plan.chain
    assert {result.slots[key].total_float for key in plan.chain} == {0}
    assert {key: result.slots[key].total_float for key in plan.slack} == plan.slack
    assert {key: result.slots[key].free_float for key in plan.slack} == plan.slack


@pytest.mark.parametrize("name", CALENDARS)
def test_the_planted_chain_decides(name):
    for seed in range(100):
        check(15 + seed, seed, CALENDARS[name])


@pytest.mark.full
@pytest.mark.parametrize("name", CALENDARS)
def test_a_thousand_planted_chains(name):
    for seed in range(1_000):
        check(15 + seed % 300, seed, CALENDARS[name])


def test_a_large_plan_has_its_planted_length():
    check(5_000, 1, CALENDARS["china"])
