import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse

from roi.statements.models import RoiTerms
from roi.statements.selectors.cost import ownership
from roi.statements.selectors.tracker import kpi_chart, tracked
from tests.factories.charter import BudgetLineFactory, KpiFactory, ReadingFactory


@pytest.fixture
def budget(programme):
    BudgetLineFactory(programme=programme, code="B01", amount_minor=30_000_000)
    BudgetLineFactory(programme=programme, code="B02", nature="one_off", amount_minor=50_000_000)
    BudgetLineFactory(programme=programme, code="B03", nature="one_off", amount_minor=8_000_000, category="internal")
    RoiTerms.objects.create(programme=programme, value_from=dt.date(2026, 1, 1), users=100)


@pytest.mark.requirement("S2-24")
def test_cost_of_three_years_is_the_sum_of_its_lines_and_told_per_user_and_month(programme, budget, pmo, browse):
    found = ownership(programme, 3)
    assert found.total == sum(cost for _line, cost in found.rows) == 148_000_000
    assert (found.one_off, found.annual, found.internal) == (58_000_000, 30_000_000, 8_000_000)
    assert found.per_user_month == Fraction(148_000_000, 3600)
    exact = 58_000_000 + sum(Fraction(30_000_000) / Fraction(11, 10) ** year for year in (1, 2, 3))
    assert found.discounted == exact
    page = browse(pmo).get(reverse("statements:tco", args=[programme.slug])).content.decode()
    for text in ("1,480,000.00\xa0CNY", "411.11\xa0CNY", "80,000.00\xa0CNY"):
        assert text in page


@pytest.mark.requirement("S4-13")
def test_an_annual_fee_counts_three_times_and_a_one_off_once(programme, budget):
    costs = {line.code: cost for line, cost in ownership(programme, 3).rows}
    assert costs == {"B01": 90_000_000, "B02": 50_000_000, "B03": 8_000_000}


def test_without_users_there_is_no_cost_per_user(programme):
    BudgetLineFactory(programme=programme)
    assert (ownership(programme, 3).users, ownership(programme, 3).per_user_month) == (None, None)


@pytest.mark.parametrize("asked", ["0", "11", "x", "-1", "²", "9" * 30])
def test_nonsense_years_are_three(programme, budget, pmo, browse, asked):
    response = browse(pmo).get(reverse("statements:tco", args=[programme.slug]), {"years": asked})
    assert response.context["years"] == 3


@pytest.mark.requirement("S1-34")
def test_each_kpi_shows_baseline_target_actual_source_and_n(programme, pmo, browse):
    for code in ("K01", "K02", "K03", "K06"):
        kpi = KpiFactory(programme=programme, code=code, source="CRM funnel", is_example=code != "K01")
        ReadingFactory(kpi=kpi, value=Decimal(31), n=412)
        ReadingFactory(kpi=kpi, read_on=dt.date(2026, 4, 8), value=Decimal(32), n=398)
    other = KpiFactory(programme=programme, code="K20")
    rows = tracked(programme)
    assert [row.kpi.code for row in rows] == ["K01", "K02", "K03", "K06"]
    ReadingFactory(kpi=other)
    assert [row.kpi.code for row in tracked(programme)] == ["K01", "K02", "K03", "K06", "K20"]
    chart = kpi_chart(rows[0])
    assert [(target.value, target.word) for target in chart.targets] == [(25, "baseline"), (35, "target")]
    assert chart.series[0].values == (31, 32)
    assert chart.note == "source: CRM funnel · n = 398"
    page = browse(pmo).get(reverse("statements:kpis", args=[programme.slug])).content.decode()
    assert page.count("<small>source: CRM funnel · n = 398</small>") == 4
    assert page.count('<svg class="lf-draw"') == 5


def test_a_kpi_that_was_never_read_has_no_chart(programme):
    KpiFactory(programme=programme, code="K01")
    assert kpi_chart(tracked(programme)[0]) is None
