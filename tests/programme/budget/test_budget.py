from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import seams
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from core.imports.kinds import Batch, Change
from programme.budget import rules
from programme.budget.models import BudgetAuthorisation, BudgetLine
from programme.budget.selectors import authorisation, budget_totals
from programme.budget.services import create_line, remove_lines, request_authorisation, update_line
from programme.signoff import selectors as signoff
from programme.signoff.services import mark_viewed, sign
from tests.factories.charter import BudgetLineFactory
from tests.factories.programme import PASSWORD

LINES = st.lists(st.tuples(st.sampled_from(["one_off", "annual"]), st.integers(0, 10**12)), max_size=20)


@pytest.mark.requirement("S4-13")
def test_three_years_count_an_annual_fee_three_times_and_a_one_off_once():
    lines = [("one_off", 850), ("annual", 300)]
    assert (rules.bac(lines), rules.tco(lines)) == (1150, 1750)
    assert rules.total_minor(lines, 0) == 850


@given(LINES, st.integers(0, 20))
def test_each_further_year_adds_the_annual_lines(lines, years):
    annual = sum(amount for nature, amount in lines if nature == "annual")
    assert rules.total_minor(lines, years + 1) - rules.total_minor(lines, years) == annual


def test_totals_of_a_programme(programme):
    BudgetLineFactory(programme=programme, amount_minor=300)
    BudgetLineFactory(programme=programme, nature="one_off", amount_minor=850)
    totals = budget_totals(programme)
    assert (totals.bac, totals.one_off, totals.annual, totals.tco, len(totals.lines)) == (1150, 850, 300, 1750, 2)


def test_a_negative_amount_and_a_taken_code_are_refused(programme, pmo):
    create_line(programme, values={"code": "B01", "title": "x", "amount_minor": 1}, actor=pmo)
    with pytest.raises(BadInputError):
        create_line(programme, values={"title": "y", "amount_minor": -1}, actor=pmo)
    with pytest.raises(BadInputError) as refusal:
        create_line(programme, values={"code": "B01", "title": "y", "amount_minor": 1}, actor=pmo)
    assert "This code is taken." in str(refusal.value)


def test_only_pm_and_finance_write(programme, finance, owner):
    line = create_line(programme, values={"title": "x", "amount_minor": 1}, actor=finance)
    with pytest.raises(ForbiddenError):
        update_line(line, values={"amount_minor": 2}, actor=owner)
    remove_lines(programme, refs=[line.public_id], actor=finance)
    assert BudgetLine.objects.count() == 0


def test_the_sponsor_authorises_and_a_change_makes_it_stale(programme, pmo, sponsor):
    with pytest.raises(IllegalNowError):
        request_authorisation(programme, actor=pmo)
    line = BudgetLineFactory(programme=programme)
    row = request_authorisation(programme, actor=pmo)
    evidence = seams.evidence["budget.authorised"]
    waiting = evidence(programme, [{}])[0]
    assert waiting.value is False
    assert [item.text for item in waiting.detail] == ["The sponsor has been asked and has not signed the budget yet"]
    request = signoff.requests_of(row)[0]
    mark_viewed(request, actor=sponsor)
    request.refresh_from_db()
    sign(request, actor=sponsor, seen_hash=request.sha256, decision="sign", password=PASSWORD)
    assert BudgetAuthorisation.objects.get().signed_by == sponsor
    assert evidence(programme, [{}, {}])[1].value is True
    with pytest.raises(IllegalNowError):
        request_authorisation(programme, actor=pmo)
    update_line(line, values={"amount_minor": 1}, actor=pmo)
    found = authorisation(programme)
    assert (found.signed, found.stale) == (False, True)
    reading = evidence(programme, [{}])[0]
    assert (reading.value, reading.stale) == (False, True)
    assert [item.severity for item in seams.attention["budget.stale"](programme, pmo)] == ["stale"]
    request_authorisation(programme, actor=pmo)
    assert authorisation(programme).signed is False


def test_the_kind_writes_and_reads_the_same_row(programme, pmo):
    kind = seams.kinds["budget"]
    row = {"title": "Subscription", "category": "subscription", "nature": "annual", "amount": Decimal("1234.56")}
    outcome = kind.write(programme, Batch([Change(2, row)]), pmo)[0]
    assert not outcome.refused
    kept = kind.existing(programme)[outcome.ref]
    assert {key: kept[key] for key in row} == row
    again = kind.write(programme, Batch([Change(2, row | {"amount": Decimal(2)}, outcome.ref, kept)]), pmo)[0]
    assert kind.existing(programme)[again.ref]["amount"] == Decimal(2)
    kind.remove(programme, [outcome.ref], pmo)
    assert kind.existing(programme) == {}
