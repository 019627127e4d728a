import datetime as dt
import json

import pytest
from django.utils import translation

from core import seams
from core.errors import BadInputError, ForbiddenError, IllegalNowError, StaleError
from core.imports.kinds import Batch, Change
from programme.records.models import AuditEvent
from programme.records.selectors.imports import import_json
from programme.records.services.imports import run_import
from roi.ledger.models import CostLine
from roi.ledger.rules import money
from roi.ledger.services import adopt_budget, create_cost, remove_costs, update_cost
from tests.factories.charter import BudgetLineFactory

DAY = dt.date(2026, 3, 31)


def test_payments_come_in_their_months():
    first, end = dt.date(2026, 1, 15), money.month_of(dt.date(2028, 12, 31))
    counts = {rhythm: len(list(money.payments(rhythm, first, None, end))) for rhythm in ("one_off", *money.MONTHS_OF)}
    assert counts == {"one_off": 1, "annual": 3, "quarterly": 12, "monthly": 36}
    assert len(list(money.payments("monthly", first, dt.date(2026, 6, 30), end))) == 6
    assert list(money.payments("one_off", dt.date(2030, 1, 1), None, end)) == []


def test_a_posting_gets_a_number_and_leaves_its_trace(programme, finance):
    line = create_cost(programme, values={"title": "Fee", "posted_on": DAY, "amount_minor": 96_000_000}, actor=finance)
    assert (line.code, line.basis, line.nature) == ("C0001", "actual", "one_off")
    event = AuditEvent.objects.get(action="ledger.cost_created")
    assert (event.actor, event.changes["amount_minor"]) == (finance, [None, 96_000_000])


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"until": DAY}, "until"),
        ({"basis": "planned", "until": DAY}, "until"),
        ({"basis": "planned", "amount_minor": -1}, "amount_minor"),
        ({"amount_minor": 10**15 + 1}, "amount_minor"),
        ({"posted_on": None}, "posted_on"),
        ({"state": "x"}, "state"),
        ({"risk_percent": 101}, "risk_percent"),
    ],
)
def test_what_is_wrong_with_a_cost_is_named(programme, finance, values, field):
    with pytest.raises(BadInputError) as refusal:
        create_cost(programme, values={"title": "x", "posted_on": DAY, "amount_minor": 1} | values, actor=finance)
    assert list(refusal.value.fields) == [field]
    assert CostLine.objects.count() == 0


def test_only_pm_and_finance_write_costs(programme, pmo, owner, sponsor):
    line = create_cost(programme, values={"title": "x", "posted_on": DAY, "amount_minor": -5}, actor=pmo)
    for person in (owner, sponsor):
        with pytest.raises(ForbiddenError):
            update_cost(line, values={"amount_minor": 2}, actor=person)
    with pytest.raises(StaleError):
        update_cost(line, values={"amount_minor": 2}, actor=pmo, version=99)
    remove_costs(programme, refs=[line.public_id], actor=pmo)
    assert CostLine.objects.count() == 0
    assert AuditEvent.objects.filter(action="ledger.cost_removed").count() == 1


def test_the_budget_is_planned_once(programme, finance, other_programme):
    BudgetLineFactory(programme=programme, code="B01", amount_minor=300)
    BudgetLineFactory(programme=programme, code="B02", nature="one_off", amount_minor=850)
    foreign = BudgetLineFactory(programme=other_programme)
    made = adopt_budget(programme, first=DAY, actor=finance)
    assert [(row.nature, row.amount_minor, row.basis) for row in made] == [
        ("annual", 300, "planned"), ("one_off", 850, "planned"),
    ]  # fmt: skip
    with pytest.raises(IllegalNowError):
        adopt_budget(programme, first=DAY, actor=finance)
    with pytest.raises(BadInputError):
        update_cost(made[0], values={"budget_line": foreign}, actor=finance)


ROW = {
    "posting_date": DAY, "cost_centre": "4711", "account": "6602", "vendor": "Yuantu", "text": "Fee",
    "amount": 96000, "currency": "CNY", "project": "CRM",
}  # fmt: skip


def test_the_kind_writes_and_reads_the_same_row(programme, finance):
    kind = seams.kinds["costs"]
    outcome = kind.write(programme, Batch([Change(2, dict(ROW))]), finance)[0]
    assert not outcome.refused
    kept = kind.existing(programme)[outcome.ref]
    assert {key: kept[key] for key in ROW} == ROW
    kind.remove(programme, [outcome.ref], finance)
    assert kind.existing(programme) == {}


def test_another_currency_is_refused_with_the_accepted_one(programme):
    found = list(seams.kinds["costs"].check(programme, [ROW, ROW | {"currency": "usd"}]))
    assert [(index, key, accepted) for index, key, _text, accepted in found] == [(1, "currency", ["CNY"])]


def brought(programme, finance, head, *lines):
    data = "\n".join([f"Posting date,Text,Voucher,{head}", *lines]).encode()
    return run_import(programme, kind="costs", data=data, filename="costs.csv", actor=finance)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Say the currency of the amount."), ("zh-hans", "请填写金额的币种。")]
)
def test_a_posting_without_its_currency_is_refused_where_the_file_has_that_column(programme, finance, language, words):
    with translation.override(language):
        run = brought(programme, finance, "Amount,Currency", "2026-03-31,Fee,V1,960,CNY", "2026-03-31,Seats,V2,40,")
        told = import_json(run)
        again = import_json(brought(programme, finance, "Amount,Currency", "2026-03-31,Fee,V1,970,"))
    assert [line.ledger_ref for line in CostLine.objects.all()] == ["V1"]
    assert words in json.dumps(told, ensure_ascii=False)
    assert words in json.dumps(again, ensure_ascii=False)
    assert CostLine.objects.get().amount_minor == 96_000


def test_without_the_column_all_postings_are_in_the_programmes_currency(programme, finance):
    brought(programme, finance, "Amount", "2026-03-31,Fee,V1,960")
    assert CostLine.objects.get().amount_minor == 96_000
    column = next(one for one in seams.kinds["costs"].columns if one.key == "currency")
    assert column.help("en") == "The programme's, in every row; without this column all amounts are in it."
    assert column.help("zh-hans") == "项目币种，每行都要填写；文件没有此列时，金额均为项目币种。"
