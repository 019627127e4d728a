import datetime as dt
from decimal import Decimal
from fractions import Fraction

import numpy_financial
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roi.statements.rules.measures import (
    IrrStatus,
    irr,
    measure,
    mirr,
    npv,
    payback,
    payback_months,
    productivity_value,
    quarterly,
    risk_adjusted,
    split,
    xirr,
    xnpv,
)

TEI_COSTS = [53150, 666715, 636772, 647783]
TEI_BENEFITS = [0, 1606511, 3061331, 4229760]
FORTY = (
    [Decimal("11.2") - Decimal("71.2")]
    + [Decimal(x) for x in ["0.4", "0.7", "1.1", "1.6", "2.5", "2.5"]]
    + [Decimal("2.6")] * 4
    + [Decimal("2.7")] * 11
    + [Decimal("2.6")] * 3
    + [Decimal("2.5")] * 3
    + [Decimal("2.4")] * 2
    + [Decimal("2.3")]
    + [Decimal("2.2")] * 2
    + [Decimal("2.1"), Decimal("2.0")]
    + [Decimal("1.9")] * 2
    + [Decimal("1.8"), Decimal("1.7"), Decimal("1.6")]
)


def test_measure_published_tei_case():
    found = measure(Decimal("0.10"), TEI_BENEFITS, TEI_COSTS)
    assert round(found.pv_costs) == 1672201
    assert round(found.pv_benefits) == 7168371
    assert round(found.npv) == 5496170
    assert round(found.net_roi * 100) == 329
    assert round(found.payback_years * 12, 2) == Fraction(68, 100)
    assert not found.irr_meaningful


def test_npv_period_zero_is_not_discounted():
    assert float(npv(Decimal("0.08"), [-40000, 5000, 8000, 12000, 30000])) == pytest.approx(3065.22267, abs=1e-5)
    assert float(npv(Decimal("0.05"), [-15000, 1500, 2500, 3500, 4500, 6000])) == pytest.approx(122.89, abs=0.005)


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        ([-250000, 100000, 150000, 200000, 250000, 300000], 0.5672303344),
        ([-150000, 15000, 25000, 35000, 45000, 60000], 0.0524),
        ([-100, 39, 59, 55, 20], 0.28095),
        ([-100, 0, 0, 74], -0.0955),
        ([-70000, 12000, 15000, 18000, 21000, 26000], 0.08663094803653162),
        ([-70000, 12000, 15000, 18000, 21000], -0.021245),
    ],
)
def test_irr_unique(flows, rate):
    found = irr(flows)
    assert found.status is IrrStatus.UNIQUE
    assert found.value == pytest.approx(rate, abs=5e-5)


@pytest.mark.parametrize(
    ("flows", "rate"),
    [([-100, 100, 0, -7], -0.0833), ([-100, 100, 0, 7], 0.06206), ([-5, Decimal("10.5"), 1, -8, 1], 0.0886)],
)
def test_irr_nearest_to_zero(flows, rate):
    assert irr(flows).value == pytest.approx(rate, abs=5e-5)


def test_irr_of_two_roots_names_both():
    found = irr([100, -230, 132])
    assert found.status is IrrStatus.SEVERAL
    assert found.roots == pytest.approx((0.10, 0.20))


@pytest.mark.parametrize("flows", [[1, 2, 3], [-1, -2], [0, 0], []])
def test_irr_without_sign_change_is_undefined(flows):
    assert irr(flows).status is IrrStatus.UNDEFINED
    assert irr(flows).value is None


def test_irr_of_a_tail_of_costs():
    flows = [Decimal(x) for x in ["-1678.87", "771.96", "1814.05", "3520.30", "3552.95", "3584.99", "4789.91", "-1"]]
    assert irr(flows).value == pytest.approx(1.00426, abs=1e-5)


def test_mirr():
    assert mirr([-120000, 39000, 30000, 21000, 37000, 46000], Decimal("0.10"), Decimal("0.12")) == pytest.approx(
        0.126094, abs=1e-6
    )
    flows = [-4500, -800, 800, 800, 600, 600, 800, 800, 700, 3000]
    assert mirr(flows, Decimal("0.08"), Decimal("0.055")) == pytest.approx(0.0666, abs=5e-5)
    assert mirr([1, 2], Decimal("0.1"), Decimal("0.1")) is None


def test_dated_flows():
    days = [dt.date(2008, 1, 1), dt.date(2008, 3, 1), dt.date(2008, 10, 30), dt.date(2009, 2, 15), dt.date(2009, 4, 1)]
    flows = [-10000, 2750, 4250, 3250, 2750]
    assert xirr(days, flows) == pytest.approx(0.3733625335, abs=1e-8)
    assert xnpv(Decimal("0.09"), days, flows) == pytest.approx(2086.6476, abs=1e-4)
    assert xirr(days, [1, 1, 1, 1, 1]) is None


def test_long_series_of_small_gains():
    assert len(FORTY) == 40
    assert irr(FORTY).value == pytest.approx(0.02067, abs=5e-5)
    assert float(payback(FORTY)) == pytest.approx(25.32, abs=0.01)


def test_payback_linear_within_the_year():
    assert payback([-100, 60, 60]) == 1 + Fraction(40, 60)
    assert payback([-100, 60, 30]) is None
    assert payback([10, 5]) == 0
    assert payback([]) is None
    assert payback([-100, 150, -80, 90]) == 2 + Fraction(30, 90)


def test_payback_of_a_monthly_series():
    assert payback_months([-50, *[Fraction(200, 12)] * 12]) == 3
    assert payback_months([-50, 10]) is None
    assert payback_months([5]) == 0


def test_simple_case_prints_four_to_one():
    found = measure(0, [0, 200], [50, 0])
    assert (found.bcr, found.net_roi) == (4, 3)


def test_nothing_spent_has_no_ratio():
    found = measure(0, [0, 10], [0, 0])
    assert (found.bcr, found.net_roi, found.irr.status) == (None, None, IrrStatus.UNDEFINED)


def test_rate_of_minus_one_is_refused():
    with pytest.raises(ValueError, match="rate"):
        npv(-1, [1, 2])


def test_quarterly_rate_compounds():
    assert (1 + quarterly(Decimal("0.10"))) ** 4 == pytest.approx(1.10)


def test_risk_takes_benefits_down_and_costs_up():
    assert risk_adjusted(100, Decimal("0.2"), benefit=True) == 80
    assert risk_adjusted(100, Decimal("0.2"), benefit=False) == 120


def test_productivity_value_with_correction():
    assert productivity_value(20, 1, 5400, correction=1) == 108000
    assert productivity_value(20, 1, 5400, correction=Decimal("0.8")) == 86400


MONEY = st.integers(-(10**9), 10**9)


@given(st.lists(MONEY, min_size=2, max_size=12), st.decimals("-0.5", "1.0", places=4))
def test_npv_equals_an_independent_computation(flows, rate):
    ours = npv(rate, flows)
    theirs = sum(Fraction(flow) / (1 + Fraction(rate)) ** period for period, flow in enumerate(flows))
    assert ours == theirs
    benefits, costs = split(flows)
    assert measure(rate, benefits, costs).npv == ours


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=10), st.integers(1, 10**7))
def test_irr_of_an_outlay_and_gains_makes_the_value_zero(gains, outlay):
    found = irr([-outlay, *gains])
    assert found.status is IrrStatus.UNIQUE
    assert numpy_financial.npv(found.value, [-outlay, *gains]) == pytest.approx(0, abs=outlay * 1e-5)
