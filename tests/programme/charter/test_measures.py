import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadInputError
from programme.charter.rules import measures

D = Decimal
START, DUE = dt.date(2026, 1, 1), dt.date(2026, 7, 1)
AMOUNTS = st.decimals(min_value=-10_000, max_value=10_000, places=4)


@pytest.mark.requirement("S0-08")
def test_progress_and_plan_of_the_oracle_goal():
    assert measures.progress(D(25), D(35), D(31)) == D("0.6")
    assert measures.planned_value(D(25), D(35), START, DUE, dt.date(2026, 4, 1)) == D(30)
    assert measures.progress(D(25), D(35), D(24)) == D("-0.1")
    promised = measures.difference(D(25), D(35), "%", "up")
    assert (promised.absolute, promised.unit, promised.relative) == (D(10), "pp", D("0.4"))


def test_progress_is_undefined_without_a_way():
    assert measures.progress(D(25), D(25), D(31)) is None
    assert measures.progress(None, D(35), D(31)) is None
    assert measures.progress(D(25), D(35), None) is None


@pytest.mark.requirement("S0-04")
def test_a_fall_of_a_figure_that_should_fall_is_an_improvement():
    moved = measures.difference(D(45), D(40), "days", "down")
    assert (moved.absolute, moved.unit, moved.improved) == (D(-5), "days", True)
    assert measures.difference(D(45), D(45), "days", "down").improved is None
    assert measures.difference(D(45), D(46), "days", "down").improved is False


@pytest.mark.requirement("S0-30")
def test_two_hours_to_five_minutes():
    change = measures.before_after((D(2), "hours"), (D(5), "minutes"), "minutes", "down")
    assert change.before == D(120)
    assert change.difference.absolute == D(-115)
    assert (change.difference.relative * 100).quantize(D("0.1")) == D("-95.8")
    assert change.factor == D(24)


def test_before_after_of_nothing_has_no_factor():
    assert measures.before_after((D(0), "count"), (D(5), "count"), "count", "up").factor is None
    assert measures.difference(D(0), D(5), "count", "up").relative is None


def test_conversion_refuses_what_is_no_time():
    with pytest.raises(BadInputError):
        measures.converted(D(2), "CNY", "minutes")
    assert measures.converted(D(2), "CNY", "CNY") == D(2)


@pytest.mark.requirement("S1-03")
def test_fifteen_per_cent_of_twenty_means_two_things():
    stated = {"change": D(15), "baseline": D(20), "n": 400, "unit": "%", "direction": "up"}
    assert measures.stated_target(kind="relative", **stated) == D(23)
    assert measures.stated_target(kind="pp", **stated) == D(35)


@pytest.mark.requirement("S0-25")
def test_forty_per_cent_needs_kind_baseline_and_sample():
    with pytest.raises(BadInputError) as refusal:
        measures.stated_target(change=D(40), kind="", baseline=None, n=None, unit="%", direction="up")
    assert set(refusal.value.fields) == {"unit_kind", "baseline", "baseline_n"}
    stated = {"change": D(40), "baseline": D(60), "n": 50, "unit": "%", "direction": "up"}
    assert measures.stated_target(kind="relative", **stated) == D(84)
    assert measures.stated_target(kind="pp", **stated) == D(100)


def test_pp_fit_only_a_metric_in_per_cent():
    with pytest.raises(BadInputError) as refusal:
        measures.stated_target(change=D(10), kind="pp", baseline=D(45), n=3, unit="days", direction="down")
    assert set(refusal.value.fields) == {"unit_kind"}


@pytest.mark.requirement("S2-04")
def test_a_quarter_more_follow_ups():
    target = measures.stated_target(
        change=D(25), kind="relative", baseline=D("8.0"), n=22, unit="count", direction="up"
    )
    assert target == D("10.0")


def test_a_change_downwards_ignores_the_sign_typed():
    stated = {"kind": "absolute", "baseline": D(45), "n": None, "unit": "days", "direction": "down"}
    assert measures.stated_target(change=D(10), **stated) == measures.stated_target(change=D(-10), **stated) == D(35)


@given(AMOUNTS, AMOUNTS.filter(bool))
def test_progress_is_nothing_at_the_baseline_and_all_at_the_target(baseline, way):
    target = baseline + way
    assert measures.progress(baseline, target, baseline) == 0
    assert measures.progress(baseline, target, target) == 1


@given(st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)), st.integers(1, 1500), st.integers(-100, 1700))
def test_elapsed_share_stays_between_nothing_and_all(start, length, passed):
    share = measures.elapsed_share(start, start + dt.timedelta(length), start + dt.timedelta(passed))
    assert 0 <= share <= 1


@given(st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)), st.integers(2, 1500), st.data())
def test_elapsed_share_never_falls(start, length, data):
    first = data.draw(st.integers(0, length - 1))
    due = start + dt.timedelta(length)
    one = measures.elapsed_share(start, due, start + dt.timedelta(first))
    two = measures.elapsed_share(start, due, start + dt.timedelta(first + 1))
    assert one <= two


def test_months_at_the_end_of_a_month():
    assert measures.months_between(dt.date(2026, 1, 31), dt.date(2026, 2, 28)) == 1
    assert measures.months_between(dt.date(2026, 1, 31), dt.date(2026, 3, 31)) == 2
    assert measures.months_between(dt.date(2026, 1, 15), dt.date(2026, 2, 14)) == D(30) / D(31)
