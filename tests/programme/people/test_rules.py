import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.people.choices import RaciLetter, Role
from programme.people.rules import it_share, pm_qualified, raci_faults

TODAY = dt.date(2026, 5, 12)


def test_it_share_nothing_counted():
    assert it_share([]).value is None


def test_it_share_counts_only_accountable_cells():
    share = it_share([("IT", "A"), ("BO", "A"), ("IT", "R"), ("PM", "A"), ("FIN", "A")])
    assert (share.numerator, share.denominator, share.value) == (1, 4, Decimal("0.25"))


@given(st.lists(st.tuples(st.sampled_from(Role.values), st.sampled_from(RaciLetter.values))))
def test_it_share_lies_between_zero_and_one(cells):
    value = it_share(cells).value
    assert value is None or 0 <= value <= 1


def test_raci_faults_names_missing_letters():
    cells = [("D1", "PM", "R"), ("D1", "BO", "A"), ("D2", "PM", "R"), ("D3", "BO", "A")]
    assert raci_faults(cells) == [("D2", "accountable"), ("D3", "responsible")]


@pytest.mark.parametrize(
    ("certificate", "expires", "years", "fault"),
    [
        ("PMP", None, None, ""),
        ("PMP", TODAY, None, ""),
        ("PMP", TODAY - dt.timedelta(days=1), None, "expired"),
        ("PMP", TODAY - dt.timedelta(days=1), 3, ""),
        ("", None, 2, "missing"),
        ("", None, 3, ""),
    ],
)
def test_pm_qualified(certificate, expires, years, fault):
    assert pm_qualified(certificate, expires, years, today=TODAY) == fault
