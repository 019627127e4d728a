from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation

from core.documents.values import Figure
from core.documents.words import figure_text
from roi.statements.rules.cases import sales_case, year_case
from roi.statements.selectors import boards, words


@pytest.mark.requirement("S0-48")
def test_renewals_case_prints_five_labelled_numbers():
    found = year_case(500_000, 2_000_000, 65, 78)
    assert (found.points, found.relative, found.bcr, found.net_roi, found.payback_months) == (
        13, Fraction(1, 5), 4, 3, 3,
    )  # fmt: skip
    lines = dict(boards.year_lines(500_000, 2_000_000, 65, 78))
    assert lines == {
        "Change in percentage points": "+13.0 pp",
        "Relative change": "+20.0%",
        "Benefit-cost ratio 收益成本比": "4.0 : 1",
        "Net ROI: (benefits − costs) ÷ costs": "300%",
        "Payback, linear within the year": "3.0 months",
    }
    assert [label for label, value in lines.items() if value.startswith("4.0 : 1")] == ["Benefit-cost ratio 收益成本比"]


def test_at_least_makes_the_benefit_a_floor():
    lines = dict(boards.year_lines(500_000, 2_000_000, 65, 78, at_least=True))
    assert lines["Benefit-cost ratio 收益成本比"] == "≥ 4.0 : 1"
    assert lines["Payback, linear within the year"] == "≤ 3.0 months"


@pytest.mark.requirement("S0-46")
def test_sales_case_shows_the_margin_basis():
    found = sales_case(10_000, 30_000, Fraction(30, 100))
    assert (found.ratio, found.margin, found.net, found.roi, found.break_even_margin) == (
        3, 9_000, -1_000, Fraction(-1, 10), Fraction(1, 3),
    )  # fmt: skip
    assert dict(boards.sales_lines(10_000, 30_000, 30, "CNY")) == {
        "Sales brought per unit of cost (sales ratio, no return)": "3.0 : 1",
        "Gross margin of these sales": "9,000.00\xa0CNY",
        "Net: margin − cost": "−1,000.00\xa0CNY",
        "Net ROI on the margin": "−10.0%",
        "Margin at which it breaks even": "33.3%",
    }


def test_nothing_spent_or_gained_has_no_ratio():
    none = year_case(0, 0)
    assert (none.points, none.relative, none.bcr, none.net_roi, none.payback_months) == (None,) * 5
    assert sales_case(0, 0, 1).ratio is None
    assert sales_case(5, 0, 1).break_even_margin is None
    assert year_case(500, 100).payback_months is None


@pytest.mark.parametrize(
    ("language", "amount", "share"),
    [
        ("en", "−1,234,567.89\xa0CNY", "1,234.5%"),
        ("zh-hans", "−1\xa0234\xa0567.89\xa0CNY", "1\xa0234.5%"),
    ],
)
def test_amounts_and_shares_are_written_as_in_every_room(language, amount, share):
    with translation.override(language):
        assert words.money(-123_456_789, "CNY") == figure_text(Figure(Decimal("-1234567.89"), "CNY", 2)) == amount
        assert words.share(Decimal("12.345")) == figure_text(Figure(Decimal("12.345"), "share")) == share
