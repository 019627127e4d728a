"""Earned value in money: random programmes against a reckoning in fractions, from rows to figures."""

import random
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
import time_machine
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from phases.plan.models import PlanBaseline, PlanBaselineTask
from phases.plan.selectors import plan_value
from phases.plan.selectors.pictures import money_chart, money_figures, value_table
from programme.budget.models import ActualCost, BudgetLine
from tests.factories.charter import BudgetLineFactory
from tests.factories.money import ActualCostFactory, baselined
from tests.factories.plan import DAY, TaskFactory
from tests.factories.programme import ProgrammeFactory

pytestmark = pytest.mark.django_db
RUNS = [100, pytest.param(1000, marks=pytest.mark.full)]
FIRST = date(2026, 3, 2)  # a Monday
CLOSE = Fraction(1, 10**18)


def day(number):
    """The working day of that number, of a calendar without holidays."""
    weeks, rest = divmod(number, 5)
    return FIRST + timedelta(days=7 * weeks + rest)


def told(chance, programme):
    """Make tasks, budget and costs at random; return them as plain numbers."""
    tasks = []
    baseline = PlanBaseline.objects.create(programme=programme, number=1, name="B", taken_on=FIRST)
    for position in range(chance.randint(1, 6)):
        first, length = chance.randint(0, 30), chance.randint(1, 20)
        state = chance.choice(["waits", "runs", "done"])
        percent = chance.randint(0, 100) if state == "runs" else 0
        row = TaskFactory(
            programme=programme, position=position, minutes=length * DAY, percent=percent, wbs=f"{(phase := chance.randint(1, 3))}.1",
            baseline_start=day(first), baseline_finish=day(first + length - 1),
            actual_start=None if state == "waits" else day(first),
            actual_finish=day(first + length - 1) if state == "done" else None,
        )  # fmt: skip
        PlanBaselineTask.objects.create(baseline=baseline, task=row, name=str(row), minutes=row.minutes)
        share = {"waits": Fraction(0), "runs": Fraction(percent, 100), "done": Fraction(1)}[state]
        tasks.append((first, length, share, str(phase)))
    lines = [
        BudgetLineFactory(programme=programme, nature=chance.choice(["one_off", "annual"]),
                          amount_minor=chance.randint(1, 10**9), phase=chance.choice(["", "P1", "p2", "P3", "P9"]))
        for _number in range(chance.randint(1, 4))
    ]  # fmt: skip
    money = [(line.phase, Fraction(line.amount_minor, 100)) for line in lines]
    baselined(programme)
    if chance.random() < 0.5:  # what changes afterwards without a granted change moves nothing
        BudgetLine.objects.filter(pk=lines[0].pk).update(amount_minor=1)
    costs = []
    for _number in range(chance.randint(0, 5)):
        booked, minor = day(chance.randint(0, 50)), chance.choice([1, -1, 1]) * chance.randint(1, 10**8)
        ActualCostFactory(programme=programme, line=lines[0], dated_on=booked, stated_minor=minor)
        costs.append((booked, Fraction(minor, 100)))
    return tasks, money, costs


def reckoned(tasks, lines, costs, now):
    """F02 in fractions, straight from the definitions: every line over its tasks, every task's days one by one."""
    begin = min(first for first, *_rest in tasks)
    elapsed = len([n for n in range(begin, 200) if day(n) <= now])
    planned = earned = Fraction(0)
    for phase, money in lines:
        mine = [task for task in tasks if phase and task[3] == phase[1:]] or tasks
        work = sum(length for _first, length, *_rest in mine)
        for first, length, share, _phase in mine:
            part = money * length / work
            earned += part * share
            planned += part * Fraction(sum(n - begin < elapsed for n in range(first, first + length)), length)
    spent = sum((cost for booked, cost in costs if booked <= now), Fraction(0))
    return planned, earned, spent


def ratio(one, other):
    return one / other if other else None


def same(found, wanted):
    """Equal, but for the rounding of a decimal of 28 digits."""
    if wanted is None or found is None:
        return found is None and wanted is None
    return abs(Fraction(found) - wanted) <= max(CLOSE, abs(wanted) * Fraction(1, 10**20))


@pytest.mark.parametrize("runs", RUNS)
def test_random_programmes_agree_with_fractions(runs):
    known = []

    @settings(max_examples=runs, database=None)
    @given(st.integers(0, 2**32))
    def value_of(seed):
        chance = random.Random(seed)
        with transaction.atomic():
            programme = ProgrammeFactory(calendar="plain", starts_on=FIRST)
            tasks, lines, costs = told(chance, programme)
            now = day(chance.randint(0, 60))
            with time_machine.travel(f"{now}T12:00:00+08:00", tick=False):
                found = plan_value(programme, now)
            budget = sum(money for _phase, money in lines)
            known.append(check(found.money, budget, costs, reckoned(tasks, lines, costs, now)))
            transaction.set_rollback(True)

    value_of()
    assert sum(known) > len(known) // 2  # most programmes do have a cost


def check(money, budget, costs, wanted):
    """Compare every figure of F02; tell whether there was one."""
    if not costs:
        assert money is None
        return False
    planned, earned, spent = wanted
    cpi, spi, left = ratio(earned, spent), ratio(earned, planned), budget - earned
    eac = ratio(budget, cpi) if cpi else None
    both = ratio(left, cpi * spi) if cpi is not None and spi is not None else None
    assert same(money.planned, planned)
    assert same(money.earned, earned)
    assert (Fraction(money.budget), Fraction(money.actual)) == (budget, spent)
    assert same(money.cost_variance, earned - spent)
    assert same(money.schedule_variance, earned - planned)
    assert same(money.cpi, cpi)
    assert same(money.spi, spi)
    assert same(money.estimates["BAC/CPI"], eac)
    assert same(money.estimates["AC+BAC-EV"], spent + left)
    assert same(money.estimates["AC+(BAC-EV)/(CPI*SPI)"], None if both is None else spent + both)
    assert same(money.to_complete(), None if eac is None else eac - spent)
    assert same(money.variance_at_completion(), None if eac is None else budget - eac)
    assert same(money.tcpi, ratio(left, budget - spent))
    return True


@pytest.fixture
def half(programme):
    """The published case: BAC 1000, PV 500, EV 400, AC 450 on the last of five days out of ten."""
    BudgetLineFactory(programme=programme, nature="one_off", amount_minor=100_000)
    baselined(programme)
    baseline = PlanBaseline.objects.create(programme=programme, number=1, name="B", taken_on=FIRST)
    row = TaskFactory(
        programme=programme, position=0, minutes=10 * DAY, percent=40, baseline_start=FIRST,
        baseline_finish=date(2026, 3, 13), actual_start=FIRST,
    )  # fmt: skip
    PlanBaselineTask.objects.create(baseline=baseline, task=row, name="T", minutes=row.minutes)
    line = programme.budget_lines.get()
    ActualCostFactory(programme=programme, line=line, dated_on=date(2026, 3, 3), stated_minor=30_000)
    ActualCostFactory(programme=programme, line=line, dated_on=date(2026, 3, 6), stated_minor=15_000)
    ActualCostFactory(programme=programme, line=line, dated_on=date(2026, 3, 9), stated_minor=99_999)
    return programme


@time_machine.travel("2026-03-06T09:00:00+08:00", tick=False)
def test_the_published_case_from_rows_to_figures(half):
    money = plan_value(half, date(2026, 3, 6)).money
    assert (money.planned, money.earned, money.budget, money.actual) == (500, 400, 1000, 450)
    assert (round(money.cpi, 3), money.spi, round(money.tcpi, 3)) == (
        Decimal("0.889"),
        Decimal("0.8"),
        Decimal("1.091"),
    )
    assert [round(value, 2) for value in money.estimates.values()] == [1125, 1050, Decimal("1293.75")]


@time_machine.travel("2026-03-06T09:00:00+08:00", tick=False)
def test_the_curve_in_money_ends_today_for_what_is_known_and_names_its_goals(half):
    found = plan_value(half, date(2026, 3, 6))
    chart = money_chart(found)
    planned, earned, spent = (one.values for one in chart.series)
    at = found.dates.index(date(2026, 3, 6))
    assert (planned[at], earned[at], spent[at]) == (500, 400, 450)
    assert planned[-1] == 1000
    assert set(spent[at + 1 :]) == {None}
    assert [target.value for target in chart.targets] == [1000, 1125]
    assert [figure.status.kind for figure in money_figures(found) if figure.status] == ["bad"]
    assert len(value_table(found).columns) == 3


def test_costs_after_the_day_do_not_count(half):
    assert ActualCost.objects.count() == 3
    with time_machine.travel("2026-03-09T09:00:00+08:00", tick=False):
        assert plan_value(half, date(2026, 3, 3)).money.actual == 300
        assert plan_value(half, date(2026, 3, 9)).money.actual > 1000


def test_figures_tell_money_on_the_page_and_in_the_api(half, owner, browse, call):
    with time_machine.travel("2026-03-06T09:00:00+08:00", tick=False):
        page = browse(owner).get(f"/p/{half.slug}/plan/figures/").content.decode()
        answer = call(owner).get(f"/api/v1/programmes/{half.slug}/plan/value/").json()
    assert "S-curve in money" in page
    assert "EAC₁ = BAC ÷ CPI" in page
    assert [answer[name] for name in ("unit", "pv", "ev", "ac", "bac")] == ["CNY", 500, 400, 450, 1000]
    now = next(one for one in answer["curve"] if one["day"] == "2026-03-06")
    assert (now["planned"], now["earned"], now["actual"]) == (500, 400, 450)
    assert answer["curve"][-1]["actual"] is None
