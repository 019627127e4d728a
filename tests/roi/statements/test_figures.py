"""Figures of a statement against a computation of their own, over random ledgers; late items; the same run again."""

import datetime as dt
import json
import random
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import timezone

from core.documents.canonical import dumps
from roi.ledger.models import Benefit, BenefitActual, CostLine
from roi.statements.models import RoiTerms
from roi.statements.rules import changes, flows
from roi.statements.rules.quarters import quarter_named
from roi.statements.selectors.inputs import inputs_for
from tests.factories.roi import ActualFactory, BenefitFactory, CostFactory, StatementFactory

RUNS = [100, pytest.param(1000, marks=pytest.mark.full)]
QUARTER = quarter_named("2026Q3")
CATEGORIES = ["subscription", "implementation", "internal"]


def serial(day):
    return day.year * 12 + day.month - 1


def random_day(chance):
    return dt.date(2025, 10, 1) + dt.timedelta(chance.randrange(900))


def random_ledger(programme, chance):
    """Write a random ledger; gives it back as plain tuples."""
    start = dt.date(2026, chance.randint(1, 12), 1)
    terms = RoiTerms.objects.update_or_create(
        programme=programme,
        defaults={
            "rate": Decimal(chance.randint(0, 30000)) / 1000, "horizon_years": chance.randint(1, 5),
            "value_from": start, "finance_rate": 8, "reinvest_rate": 12,
        },
    )[0]  # fmt: skip
    costs, benefits = [], []
    for number in range(chance.randint(0, 6)):
        planned = chance.random() < 0.5
        day = random_day(chance)
        rhythm = chance.choice(["one_off", "annual", "quarterly", "monthly"])
        again = planned and rhythm != "one_off" and chance.random() < 0.5
        costs.append(
            CostLine(
                programme=programme, code=f"C{number}", title="x", basis="planned" if planned else "actual",
                nature=rhythm, category=chance.choice(CATEGORIES), posted_on=day,
                until=day + dt.timedelta(chance.randrange(700)) if again else None,
                amount_minor=chance.randint(0 if planned else -(10**6), 10**9),
                risk_percent=Decimal(chance.randint(0, 5000)) / 100,
            )
        )  # fmt: skip
    CostLine.objects.bulk_create(costs)
    for number in range(chance.randint(0, 4)):
        first = random_day(chance)
        benefits.append(
            Benefit(
                programme=programme, code=f"BN{number}", title="y", volume=Decimal(chance.randint(0, 10**6)) / 100,
                unit_value_minor=chance.randint(0, 10**6), margin_percent=Decimal(chance.randint(0, 10000)) / 100,
                attribution_percent=Decimal(chance.randint(0, 10000)) / 100,
                correction_percent=Decimal(chance.randint(0, 10000)) / 100,
                risk_percent=Decimal(chance.randint(0, 10000)) / 100, first_value_on=first,
                ends_on=first + dt.timedelta(chance.randrange(900)) if chance.random() < 0.5 else None,
                ramp_months=chance.randint(1, 12), disbenefit=chance.random() < 0.2,
                worth=chance.choice(["cashable", "non_cashable", "avoided", "strategic"]),
            )
        )  # fmt: skip
    Benefit.objects.bulk_create(benefits)
    actuals = [
        BenefitActual(
            benefit=row, month=dt.date(2026, month, 1), volume=1, amount_minor=chance.randint(-(10**6), 10**8),
            state=chance.choice(["claimed", "validated", "rejected", "restated"]), evidence=chance.choice(["", "list"]),
            recorded_at=timezone.now(),
        )
        for row in benefits
        for month in chance.sample(range(1, 13), chance.randint(0, 6))
    ]  # fmt: skip
    BenefitActual.objects.bulk_create(actuals)
    return terms, costs, benefits, actuals


def independent(terms, costs, benefits, actuals, count):
    """Compute present values the long way: every payment by itself, with nothing of ours."""
    start, closed = serial(terms.value_from), serial(QUARTER.last)
    end = start + 12 * terms.horizon_years - 1
    growth = 1 + Fraction(terms.rate) / 100

    def present(month, amount):
        if month > end:
            return Fraction(0)
        year = 0 if month < start else (month - start) // 12 + 1
        return amount / growth**year

    def dues(line):
        step = {"annual": 12, "quarterly": 3, "monthly": 1}.get(line.nature)
        last = min(end, serial(line.until)) if line.until else end
        month, found = serial(line.posted_on), []
        if step is None:
            return [month] if month <= end else []
        while month <= last:
            found.append(month)
            month += step
        return found

    spent, owed = Fraction(0), {}
    for line in costs:
        amount, risky = (
            Fraction(line.amount_minor),
            Fraction(line.amount_minor) * (1 + Fraction(line.risk_percent) / 100),
        )
        if line.basis == "actual":
            month = serial(line.posted_on)
            if count != "plan" and month <= closed:
                spent += present(month, amount)
                owed[line.category] = owed.get(line.category, 0) - amount
            continue
        for month in dues(line):
            if count == "plan" or month > closed:
                spent += present(month, risky)
            else:
                owed[line.category] = owed.get(line.category, 0) + amount
    spent += sum((present(closed + 1, rest) for rest in owed.values() if rest > 0), Fraction(0))
    gained = Fraction(0)
    for row in benefits:
        if row.worth == "strategic":
            continue
        sign = -1 if row.disbenefit else 1
        yearly = Fraction(row.volume) * row.unit_value_minor
        for percent in (row.margin_percent, row.attribution_percent, row.correction_percent):
            yearly *= Fraction(percent) / 100
        month = serial(row.first_value_on)
        last = min(end, serial(row.ends_on)) if row.ends_on else end
        place = 1
        while month <= last:
            if count == "plan" or month > closed:
                value = yearly / 12 * (1 - Fraction(row.risk_percent) / 100) * min(Fraction(place, row.ramp_months), 1)
                gained += present(month, sign * value)
            month, place = month + 1, place + 1
        wanted = {"claimed": ("claimed", "validated"), "validated": ("validated",), "plan": ()}[count]
        for actual in actuals:
            if actual.benefit is row and actual.state in wanted and serial(actual.month) <= closed:
                gained += present(serial(actual.month), sign * Fraction(actual.amount_minor))
    return gained, spent


@pytest.mark.parametrize("examples", RUNS)
@pytest.mark.requirement("S0-45")
def test_random_ledgers_agree_with_an_independent_computation_to_the_cent(programme, examples):
    for seed in range(examples):
        chance = random.Random(seed)
        rows = random_ledger(programme, chance)
        found = flows.figures(json.loads(dumps(inputs_for(programme, QUARTER))))
        for count, column in found.columns.items():
            gained, spent = independent(*rows, count)
            measured = column.measures
            assert (seed, count, measured.pv_benefits, measured.pv_costs) == (seed, count, gained, spent)
            assert round(measured.npv) == round(gained - spent)
            assert measured.net_roi == ((gained - spent) / spent if spent else None)
        CostLine.objects.all().delete()
        BenefitActual.objects.all().delete()
        Benefit.objects.all().delete()


@pytest.fixture
def ledger(programme):
    """A programme with terms of 10 %, one cost and one benefit in the first quarter."""
    RoiTerms.objects.create(programme=programme, value_from=dt.date(2026, 1, 1))
    cost = CostFactory(programme=programme, posted_on=dt.date(2026, 2, 10), amount_minor=5_000_000)
    benefit = BenefitFactory(programme=programme, state="realising")
    ActualFactory(benefit=benefit, month=dt.date(2026, 2, 1), amount_minor=100_000, state="validated")
    return cost, benefit


@pytest.mark.requirement("S0-45")
def test_a_late_invoice_is_an_adjustment_of_the_next_quarter_and_a_second_run_says_the_same(programme, ledger):
    cost, benefit = ledger
    first = StatementFactory(programme=programme, quarter="2026Q1")
    before = first.figures
    CostFactory(programme=programme, code="C9001", title="Late invoice", posted_on=dt.date(2026, 3, 30),
                amount_minor=700_000)  # fmt: skip
    cost.amount_minor = 5_500_000
    cost.save()
    CostFactory(programme=programme, posted_on=dt.date(2026, 5, 1), amount_minor=300_000)
    ActualFactory(benefit=benefit, month=dt.date(2026, 3, 1), amount_minor=90_000)
    inputs = inputs_for(programme, quarter_named("2026Q2"))
    second = flows.figures(inputs)
    late = {(row["what"], row["title"]): (row["was"], row["now"], row["difference"]) for row in inputs["adjustments"]}
    assert late == {
        ("cost", "Late invoice"): (0, 700_000, 700_000),
        ("cost", cost.title): (5_000_000, 5_500_000, 500_000),
        ("claimed", benefit.title): (0, 90_000, 90_000),
    }
    assert (second.adjusted.costs, second.quarter.costs) == (1_200_000, 300_000)
    for name in ("costs", "claimed", "validated"):
        parts = [getattr(part, name) for part in (before.to_date, second.adjusted, second.quarter)]
        assert getattr(second.to_date, name) == sum(parts)
    again = type(first).objects.get(pk=first.pk)
    assert again.figures == before
    assert again.figures.to_date.costs == 5_000_000


def test_what_is_planned_and_not_posted_counts_in_the_first_open_month(programme):
    RoiTerms.objects.create(programme=programme, value_from=dt.date(2026, 1, 1), rate=0)
    CostFactory(programme=programme, basis="planned", posted_on=dt.date(2026, 2, 1), amount_minor=900)
    CostFactory(programme=programme, posted_on=dt.date(2026, 3, 1), amount_minor=650)
    found = flows.figures(inputs_for(programme, QUARTER))
    assert found.unposted == 250
    assert found.columns["validated"].measures.pv_costs == 900
    assert found.columns["validated"].monthly[10] == -250  # October, the first open month


def test_hard_value_is_cashable_and_validated_less_disbenefits(programme):
    RoiTerms.objects.create(programme=programme, value_from=dt.date(2026, 1, 1))
    CostFactory(programme=programme, amount_minor=1000)
    for worth, disbenefit, state, amount, evidence in (
        ("cashable", False, "validated", 5000, "a"), ("cashable", False, "claimed", 700, ""),
        ("avoided", False, "validated", 900, "b"), ("non_cashable", True, "validated", 400, "c"),
        ("strategic", False, "validated", 9999, "d"),
    ):  # fmt: skip
        row = BenefitFactory(programme=programme, worth=worth, disbenefit=disbenefit)
        ActualFactory(benefit=row, state=state, amount_minor=amount, evidence=evidence)
    found = flows.figures(inputs_for(programme, quarter_named("2026Q1")))
    assert (found.hard, found.hard_roi, found.unproven) == (4600, Fraction(36, 10), 700)
    assert (found.to_date.claimed, found.to_date.validated) == (6200, 5500)


def test_changed_assumptions_are_named(programme, ledger):
    benefit = ledger[1]
    StatementFactory(programme=programme, quarter="2026Q1")
    benefit.attribution_percent = Decimal(60)
    benefit.save()
    terms = RoiTerms.objects.get()
    terms.rate = Decimal(8)
    terms.save()
    added = BenefitFactory(programme=programme, code="BN99")
    found = inputs_for(programme, quarter_named("2026Q2"))["changes"]
    assert [(row["what"].split(" ")[0], row["field"], row["before"], row["after"]) for row in found] == [
        ("", "rate", "1/10", "2/25"),
        (benefit.code, "attribution", "100", "60"),
        (added.code, "benefit", "–", "✓"),
    ]


def test_nothing_is_late_before_the_first_statement(programme, ledger):
    inputs = inputs_for(programme, quarter_named("2026Q1"))
    assert (inputs["adjustments"], inputs["changes"], inputs["before"]) == ([], [], None)
    assert changes.adjustments(inputs, inputs) == []
